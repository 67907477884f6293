"""A sheet as it came out of the file: rows that hold something, and the line of each."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cxlab.reading._files.column import Column

SPACES = " \t\r\n\v\f\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff\u2002\u2003\u2009"
HEAD = 250  # rows among which header and layout are looked for

Range = tuple[int, int, int, int]  # first row, first column, last row, last column


@dataclass(frozen=True)
class Grid:
    """Rows of cells, the empty ones left out, with the lines of the file they stand on.

    Parameters
    ----------
    rows
        The first rows as lists of cells, as wide as they came.
    lines, widths, bare
        Line of the file (from 1), number of cells, and number of cells up to the last that holds
        something, of every row, shape (n_rows,).
    pick
        Gives the column at a place, of all rows.
    blank
        Number of empty rows that were left out, and the line of the first.
    merged
        Ranges of merged cells, by the place of row and column in ``rows``.
    errors
        Errors of formulas, by line of the file and place of the column.
    base_1904
        Whether the workbook counts days from 1904.
    format, encoding, delimiter, sheet
        What the file was.
    """

    rows: list[list[Any]]
    lines: NDArray[np.int64]
    widths: NDArray[np.int64]
    bare: NDArray[np.int64]
    pick: Callable[[int], Column]
    format: str
    blank: tuple[int, int] = (0, 0)
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    base_1904: bool = False
    merged: tuple[Range, ...] = ()
    errors: dict[tuple[int, int], str] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """Rows."""
        return len(self.lines)

    def column(self, place: int, start: int = 0) -> Column:
        """Return the column at a place, from the row ``start`` on."""
        return self.pick(place).behind(start)

    def widest(self, start: int = 0) -> int:
        """Return the most cells that a row has, from the row ``start`` on; 0 without rows."""
        return int(self.widths[start:].max(initial=0))

    def holds(self, place: int, start: int = 0) -> bool:
        """Whether a cell of a column holds something, from the row ``start`` on."""
        return not all(map(blank, self.column(place, start).cells))


def blank(cell: Any) -> bool:
    """Whether a cell is empty or holds spaces only."""
    return cell is None or (isinstance(cell, str) and not cell.strip(SPACES))


def full(column: Column) -> NDArray[np.bool_]:
    """Tell which of the different cells of a column hold something."""
    if column.texts is column.cells:
        marks = map(bool, map(str.strip, column.cells, itertools.repeat(SPACES)))
    else:
        marks = map(operator.not_, map(blank, column.cells))
    return np.fromiter(marks, bool, len(column.cells))


def filled(row: Sequence[Any]) -> int:
    """Count the cells that hold something."""
    return sum(not blank(cell) for cell in row)


def reach(row: Sequence[Any]) -> int:
    """Count the cells up to the last that holds something.

    Examples
    --------
    >>> reach(["a", "", "b", " ", ""]), reach(["", None])
    (3, 0)
    """
    width = len(row)
    while width and blank(row[width - 1]):
        width -= 1
    return width
