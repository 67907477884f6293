"""Published correlation and covariance matrices: possible ones, with names on both sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxlab._core.errors import DataError
from cxlab._core.i18n import _
from cxlab._core.validate import frame, numeric

if TYPE_CHECKING:
    import pandas as pd


def square(matrix: pd.DataFrame) -> pd.DataFrame:
    """Return the matrix as floats once it is a possible covariance matrix.

    Raises
    ------
    DataError
        The names differ, a number is missing, or no answers can have these covariances.
    """
    import numpy as np

    names = list(frame(matrix).columns)
    if list(matrix.index) != names:
        raise DataError(
            _(
                "The matrix must have the same names on rows and columns. "
                "Use set_index(...) on the column with the names."
            )
        )
    values = numeric(matrix, names)
    array = values.to_numpy()
    if np.isnan(array).any() or not np.allclose(array, array.T) or (np.diag(array) <= 0).any():
        raise DataError(
            _(
                "The matrix must be complete and symmetric, with positive values on its diagonal. "
                "Check the typed numbers."
            )
        )
    if np.linalg.eigvalsh(array)[0] < -1e-8 * np.trace(array):
        raise DataError(
            _(
                "The matrix is not positive semidefinite: no answers can have these correlations. "
                "Check the typed numbers."
            )
        )
    return values
