"""A survey as a workbook: answers, codebook, log and quality, a sheet each."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cxlab._core.errors import SpecError
from cxlab._core.i18n import _
from cxlab._core.labels import letters
from cxlab._core.numerals import missing
from cxlab._core.progress import counted
from cxlab._core.safe import LONGEST, cell, exactly, guarded, sheet_names
from cxlab._core.saving import saved, target_of
from cxlab.reading._codebook import HIDDEN
from cxlab.reading._writing.columns import EXACT, Columns, columns_of
from cxlab.reading._writing.explained import explained

if TYPE_CHECKING:
    from openpyxl import Workbook

    from cxlab.reading._survey import Survey

ROWS, COLUMNS = 1_048_575, 16_384  # of a sheet, its header left out
CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # as a workbook writes a sign it has no other way for
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
FIRST_YEAR = 1901  # Excel knows no earlier dates, and a wrong day in 1900
NARROW, BROAD = 9.0, 60.0  # widths of columns in letters
SEEN = 100  # rows that decide on the width of a column
QUICK = 1_000  # rows that are written in a moment, without a bar
PART = 30_000  # signs of the codebook in one cell


def write_excel(survey: Survey, path: str | Path) -> Path:
    """Write answers, codebook, log and quality as sheets; :func:`cxlab.read` gives the same frame.

    The codebook is in the language in use. Texts that a spreadsheet would take for a formula get
    an apostrophe in front, which reading takes off again; numbers stay numbers. A hidden sheet
    holds the types of the columns.

    Parameters
    ----------
    path
        A name that ends with ``.xlsx``; a file of that name is replaced.

    Raises
    ------
    SpecError
        There are more rows or columns than a sheet has, or a text is longer than a cell.
    """
    from openpyxl import Workbook

    columns = columns_of(survey)
    _fits(columns)

    def write(fresh: str) -> None:
        book = Workbook(write_only=True)
        tables = list(explained(survey))
        wanted = [_("Answers"), *(name for name, _table in tables)]
        names = sheet_names(wanted)
        _answers(book, names[0], columns)
        for name, (_name, table) in zip(names[1:], tables, strict=True):
            heads, cells = _safe(table)
            pairs = zip(heads, cells, strict=True)
            widths = [max(map(letters, [head, *map(str, own[:SEEN])])) for head, own in pairs]
            _sheet(book, name, heads, list(cells), widths=widths, n=len(cells[0]))
        hidden = book.create_sheet(HIDDEN)
        hidden.sheet_state = "hidden"
        for part in columns.book.parts():
            hidden.append([_coded(part[at : at + PART]) for at in range(0, len(part), PART)])
        book.properties.creator = "cxlab"
        book.save(fresh)

    return saved(target_of(path, ".xlsx"), write)


def _fits(columns: Columns) -> None:
    fields = columns.book.fields
    if columns.book.rows > ROWS or len(fields) > COLUMNS:
        raise SpecError(
            _(
                "The data have {rows:,} rows and {columns:,} columns; a sheet of Excel holds "
                "{most_rows:,} and {most_columns:,}. Write CSV or Parquet instead."
            ).format(
                rows=columns.book.rows,
                columns=len(fields),
                most_rows=ROWS,
                most_columns=COLUMNS,
            )
        )
    for field, values in zip(fields, columns.cells, strict=True):
        if any(len(_coded(value)) > LONGEST for value in values if isinstance(value, str)):
            raise SpecError(
                _(
                    "A text in {name} is longer than this kind of file can hold ({most:,}). Write "
                    "Parquet instead, or leave the column out."
                ).format(name=repr(field.name), most=LONGEST)
            )


def _answers(book: Workbook, name: str, columns: Columns) -> None:
    """Write the answers, each as what it is."""
    fields = columns.book.fields
    heads = [_text(field.name) for field in fields]
    cells = [map(_cell, column) for column in columns.cells]
    widths = [
        max(map(letters, [field.name, *map(str, values[:SEEN])]))
        for field, values in zip(fields, columns.cells, strict=True)
    ]
    _sheet(book, name, heads, list(cells), widths=widths, n=columns.book.rows)


def _sheet(
    book: Workbook,
    name: str,
    heads: list[Any],
    columns: list[Iterable[Any]],
    *,
    widths: list[float],
    n: int,
) -> None:
    """Write the columns of a table, of ``n`` rows, below a header that stays in sight."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet: Any = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = min(max(width + 2, NARROW), BROAD)
    bold = []
    for head in heads:
        own: Any = WriteOnlyCell(sheet, head) if isinstance(head, str) else head
        own.font = Font(bold=True)
        bold.append(own)
    sheet.append(bold)
    with counted(n, QUICK, _("Writing the workbook")) as at:
        for number, row in enumerate(zip(*columns, strict=True), 1):
            sheet.append([_placed(each, sheet) for each in row])
            at(number)


def _safe(table: pd.DataFrame) -> tuple[list[str], list[list[Any]]]:
    """Return the header of a table that explains the answers, and its cells, safe and readable."""
    heads = [cell(str(name)) for name in table.columns]
    columns = [
        [None if missing(value) else _plain(value) for value in table[name]]
        for name in table.columns
    ]
    return heads, columns


def _plain(value: Any) -> Any:
    """Return a cell that explains: a number as such, anything else as safe text."""
    own = value.item() if isinstance(value, np.generic) else value
    number = isinstance(own, bool | int | float) and math.isfinite(own)
    return own if number else cell(own)


def _cell(value: Any) -> Any:
    """Return what openpyxl writes for an answer, so that it is read again as the same."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            return str(value)
        if float(f"{value:.16g}") != value:
            own = _bare()
            exactly(own, value)
            return own
    elif isinstance(value, datetime):
        return value if value.year >= FIRST_YEAR and not value.microsecond else str(value)
    elif isinstance(value, int) and abs(value) > EXACT:
        return str(value)
    return value


def _text(text: str) -> Any:
    """Return a text as a workbook holds it, never a formula and never an error."""
    coded = _coded(text)
    if not coded.startswith("#"):
        return coded
    own = _bare()
    own.value = coded
    own.data_type = "s"
    return own


def _bare() -> Any:
    from openpyxl.cell import WriteOnlyCell

    return WriteOnlyCell(None)


def _placed(value: Any, sheet: Any) -> Any:
    """Return what is written, a cell of our own in the sheet to which it belongs."""
    if hasattr(value, "parent"):
        value.parent = sheet
    return value


def _coded(text: str) -> str:
    r"""Return a text with an apostrophe before a formula, and odd signs in the workbook's code.

    Examples
    --------
    >>> _coded("=1+1"), _coded("a\x01b"), _coded("_x0041_")
    ("'=1+1", 'a_x0001_b', '_x005F_x0041_')
    """
    safe = CODED.sub("_x005F_", guarded(text))
    return UNWRITABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", safe)
