"""Polychoric correlations: the correlations of the normal variables behind ordered answers.

Thresholds come from each item's own shares, then every correlation from the table of two items
(two-step maximum likelihood, Olsson 1979), all tables at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from cxlab._stats.bivariate_normal import density, distribution
from cxlab._stats.moments import correlations

Array = NDArray[np.float64]
Codes = NDArray[np.intp]

STEPS = 200
SETTLED = 1e-12
EDGE = 0.9999  # a correlation beyond this is at the edge: two items that order all rows alike
FLOOR = 1e-4  # the smallest eigenvalue of correlations that are smoothed
LEAST = 1e-12  # the smallest chance of a cell that holds answers


@dataclass(frozen=True, eq=False)
class Polychoric:
    """Thresholds and correlations of p items.

    Parameters
    ----------
    thresholds
        One array per item, one number fewer than its answers.
    corr
        Correlations, shape (p, p). The two-step estimates need not be positive definite together.
    converged
        Whether each correlation was reached inside -1 … 1, shape (p, p).
    """

    thresholds: list[Array]
    corr: Array
    converged: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Tables:
    """The tables of all pairs of items, padded to one size, and the chances of their cells.

    Parameters
    ----------
    first, second
        The items of every pair, shape (k,), in the order of the lower triangle by columns.
    counts
        Answers in every cell, shape (k, c, c).
    cuts
        Thresholds of every item, padded with infinities, shape (p, c - 1).
    """

    first: Codes
    second: Codes
    counts: Array
    cuts: Array

    def chances(self, rho: Array) -> Array:
        """Return the chance of every cell, shape (k, c, c); tiny where it underflows."""
        x, y = self.cuts[self.first][:, :, None], self.cuts[self.second][:, None, :]
        k, c = len(rho), self.cuts.shape[1] + 1
        grid = np.zeros((k, c + 1, c + 1))
        inner = np.isfinite(x) & np.isfinite(y)
        both = distribution(np.where(inner, x, 0.0), np.where(inner, y, 0.0), rho[:, None, None])
        apart = np.minimum(ndtr(x), ndtr(y))  # where one cut is infinite the other decides
        grid[:, 1:c, 1:c] = np.where(inner, both, apart)
        grid[:, c, 1:c] = ndtr(y[:, 0])
        grid[:, 1:c, c] = ndtr(x[:, :, 0])
        grid[:, c, c] = 1
        return np.maximum(_differences(grid), LEAST)

    def slopes(self, rho: Array) -> Array:
        """Return the derivatives of the chances by the correlation, shape (k, c, c)."""
        x, y = self.cuts[self.first][:, :, None], self.cuts[self.second][:, None, :]
        k, c = len(rho), self.cuts.shape[1] + 1
        grid = np.zeros((k, c + 1, c + 1))
        grid[:, 1:c, 1:c] = density(x, y, rho[:, None, None])
        return _differences(grid)

    def threshold_slopes(self, rho: Array, *, second: bool) -> Array:
        """Return the derivatives of the chances by the thresholds of one item.

        Shape (k, c - 1, c, c): pair, threshold, answer to the first and to the second item.
        """
        own, other = (self.second, self.first) if second else (self.first, self.second)
        x, y = self.cuts[own][:, :, None], self.cuts[other][:, None, :]
        with np.errstate(invalid="ignore"):
            inside = (y - rho[:, None, None] * x) / np.sqrt(1 - rho**2)[:, None, None]
            edge = np.where(np.isfinite(x), np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi), 0.0)
            below = edge * np.where(np.isfinite(x), ndtr(inside), 0.0)
        below = np.concatenate([np.zeros_like(edge), below, edge], axis=2)
        strip = np.diff(below, axis=2)  # density along the threshold in every answer to the other
        k, cuts, c = strip.shape
        out = np.zeros((k, cuts, c, c))
        at = np.arange(cuts)
        out[:, at, at, :], out[:, at, at + 1, :] = strip, -strip
        return out.swapaxes(2, 3) if second else out


def tabulate(codes: Codes) -> tuple[Tables, list[Array]]:
    """Count the tables of all pairs of items; also the thresholds of every item.

    Parameters
    ----------
    codes
        Answers 0 … c - 1 of n rows to p items, shape (n, p), every one of them given by somebody.
    """
    n, p = codes.shape
    sizes = codes.max(axis=0) + 1
    c = int(sizes.max())
    dummies = (codes.T[:, :, None] == np.arange(c)).astype(float)
    thresholds = []
    cuts = np.full((p, c - 1), np.inf)
    for item in range(p):
        share = np.cumsum(dummies[item].sum(axis=0))[: sizes[item] - 1] / n
        thresholds.append(ndtri(share))
        cuts[item, : len(share)] = thresholds[-1]
    flat = dummies.transpose(1, 0, 2).reshape(n, p * c)
    joint = (flat.T @ flat).reshape(p, c, p, c).swapaxes(1, 2)
    second, first = np.triu_indices(p, 1)  # pair (first > second) runs down the columns
    return Tables(first, second, joint[first, second], cuts), thresholds


def polychoric(codes: Codes) -> Polychoric:
    """Estimate the polychoric correlations of answers 0 … c - 1, shape (n, p).

    Notes
    -----
    Fisher's steps on each correlation, none further than half-way to the edge.
    """
    tables, thresholds = tabulate(codes)
    begin = np.asarray(np.corrcoef(codes.T))[tables.first, tables.second]
    rho, reached = correlate(tables, begin)
    p = codes.shape[1]
    corr, converged = np.eye(p), np.ones((p, p), bool)
    corr[tables.first, tables.second] = corr[tables.second, tables.first] = rho
    converged[tables.first, tables.second] = converged[tables.second, tables.first] = reached
    return Polychoric(thresholds, corr, converged)


def correlate(tables: Tables, start: Array) -> tuple[Array, NDArray[np.bool_]]:
    """Return the correlation of every table, shape (k,), and whether its maximum was reached."""
    rho = np.clip(start, -0.95, 0.95)
    reached = np.zeros(len(rho), dtype=bool)
    going = np.arange(len(rho))
    part = tables
    for _step in range(STEPS):
        now = rho[going]
        chance, slope = part.chances(now), part.slopes(now)
        ratio = slope / chance
        score = (part.counts * ratio).sum(axis=(1, 2))
        n = part.counts.sum(axis=(1, 2))
        known = n * (slope * ratio).sum(axis=(1, 2))
        away = np.where(now < 0, -1.0, 1.0)  # where nothing tells correlations apart: to the edge
        step = np.divide(score, known, out=away, where=known > 0)
        onward = now + np.clip(step, -(1 + now) / 2, (1 - now) / 2)  # half-way to the edge at most
        rho[going] = onward
        settled = np.abs(onward - now) < SETTLED
        reached[going[settled]] = True
        stuck = np.abs(onward) > EDGE
        left = ~(settled | stuck)
        going = going[left]
        if not len(going):
            break
        part = Tables(tables.first[going], tables.second[going], tables.counts[going], tables.cuts)
    return np.clip(rho, -EDGE, EDGE), reached


def _differences(grid: Array) -> Array:
    """Return what lies between the lines of a cumulated grid."""
    return np.asarray(np.diff(np.diff(grid, axis=1), axis=2))


def smoothed(corr: Array) -> tuple[Array, bool]:
    """Return the correlations with no eigenvalue below ``FLOOR``, and whether that changed them.

    Small and negative eigenvalues are raised to the floor and the diagonal is scaled back to one,
    as R's psych does (its floor is smaller).
    """
    values, vectors = np.linalg.eigh(corr)
    if values[0] >= FLOOR:
        return corr, False
    raised = (vectors * np.maximum(values, FLOOR)) @ vectors.T
    return correlations(raised), True
