"""A slider on a page: from key to repaint, live views against a matplotlib image, on one server.

Needs Chromium and Playwright. Both pages stand in one folder served by ``cxlab dash``; a probe in
the page notes the key press and the first frame after the picture changed.
"""

import contextlib
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import nbformat

import cxlab as cx
from benchmarks._clock import bound, compare, seconds

LIVE = ["import cxlab as cx", "cx.dashboards.drivers()"]
IMAGE = [
    "import io, ipywidgets, matplotlib.pyplot as plt, seaborn as sns\nimport cxlab as cx",
    """meiyu = cx.load("meiyu")
fit = cx.drivers.regress(meiyu, "satisfaction", [f"x_{n}" for n in ("product", "service", "price")])
slider, image = ipywidgets.FloatSlider(min=-2, max=2, step=0.1), ipywidgets.Image()
def paint(_=None):
    rows = fit.what_if({"x_product": slider.value}).labelled()
    figure, ax = plt.subplots(figsize=(7, 3))
    sns.barplot(rows, x="estimate", y="label", ax=ax)
    sheet = io.BytesIO()
    figure.savefig(sheet, format="png")
    plt.close(figure)
    image.value = sheet.getvalue()
slider.observe(paint, "value")
paint()
ipywidgets.VBox([slider, image])""",
]
PROBE = """([slider, picture]) => {
  window.taken = [];
  let start = 0;
  const mark = () => { start = performance.now(); };
  slider.addEventListener("keydown", mark, true);
  new MutationObserver(() => {
    if (!start) return;
    const from = start;
    start = 0;
    requestAnimationFrame(() => window.taken.push(performance.now() - from));
  }).observe(picture, { attributes: true, childList: true, subtree: true, characterData: true });
}"""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def main():
    """Print the comparisons."""
    recomputed()
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        print("  no Chromium found: the page itself was not measured")
        return
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as address:
        live, image = repaint(browser, address)
    compare("slider to repaint, live view", live, "matplotlib image", image)
    bound("slider to repaint, live view", 1e3 * live, 50, "ms")


def recomputed():
    """Time one stop of the confidence slider: 1,000 resamples for shares, 500 for the map."""
    page = cx.dashboards.drivers()
    levels = iter([0.8 + 0.002 * place for place in range(95)])
    stop = seconds(lambda: page.update(conf=round(next(levels), 3)), repeats=15)
    bound("driver page, 1,000 + 500 resamples a stop", 1e3 * stop, 150, "ms")
    moves = iter([0.01 * place for place in range(95)])
    stop = seconds(lambda: page.update(**{"move.x_price": round(next(moves), 3)}), repeats=15)
    bound("driver page, a stop of what-if", 1e3 * stop, 50, "ms")


def repaint(browser, address):
    """Return the medians of key to repaint in seconds: live view and image."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        chrome = play.chromium.launch(executable_path=browser, args=FLAGS)
        page = chrome.new_page(viewport={"width": 1280, "height": 2400})
        page.set_default_timeout(120_000)
        page.goto(f"{address}/voila/render/live.ipynb?lang=en")
        block = page.locator(".cx-block", has=page.get_by_role("heading", name="What would follow"))
        live = keyed(page, block.locator("[role=slider]").nth(3), block.locator("svg").first)
        page.goto(f"{address}/voila/render/image.ipynb")
        image = keyed(page, page.locator("[role=slider]").first, page.locator("img.widget-image"))
        chrome.close()
    return live, image


def keyed(page, slider, picture, presses=15):
    """Press the right arrow, each time once the picture has followed."""
    slider.wait_for()
    picture.wait_for()
    page.evaluate(PROBE, [slider.element_handle(), picture.element_handle()])
    slider.focus()
    for done in range(1, presses + 1):
        page.keyboard.press("ArrowRight")
        page.wait_for_function(f"window.taken.length >= {done}")
    return statistics.median(page.evaluate("window.taken")) / 1e3


@contextlib.contextmanager
def served(folder):
    """Serve the two notebooks, and yield the address."""
    for name, cells in (("live", LIVE), ("image", IMAGE)):
        book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in cells])
        book.metadata["kernelspec"] = {
            "name": "python3",
            "display_name": "Python 3",
            "language": "python",
        }
        nbformat.write(book, folder / f"{name}.ipynb")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    line = [sys.executable, "-m", "cxlab.cli", "dash", str(folder), "--no-browser"]
    server = subprocess.Popen([*line, "--port", str(port)], stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _turn in range(600):
            with contextlib.suppress(urllib.error.URLError, ConnectionError):
                urllib.request.urlopen(address, timeout=2)
                break
            time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait()
