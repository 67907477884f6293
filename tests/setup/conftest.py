"""A running `cxlab dash`: started on a free port, waited for by its health, ended by its number."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

TOKEN = "sesame-öffne-芝麻"
KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def page(path, *cells, words="", **metadata):
    """Write a notebook of these code cells, below Markdown."""
    texts = [new_markdown_cell(words)] if words else []
    made = [*texts, *(new_code_cell(cell) for cell in cells)]
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=made, metadata={"kernelspec": KERNEL, **metadata}), path)


@dataclass
class Server:
    url: str
    process: subprocess.Popen
    log_file: Path
    clients: list = field(default_factory=list)

    def visitor(self, **options):
        """Return a browser without scripts."""
        client = httpx.Client(base_url=self.url, follow_redirects=True, timeout=60, **options)
        client.headers["Accept-Language"] = "en"
        self.clients.append(client)
        return client

    def guest(self):
        """Return a visitor who has signed in."""
        client = self.visitor()
        assert client.get("/", params={"token": TOKEN}).status_code == 200
        return client

    def kernels(self):
        """Return how many places are taken."""
        return httpx.get(f"{self.url}/health").json()["kernels"]

    def stop(self):
        """End the server and close its visitors."""
        for client in self.clients:
            client.close()
        self.process.send_signal(signal.SIGTERM if os.name == "posix" else signal.CTRL_BREAK_EVENT)
        return self.process.communicate(timeout=60)[0]

    def log(self):
        """Return the lines of the log."""
        text = self.log_file.read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines()]


def until(found, seconds=60):
    """Return what `found` returns once it is true; a minute is enough for anything."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := found():
            return value
        time.sleep(0.05)
    raise AssertionError("waited in vain")


@pytest.fixture
def wait():
    """Return the function that waits until something is true."""
    return until


@pytest.fixture
def write():
    """Return the function that writes a notebook."""
    return page


@pytest.fixture(scope="session")
def token():
    """Return the word that opens the pages of the tests."""
    return TOKEN


@pytest.fixture(scope="module")
def serve(tmp_path_factory):
    """Return a function that starts servers; all end with the module."""
    started = []

    def start(folder, *options, env=None):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        log = tmp_path_factory.mktemp("log") / "log.jsonl"
        line = [sys.executable, "-m", "cxlab.cli", "dash", str(folder), "--no-browser"]
        quiet = {name: text for name, text in os.environ.items() if not name.startswith("CXLAB_")}
        process = subprocess.Popen(
            [*line, "--port", str(port), *options, "--log", str(log)],
            env={**quiet, "LC_ALL": "C.UTF-8", **(env or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=tmp_path_factory.mktemp("cwd"),
        )
        base = options[options.index("--base-url") + 1] if "--base-url" in options else ""
        url = f"http://127.0.0.1:{port}{base}"

        def healthy():
            assert process.poll() is None, process.stdout.read()
            try:
                return httpx.get(f"{url}/health", timeout=5).status_code == 200
            except httpx.TransportError:
                return False

        until(healthy)
        started.append(Server(url, process, log))
        return started[-1]

    yield start
    for server in started:
        server.stop()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return a reader's own folder: good pages, broken ones, and what must stay hidden."""
    root = tmp_path_factory.mktemp("pages") / "own"
    page(root / "echo.ipynb", "import os; print(sorted(os.environ.items()))", words="# My page")
    page(root / "slider.ipynb", "import ipywidgets; ipywidgets.IntSlider()")
    page(root / "deep" / "体验.ipynb", "print(6 * 7)", words="# 第一页\n\n一段 **说明** 文字。")
    page(root / "breaks.ipynb", "int('13800001111 x')", "print('never')")
    page(root / "wrong.ipynb", "import cxlab as cx\ncx.load('<img onerror=alert(1)>')")
    about = {"en": "What <b>for</b>?", "zh": "做什么用？"}
    title = {"en": "A & B", "zh": "甲和乙"}
    page(root / "board.ipynb", "1", cxlab={"title": title, "about": about})
    page(root / ".ipynb_checkpoints" / "echo-checkpoint.ipynb", "1")
    page(root / ".secret.ipynb", "print('TREASURE')")
    page(root / "instructor" / "answers.ipynb", "print('TREASURE')")
    page(root.parent / "outside.ipynb", "print('TREASURE')")
    (root / "data.csv").write_text("phone\n13800001111\n", encoding="utf-8")
    (root / "pic.svg").write_text("<svg xmlns='#'><script>alert(1)</script></svg>")
    (root / ".hidden.png").write_text("TREASURE")
    (root.parent / "outside.png").write_text("TREASURE")
    return root
