"""What a reader sees of a page, as text; the program it hands out, run."""

import re
import warnings

import ipywidgets
from pandas.testing import assert_frame_equal

import cxlab as cx

HAN = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{4,}")
CODE = re.compile(r"<[^>]*>|https?://\S+")


def asked(monkeypatch, made, query):
    """Return a page as Voila opens it at an address."""
    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5")
    monkeypatch.setenv("QUERY_STRING", query)
    return made()


def blocks(page):
    """Map sections to their blocks."""
    return {block.section.name: block for block in page._blocks}


def said(page, name):
    """Return the finding and the error of a section."""
    options = blocks(page)[name]._line.options
    return options.get("finding") or "", options.get("error") or ""


def every(widget):
    """Yield a widget and all within it."""
    yield widget
    for child in getattr(widget, "children", ()):
        yield from every(child)


def texts(value, key=""):
    """Yield the words in the rows and options of a view."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from texts(item, name)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from texts(item, key)
    elif isinstance(value, str) and key not in CODES:
        yield CODE.sub("", value)


CODES = {
    *("term", "parent", "kind", "name", "unit", "lang", "query", "accept", "outcome", "status"),
    *("decision", "tint"),
}


def words(page):
    """Return all words of a page that a reader may meet."""
    found = []
    for each in every(page):
        for part in ("description", "tooltip", "placeholder"):
            found.append(getattr(each, part, None) or "")
        if isinstance(each, ipywidgets.HTML):
            found.append(CODE.sub(" ", each.value))
        if hasattr(each, "rows") and hasattr(each, "options"):
            found += [*texts(each.rows), *texts(each.options)]
        if hasattr(each, "_options_labels"):
            found += list(each._options_labels)
    return [text for text in found if text]


def csv(table):
    return table.to_csv(index=False).encode()


def tables(results, names):
    """Return the tables of those results that are there."""
    return {name: results[name].tidy() for name in names if name in results}


def run(page, **names):
    """Run the program of a page in a space of names of its own."""
    with cx.use(page.lang), warnings.catch_warnings():
        warnings.simplefilter("ignore", cx.CxWarning)  # the page has said them
        exec(page.code(), names)
    return names


def agree(found, expected):
    assert set(found) == set(expected)
    for name, frame in expected.items():
        assert_frame_equal(found[name], frame)
