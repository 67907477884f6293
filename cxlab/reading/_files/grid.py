"""A sheet as it came out of the file: rows of cells, and the line of each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

SPACES = " \t\r\n\v\f\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff\u2002\u2003\u2009"

Range = tuple[int, int, int, int]  # first row, first column, last row, last column


@dataclass(frozen=True)
class Grid:
    """Rows of cells, with the lines of the file they stand on, counted from 1.

    Parameters
    ----------
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
    lines: Sequence[int]
    format: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    base_1904: bool = False
    merged: tuple[Range, ...] = ()
    errors: dict[tuple[int, int], str] = field(default_factory=dict)


def blank(cell: Any) -> bool:
    """Whether a cell is empty or holds spaces only."""
    return cell is None or (isinstance(cell, str) and not cell.strip(SPACES))


def filled(row: Sequence[Any]) -> int:
    """Count the cells that hold something."""
    return sum(not blank(cell) for cell in row)
