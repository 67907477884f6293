"""The views in the browser: plain JavaScript, nothing from outside, no word of their own."""

import json
import re

import numpy as np
import pandas as pd
import pytest

from cxlab.widgets._view import VIEWS, kind, plain, records, view

KIT = {"svg", "marks", "walk"}
KINDS = sorted(path.stem for path in VIEWS.glob("*.js") if path.stem not in KIT)


@pytest.mark.parametrize("path", sorted(VIEWS.iterdir()), ids=lambda path: path.name)
def test_a_view_takes_nothing_from_outside(path):
    text = path.read_text(encoding="utf-8")
    for word in ("http:", "https:", "import ", "import(", "@import", "url(//", "fetch(", "eval("):
        assert word not in text


@pytest.mark.parametrize("name", KINDS)
def test_a_view_is_one_module(name):
    module = kind(name)._esm
    assert module.count("export default") == 1
    assert module.startswith("/* The drawing kit")
    assert ".cx " in kind(name)._css
    assert not re.search("[\u4e00-\u9fff]", re.sub(r"/\[.*?\]/|/\*.*?\*/|\[（.*gu", "", module))


@pytest.mark.parametrize("name", KINDS)
def test_text_of_the_reader_never_becomes_markup(name):
    used = re.findall(r"(innerHTML|insertAdjacentHTML|outerHTML)", kind(name)._esm)
    more = name == "fold"  # shows what a Result has escaped and written as HTML
    assert used == ["innerHTML"] * (1 + more)  # of a constant, to learn the name space of SVG


@pytest.mark.parametrize("name", KINDS)
def test_a_view_names_the_parts_of_the_kit_it_calls(name):
    text = (VIEWS / f"{name}.js").read_text(encoding="utf-8")
    own = set(re.findall(r"^(?:function|const) (\w+)", text, re.M))
    for part in KIT:
        kit = (VIEWS / f"{part}.js").read_text(encoding="utf-8")
        offered = set(re.findall(r"^function (\w+)", kit, re.M)) - own
        called = {word for word in offered if re.search(rf"(?<![.\w]){word}\(", text)}
        assert not called or kit in kind(name)._esm


def test_kinds_are_made_once_and_views_each_time():
    assert kind("bars") is kind("bars")
    assert view("bars") is not view("bars")


def test_rows_are_plain_json_with_missing_as_null():
    chart = view("bars")
    frame = pd.DataFrame({"term": ["a", "b"], "estimate": [np.nan, 1.5], "n": np.array([1, 2])})
    chart.show(frame, low=np.float64(0), alt="x", when=pd.NA)
    assert chart.rows[0] == {"term": "a", "estimate": None, "n": 1}
    assert chart.options == {"lang": "en", "low": 0.0, "alt": "x", "when": None}
    assert json.loads(json.dumps(chart.rows, allow_nan=False)) == chart.rows


def test_showing_the_same_again_sends_nothing():
    chart, seen = view("bars"), []
    chart.observe(seen.append, ["rows", "options"])
    frame = pd.DataFrame({"term": ["a"], "estimate": [1.0]})
    chart.show(frame, alt="x")
    count = len(seen)
    chart.show(frame, alt="x")
    assert len(seen) == count == 2


def test_events_reach_their_handler():
    chart, heard = view("dumbbell"), []
    chart.hear(move=lambda term, value: heard.append((term, value)))
    chart.event = {"kind": "move", "term": "price", "value": 5, "serial": 1}
    chart.event = {"kind": "move", "term": "price", "value": 5, "serial": 2}
    assert heard == [("price", 5), ("price", 5)]


def test_a_table_of_words_knows_its_columns():
    chart = view("table")
    chart.tabulate(pd.DataFrame({"term": ["a"], "gap": ["−1"], "status": ["fits"]}), caption="c")
    assert [column["words"] for column in chart.options["columns"]] == [False, True]
    assert chart.rows == [
        {"term": "0", "label": "a", "gap": {"text": "−1"}, "status": {"text": "fits"}}
    ]


def test_plain_values():
    assert plain({"a": (1, np.inf, "b", None, True)}) == {"a": [1, None, "b", None, True]}
    assert records(pd.DataFrame({1: [2]})) == [{"1": 2}]
