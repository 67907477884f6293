"""A document as a workbook: what is where, one sheet a table in full precision, every column."""

from __future__ import annotations

import datetime
import io
import math
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any

from cxlab._core.errors import SpecError
from cxlab._core.i18n import N_, _
from cxlab._core.labels import letters
from cxlab._core.numerals import missing, show
from cxlab._core.safe import cell, exactly, sheet_names
from cxlab.report._contents import Table
from cxlab.report._layout import BLUE, INK, MUTED, PALE, footer
from cxlab.report._tables import Column, full

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from cxlab.report._document import Document

FORMATS = {"share": "0.00%", "p": "0.0000", "count": "#,##0", "money": "#,##0", "points": "0.0"}
UNITS = {
    "number": N_("number"),
    "index": N_("number"),
    "score": N_("score"),
    "share": N_("share of 1"),
    "points": N_("points"),
    "p": N_("p-value"),
    "count": N_("count"),
    "money": N_("money"),
    "text": N_("text"),
}
NUMBER = "0.000"
MOST_ROWS = 1_048_575  # of a sheet, its header left out
EXACT = 2**53  # above it a spreadsheet rounds whole numbers
NARROW, BROAD = 8.0, 60.0  # widths of columns in letters
DAYS = "yyyy-mm-dd"
SECONDS = "yyyy-mm-dd hh:mm:ss"


def write_excel(document: Document) -> bytes:
    """Return the workbook, in the language in use."""
    from openpyxl import Workbook

    book = Workbook()
    tables = document.contents.tables
    wanted = [_("Contents"), *(f"{table.number} {table.heading}" for table in tables), _("Columns")]
    names = sheet_names(wanted)
    first = book.worksheets[0]
    first.title = names[0]
    columns: list[tuple[Table, Column]] = []
    for table, name in zip(tables, names[1:-1], strict=True):
        columns += [(table, column) for column in _table_sheet(book, table, name)]
    _contents_sheet(first, document, names[1:-1])
    _columns_sheet(book.create_sheet(names[-1]), columns)
    book.properties.title = cell(document.title)
    book.properties.creator = "cxlab"
    book.properties.language = document.lang
    sheet = io.BytesIO()
    book.save(sheet)
    return sheet.getvalue()


def _table_sheet(book: Workbook, table: Table, name: str) -> list[Column]:
    """Write one table, its header frozen; the caption stands on the first sheet."""
    columns, values = full(table.content)
    if len(values[0]) > MOST_ROWS:
        raise SpecError(
            _("{table} has {rows:,} rows; a sheet of Excel holds {most:,}.").format(
                table=table.name, rows=len(values[0]), most=MOST_ROWS
            )
        )
    sheet = book.create_sheet(name)
    header(sheet, [column.heading for column in columns])
    for place, (column, own) in enumerate(zip(columns, values, strict=True), 1):
        for row, value in enumerate(own, 2):
            put(sheet, row, place, value, column.unit)
    finish(sheet)
    return columns


def _contents_sheet(sheet: Worksheet, document: Document, names: list[str]) -> None:
    """Say which sheet holds which table, on what it rests, what it finds, and the sources."""
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.hyperlink import Hyperlink

    for text, look in (
        (document.title, Font(bold=True, size=14)),
        (document.lead, Font()),
        (footer(document), Font(color=MUTED)),
    ):
        if text:
            sheet.append([None])
            put(sheet, sheet.max_row, 1, text).font = look
    heads = [_("Table"), _("Sheet"), _("Content"), _("Basis"), _("Finding")]
    top = sheet.max_row + 2
    for place, head in enumerate(heads, 1):
        put(sheet, top, place, head)
    _bold(sheet, top)
    found = {
        block.table.number: block.paragraphs for block in document.contents.blocks if block.table
    }
    for table, name in zip(document.contents.tables, names, strict=True):
        row = top + table.number
        said = [each.text for each in found[table.number] if each.role == "finding"]
        for place, value in enumerate((table.number, name, table.caption, table.basis, *said), 1):
            put(sheet, row, place, value)
        link = sheet.cell(row, 2)
        quoted = name.replace("'", "''")
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{quoted}'!A1")
        link.font = Font(color=BLUE, underline="single")
    row = top + len(names) + 2
    if document.contents.sources:
        put(sheet, row, 1, _("Sources")).font = Font(bold=True)
    for number, source in enumerate(document.contents.sources, 1):
        put(sheet, row + number, 1, number)
        put(sheet, row + number, 2, source)
    for letter, width in zip("ABCDE", (8, 32, 44, 50, 60), strict=True):
        sheet.column_dimensions[letter].width = width
    for line in sheet.iter_rows(min_row=top + 1, max_row=top + len(names), min_col=2):
        for own in line:
            own.alignment = Alignment(wrap_text=True, vertical="top")


def _columns_sheet(sheet: Worksheet, columns: list[tuple[Table, Column]]) -> None:
    """Explain every column of every table."""
    header(sheet, [_("Table"), _("Column"), _("Name"), _("Unit"), _("Meaning")])
    for row, (table, column) in enumerate(columns, 2):
        told = (table.number, column.heading, column.name, _(UNITS[column.unit]), column.meaning)
        for place, value in enumerate(told, 1):
            put(sheet, row, place, value)
    finish(sheet)


def header(sheet: Worksheet, heads: list[str]) -> None:
    for place, head in enumerate(heads, 1):
        put(sheet, 1, place, head)
    _bold(sheet, 1)
    sheet.freeze_panes = "B2"


def _bold(sheet: Worksheet, row: int) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    for head in sheet[row]:
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", fgColor=PALE)
        head.border = Border(bottom=Side(style="thin", color=INK))
        head.alignment = Alignment(wrap_text=True, vertical="bottom")


def finish(sheet: Worksheet) -> None:
    """Give every column the width of what it shows; a header takes two lines at most."""
    for column in sheet.iter_cols():
        shown = [letters(_seen(each)) for each in column[1:200]]
        wide = max([*shown, letters(_seen(column[0])) / 2 + 1, NARROW])
        sheet.column_dimensions[column[0].column_letter].width = min(wide + 2, BROAD)


def _seen(own: Any) -> str:
    """Return about what a cell shows."""
    if own.value is None:
        return ""
    return f"{float(own.value):,.4g}" if own.data_type == "n" else str(own.value)


def put(sheet: Worksheet, row: int, place: int, value: Any, unit: str = "number") -> Any:
    """Write one value: a number as a number with all its digits, text as text and never more."""
    own = sheet.cell(row, place)
    if missing(value):
        return own
    if isinstance(value, Integral) and not _logical(value) and abs(int(value)) <= EXACT:
        own.value = int(value)
        own.number_format = FORMATS.get(unit, "General")
    elif isinstance(value, Real) and not isinstance(value, Integral) and math.isfinite(value):
        exactly(own, float(value))
        own.number_format = FORMATS.get(unit, NUMBER)
    elif isinstance(value, (datetime.date, datetime.datetime)) and _plain_time(value):
        own.value = value.to_pydatetime() if hasattr(value, "to_pydatetime") else value
        own.number_format = SECONDS if isinstance(value, datetime.datetime) else DAYS
    else:
        own.value = cell(show(bool(value)) if _logical(value) else value)
        own.data_type = "s"
    return own


def _logical(value: Any) -> bool:
    return type(value).__name__ in ("bool", "bool_")


def _plain_time(value: datetime.date) -> bool:
    """Whether Excel knows the date: no time zone, not before 1900."""
    return getattr(value, "tzinfo", None) is None and value.year >= 1900
