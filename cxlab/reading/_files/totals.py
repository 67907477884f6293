"""Rows below the answers that sum them up (合计, Total, Average): no respondent, so no data.

Where a word alone is no proof, the numbers of the row are: most of them must be the sum, the mean
or the count of the column above.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cxlab.reading._cells.numbers import read_number
from cxlab.reading._cells.words import MAYBE_TOTALS, TOTALS
from cxlab.reading._files.column import Column
from cxlab.reading._files.grid import SPACES, blank
from cxlab.reading._log import Log, quote

MOST = 5  # rows at the bottom that are looked at
FEWEST = 2  # numbers above that a sum or a mean has


def without_totals(
    columns: dict[str, Column], lines: NDArray[np.int64], log: Log
) -> tuple[dict[str, Column], NDArray[np.int64]]:
    """Return the columns and lines without the totals at the bottom; name what may be one."""
    stop = n = len(lines)
    while stop > 1 and n - stop < MOST and _word(columns, stop - 1):
        stop -= 1
    for row in range(stop, n):
        if sums := _sums_up(columns, row, stop):
            for below in range(row, n):  # nobody answers below a total
                word = quote(_word(columns, below))
                log.add("total_row", rows=1, first=int(lines[below]), before=word)
            return {name: column.up_to(row) for name, column in columns.items()}, lines[:row]
        if sums is not None:
            log.add("total_row_kept", rows=1, first=int(lines[row]), before=_word(columns, row))
    return columns, lines


def _cell(column: Column, row: int) -> Any:
    return column.cells[column.codes[row]]


def _word(columns: Mapping[str, Column], row: int) -> str:
    """Return the word for a total with which a row begins, empty where it begins otherwise."""
    cells = (_cell(column, row) for column in columns.values())
    first = next((cell for cell in cells if not blank(cell)), "")
    word = first.strip(SPACES + ":：").lower() if isinstance(first, str) else ""
    return word if word in TOTALS or word in MAYBE_TOTALS else ""


def _sums_up(columns: Mapping[str, Column], row: int, body: int) -> bool | None:
    """Tell whether a row that begins with a word for a total is one; ``None`` if nothing says so.

    ``body`` is the number of rows above, which it may sum up.
    """
    label = next(column for column in columns.values() if not blank(_cell(column, row)))
    if (label.codes[:body] == label.codes[row]).any():
        return None  # an answer that others gave too
    if _word(columns, row) in TOTALS:
        return True
    marks = [
        _total_of(column, value, body)
        for column in columns.values()
        if (value := _number(_cell(column, row))) is not None
    ]
    judged = [mark for mark in marks if mark is not None]
    return sum(judged) >= 0.5 * len(judged) if judged else None


def _total_of(column: Column, value: float, body: int) -> bool | None:
    """Tell whether a number is the sum, mean or count of those above; ``None`` without any."""
    numbers = [_number(cell) for cell in column.cells]
    known = np.array([np.nan if each is None else each for each in numbers], float)
    above = known[column.codes[:body]]
    above = above[~np.isnan(above)]
    if len(above) < FEWEST:
        return None
    decimals = len(f"{value:.6f}".rstrip("0").partition(".")[2])
    slack = 1e-9 * max(1.0, abs(value)) + (0.5 * 10.0**-decimals if decimals else 0.0)
    mean = float(above.mean())
    return any(abs(value - each) <= slack for each in (above.sum(), mean, len(above)))


def _number(cell: Any) -> float | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return float(cell) if np.isfinite(cell) else None
    found = read_number(cell.strip(SPACES)) if isinstance(cell, str) and cell else None
    return found.value if found else None
