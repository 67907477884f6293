"""Quantiles, intervals and p-values by the normal and Student's t distribution; Holm's rule."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Array = NDArray[np.float64]


def normal(conf: float) -> float:
    """Return the two-sided normal quantile of a confidence level, 1.96 for 0.95."""
    return float(special.ndtri(0.5 + conf / 2))


def normal_p(statistic: ArrayLike) -> Array:
    """Return the two-sided p-value of a normal statistic."""
    return np.asarray(2 * special.ndtr(-np.abs(np.asarray(statistic, dtype=float))))


def t_interval(
    mean: ArrayLike, std_error: ArrayLike, df: ArrayLike, conf: float
) -> tuple[Array, Array]:
    """Return ``mean -/+ t * std_error``; all broadcast, and infinite ``df`` make t a normal z."""
    reach = special.stdtrit(df, 0.5 + conf / 2) * np.asarray(std_error)
    return np.asarray(mean) - reach, np.asarray(mean) + reach


def t_p_value(statistic: ArrayLike, df: ArrayLike) -> Array:
    """Return the two-sided p-value of a t statistic."""
    return np.asarray(2 * special.stdtr(df, -np.abs(statistic)))


def holm(p_values: ArrayLike) -> Array:
    """Adjust p-values for their number by Holm's step-down rule."""
    p = np.asarray(p_values, float)
    order = np.argsort(p)
    stepped = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    out = np.empty_like(p)
    out[order] = np.minimum(stepped, 1)
    return out
