"""Visitors of ``cxlab dash``: kernels forked from a warm parent against ordinary kernels.

Needs Linux. Without browsers a page is done when its kernel answers; what a visitor sees needs
Chromium and Playwright, which share the server's cores.
``VISITORS=20 LOADS=200`` measures what operators are told; the default is a quick look.
Interactive: a slider is on the page, and a key pressed on it got its answer from the kernel.
"""

import asyncio
import contextlib
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import psutil
from tornado.httpclient import AsyncHTTPClient
from tornado.websocket import websocket_connect

from benchmarks._clock import bound, compare

VISITORS = int(os.environ.get("VISITORS", "4"))  # at once
LOADS = int(os.environ.get("LOADS", "20"))  # in a row
HANGS = 60  # seconds after which a page counts as hanging
WARM = 2_500  # milliseconds to interactive, one visitor
CROWD = 15_000  # milliseconds to interactive, median of the visitors at once
MEMORY = 2_000  # MB of server, warm parent and all kernels
PAGES = {"widget": "cx.widgets.paradox()", "drivers": "cx.dashboards.drivers()"}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SERVER = """
import sys
from pathlib import Path
from cxlab._lab import launch
from cxlab._lab.kernels import handle, provisioner
def none():
    raise handle.Unavailable("this is the comparison")
if sys.argv[3] == "ordinary":
    handle.current = provisioner.current = none
launch.dash(Path(sys.argv[1]), port=int(sys.argv[2]), browser=False)
"""
LISTEN = """() => { window.answered = new Promise((done) => {
  const watch = new MutationObserver(() => done(true));
  const kinds = { subtree: true, childList: true, attributes: true, characterData: true };
  document.querySelectorAll(".cx").forEach((view) => watch.observe(view, kinds));
}); }"""


def main():
    """Print the comparisons."""
    if not sys.platform.startswith("linux"):
        print("  kernels are forked on Linux only")
        return
    AsyncHTTPClient.configure(None, max_clients=VISITORS)
    with tempfile.TemporaryDirectory() as folder:
        for name, code in PAGES.items():
            write(Path(folder) / f"{name}.ipynb", ["import cxlab as cx", code])
        ours, theirs = (asyncio.run(measured(kind, folder)) for kind in ("forked", "ordinary"))
    for what in ours:
        compare(what, ours[what], "ordinary kernels", theirs[what])
    for what, taken in ours.items():
        if "slowest" not in what and "one page" not in what:
            bound(what, 1e3 * taken, WARM if "one" in what else CROWD, "ms")


async def measured(kind, folder):
    """Return seconds by what was measured, on a server with one kind of kernels."""
    found = {}
    with served(kind, folder) as (server, address):
        times = [await light(address, "widget") for _turn in range(LOADS)]
        print(f"  {kind}: {LOADS} pages in a row, {times.count(HANGS)} hangs")
        found["one page without a browser"] = statistics.median(times)
        for name in PAGES:  # the server alone: the browsers of visitors have cores of their own
            times = await asyncio.gather(*(light(address, name) for _place in range(VISITORS)))
            found[f"{name}, {VISITORS} without browsers, median"] = statistics.median(times)
        browser = shutil.which("chromium") or shutil.which("google-chrome")
        if browser is None:
            print("  no Chromium found: what a visitor sees was not measured")
            return found
        from playwright.async_api import async_playwright

        async with async_playwright() as play:
            chrome = await play.chromium.launch(executable_path=browser, args=FLAGS)
            for name in PAGES:
                alone = [
                    (await crowd(chrome, f"{address}/voila/render/{name}.ipynb", 1))[0]
                    for _turn in range(3)
                ]
                found[f"{name}, one visitor"] = statistics.median(alone)
            for name in PAGES:
                url = f"{address}/voila/render/{name}.ipynb"
                times = await crowd(chrome, url, VISITORS, lambda: megabytes(server))
                found[f"{name}, {VISITORS} visitors, median"] = statistics.median(times)
                found[f"{name}, {VISITORS} visitors, slowest"] = max(times)
            await chrome.close()
    return found


async def light(address, name):
    """Load a page as a browser does, without drawing it; return the seconds until the answer."""
    start = time.perf_counter()
    with contextlib.suppress(asyncio.TimeoutError):
        async with asyncio.timeout(HANGS):
            url = f"{address}/voila/render/{name}.ipynb"
            page = await AsyncHTTPClient().fetch(url, request_timeout=HANGS)
            text = page.body.decode()
            if "widget-view+json" not in text:
                raise RuntimeError("the page shows no widget")
            kernel = re.search(r'"kernelId": "([\w-]+)"', text)[1]
            api = f"{address.replace('http', 'ws')}/api/kernels/{kernel}/channels"
            line = await websocket_connect(f"{api}?session_id=one")
            header = {"msg_id": "one", "msg_type": "kernel_info_request", "session": "one"}
            message = {"header": header | {"username": "", "version": "5.3", "date": ""}}
            rest = {"parent_header": {}, "metadata": {}, "content": {}, "channel": "shell"}
            await line.write_message(json.dumps(message | rest))
            while "kernel_info_reply" not in (await line.read_message() or "kernel_info_reply"):
                pass
            taken = time.perf_counter() - start
            line.close()
            leave = f"{address}/voila/api/shutdown/{kernel}"
            await AsyncHTTPClient().fetch(leave, method="POST", body="")
            return taken
    return HANGS


async def crowd(chrome, url, count, weigh=lambda: None):
    """Let visitors come at once; return the seconds of each until the page is interactive."""
    contexts = [await chrome.new_context() for _place in range(count)]
    pages = [await context.new_page() for context in contexts]
    times = await asyncio.gather(*(interactive(page, url) for page in pages))
    weigh()
    for context in contexts:
        await context.close()
    return times


async def interactive(page, url):
    """Open a page, press a key on its first slider, and wait for the kernel's answer."""
    page.set_default_timeout(600_000)
    start = time.perf_counter()
    await page.goto(url, wait_until="commit")
    slider = page.locator("[role=slider]").first
    await slider.wait_for()
    await page.evaluate(LISTEN)
    await slider.press("ArrowRight")
    await page.evaluate("window.answered")
    return time.perf_counter() - start


def megabytes(server):
    """Print the memory of the server, the warm parent and all kernels, shared pages shared out."""
    every = [server, *server.children(recursive=True)]
    total = sum(process.memory_full_info().pss for process in every if process.is_running())
    bound(f"memory of {len(every)} processes", total / 1e6, MEMORY, "MB")


def write(path, cells):
    """Write a notebook of code cells."""
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in cells])
    names = {"name": "python3", "display_name": "Python 3", "language": "python"}
    book.metadata["kernelspec"] = names
    nbformat.write(book, path)


@contextlib.contextmanager
def served(kind, folder):
    """Serve the folder; yield the server's process and its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    line = [sys.executable, "-c", SERVER, str(folder), str(port), kind]
    server = subprocess.Popen(line, stderr=subprocess.DEVNULL)
    try:
        for _turn in range(600):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.1)
        yield psutil.Process(server.pid), f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()
