"""The page stands alone, is safe, and says of every picture and table what it is."""

import base64
import html.parser
import re
import xml.etree.ElementTree as ET

import pandas as pd
import pytest

import cxlab as cx


class Reader(html.parser.HTMLParser):
    """Collect the tags with their attributes, and the text of table cells."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.tables = [], []
        self._cell = None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self._cell = ""

    def handle_data(self, data):
        if self._cell is not None:
            self._cell += data

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.tables[-1][-1].append(self._cell)
            self._cell = None

    def all(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.fixture(scope="module")
def page(report):
    return Reader(report.html())


def test_it_asks_nothing_of_any_host(page, report):
    for tag, attrs in page.tags:
        for name in ("src", "href", "srcset", "action", "data"):
            value = attrs.get(name, "#")
            assert value.startswith(("#", "data:image/svg+xml;base64,")), (tag, value)
    assert not {"script", "link", "iframe", "object"} & {tag for tag, _attrs in page.tags}
    assert not re.search(r"url\(|@import", report.html())


def test_every_picture_has_words(page, report):
    pictures = page.all("img")
    assert len(pictures) == len(report.contents.figures)
    for attrs, figure in zip(pictures, report.contents.figures, strict=True):
        assert attrs["alt"] == figure.alt
        assert len(figure.alt) > 20
        assert ET.fromstring(base64.b64decode(attrs["src"].partition(",")[2])).tag.endswith("svg")


def test_tables_are_those_the_results_show(page, report, results):
    with cx.use(report.lang):
        for table, result in zip(page.tables, results.values(), strict=False):
            shown = result.shown()
            assert table[0] == [*shown.columns]
            assert table[1:] == shown.astype(str).to_numpy().tolist()


def test_tables_can_be_read_aloud(page, report):
    assert len(page.all("caption")) == len(report.contents.tables)
    assert {attrs.get("scope") for attrs in page.all("th")} == {"col", "row"}
    assert page.all("html")[0]["lang"] == {"en": "en", "zh": "zh-Hans"}[report.lang]


def test_links_lead_somewhere_and_names_are_used_once(page):
    names = [attrs["id"] for _tag, attrs in page.tags if "id" in attrs]
    assert len(names) == len(set(names))
    links = {attrs["href"].removeprefix("#") for attrs in page.all("a")}
    assert links
    assert links <= set(names)


def test_the_code_stands_at_the_end(report):
    assert "cx.load(&#39;meiyu&#39;)" in report.html().partition("<pre")[2]


def test_nothing_hostile_becomes_a_tag(hostile):
    page = hostile.html()
    found = Reader(page)
    assert not [attrs for _tag, attrs in found.tags if "onerror" in attrs]
    assert all(attrs["src"].startswith("data:") for attrs in found.all("img"))
    assert not found.all("script")
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", page)


def test_a_long_table_says_how_much_is_left_out():
    frame = pd.DataFrame({"a": range(500)})
    page = cx.report.document({"x": frame}, title="t").html()
    assert page.count("<tr>") == 201
    assert "The first 200 of 500 rows" in page


def test_a_result_without_notes_is_said_to_have_none():
    case = cx.frameworks.determinants()
    assert case.notes() == []
    page = cx.report.document({"x": case}, title="t").html()
    assert "Basis of Table 1: no count of answers." in page
