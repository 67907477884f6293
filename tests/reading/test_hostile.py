"""Files built to do harm: refused, or contained; limits can be raised in so many words."""

import contextlib
import io
import re

import pandas as pd
import pytest
from files import HEAD, MAIN, csv, packed, xlsx
from hypothesis import given, settings
from hypothesis import strategies as st

import cxlab as cx
from cxlab._core.safe import BROKEN
from cxlab.reading import Limits
from cxlab.reading._cells import dates, numbers
from cxlab.reading._files import workbook
from cxlab.reading._files.header import without_markup

TABLE = [["branch", "score"], ["A", 4], ["B", 5], ["C", 3]]
SHEET = "xl/worksheets/sheet1.xml"
BOMB = "<!DOCTYPE b [<!ENTITY a 'aaaaaaaaaa'>" + "".join(
    f"<!ENTITY {chr(98 + k)} '{('&' + chr(97 + k) + ';') * 10}'>" for k in range(8)
)
FILE = "<!DOCTYPE b [<!ENTITY i SYSTEM 'file:///etc/hostname'>"
MARKUP = '<img src=x onerror="alert(1)">'
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def read(content, name="", **options):
    file = io.BytesIO(content)
    file.name = name
    return cx.read(file, **options)


def refused(content, match=None, **options):
    with pytest.raises(cx.DataError, match=match) as caught:
        read(content, **options)
    assert "cannot be read as a table" not in str(caught.value)


def page(body, before=""):
    """Return a sheet's XML with rows as they are given."""
    return f'{HEAD}{before}<worksheet xmlns="{MAIN}">{body}</worksheet>'.encode()


def texted(text):
    row = '<row r="{}"><c r="A{}" t="inlineStr"><is><t>{}</t></is></c></row>'
    return "".join(row.format(k, k, text if k == 2 else f"x{k}") for k in (1, 2, 3))


def open_sheet(body):
    """Return an OpenDocument file with rows as they are given."""
    content = (
        f'{HEAD}<office:document-content xmlns:office="{OFFICE}:office:1.0" '
        f'xmlns:table="{OFFICE}:table:1.0" xmlns:text="{OFFICE}:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="s">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": "<x/>"})


# ---- packed ------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", [BOMB, FILE])
@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_entities_are_never_expanded(part, start):
    body = page(f"<sheetData>{texted('&i;')}</sheetData>", f"{start}]>")
    refused(xlsx(TABLE, parts={part: body}))


def test_entities_in_another_encoding_are_never_expanded():
    body = page(f"<sheetData>{texted('&i;')}</sheetData>", f"{BOMB}]>").decode()
    body = body.replace("UTF-8", "UTF-16").encode("utf-16")
    refused(xlsx(TABLE, parts={SHEET: body}))
    body = f"{HEAD}{BOMB}]><x>&i;</x>"
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    refused(packed({"mimetype": kind, "content.xml": body, "META-INF/manifest.xml": "<x/>"}))


def test_archives_inside_stay_packed():
    inner = packed({"zeros": b"\0" * 30_000_000})
    assert read(xlsx(TABLE, parts={"xl/embeddings/inner.zip": inner})).n == 3
    refused(packed({"inner.zip": inner}), "zip")


def test_a_bomb_is_refused_until_the_limit_is_raised():
    body = page("<sheetData>" + texted("y") + " " * 12_000_000 + "</sheetData>")
    refused(xlsx(TABLE, parts={SHEET: body}), "limits=")
    noise = "".join(f"<!--{k * 7919 % 9973}-->" for k in range(200_000))
    book = xlsx(TABLE, parts={SHEET: page(f"<sheetData>{texted('y')}</sheetData>{noise}")})
    limit = len(book) / 1e6
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workbook, "GROWTH", 2)
        refused(book, "limits=", limits=Limits(megabytes=limit))
        assert read(book, limits=Limits(megabytes=10 * limit)).n == 2


def test_parts_with_names_of_paths_are_not_written_anywhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    read(xlsx(TABLE, parts={"../../out.txt": "x", "/out.txt": "x", "..\\out.txt": "x"}))
    assert list(tmp_path.iterdir()) == []


def test_external_links_are_named_and_not_followed():
    link = '<externalLink><externalBook r:id="rId1"/></externalLink>'
    book = xlsx(TABLE, parts={"xl/externalLinks/externalLink1.xml": link})
    assert "links" in read(book, "a.xlsx").log["rule"].tolist()


def test_a_sheet_may_claim_any_size():
    body = '<dimension ref="A1:XFD1048576"/><sheetData>' + texted("y") + "</sheetData>"
    assert read(xlsx(TABLE, parts={SHEET: page(body)})).n == 2


@pytest.mark.parametrize("place", ["XFD1048576", "ZZZZZZZ99999999999", "A0", "1A", "", "A-1"])
def test_cells_far_off_or_nowhere_are_refused_or_left_out(place):
    body = f'<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row><c r="{place}"><v>1</v></c>'
    refused(xlsx(TABLE, parts={SHEET: page(body + "</row></sheetData>")}))


