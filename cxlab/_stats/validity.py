"""Convergent and discriminant validity from correlations of items and from loadings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def ave(loadings: Array) -> float:
    """Return the average variance extracted from standardised loadings, shape (k,)."""
    return float((loadings**2).mean())


def rho_c(loadings: Array) -> float:
    """Return the composite reliability of standardised loadings, shape (k,): Jöreskog's rho."""
    shared = loadings.sum() ** 2
    return float(shared / (shared + (1 - loadings**2).sum()))


def rho_a(corr: Array, weights: Array) -> Array:
    """Return Dijkstra and Henseler's reliability of a composite, shape (...).

    Parameters
    ----------
    corr
        Correlations of the items, shape (k, k, ...).
    weights
        Of the standardised items, shape (k, ...), scaled to a composite of variance one.

    Notes
    -----
    ``(w'w)**2 * w'(S - diag S)w / w'(ww' - diag ww')w``; 1 for a single item.
    """
    if len(weights) == 1:
        return np.ones(weights.shape[1:])
    square = (weights**2).sum(axis=0)
    shared = np.einsum("i...,ij...,j...->...", weights, corr, weights) - square  # diag S is one
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(square**2 * shared / (square**2 - (weights**4).sum(axis=0)))


def rho_a_of_factor(corr: Array, loadings: Array) -> float:
    """Return rho_a of the composite whose weights are the loadings of one factor, shape (k,)."""
    size = np.sqrt(loadings @ corr @ loadings)
    return float(rho_a(corr, loadings / size))


def htmt(corr: Array, sizes: Sequence[int]) -> Array:
    """Return the heterotrait-monotrait ratios of blocks of items.

    Parameters
    ----------
    corr
        Correlations, shape (..., n_items, n_items), items in the order of the blocks.
    sizes
        Items of each block; a block of one item correlates 1 with itself.

    Returns
    -------
    Shape (..., n_blocks, n_blocks), 1 on the diagonal.

    Notes
    -----
    Henseler, Ringle and Sarstedt (2015), with absolute correlations as they advise since, so that
    reversed items do not cancel others.
    """
    return _ratio(_means(np.abs(corr), sizes))


def htmt2(corr: Array, sizes: Sequence[int]) -> Array:
    """Return the ratios with geometric means, for items that measure unequally well.

    As :func:`htmt`; Roemer, Schuberth and Henseler (2021). A correlation of zero makes a ratio 0.
    """
    with np.errstate(divide="ignore"):
        return _ratio(np.exp(_means(np.log(np.abs(corr)), sizes, own=0.0)))


def _means(values: Array, sizes: Sequence[int], own: float = 1.0) -> Array:
    """Return the means within and between blocks, the diagonal of the items left out."""
    k = np.asarray(sizes)
    starts = np.cumsum([0, *k[:-1]])
    off = values.copy()
    at = np.arange(values.shape[-1])
    off[..., at, at] = 0
    sums = np.add.reduceat(np.add.reduceat(off, starts, axis=-1), starts, axis=-2)
    pairs = np.outer(k, k) - np.diag(k)
    means = sums / np.where(pairs > 0, pairs, 1)
    alone = np.flatnonzero(k == 1)
    means[..., alone, alone] = own
    return means


def _ratio(means: Array) -> Array:
    within = np.sqrt(np.diagonal(means, axis1=-2, axis2=-1))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = means / (within[..., :, None] * within[..., None, :])
    at = np.arange(means.shape[-1])
    ratio[..., at, at] = 1
    return ratio
