"""Where a slope that changes with a moderator is clear of zero (Johnson and Neyman)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

Array = NDArray[np.float64]


def critical(df: float, conf: float, *, simultaneous: bool = False) -> float:
    """Return the standard errors that an interval reaches to either side.

    Student's t for one value of the moderator; ``sqrt(2 F)`` with 2 and ``df`` degrees of freedom
    for all values at once (Potthoff 1964), because every slope is a sum of two coefficients.
    """
    if simultaneous:
        return math.sqrt(2 * float(stats.f.ppf(conf, 2, df)))
    return float(stats.t.ppf(0.5 + conf / 2, df))


def slopes(values: ArrayLike, coef: Array, cov: Array) -> tuple[Array, Array]:
    """Return ``coef[0] + coef[1] * values`` and its standard errors; ``cov`` has shape (2, 2)."""
    z = np.asarray(values, float)
    square = cov[0, 0] + 2 * z * cov[0, 1] + z**2 * cov[1, 1]
    return coef[0] + coef[1] * z, np.sqrt(np.maximum(square, 0))


def edges(coef: Array, cov: Array, reach: float) -> list[float]:
    """Return the values where the slope is just ``reach`` standard errors from zero, none to two.

    They are the roots of ``slope² - reach² variance``, a quadratic in the moderator. A double root
    touches zero without crossing it and is left out.
    """
    size = np.abs(coef).max() or 1.0
    gap = np.outer(coef / size, coef / size) - (reach / size) ** 2 * cov
    a, b, c = gap[1, 1], 2 * gap[0, 1], gap[0, 0]
    square = b * b - 4 * a * c
    if square <= 0:
        return []
    q = -(b + math.copysign(math.sqrt(square), b)) / 2  # no difference of like numbers
    roots = [q / a] if a else []
    return sorted([*roots, *([c / q] if q else [])])