def test_merged_cells_without_end():
    rows = [["a", "b", "c"], *[[1, 2, 3]] * 4]
    for merged in (["A1:XFD1048576"], ["A1:C1"] * 5_000, ["A1:C1", "B1:C2", "C1:A1", "A1:A1"],
                   [f"A{k}:C{k + 1}" for k in range(1, 3_000)]):  # fmt: skip
        survey = read(xlsx(rows, merged=merged))
        assert survey.data.shape == (4, 3)
        assert len(survey.log) < 10


@pytest.mark.parametrize(("rows", "columns"), [(1_048_576, 16_384), (20_000, 1_000), (10**9, 1)])
def test_repeated_cells_of_an_open_document_are_refused(rows, columns):
    cell = (
        f'<table:table-cell office:value-type="float" office:value="1" '
        f'table:number-columns-repeated="{columns}"/>'
    )
    refused(open_sheet(f'<table:table-row table:number-rows-repeated="{rows}">{cell}'
                       "</table:table-row>"), limits=Limits(rows=10_000, columns=500))  # fmt: skip


def test_ten_thousand_columns():
    names = [f"c{k}" for k in range(10_000)]
    refused(csv(names, ["1"] * 10_000, ["2"] * 10_000), "10,000")
    refused(xlsx([names, [1] * 10_000]), "10,000")
    few = csv(names[:600], ["1"] * 600, ["2"] * 600)
    refused(few, "600", limits=Limits(columns=599))
    assert read(few, limits=Limits(columns=600), layout="plain").data.shape[1] == 600


@pytest.mark.parametrize("build", [csv, lambda *rows: xlsx(rows)])
def test_a_cell_of_five_megabytes(build):
    refused(build(("a", "b"), ("x" * 5_000_000, "1"), ("y", "2")), "32,767")
    refused(build(("x" * 5_000_000, "b"), ("z", "1"), ("y", "2")), "32,767")
    content = csv(("a", "b"), ("x" * 50_000, "1"), ("y", "2"))
    assert len(read(content, limits=Limits(cell=60_000)).data["a"].iloc[0]) == 50_000


def test_choices_without_end_stay_text():
    rows = [("┋".join(f"{k}-{j}" for j in range(400)), "1") for k in range(8)]
    for cell in ("0-1", "〖" * 10_000, "〖┋" * 10_000):
        assert read(csv(("a", "b"), *rows, (cell, "2"))).data.shape == (9, 2)


