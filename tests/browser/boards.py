"""A dashboard in the browser, and the same page in Python, where its numbers come from."""

import contextlib
import io
import math
import os
import warnings
from functools import lru_cache
from urllib.parse import urlencode, urlsplit

import numpy as np
import pandas as pd
from playwright.sync_api import TimeoutError as TooLate
from playwright.sync_api import expect
from visits import PATIENCE

import cxlab as cx

NAMES = ("voice", "gaps", "drivers", "paths", "steps", "silence")

READY = [name for name in NAMES if hasattr(cx.dashboards, name)]
DRAWN = ("bars", "forest", "tiles")  # views that write the text of every row

# Which texts a page does not show, block by block; lines may be broken anywhere.
ABSENT = """wanted => {
  const bare = (text) => text.replace(/\\s+/g, "");
  const blocks = [...document.querySelectorAll(".cx-block")].map((one) => bare(one.textContent));
  if (blocks.length !== wanted.length) return [`${blocks.length} blocks`];
  const absent = (texts, place) => texts.filter((text) => !blocks[place].includes(bare(text)));
  return wanted.flatMap(absent);
}"""


def url(name, **query):
    """Return the address of a dashboard with its settings."""
    return f"/voila/render/dashboards/{name}.ipynb?{urlencode(query, doseq=True)}"


def made(name, query=""):
    """Return the page as Python makes it for a query; its numbers are the ones to be shown."""
    asked = {"SERVER_SOFTWARE": "voila", "QUERY_STRING": query}
    before = {key: os.environ.get(key) for key in asked}
    os.environ |= asked
    try:
        return getattr(cx.dashboards, name)()
    finally:
        for key, value in before.items():
            os.environ.pop(key) if value is None else os.environ.update({key: value})


@lru_cache(maxsize=8)
def twin(name, query=""):
    """Return the same page again for the same query, to be looked at and not changed."""
    return made(name, query)


def walk(widget):
    """Yield a widget and all that stands in it."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from walk(child)


def said(page):
    """Return what each block of the twin says: its finding, and the numbers of its rows."""
    blocks = [each for each in walk(page) if "cx-block" in each._dom_classes]
    return [_texts(block) for block in blocks]


def _texts(block):
    found = []
    for view in walk(block):
        if not hasattr(view, "rows") or view.layout.display == "none":
            continue
        found += [view.options[key] for key in ("finding", "error") if view.options.get(key)]
        if type(view).__name__ in DRAWN:
            found += [row["text"] for row in view.rows if row.get("text")]
    return found


def query(page):
    """Return the query of the address a browser is at."""
    return urlsplit(page.url).query


def agree(page, same):
    """Wait until the browser shows what the twin says."""
    texts = said(same)
    assert any(texts)
    try:
        page.wait_for_function(f"wanted => !({ABSENT})(wanted).length", arg=texts, timeout=PATIENCE)
    except TooLate:
        absent = page.evaluate(ABSENT, texts)
        raise AssertionError(f"{page.url} does not show {absent}") from None


def moved(page, act):
    """Do something to a page, wait until its address has changed, and return the new query."""
    before = page.url
    act()
    page.wait_for_function("before => location.href !== before", arg=before)
    return query(page)


def take(page, kind, place=-1):
    """Press the button for a file, the last of its kind on the page, and return what comes."""
    with page.expect_download(timeout=PATIENCE) as waiting:
        page.locator(f"[data-file={kind}]").nth(place).click()
    path = waiting.value.path()
    return waiting.value.suggested_filename, path.read_bytes()


def give(page, name, content):
    """Open a file of the visitor's own."""
    kinds = {"csv": "text/csv"}
    kind = kinds.get(name.rpartition(".")[2], "application/octet-stream")
    page.locator(".cx-upload input[type=file]").set_input_files(
        {"name": name, "mimeType": kind, "buffer": content}
    )


def refused(page):
    """Return the words in which the page refuses a file or an address."""
    words = page.locator(".cx-page > * .cx-error, .cx-upload .cx-error").filter(visible=True).first
    expect(words).to_be_visible(timeout=PATIENCE)
    return words.inner_text()


def workbook(frame):
    """Return a frame as the bytes of an Excel file."""
    sheet = io.BytesIO()
    frame.to_excel(sheet, index=False)
    return sheet.getvalue()


def run(program, folder):
    """Run the Python code a page hands out, in a folder, and return its names."""
    names = {}
    with cx.use("en"), contextlib.chdir(folder), warnings.catch_warnings():
        warnings.simplefilter("ignore", cx.CxWarning)  # the page says these below its findings
        exec(compile(program, "page.py", "exec"), names)
    return names


def numbers(frames):
    """Return all finite numbers of some tables in order."""
    cells = [cell for frame in frames for cell in frame.to_numpy(dtype=object).ravel()]
    kept = [cell for cell in cells if isinstance(cell, (int, float)) and not isinstance(cell, bool)]
    return np.unique([float(cell) for cell in kept if math.isfinite(cell)])


def lacking(wanted, held):
    """Return the numbers that have no equal among those held."""
    after = np.searchsorted(held, wanted).clip(1, len(held) - 1)
    near = np.where(wanted - held[after - 1] < held[after] - wanted, held[after - 1], held[after])
    return wanted[~np.isclose(wanted, near, rtol=1e-12, atol=0)].tolist()


def sheets(content):
    """Return the sheets of an Excel file as tables without headings."""
    return pd.read_excel(io.BytesIO(content), sheet_name=None, header=None, engine="openpyxl")
