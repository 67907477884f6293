"""Texts of any size, row by row as Python's csv module reads them, in blocks and by column."""

import csv as python_csv
import io
import itertools

import pytest
from files import csv, xlsx
from hypothesis import given
from hypothesis import strategies as st

import cxlab as cx
from cxlab._core.i18n import _
from cxlab.reading import Limits
from cxlab.reading._files import decode, delimited, gathered
from cxlab.reading._files.column import Column
from cxlab.reading._log import Log

TEXT = st.text(st.sampled_from('ab,;\t|"\r\n 是中'), max_size=4)
ROWS = st.lists(st.lists(TEXT, max_size=4), max_size=12)
CODECS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be"]


def small(monkeypatch):
    """Let blocks be of a few rows and bytes, so that small tables have many."""
    monkeypatch.setattr(delimited, "HEAD", 3)
    monkeypatch.setattr(gathered, "HEAD", 3)
    monkeypatch.setattr(delimited, "BLOCK", 2)
    monkeypatch.setattr(gathered, "MANY", 2)
    monkeypatch.setattr(decode, "PIECE", 5)
    monkeypatch.setattr(delimited, "QUICK", 0)


@given(rows=ROWS, delimiter=st.sampled_from(",;\t|"), end=st.sampled_from(["\n", "\r\n", "\r"]),
       always=st.booleans())  # fmt: skip
