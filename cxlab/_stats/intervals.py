"""Intervals of means and differences by Student's t."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Array = NDArray[np.float64]


def t_interval(mean: Array, std_error: Array, df: Array | float, conf: float) -> tuple[Array, Array]:
    """Return ``mean -/+ t * std_error``; all arrays broadcast."""
    reach = stats.t.ppf(0.5 + conf / 2, df) * np.asarray(std_error)
    return np.asarray(mean) - reach, np.asarray(mean) + reach


def t_p_value(statistic: Array, df: Array | float) -> Array:
    """Return the two-sided p-value of a t statistic."""
    return 2 * stats.t.sf(np.abs(statistic), df)
