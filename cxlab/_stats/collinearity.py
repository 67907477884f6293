"""Variance inflation of regressors, and the sets that hang together exactly."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cxlab._stats.ols import dependent

Array = NDArray[np.float64]


def inflation(corr: Array, blocks: Sequence[Sequence[int]]) -> Array:
    """Return the variance inflation factor of every column, shape (p,).

    Parameters
    ----------
    corr
        Correlations of the regressors, shape (p, p), of full rank.
    blocks
        Columns that belong together, such as the dummies of one category; their common factor is
        the generalised one of Fox and Monette (1992), brought to the scale of a single column by
        the power ``1 / len(block)``.
    """
    out = np.ones(len(corr))
    total = np.linalg.slogdet(corr)[1]
    for block in blocks:
        rest = np.setdiff1d(np.arange(len(corr)), block)
        log = (
            np.linalg.slogdet(corr[np.ix_(block, block)])[1]
            + np.linalg.slogdet(corr[np.ix_(rest, rest)])[1]
            - total
        )
        out[list(block)] = np.exp(log / len(block))
    return out


def dependent_sets(x: Array) -> list[list[int]]:
    """Return sets of columns that, beside an intercept, are exactly linearly dependent.

    Every set is as small as the first full basis allows: one column and those that make it up.
    """
    late = dependent(x)
    basis = [j for j in range(x.shape[1]) if j not in late]
    scaled = x - x.mean(axis=0)
    scaled = scaled / np.maximum(np.linalg.norm(scaled, axis=0), 1e-300)
    sets = []
    for j in late:
        before = [b for b in basis if b < j]
        weight = np.linalg.lstsq(scaled[:, before], scaled[:, j], rcond=None)[0]
        sets.append([b for b, w in zip(before, weight, strict=True) if abs(w) > 1e-6] + [j])
    return sets
