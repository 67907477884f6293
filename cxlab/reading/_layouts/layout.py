"""What a survey platform's export is known by, and how it becomes a table like any other."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cxlab.reading._files.grid import Grid, blank
from cxlab.reading._files.header import Rows, header_row, line_of
from cxlab.reading._files.sheet import Sheet
from cxlab.reading._log import Log

NEEDED = 4  # weight of the marks from which on a platform counts as recognised
SAMPLE = 60  # rows that are looked at


@dataclass(frozen=True)
class Look:
    """The start of a file, in which the marks of a platform are looked for.

    Parameters
    ----------
    names
        The first row of the header.
    below
        The rows under it; some may belong to the header too.
    """

    names: list[str]
    below: list[list[Any]]

    @classmethod
    def of(cls, grid: Grid) -> Look:
        """Look at the first rows of a file."""
        top = header_row(grid)
        names = [line_of(cell) for cell in grid.rows[top]]
        return cls(names, list(grid.rows[top + 1 : top + 1 + SAMPLE]))

    def cells(self, place: int) -> list[Any]:
        """Return the filled cells of a column."""
        column = (row[place] for row in self.below if place < len(row))
        return [cell for cell in column if not blank(cell)]

    def texts(self) -> list[str]:
        """Return all cells that are texts."""
        return [cell for row in self.below for cell in row if isinstance(cell, str)]

    def named(self, weights: Mapping[str, int]) -> dict[str, int]:
        """Return which of these names the header has, each with its weight."""
        here = set(self.names)
        return {name: weight for name, weight in weights.items() if name in here}


@dataclass(frozen=True)
class Layout:
    """The export of one platform.

    Parameters
    ----------
    name
        As it is chosen: ``layout="qualtrics"``.
    words
        The platform's name, marked for translation.
    marks
        The marks that the start of a file has, with their weights.
    wanted
        The marks that are told of when a file has none.
    shape
        Gives the columns short names, and one column to each option, rank and role.
    rows
        How the rows of the header are joined, where it is not the usual way.
    """

    name: str
    words: str
    marks: Callable[[Look], dict[str, int]]
    wanted: Sequence[str]
    shape: Callable[[Sheet, Log], Sheet]
    rows: Callable[[Grid, int, Log], Rows] | None = None


def shared_start(texts: Sequence[str]) -> str:
    """Return what all texts begin with.

    Examples
    --------
    >>> shared_start(["How was it? - price", "How was it? - staff"])
    'How was it? - '
    """
    letters = itertools.takewhile(lambda each: len(set(each)) == 1, zip(*texts, strict=False))
    return "".join(each[0] for each in letters)
