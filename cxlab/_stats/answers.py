"""Answers on scales as small whole numbers, which a million respondents can afford."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Codes = NDArray[np.uint8]
Blocks = Sequence[NDArray[np.intp]]

GAP = 255  # the code of a missing answer
MOST_LEVELS = 254  # different answers in a block
CHUNK = 8192  # rows at a time: their arrays stay in the processor's cache


@dataclass(frozen=True)
class Answers:
    """The answers of n respondents to k items, in the order asked.

    Parameters
    ----------
    codes
        Place of each answer among the levels of its block, ``GAP`` where it is missing, shape
        (n, k).
    levels
        The different answers of each block, ascending.
    blocks
        Columns of each block.
    """

    codes: Codes
    levels: Sequence[Array]
    blocks: Blocks

    @property
    def n(self) -> int:
        """Respondents."""
        return self.codes.shape[0]

    @property
    def k(self) -> int:
        """Items."""
        return self.codes.shape[1]

    def table(self) -> Array:
        """Return the value behind each code, shape (k, 256); NaN where there is none."""
        out = np.full((self.k, 256), np.nan)
        for columns, levels in zip(self.blocks, self.levels, strict=True):
            out[columns, : len(levels)] = levels
        return out

    def counts(self) -> NDArray[np.intp]:
        """Count the answers of each code by item, shape (k, 256)."""
        return np.stack([np.bincount(column, minlength=256) for column in self.codes.T])

    def parts(
        self,
        columns: NDArray[np.intp] | None = None,
        size: int = CHUNK,
        *,
        table: Array | None = None,
    ) -> Iterator[tuple[slice, Array]]:
        """Yield the values in parts of so many rows that fit into the cache, gaps as NaN.

        ``table`` has other values behind the codes, shape (k, 256).
        """
        table = self.table() if table is None else table
        wanted = np.arange(self.k) if columns is None else columns
        for start in range(0, self.n, size):
            rows = slice(start, min(start + size, self.n))
            values = np.empty((rows.stop - start, len(wanted)), order="F")
            for place, column in enumerate(wanted):
                own = values[:, place]
                np.take(table[column], self.codes[rows, column], out=own, mode="clip")
            yield rows, values

    def part(self, rows: NDArray[np.intp]) -> Answers:
        """Return the answers of some respondents."""
        return Answers(self.codes[rows], self.levels, self.blocks)
