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


def net_interval(up: float, down: float, n: float, conf: float) -> tuple[float, float]:
    """Return the adjusted Wald interval of ``up - down``, two shares of one sample of ``n``.

    Three answers are added before the Wald formula: 3/4 up, 3/4 down, 3/2 neither. Among very few
    answers the interval is widened to hold the plain difference.
    """
    plain, size = up - down, n + 3
    up, down = (n * up + 0.75) / size, (n * down + 0.75) / size
    error = np.sqrt((up + down - (up - down) ** 2) / size)
    reach = float(stats.norm.ppf(0.5 + conf / 2) * error)
    low, high = min(plain, up - down - reach), max(plain, up - down + reach)
    return max(-1.0, low), min(1.0, high)