def test_blocks_hold_what_the_csv_module_reads(rows, delimiter, end, always):
    buffer = io.StringIO(newline="")
    quoting = python_csv.QUOTE_ALL if always else python_csv.QUOTE_MINIMAL
    writer = python_csv.writer(buffer, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerows(rows)
    text = f"x{delimiter}y{end}" + buffer.getvalue()
    reader = python_csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    numbered = enumerate(reader, 1)  # rows as Excel shows them, breaks inside cells or not
    wanted = [(number, row) for number, row in numbered if any(cell.strip() for cell in row)]
    with pytest.MonkeyPatch.context() as patch:
        small(patch)
        patch.setattr(delimited, "_delimiter", lambda sample: delimiter)
        grid = delimited.read_text(text.encode(), Limits(), Log())
    assert grid.lines.tolist() == [line for line, _row in wanted]
    assert grid.widths.tolist() == [len(row) for _line, row in wanted]
    assert grid.rows == [row for _line, row in wanted[:3]]
    if len(set(grid.widths)) == 1:
        columns = [grid.column(place) for place in range(len(wanted[0][1]))]
        assert [list(row) for row in zip(*(each.values() for each in columns), strict=True)] == [
            row for _line, row in wanted
        ]
        assert all(len(set(each.cells)) == len(each.cells) for each in columns)


@given(values=st.lists(st.sampled_from("abcd"), min_size=1), start=st.integers(0, 5))
def test_the_rows_behind_keep_their_cells_in_order(values, start):
    column = Column.of(values).behind(min(start, len(values)))
    assert column.values() == values[start:]
    assert column.cells == list(dict.fromkeys(values[start:]))


@pytest.mark.parametrize("codec", CODECS)
def test_a_text_in_pieces_is_the_same(codec, monkeypatch):
    rows = [("门店", "备注"), *((f"中环{k}", f"第{k}位，𠮷") for k in range(30))]
    wanted = cx.reading.table(csv(*((a, f'"{b}"') for a, b in rows)))
    small(monkeypatch)
    content = csv(*((a, f'"{b}"') for a, b in rows), encoding=codec)
    read = cx.reading.table(content)
    assert read.data.equals(wanted.data)
    assert len(read.log) == (codec != "utf-8")


@pytest.mark.parametrize(
    ("codec", "wrong", "line"),
    [
        ("utf-8", b"\xff\xfe\xfd", "21"),  # no encoding has this
        ("utf-8-sig", b"\xff\xfe\xfd", "21"),
        ("utf-16", b"\x00\xd8a\x00", "21"),  # half a character
        ("utf-8", b"\x00", "21"),
        ("utf-16", b"\x00\x00", "21"),
        ("utf-8", "中环".encode("gb18030"), "21"),
    ],
)
def test_the_line_is_named_wherever_a_piece_ends(codec, wrong, line, monkeypatch):
    small(monkeypatch)
    head, tail = (csv(*[("中环店", "4")] * 20, encoding=codec) for _half in range(2))
    tail = tail.removeprefix(b"\xff\xfe").removeprefix(b"\xef\xbb\xbf")
    for lang in ("en", "zh"):
        with cx.use(lang), pytest.raises(cx.DataError, match=rf"\b{line}\b|第{line}行"):
            cx.reading.table(head + wrong + tail)


def test_faults_far_down_are_named_by_line():
    rows = [(str(k), "x") for k in range(3_000)]
    for odd, match in (
        (("1", "x", "y"), "Line 2502 has 3 cells, the header has 2; 1 of 3001 rows"),
        (("1",), "Line 2502 has 1 cells, the header has 2; 1 of 3001 rows"),
        (("1", '"x'), "line 2502 is never closed"),
        (("1", '"x"y'), "Line 2502 has text right after"),
    ):
        content = csv(("a", "b"), *rows[:2_500], odd, *rows[2_500:])
        with pytest.raises(cx.DataError, match=match):
            cx.reading.table(content)
    content = csv(("a", "b"), *rows[:2_500], ("7", "x", " ", ""), ("", ""), *rows[2_500:])
    read = cx.reading.table(content)
    assert read.data["a"].iloc[2_500] == 7
    assert read.n == 3_001
    assert read.log[["rule", "rows", "first"]].to_numpy().tolist() == [
        ["blank_rows", 1, 2503], ["trailing_cells", 1, 2502]]  # fmt: skip


def test_rows_may_carry_empty_cells_that_the_header_lacks():
    for extra in itertools.product(["", ","], repeat=3):
        body = "".join(f"{k},x{extra[k % 3]}\r\n" for k in range(3_000))
        read = cx.reading.table(f"a,b\r\n{body}".encode())
        assert read.data["b"].tolist() == ["x"] * 3_000
        assert read.log["rows"].sum() == 1_000 * sum(map(len, extra))


def test_a_line_of_separators_is_no_table():
    for content in (b"a" + b"," * 100_000 + b"\n1\n", b"a,b\n" + b"1,2\n" * 900 + b"," * 900_000):
        with pytest.raises(cx.DataError, match=r"columns; the limit is 2,000.*Limits\(columns="):
            cx.reading.table(content)
    wide = csv([f"q{k}" for k in range(10_000)], ["1"] * 10_000)
    with pytest.raises(cx.DataError, match="10,000 columns"):
        cx.reading.table(wide)
    wide = csv([f"q{k}" for k in range(2_100)], ["1"] * 2_100)
    assert cx.reading.table(wide, limits=Limits(columns=2_100)).data.shape == (1, 2_100)


def test_names_like_paths_stay_names():
    names = ["../../etc/passwd", "C:\\x", "/dev/null"]
    read = cx.reading.table(xlsx([names, [1, 2, 3], [4, 5, 6]]), name="../../x.xlsx")
    assert list(read.data) == names


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_long_reading_shows_a_bar(lang, capsys, impatient, monkeypatch):
    monkeypatch.setattr(delimited, "QUICK", 0)
    monkeypatch.setattr("cxlab.reading._cells.frame.LONG", 0)
    with cx.use(lang):
        cx.reading.table(csv(("a", "b"), *[("1", "x")] * 3_000))
        shown = capsys.readouterr().err
        assert _("Reading the file") in shown
        assert _("columns") in shown
        cx.reading.table(xlsx([["a", "b"], *[[1, "x"]] * 3_000]))
        assert _("Reading the file") in capsys.readouterr().err


def test_short_reading_is_quiet(capsys):
    cx.reading.table(csv(("a", "b"), *[("1", "x")] * 3_000))
    cx.reading.table(xlsx([["a", "b"], [1, "x"], [2, "y"]]))
    assert capsys.readouterr().err == ""
