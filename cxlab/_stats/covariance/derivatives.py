"""Derivatives of the implied moments: every one of them is a product of two vectors.

The derivative of ``sigma`` at a place is ``u v' + v u'``, that of ``mu`` is one vector. So traces
of products of derivatives are products of small Gram matrices, and no matrix of second order
(p² by e) is ever built.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cxlab._stats.covariance.model import (
    INTERCEPT,
    LATENT,
    LOADING,
    MEAN,
    PATH,
    RESIDUAL,
    Implied,
    Places,
)

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Slopes:
    """First derivatives at e places: ``u``, ``v`` and ``mean``, each of shape (p, e)."""

    u: Array
    v: Array
    mean: Array

    def collected(self, weight: Array) -> Array:
        """Return the trace of ``weight`` times every derivative of sigma, shape (e,)."""
        return np.asarray(2 * np.einsum("pe,pe->e", self.u, weight @ self.v))


def slopes(at: Implied, places: Places) -> Slopes:
    """Return the first derivatives of the items' moments."""
    p, e = len(at.sigma), len(places.kind)
    out = Slopes(np.zeros((p, e)), np.zeros((p, e)), np.zeros((p, e)))
    for kind, which, row, col in places.by_kind:
        if kind in (LOADING, PATH):
            if kind == LOADING:
                out.u[row, which] = 1
            else:
                out.u[:, which] = at.reach[:, row]
            out.v[:, which] = at.shared[:, col]
            out.mean[:, which] = out.u[:, which] * at.latent_mean[col]
        elif kind == LATENT:
            out.u[:, which] = at.reach[:, row] * np.where(row == col, 0.5, 1)
            out.v[:, which] = at.reach[:, col]
        elif kind == RESIDUAL:
            out.u[row, which] = np.where(row == col, 0.5, 1)
            out.v[col, which] = 1
        elif kind == INTERCEPT:
            out.mean[row, which] = 1
        else:
            out.mean[:, which] = at.reach[:, row]
    return out


def latent_slopes(at: Implied, places: Places) -> Array:
    """Return the first derivatives of the latent variables' variances, shape (m, e)."""
    out = np.zeros((len(at.total), len(places.kind)))
    which = np.flatnonzero(places.kind == PATH)
    row, col = places.row[which], places.col[which]
    out[:, which] = 2 * at.total[:, row] * at.latent[:, col]
    which = np.flatnonzero(places.kind == LATENT)
    row, col = places.row[which], places.col[which]
    out[:, which] = np.where(row == col, 1, 2) * at.total[:, row] * at.total[:, col]
    return out


def curvature(
    at: Implied, places: Places, first: Slopes, weight: Array, push: Array | None
) -> Array:
    """Return the second derivatives of sigma and mu, weighted and summed over the items.

    Parameters
    ----------
    at, places, first
        The implied moments, the places and the first derivatives there.
    weight
        Weights of sigma, shape (p, p), symmetric.
    push
        Weights of mu, shape (p,); ``None`` without means.

    Returns
    -------
    ndarray
        ``tr(weight d²sigma) + push' d²mu``, shape (e, e).
    """
    e = len(places.kind)
    out = np.zeros((e, e))
    moving = places.moving
    if not len(moving):
        return out
    row, col = places.row[moving], places.col[moving]
    u, v = first.u[:, moving], first.v[:, moving]
    weighted = weight @ u
    inner = places.kind[moving] == PATH
    onward = at.total[col[:, None], np.where(inner, row, 0)] * inner
    half = (weighted.T @ v) * onward
    both = (u.T @ weighted) * at.latent[col[:, None], col] + half + half.T
    block = 2 * both
    if push is not None:
        pushed = u.T @ push
        turn = pushed[:, None] * onward * at.latent_mean[col]
        block += turn + turn.T
    out[moving[:, None], moving] = block
    for kind, which, a, b in places.by_kind:
        if kind == LATENT:
            across, total = weighted.T @ at.reach, at.total[col]
            mixed = across[:, a] * total[:, b] + across[:, b] * total[:, a]
            mixed *= np.where(a == b, 1, 2)
        elif kind == MEAN and push is not None:
            mixed = pushed[:, None] * at.total[col[:, None], a]
        else:
            continue
        out[moving[:, None], which] = mixed
        out[which[:, None], moving] = mixed.T
    return out
