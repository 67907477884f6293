"""Relative importance of regressors from correlations: LMG over all subsets, Johnson's weights."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_SINGULAR = 1e-10  # a residual variance below this is zero: the variable adds nothing


def subsets_r2(corr: Array) -> Array:
    """Return R² of the last variable on every subset of the others.

    Parameters
    ----------
    corr
        Correlations, shape (draws, p + 1, p + 1), the outcome last.

    Returns
    -------
    ndarray
        Shape (2**p, draws). Bit ``p - 1 - j`` of the row number says whether variable ``j`` is in.

    Notes
    -----
    The lattice of subsets is walked by doubling. After ``k`` variables the residual covariances of
    the others stand for all 2**k subsets; sweeping out variable ``k + 1`` is one Schur complement.
    A subset costs about the same for every p, and no regression is solved.
    """
    residual = corr[None]
    for _ in range(corr.shape[-1] - 1):
        pivot, column, rest = residual[..., 0, 0], residual[..., 0, 1:], residual[..., 1:, 1:]
        inverse = np.divide(1, pivot, out=np.zeros_like(pivot), where=pivot > _SINGULAR)
        swept = rest - (column * inverse[..., None])[..., :, None] * column[..., None, :]
        residual = np.stack([rest, swept], axis=1).reshape(-1, *rest.shape[1:])
    return 1 - residual[..., 0, 0]


def lmg(corr: Array, *, cells: int = 2**16) -> Array:
    """Return the average gain in R² over all orders of entry (Shapley value), shape (draws, p).

    ``corr`` has shape (draws, p + 1, p + 1), the outcome last. ``cells`` bounds the working memory:
    draws are taken in blocks of ``cells / 2**p``.
    """
    draws, p = corr.shape[0], corr.shape[-1] - 1
    size = np.array([0])
    for _ in range(p):
        size = np.stack([size, size + 1], axis=1).ravel()
    # The gain of a variable sums +w(s - 1) R² over sets of size s that hold it, -w(s) over others.
    weight = np.array([1 / (p * math.comb(p - 1, s)) for s in range(p)])
    inside = np.concatenate([[0], weight]) + np.concatenate([weight, [0]])
    outside = np.concatenate([weight, [0]])
    out = np.empty((draws, p))
    block = max(1, cells >> p)
    for start in range(0, draws, block):
        r2 = subsets_r2(corr[start : start + block])
        base = outside[size] @ r2
        held = r2 * inside[size][:, None]
        for j in range(p):
            absent, present = held.reshape(2, -1, held.shape[-1])
            out[start : start + block, j] = present.sum(axis=0) - base
            held = absent + present
    return out


def johnson(corr: Array) -> Array:
    """Return Johnson's relative weights, shape (draws, p).

    ``corr`` has shape (draws, p + 1, p + 1), the outcome last. The regressors are replaced by their
    closest orthogonal companions; R² is divided among those and led back.
    """
    values, vectors = np.linalg.eigh(corr[..., :-1, :-1])
    root = np.sqrt(np.clip(values, 0, None))
    loading = (vectors * root[..., None, :]) @ vectors.swapaxes(-1, -2)
    inverse = np.divide(1, root, out=np.zeros_like(root), where=values > _SINGULAR)
    back = (vectors * inverse[..., None, :]) @ vectors.swapaxes(-1, -2)
    beta = (back @ corr[..., :-1, -1:])[..., 0]
    return (loading**2 @ (beta**2)[..., None])[..., 0]
