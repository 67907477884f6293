"""Reliability of sum scores from the covariances of their items."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy import special

from cxlab._stats.factor import BOUND, one_factor

Array = NDArray[np.float64]

SPLITS = 18  # items; their splits into halves number 24,310


def alpha(cov: Array) -> float:
    """Return Cronbach's alpha from covariances; from correlations it is the standardised alpha."""
    k = len(cov)
    return float(k / (k - 1) * (1 - np.trace(cov) / cov.sum()))


def feldt(value: float, n: int, k: int, conf: float) -> tuple[float, float]:
    """Return Feldt's interval of an alpha from ``n`` respondents and ``k`` items (F quantiles)."""
    tail = (1 - conf) / 2
    df = (n - 1, (n - 1) * (k - 1))
    return (
        float(1 - (1 - value) * special.fdtri(*df, 1 - tail)),
        float(1 - (1 - value) * special.fdtri(*df, tail)),
    )


def item_total(cov: Array) -> Array:
    """Return each item's correlation with the sum of the other items, shape (k,).

    NaN where the other items cancel each other, so that their sum does not vary.
    """
    variance = np.diag(cov)
    shared = cov.sum(axis=1) - variance
    rest = cov.sum() - 2 * cov.sum(axis=1) + variance
    size = np.sqrt(variance) * np.sqrt(np.maximum(rest, 0))
    return np.divide(shared, size, out=np.full(len(cov), np.nan), where=rest > 1e-12 * cov.trace())


def alpha_if_deleted(cov: Array) -> Array:
    """Return the alpha of the other items, shape (k,).

    NaN where only one would be left, or where the others cancel each other.
    """
    k = len(cov)
    if k < 3:
        return np.full(k, np.nan)
    rests = [np.delete(np.delete(cov, i, 0), i, 1) for i in range(k)]
    return np.array([alpha(r) if r.sum() > 1e-12 * r.trace() else np.nan for r in rests])


def omega(corr: Array) -> tuple[float, bool]:
    """Return McDonald's omega of one minres factor, and whether a loading is at its bound.

    The squared sum of the loadings over the sum of the observed correlations; NaN for two items.
    """
    if len(corr) < 3:
        return float("nan"), False
    loadings = one_factor(corr)
    heywood = bool(np.abs(loadings).max() > BOUND - 1e-6)
    return float(loadings.sum() ** 2 / corr.sum()), heywood


def of_difference(cov: Array) -> tuple[float, float, float, float]:
    """Return what a difference of two scales keeps of their reliability.

    ``cov``, shape (2k, 2k), holds the first scale's items, then the second's. The four numbers are
    both alphas, the correlation of the two sums, and the reliability of their difference,
    ``(v1 a1 + v2 a2 - 2 c) / (v1 + v2 - 2 c)``.
    """
    k = len(cov) // 2
    first, second, cross = cov[:k, :k], cov[k:, k:], cov[:k, k:].sum()
    a1, a2, v1, v2 = alpha(first), alpha(second), first.sum(), second.sum()
    kept = (v1 * a1 + v2 * a2 - 2 * cross) / (v1 + v2 - 2 * cross)
    return a1, a2, float(cross / np.sqrt(v1 * v2)), float(kept)


def alphas(cov: Array) -> Array:
    """Return alpha of many covariance or scatter matrices, shape (..., k, k); NaN where none is."""
    k = cov.shape[-1]
    total = cov.sum(axis=(-2, -1))
    own = np.trace(cov, axis1=-2, axis2=-1)
    ratio = np.divide(own, total, out=np.full_like(total, np.nan), where=total > 1e-12 * own)
    return np.asarray(k / (k - 1) * (1 - ratio))


def split_halves(corr: Array) -> tuple[float, float]:
    """Return the largest and the mean of Guttman's reliabilities of all splits into two halves.

    The largest is Guttman's lambda 4: ``4 * between / whole``, of the sums of correlations between
    the halves and of all. With an odd number of items the halves differ by one item. NaN for more
    than ``SPLITS`` items, whose splits are too many.
    """
    k = len(corr)
    if k > SPLITS:
        return float("nan"), float("nan")
    halves = np.array(list(combinations(range(k), k // 2)))
    if k % 2 == 0:
        halves = halves[: len(halves) // 2]  # the others are their complements
    sign = np.ones((len(halves), k))
    np.put_along_axis(sign, halves, -1, axis=1)
    found = 1 - ((sign @ corr) * sign).sum(axis=1) / corr.sum()
    return float(found.max()), float(found.mean())


def lambda6(corr: Array) -> float:
    """Return Guttman's lambda 6, from squared multiple correlations; NaN if one item is a sum."""
    if np.linalg.cond(corr) > 1e12:
        return float("nan")
    return float(1 - (1 / np.diag(np.linalg.inv(corr))).sum() / corr.sum())
