"""The completely standardised solution with standard errors by the delta method."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cxlab._stats.covariance.derivatives import latent_slopes, slopes
from cxlab._stats.covariance.model import (
    INTERCEPT,
    LATENT,
    LOADING,
    MEAN,
    PATH,
    RESIDUAL,
    Group,
    Matrices,
    Places,
    imply,
)

Array = NDArray[np.float64]
Codes = NDArray[np.intp]


def standardise(
    group: Group,
    collect: Array | None,
    params: Array,
    places: Places,
    *,
    unit: bool = False,
) -> tuple[Array, Array]:
    """Return standardised values, and how they move with the parameters.

    Parameters
    ----------
    group, collect
        The group and its 0/1 matrix from free places to parameters.
    params
        Estimates, shape (q,).
    places
        Free or fixed places, k of them.
    unit
        Whether every item has variance one and its residual what is left (ordered answers).

    Returns
    -------
    values, jacobian
        Shapes (k,) and (k, q). With the covariance matrix V of the estimates, the standard errors
        are the roots of the diagonal of ``jacobian @ V @ jacobian.T``.

    Notes
    -----
    Loadings and paths are multiplied by the standard deviation at their origin and divided by that
    at their end; variances are divided by the variance they are part of; covariances of residuals
    become their correlations. NaN where a variance is negative.
    """
    matrices = group.filled(params)
    at = imply(matrices)
    first = slopes(at, group.free)
    own = (np.diagonal(at.sigma), 2 * first.u * first.v)
    left = (np.diagonal(matrices.residual), _diagonal(group, RESIDUAL, group.items))
    if unit:  # sigma holds what is explained, and the residual variance is the rest
        left = (1 - own[0], -own[1])
        own = (np.ones_like(own[0]), np.zeros_like(own[1]))
    variances = (
        own,
        (np.diagonal(at.latent), latent_slopes(at, group.free)),
        left,
        (np.diagonal(matrices.latent), _diagonal(group, LATENT, group.latents)),
    )
    logs = []
    with np.errstate(divide="ignore", invalid="ignore"):
        for variance, slope in variances:
            logs.append((np.log(variance), slope / variance[:, None]))
    size = np.zeros(len(places.kind))
    turn = np.zeros((len(places.kind), len(group.free.kind)))
    for which, source, where, power in _powers(places):
        size[which] += power * logs[source][0][where]
        turn[which] += power * logs[source][1][where]
    with np.errstate(invalid="ignore", over="ignore"):
        scale = np.exp(size)
        values = _values(matrices, places) * scale
        turn = np.where(values[:, None] == 0, 0.0, values[:, None] * turn)
        turn += _own(group, places) * scale[:, None]
    return values, turn if collect is None else turn @ collect


def _powers(places: Places) -> list[tuple[Codes, int, Codes, float]]:
    """Return which place is multiplied by what power of which variance.

    Variances are numbered 0 items, 1 latent variables, 2 residuals, 3 latent residuals.
    """
    kind, row, col = places
    out = []

    def add(mask: NDArray[np.bool_], source: int, where: Codes, power: float) -> None:
        which = np.flatnonzero(mask)
        if len(which):
            out.append((which, source, where[which], power))

    add(kind == LOADING, 1, col, 0.5)
    add(kind == LOADING, 0, row, -0.5)
    add(kind == PATH, 1, col, 0.5)
    add(kind == PATH, 1, row, -0.5)
    for code, total, own in ((RESIDUAL, 0, 2), (LATENT, 1, 3)):
        add((kind == code) & (row == col), total, row, -1)
        add((kind == code) & (row != col), own, row, -0.5)
        add((kind == code) & (row != col), own, col, -0.5)
    add(kind == INTERCEPT, 0, row, -0.5)
    add(kind == MEAN, 1, row, -0.5)
    return out


def _diagonal(group: Group, kind: int, size: int) -> Array:
    """Return how a matrix's diagonal moves with the free places, shape (size, e)."""
    out = np.zeros((size, len(group.free.kind)))
    free = group.free
    which = np.flatnonzero((free.kind == kind) & (free.row == free.col))
    out[free.row[which], which] = 1
    return out


def _values(matrices: Matrices, places: Places) -> Array:
    out = np.empty(len(places.kind))
    for kind, matrix in enumerate(matrices):
        which = np.flatnonzero(places.kind == kind)
        row, col = places.row[which], places.col[which]
        out[which] = matrix[row] if kind >= INTERCEPT else matrix[row, col]
    return out


def _own(group: Group, places: Places) -> Array:
    """Return 1 where a place is that free place, shape (k, e)."""
    same = [a[:, None] == b for a, b in zip(places, group.free, strict=True)]
    return (same[0] & same[1] & same[2]).astype(float)


def r_squared(group: Group, params: Array) -> tuple[Array, Array]:
    """Return the explained shares of the items' and of the latent variables' variances."""
    matrices = group.filled(params)
    at = imply(matrices)
    with np.errstate(divide="ignore", invalid="ignore"):
        items = 1 - np.diagonal(matrices.residual) / np.diagonal(at.sigma)
        latent = 1 - np.diagonal(matrices.latent) / np.diagonal(at.latent)
    return items, latent