# ---- text --------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1_000_000, 1_000_001])
def test_a_million_quotation_marks(count):
    refused(b"a,b\n" + b'"' * count + b",1\n2,3\n")
    refused(b"a,b\n" + b'"\n' * (count // 10))


def test_zero_bytes():
    refused(csv(("branch", "score"), ("A\0", "1"), ("B", "2")) + b"C,3\r\n", "zero byte")


def test_signs_that_steer_a_terminal_reach_none():
    text = "\x1b]0;title\x07\x1b[31mred \u202eexe.gnp \x9b2J"
    survey = read(csv(("ti\x1b[2Jtle", "b\u202ec", "z\u200bw"), (text, "1", "2"), ("x", "3", "4")))
    assert list(survey.data) == ["ti[2Jtle", "bc", "zw"]
    assert {"name_spaces", "control_signs"} <= set(survey.log["rule"])
    assert survey.data.iloc[0, 0] == text  # what was said is kept
    for lang in ("en", "zh"):
        with cx.use(lang):
            shown = repr(survey) + survey.explain() + survey.headline()
            assert not BROKEN.search(shown)


def test_html_is_escaped_wherever_it_stands():
    names = [f"q{MARKUP}", f"&lt;{MARKUP}", f"{MARKUP * 9} how satisfied?"]
    rows = [[f"{MARKUP}{k}", f"1,{k}", MARKUP] for k in range(6)]
    rows = [[f'"{cell}"' for cell in row] for row in ([n.replace('"', '""') for n in names],
            *[[c.replace('"', '""') for c in row] for row in rows])]  # fmt: skip
    survey = read(csv(*rows))
    book = read(xlsx(None, sheets={f"{MARKUP}".replace("<", "&lt;").replace('"', "&quot;"): TABLE}))
    for each in (survey, book):
        assert "<img" not in each._repr_html_()
    assert "&lt;img" in survey._repr_html_()
    assert not [name for name in survey.data if re.search(r"<\w", name)]


def test_refusals_hold_no_markup_that_runs():
    from cxlab._core import html

    with pytest.raises(cx.DataError) as caught:
        read(csv(("x", "date"), *[("y", "3/4/2024"), ("z", "5/6/2024")]))
    assert "<" not in html.line(f"{caught.value}{MARKUP}").removeprefix("<p>").removesuffix("</p>")


@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\..\\x", "/etc/passwd", "C:\\x", "a\0b"])
def test_names_that_are_paths_stay_names(name):
    survey = read(
        csv((name.replace("\0", ""), "b"), (f"{name}1".replace("\0", ""), "1"), ("x", "2")),
        f"{name}.csv",
    )
    assert survey.n == 2
    assert read(xlsx(None, sheets={name.replace("\0", "")[:31]: TABLE})).n == 3


def test_formulas_are_texts():
    cells = ["=1+1", "=cmd|'/c calc'!A1", "@SUM(1)", "+1+cmd", "-2+3"]
    survey = read(csv(("=x()", "b"), *[(cell, str(k)) for k, cell in enumerate(cells)]))
    assert list(survey.data) == ["x()", "b"]
    assert survey.data["x()"].tolist() == cells


def test_numbers_beyond_reason():
    survey = read(csv(("a", "b"), ("x", "1e308"), ("y", "-1e308"), ("z", "0.5")))
    assert survey.data["b"].tolist() == [1e308, -1e308, 0.5]
    for number in ("1e309", f"{'9' * 400}.5"):
        refused(csv(("a", "b"), ("x", number), ("y", "5")), "'b'")
    survey = read(csv(("a", "b"), ("x", "9" * 400), ("y", "5"), ("z", "9" * 5_000)))
    assert survey.data["b"].iloc[0] == "9" * 400
    assert "identifier" in survey.log["rule"].tolist()


@pytest.mark.parametrize("day", ["9999-99-99", "0000-01-01", "2024-02-30", "99/99/9999",
                                 "2024-01-01 25:61:61", "0年0月0日"])  # fmt: skip
def test_dates_that_are_none_stay_text(day):
    survey = read(csv(("a", "date"), ("x", "2024-01-01"), ("y", "2024-01-02"), ("z", day)))
    assert survey.data["date"].tolist() == ["2024-01-01", "2024-01-02", day]


def test_dates_at_the_ends_of_the_calendar():
    survey = read(csv(("a", "date"), ("x", "0001-01-01"), ("y", "9999-12-31")))
    assert survey.data["date"].dt.year.tolist() == [1, 9999]
    body = '<row r="{0}"><c r="A{0}" s="1"><v>{1}</v></c><c r="B{0}"><v>1</v></c></row>'
    rows = "".join(body.format(k, v) for k, v in enumerate((1, 45_000, 99_999_999, -5, "1e300"), 1))
    survey = read(xlsx(TABLE, parts={SHEET: page(f"<sheetData>{rows}</sheetData>")}))
    assert survey.n == 4


# ---- texts that make a pattern slow: each bounded by how it is written ---------------------------

LONG = 32_000


def test_what_is_long_is_no_number_and_no_date():
    for unit in ("1", "1,", "1.", "0", "9", " ", "¥1", "1-", "年"):
        text = (unit * LONG)[:LONG]
        for end in ("!", "%", "元", ""):
            found = numbers.read_number(text + end)
            assert found is None or unit in "109" or unit == "1."
            assert not dates.looks_like_date(text + end)


def test_markup_without_end_is_cut_in_one_pass():
    for unit in ("<!--", "<a", "</", "&", "<a <b", "<!-- -- "):
        assert len(without_markup(unit * 8_000)) <= 8_000 * len(unit)
    assert without_markup("a<!-- b -->c") == "ac"


@pytest.mark.parametrize("unit", ["a@", "1 ", "138-", "0-", "1.1.", "::", "é·", "A.", "6-", "("])
def test_personal_data_are_looked_for_in_bounded_time(unit):
    text = unit * (LONG // len(unit))
    survey = read(csv(("a", "b"), (f'"{text}"', "1"), (f'"x{text}"', "2"), ("y", "3")))
    assert survey.n == 3


QUANTIFIED = re.compile(r"\((?:\?:|\?P<\w+>)?[^()]*[+*][^()]*\)[+*]")


def test_no_pattern_of_the_cells_repeats_a_repetition_of_the_same():
    from cxlab.reading._cells import personal

    for module in (numbers, dates, personal):
        for name, each in vars(module).items():
            if isinstance(each, re.Pattern):
                inner = QUANTIFIED.findall(each.pattern)
                assert not inner, f"{module.__name__}.{name}"


@settings(max_examples=25)
@given(
    rows=st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=("Cs",)), max_size=12),
            st.text(st.sampled_from("0123456789,.-/:%年月¥┋→<&=\"'\x1b\u202e\u200b "), max_size=12),
        ),
        min_size=2,
        max_size=6,
    )
)
def test_whatever_pandas_writes_is_read_or_refused(rows):
    content = pd.DataFrame(rows, columns=["a", "b"]).to_csv(index=False).encode()
    with contextlib.suppress(cx.CxError):
        survey = read(content)
        assert survey._repr_html_()
        assert survey.n == len(survey.data)
