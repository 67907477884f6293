"""A column as its different cells, each once: what is done to cells is done to few of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray


@dataclass(frozen=True)
class Column:
    """The cells of a column: row ``i`` holds ``cells[codes[i]]``.

    Parameters
    ----------
    cells
        The different cells: texts, or what a workbook holds (numbers, dates, yes and no). An empty
        text stands for an empty cell.
    codes
        Place in ``cells`` of each row, shape (n_rows,).
    """

    cells: list[Any]
    codes: NDArray[np.int64]

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
        if len(set(map(id, texts))) < len(texts) and texts.count("") > 1:
            return cls(texts, np.asarray(codes, np.int64))._merged()
        return cls(texts, np.asarray(codes, np.int64))

    @property
    def n(self) -> int:
        """Rows."""
        return len(self.codes)

    def map(self, change: Callable[[Any], Any]) -> Column:
        """Return the column with every cell changed; cells that become the same are one."""
        return replace(self, cells=[change(cell) for cell in self.cells])._merged()

    def values(self) -> list[Any]:
        """Return the cell of each row."""
        return [self.cells[code] for code in self.codes]

    def _merged(self) -> Column:
        places: dict[Any, int] = {}
        at = [places.setdefault((type(cell), cell), len(places)) for cell in self.cells]
        return Column([cell for _kind, cell in places], np.asarray(at, np.int64)[self.codes])
