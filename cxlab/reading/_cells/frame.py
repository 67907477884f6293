"""From columns of raw cells to a frame: types found, personal data left out."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

import pandas as pd

from cxlab._core.errors import DataError
from cxlab._core.i18n import _
from cxlab._core.labels import Attached
from cxlab.reading._cells.cells import Cells
from cxlab.reading._cells.numbers import with_decimal_comma
from cxlab.reading._cells.personal import INSIDE, personal
from cxlab.reading._cells.values import Ways, typed, written
from cxlab.reading._cells.words import SKIPPED
from cxlab.reading._files.column import Column
from cxlab.reading._files.grid import SPACES, blank
from cxlab.reading._files.sheet import Sheet
from cxlab.reading._log import Log

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
    for name, column in sheet.columns.items():
        cells = Cells(name, column.codes, column.cells, sheet.lines, log)
        kind = personal(name, _sample(column))
        if kind:
            rows, _line = cells.count(not blank(cell) for cell in column.cells)
            log.add("personal_kept" if keep_personal else "personal", name, rows=rows, before=kind)
            if not keep_personal:
                continue
        _error_cells(name, sheet, log)
        out[name] = typed(cells, ways)
        if not keep_personal and out[name].dtype == "str":
            _personal_inside(cells)
    if not out:
        raise DataError(
            _(
                "The file holds nothing but personal data, which are left out. Set "
                "keep_personal=True if you may use them."
            )
        )
    frame = pd.DataFrame(out)
    frame.attrs["labels"] = Attached(
        {name: text for name, text in sheet.labels.items() if name in out}
    )
    return frame


def _written_with_commas(columns: Iterable[Column]) -> Iterator[list[str]]:
    """Yield the different cells of the columns of text in which a comma stands."""
    for column in columns:
        if any(isinstance(cell, str) and "," in cell for cell in column.cells):
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


def _personal_inside(cells: Cells) -> None:
    """Warn of phone numbers and the like inside longer texts, without quoting them."""
    texts = [text if isinstance(text, str) else "" for text in cells.texts]
    if not INSIDE.search("\n".join(texts)):
        return
    rows, first = cells.count(INSIDE.search(text) is not None for text in texts)
    if rows:
        cells.log.add("personal_inside", cells.name, rows=rows, first=first)
