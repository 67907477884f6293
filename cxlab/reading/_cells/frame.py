"""From columns of raw cells to a frame: types found, personal data left out."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pandas as pd

from cxlab._core.errors import DataError
from cxlab._core.i18n import _
from cxlab._core.labels import Attached
from cxlab._core.progress import blocks
from cxlab._core.safe import BROKEN
from cxlab.reading._cells.declared import declared
from cxlab.reading._cells.logged_column import LoggedColumn
from cxlab.reading._cells.numbers import with_decimal_comma
from cxlab.reading._cells.personal import QUICK, personal, within
from cxlab.reading._cells.values import Ways, typed, written
from cxlab.reading._cells.words import SKIPPED
from cxlab.reading._files.column import Column
from cxlab.reading._files.grid import SPACES, full
from cxlab.reading._files.sheet import Sheet
from cxlab.reading._log import Log

LONG = 50_000  # rows from which on a progress bar may be wanted
SAMPLE = 500  # different cells of a column that tell whether they are personal data


def framed(sheet: Sheet, keep_personal: bool, log: Log) -> pd.DataFrame:
    """Return the typed columns of a sheet, without personal data unless they are to be kept.

    Raises
    ------
    DataError
        A column holds what cannot be told, or nothing but personal data is there.
    """
    listed = sheet.delimiter in ("", ",")
    comma = with_decimal_comma(_written_with_commas(sheet.columns.values()), listed=listed)
    ways = Ways(comma=comma, base_1904=sheet.base_1904, listed=listed)
    out: dict[str, pd.Series] = {}
    for name, column in _one_by_one(sheet):
        cells = LoggedColumn(name, column.codes, column.cells, sheet.lines, log)
        rows, first = cells.count(full(column))
        kind = personal(name, _sample(column), label=sheet.labels.get(name, ""), rows=rows)
        if kind:
            rule = "personal_kept" if keep_personal else "personal"
            log.add(rule, name, rows=rows, first=first, before=kind)
            if not keep_personal:
                continue
        _error_cells(name, sheet, log)
        own = declared(cells, sheet.fields[name]) if name in sheet.fields else None
        out[name] = typed(cells, replace(ways, order=sheet.order(name))) if own is None else own
        if out[name].dtype == "str":
            _signs(cells, column.texts)
            if not keep_personal:
                _personal_inside(cells, column.texts)
    if not out:
        raise DataError(
            _(
                "The file holds nothing but personal data, which are left out. Set "
                "keep_personal=True if you may use them."
            )
        )
    frame = pd.DataFrame(out, copy=False)
    frame.attrs["labels"] = Attached(
        {name: text for name, text in sheet.labels.items() if name in out}
    )
    frame.attrs["words"] = Attached(
        {name: words for name, words in sheet.words.items() if name in out}
    )
    return frame


def _one_by_one(sheet: Sheet) -> Iterator[tuple[str, Column]]:
    """Yield the columns; past two seconds a bar counts them."""
    columns = list(sheet.columns.items())
    for part in blocks(len(columns), 1 if len(sheet.lines) > LONG else len(columns), _("columns")):
        yield from columns[part]


def _written_with_commas(columns: Iterable[Column]) -> Iterator[list[str]]:
    """Yield the different cells of the columns of text in which a comma stands."""
    for column in columns:
        if "," in "".join(column.texts):
            yield [written(cell).strip(SPACES) for cell in column.cells]


def _sample(column: Column) -> list[str]:
    """Return the first different cells of a column, as text."""
    texts = [written(cell).strip(SPACES) for cell in itertools.islice(column.cells, SAMPLE)]
    return [text for text in texts if text and text not in SKIPPED]


def _error_cells(name: str, sheet: Sheet, log: Log) -> None:
    """Log the errors of formulas, which arrive as empty cells."""
    own = sheet.errors.get(name, {})
    hit = [line for line in sheet.lines if line in own] if own else []
    if hit:
        log.add("error_cell", name, rows=len(hit), first=hit[0], before=own[hit[0]])


def _signs(cells: LoggedColumn, texts: list[str]) -> None:
    """Warn of signs that steer a terminal or turn round the text that follows them."""
    if BROKEN.search("".join(texts)):
        cells.note("control_signs", [BROKEN.search(text) is not None for text in texts])


def _personal_inside(cells: LoggedColumn, texts: list[str]) -> None:
    """Warn of phone numbers and the like inside longer texts, without quoting them."""
    if not QUICK.search("\n".join(text for text in texts if len(text) > 10 or "@" in text)):
        return
    rows, first = cells.count(map(within, texts))
    if rows:
        cells.log.add("personal_inside", cells.name, rows=rows, first=first)
