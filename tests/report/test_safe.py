"""No export carries a formula or a character that breaks the file."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxlab._core.safe import LONGEST, cell, plain, sheet_names

FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋cmd",
    "－a",
    "＠x",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_gets_an_apostrophe(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", [" =1+1", "\u00a0=1", "\u200b@x", "\ufeff=1", "'=1", "\x00=1"])
def test_a_formula_behind_signs_nobody_sees_too(text):
    assert cell(text).startswith("'")
    assert len(cell(text)) == len(text) + 1


@pytest.mark.parametrize("text", ["-3", "-3.5", "+4", "-1,200.5", "-3%", "a=b", "x", "", "−3"])
def test_numbers_and_words_stand(text):
    assert cell(text) == text


@given(st.text())
def test_no_text_is_left_that_a_spreadsheet_would_run(text):
    shown = cell(text)
    bare = shown.lstrip(" \u3000\u00a0")
    assert bare[:1] not in tuple("=@＝＠\t\r\n")
    assert bare[:1] not in tuple("+-＋－") or re.fullmatch(r"[-+＋－][\d,]+(\.\d+)? ?%?", bare)


@given(st.text(st.characters(), max_size=60))
def test_what_is_shown_can_stand_in_a_file(text):
    from lxml import etree

    node = etree.Element("x")
    node.text = plain(text)  # lxml refuses what XML forbids
    assert len(plain(text)) == len(text)
    plain(text).encode("utf-8")


def test_a_dropped_sign_is_seen():
    assert plain("a\x00b\u202ec\ud800") == "a�b�c�"
    assert plain("客户\n体验") == "客户\n体验"


def test_a_cell_is_cut_visibly():
    assert len(cell("x" * 40_000)) == LONGEST
    assert cell("x" * 40_000).endswith("…")


@given(st.lists(st.text(max_size=45), max_size=12))
def test_names_of_sheets_are_legal_and_differ(wanted):
    names = sheet_names(wanted)
    assert len(names) == len(wanted)
    assert len({name.lower() for name in names}) == len(names)
    for name in names:
        assert 0 < len(name) <= 31
        assert not re.search(r"[\[\]:*?/\\\x00-\x1f]", name)
        assert name[0] not in "'=+-@＝＋－＠"
        assert name[-1] != "'"
        assert name.lower() != "history"
