"""Intervals of means and differences by Student's t."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

Array = NDArray[np.float64]


def t_interval(
    mean: ArrayLike, std_error: ArrayLike, df: ArrayLike, conf: float
) -> tuple[Array, Array]:
    """Return ``mean -/+ t * std_error``; all broadcast, and infinite ``df`` make t a normal z."""
    reach = stats.t.ppf(0.5 + conf / 2, df) * np.asarray(std_error)
    return np.asarray(mean) - reach, np.asarray(mean) + reach


def t_p_value(statistic: ArrayLike, df: ArrayLike) -> Array:
    """Return the two-sided p-value of a t statistic."""
    return np.asarray(2 * stats.t.sf(np.abs(statistic), df))
