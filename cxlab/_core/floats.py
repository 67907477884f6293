"""Columns as floats: which hold numbers, and of a size that can be computed with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cxlab._core.arguments import LARGEST

if TYPE_CHECKING:
    import pandas as pd


def plain(part: pd.DataFrame) -> Any:
    """Return columns of plain numbers in one piece, shape (rows, columns).

    ``None`` if any is not plain, or holds an infinite, huge or tiny number: those are looked at one
    by one.
    """
    import numpy as np

    kinds = part.dtypes
    if part.empty or not all(isinstance(kind, np.dtype) and kind.kind in "fiu" for kind in kinds):
        return None
    values = part.to_numpy(float, copy=True)
    most = np.fmax.reduce(np.abs(values), axis=0)
    return values if ((most >= 1 / LARGEST) & (most <= LARGEST)).all() else None


def floats(values: pd.Series) -> pd.Series:
    """Return numbers as float64, anything else as NaN: dates and complex numbers are no answers."""
    import numpy as np
    import pandas as pd

    nothing = pd.Series(np.nan, index=values.index, dtype="float64")
    if values.dtype.kind in "mM" or isinstance(values.dtype, pd.PeriodDtype):
        return nothing
    if values.dtype == object:  # whole numbers too long for a float
        values = values.map(
            lambda value: np.inf if isinstance(value, int) and abs(value) > LARGEST else value
        )
    numbers = pd.to_numeric(values, errors="coerce")
    if numbers.dtype.kind == "c":
        return nothing
    return numbers.astype("float64")
