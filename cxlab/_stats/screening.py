"""Statistics of single items: shares at the ends, skewness, discrimination, straight lines."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

GROUP = 0.27  # Kelley (1939): upper and lower groups that tell items apart best


def skewness(values: Array) -> Array:
    """Return the skewness of each column, shape (k,), NaN left out; NaN where nothing varies.

    ``G1 = sqrt(n (n - 1)) / (n - 2) * m3 / m2**1.5``.
    """
    there = ~np.isnan(values)
    n = there.sum(axis=0)
    filled = np.where(there, values, 0.0)
    out = np.where(there, values - filled.sum(axis=0) / np.maximum(n, 1), 0.0)
    second, third = (out**2).sum(axis=0), (out**3).sum(axis=0)
    fit = (n > 2) & (second > 0)
    n, second = np.where(fit, n, 3), np.where(fit, second, 1)
    skew = np.sqrt(n * (n - 1)) / (n - 2) * (third / n) / (second / n) ** 1.5
    return np.where(fit, skew, np.nan)


def discrimination(values: Array, width: float) -> Array:
    """Return how far the upper and the lower 27 % stand apart in each item, shape (k,).

    Respondents are divided by the sum of their other items; ties belong to a group as a whole. The
    difference of the means is divided by the width of the scale. ``values`` has shape (n, k),
    complete; NaN where all others sum alike.
    """
    rest = values.sum(axis=1, keepdims=True) - values
    low, high = np.quantile(rest, [GROUP, 1 - GROUP], axis=0)
    below, above = rest <= low, rest >= high
    means = [(values * part).sum(axis=0) / part.sum(axis=0) for part in (above, below)]
    return np.where(high > low, (means[0] - means[1]) / width, np.nan)


def straight(values: Array) -> float:
    """Return the share of complete rows of ``values``, shape (n, k), with one answer throughout."""
    kept = values[~np.isnan(values).any(axis=1)]
    return float((kept == kept[:, :1]).all(axis=1).mean()) if len(kept) else float("nan")
