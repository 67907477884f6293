"""The workbook holds the numbers of tidy() exactly, as numbers, and nothing that runs."""

import datetime
import io

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

import cxlab as cx


def opened(document):
    return load_workbook(io.BytesIO(document.excel()))


@pytest.fixture(scope="module")
def book(report):
    return opened(report)


def test_every_number_is_that_of_tidy(book, report, results):
    for sheet, result in zip(book.worksheets[1:], results.values(), strict=False):
        names = {
            row[1]: row[2]
            for row in book.worksheets[-1].iter_rows(values_only=True)
            if str(row[0]) == sheet.title.split()[0]
        }
        heads = [cell.value for cell in sheet[1]]
        tidy = result.tidy()
        seen = set()
        for place, head in enumerate(heads):
            name = names[head.removeprefix("'")]
            if name not in tidy or not pd.api.types.is_numeric_dtype(tidy[name]):
                continue
            own = [sheet.cell(row, place + 1).value for row in range(2, sheet.max_row + 1)]
            own += [None] * (len(tidy) - len(own))
            for value, wanted in zip(own, tidy[name], strict=True):
                assert (value is None and np.isnan(wanted)) or value == wanted
            seen.add(name)
        assert seen == set(tidy.select_dtypes("number").columns)


def test_a_float_keeps_its_last_digit():
    numbers = [0.1 + 0.2, 1 / 3, np.pi * 1e-9, 2 / 3 * 1e15, -1e-300, 5.0]
    book = opened(cx.report.document({"x": pd.DataFrame({"a": numbers})}, title="t"))
    assert [cell.value for cell in book.worksheets[1]["A"]][1:] == numbers


def test_odd_values_do_not_break_it():
    odd = [
        np.inf,
        np.nan,
        pd.NA,
        None,
        True,
        2**70,
        1 + 2j,
        [1],
        pd.Timestamp("2026-05-01"),
        pd.Timestamp("2026-05-01", tz="UTC"),
        datetime.date(1800, 1, 1),
        pd.Timedelta("1D"),
    ]
    frame = pd.DataFrame({"a": pd.Series(odd, dtype=object)})
    document = cx.report.document({"x": frame}, title="t")
    sheet = opened(document).worksheets[1]
    own = [sheet.cell(row, 1).value for row in range(2, len(odd) + 2)]
    assert own[:5] == ["inf", None, None, None, "yes"]
    assert own[5] == str(2**70)
    assert own[8] == datetime.datetime(2026, 5, 1)
    assert all(isinstance(value, str) for value in [own[6], own[7], *own[9:]])
    assert "inf" in document.html()
    assert document.docx()


def test_numbers_carry_their_format(book):
    formats = {
        cell.number_format
        for sheet in book.worksheets[1:-1]
        for row in sheet.iter_rows(min_row=2)
        for cell in row
        if cell.data_type == "n" and cell.value is not None
    }
    assert {"0.00%", "#,##0", "0.000"} <= formats


def test_headers_stay_in_sight(book):
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "B2"
        assert all(cell.font.bold for cell in sheet[1])
        assert all(8 <= each.width <= 62 for each in sheet.column_dimensions.values())


def test_the_first_sheet_says_what_is_where(book, report):
    first = book.worksheets[0]
    shown = [[cell.value for cell in row] for row in first.iter_rows()]
    for table, sheet in zip(report.contents.tables, book.worksheets[1:-1], strict=True):
        row = next(row for row in shown if row[:2] == [table.number, sheet.title])
        assert row[2] == table.caption
        assert row[3] == (table.basis or None)
    texts = [row[1] for row in shown]
    assert all(source in texts for source in report.contents.sources)
    links = [cell.hyperlink.location for row in first.iter_rows() for cell in row if cell.hyperlink]
    assert links == [f"'{sheet.title}'!A1" for sheet in book.worksheets[1:-1]]


def test_nothing_hostile_runs(hostile):
    book = opened(hostile)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    texts = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert not [text for text in texts if text.lstrip()[:1] in tuple("=+@＝＋－＠")]
    assert "'=1+1" in texts
    assert "'\t=2" in texts
    frame = book.worksheets[3]
    assert [frame.cell(row, 2).value for row in (2, 3, 4)] == [-1.5, 2, None]
    assert frame.cell(1, 2).value == "'-x"


def test_a_table_too_long_for_a_sheet_is_refused(monkeypatch):
    monkeypatch.setattr("cxlab.report._excel.MOST_ROWS", 3)
    document = cx.report.document({"x": pd.DataFrame({"a": range(4)})}, title="t")
    with pytest.raises(cx.SpecError, match="Table 1 has 4 rows"):
        document.excel()


def test_an_index_with_names_is_kept():
    frame = pd.DataFrame({"n": [1, 2]}, index=pd.Index(["A", "B"], name="branch"))
    sheet = opened(cx.report.document({"x": frame}, title="t")).worksheets[1]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["branch", "n"],
        ["A", 1],
        ["B", 2],
    ]
