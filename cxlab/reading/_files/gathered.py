"""Rows of text come in block by block and are kept by column, as their different cells."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from operator import itemgetter

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab.reading._files.column import Codes, Column, small
from cxlab.reading._files.grid import HEAD, SPACES, reach

MANY = 5_000  # different cells from which on a column is kept as it comes, and looked through last


class Places(dict[str, int]):
    """The place of each different cell; a new one gets the next."""

    def __missing__(self, cell: str) -> int:
        """Give the next place."""
        place = self[cell] = len(self)
        return place


class Gathered:
    """The rows of a text, those without content left out.

    ``rows`` are the first of them. ``widths`` and ``bare`` count the cells of each row, and those
    up to the last that holds something. Behind the first block, which may hold titles, rows are
    cut or filled to a usual width: if a row lacks cells there, or has more, the file is refused
    for it, whatever its header is.
    """

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.n = 0
        self.blank = (0, 0)
        self._lines: list[NDArray[np.int64]] = []
        self._widths: list[NDArray[np.int64]] = []
        self._bare: list[NDArray[np.int64]] = []
        self._columns: list[_Gathering] = []

    def take(self, rows: list[list[str]], lines: list[int]) -> None:
        """Take a block of rows, with the line of each."""
        bare = [len(row) if row and row[-1].strip(SPACES) else reach(row) for row in rows]
        if not all(bare):
            gone = [line for line, width in zip(lines, bare, strict=True) if not width]
            self.blank = self.blank[0] + len(gone), self.blank[1] or gone[0]
            rows = list(itertools.compress(rows, bare))
            lines = list(itertools.compress(lines, bare))
            bare = list(filter(None, bare))
        if not rows:
            return
        widths = list(map(len, rows))
        if len(self.rows) < HEAD:
            self.rows += rows[: HEAD - len(self.rows)]
        usual = sorted(widths)[(len(widths) - 1) // 2] if self.n >= HEAD else max(widths)
        if min(widths) < usual or max(widths) > usual:
            rows = [
                row if len(row) == usual else row[:usual] + [""] * (usual - len(row))
                for row in rows
            ]
        while len(self._columns) < usual:
            self._columns.append(_Gathering())
        for column, cells in zip(self._columns, zip(*rows, strict=True), strict=False):
            column.take(self.n, cells)
        self.n += len(rows)
        for parts, counts in ((self._lines, lines), (self._widths, widths), (self._bare, bare)):
            parts.append(np.array(counts, np.int64))

    def counts(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return lines, widths and bare widths of all rows."""
        none = np.empty(0, np.int64)
        lines, widths, bare = (
            np.concatenate([none, *parts]) for parts in (self._lines, self._widths, self._bare)
        )
        return lines, widths, bare

    def column(self, place: int) -> Column:
        """Return a column of all rows, cells that are not there as empty ones."""
        if place >= len(self._columns):
            return Column([""], np.zeros(self.n, np.uint8))
        return self._columns[place].column(self.n)


class _Gathering:
    """One column, growing."""

    def __init__(self) -> None:
        self._places = Places()
        self._codes: list[tuple[int, Codes]] = []
        self._plain: list[tuple[int, Sequence[str]]] = []

    def take(self, start: int, cells: Sequence[str]) -> None:
        """Take the cells of the rows from ``start`` on."""
        if len(self._places) > MANY:
            self._plain.append((start, cells))
            return
        n = len(cells)
        codes = itemgetter(*cells, cells[0])(self._places)  # one more: of a single cell no tuple
        few = len(self._places) <= 256
        array = np.frombuffer(bytes(codes), np.uint8, n) if few else np.array(codes[:n], np.int32)
        self._codes.append((start, array))

    def column(self, n: int) -> Column:
        """Return the column with ``n`` rows."""
        cells, parts = list(self._places), list(self._codes)
        if self._plain:
            at = len(cells)
            coded = [*cells, *itertools.chain.from_iterable(some for _start, some in self._plain)]
            array = np.empty(len(coded), dtype=object)
            array[:] = coded
            found, different = pd.factorize(array)
            cells = list(different)
            for start, plain in self._plain:
                parts.append((start, found[at : at + len(plain)]))
                at += len(plain)
        empty = 0
        if sum(len(some) for _start, some in parts) < n:
            empty = cells.index("") if "" in cells else len(cells)
            cells = cells if empty < len(cells) else [*cells, ""]
        codes = small(np.full(n, empty, np.int32), len(cells))
        for start, some in parts:
            codes[start : start + len(some)] = some
        return Column(cells, codes)
