"""A column as its different cells, each once: what is done to cells is done to few of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Codes = NDArray[np.integer[Any]]


@dataclass(frozen=True)
class Column:
    """The cells of a column: row ``i`` holds ``cells[codes[i]]``.

    Parameters
    ----------
    cells
        The different cells, in the order of the file: texts, or what a workbook holds (numbers,
        dates, yes and no). An empty text stands for an empty cell.
    codes
        Place in ``cells`` of each row, shape (n_rows,), whole numbers as small as will do.
    """

    cells: list[Any]
    codes: Codes

    @classmethod
    def of(cls, values: Sequence[Any]) -> Column:
        """Find the different cells of a column.

        Examples
        --------
        >>> column = Column.of(["yes", "no", "yes", None])
        >>> column.cells, column.codes.tolist()
        (['yes', 'no', ''], [0, 1, 0, 2])
        """
        array = np.empty(len(values), dtype=object)
        kinds = set(map(type, values))
        mixed = bool in kinds and bool(kinds & {int, float})  # True and 1 are equal to Python
        array[:] = [(type(value), value) for value in values] if mixed else values
        codes, cells = pd.factorize(array, use_na_sentinel=False)
        plain = [cell[1] for cell in cells] if mixed else list(cells)
        texts = ["" if cell is None or cell != cell else cell for cell in plain]
        column = cls(texts, small(codes, len(texts)))
        twice = kinds & {type(None), float} and texts.count("") > 1
        return column._merged() if twice else column

    @property
    def n(self) -> int:
        """Rows."""
        return len(self.codes)

    @cached_property
    def texts(self) -> list[str]:
        """The different cells, those that are no texts as empty ones."""
        plain = set(map(type, self.cells)) <= {str}
        return self.cells if plain else [c if isinstance(c, str) else "" for c in self.cells]

    def where(self, lines: Sequence[int], marks: Iterable[bool]) -> tuple[int, int | None]:
        """Return in how many rows a marked cell stands, and the first line of them."""
        marked = np.fromiter(marks, bool, len(self.cells))[self.codes]
        rows = int(np.count_nonzero(marked))
        return rows, int(lines[int(marked.argmax())]) if rows else None

    def map(self, change: Callable[[Any], Any]) -> Column:
        """Return the column with every cell changed; cells that become the same are one."""
        return replace(self, cells=[change(cell) for cell in self.cells])._merged()

    def values(self) -> list[Any]:
        """Return the cell of each row."""
        return [self.cells[code] for code in self.codes]

    def behind(self, start: int) -> Column:
        """Return the rows from ``start`` on, with the cells that stand there.

        Examples
        --------
        >>> column = Column.of(["name", "yes", "no", "yes"]).behind(1)
        >>> column.cells, column.codes.tolist()
        (['yes', 'no'], [0, 1, 0])
        """
        above, codes = self.codes[:start], self.codes[start:]
        first = int(above.max()) + 1 if len(above) else 0  # cells are in the order of the file
        if not (codes < first).any():
            return Column(self.cells[first:], codes - codes.dtype.type(first))
        there = pd.unique(codes)
        place = np.zeros(len(self.cells), codes.dtype)
        place[there] = np.arange(len(there))
        return Column([self.cells[code] for code in there], place[codes])

    def up_to(self, stop: int) -> Column:
        """Return the rows above ``stop``, with the cells that stand there.

        Examples
        --------
        >>> column = Column.of(["yes", "no", "all"]).up_to(2)
        >>> column.cells, column.codes.tolist()
        (['yes', 'no'], [0, 1])
        """
        codes = self.codes[:stop]
        return Column(self.cells[: int(codes.max(initial=0)) + 1], codes)

    def _merged(self) -> Column:
        places: dict[Any, int] = {}
        at = [places.setdefault((type(cell), cell), len(places)) for cell in self.cells]
        table = small(np.array(at, np.int64), len(places))
        return Column([cell for _kind, cell in places], table[self.codes])


def small(codes: Codes, count: int) -> Codes:
    """Return places among ``count`` cells as the smallest whole numbers that hold them."""
    return codes.astype(np.uint8 if count <= 256 else np.int32, copy=False)
