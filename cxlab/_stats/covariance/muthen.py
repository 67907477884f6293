"""Sampling covariances of thresholds and polychoric correlations (Muthén 1984)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cxlab._stats.polychoric import Polychoric, polychoric, tabulate

Array = NDArray[np.float64]
Codes = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class OrdinalMoments:
    """What WLSMV needs of one group of ordered answers.

    Parameters
    ----------
    n
        Rows.
    estimates
        Thresholds and polychoric correlations.
    threshold_cov
        Covariances of all thresholds, item by item, shape (t, t).
    spread
        n times the covariances of the correlations, shape (k, k), for the k pairs of the lower
        triangle by columns.
    """

    n: int
    estimates: Polychoric
    threshold_cov: Array
    spread: Array

    @property
    def correlations(self) -> Array:
        """The correlations of the lower triangle by columns, shape (k,)."""
        second, first = np.triu_indices(len(self.estimates.corr), 1)
        return np.asarray(self.estimates.corr[first, second])


def ordinal_moments(codes: Codes) -> OrdinalMoments:
    """Estimate thresholds and correlations of answers 0 … c - 1, shape (n, p), and their spread.

    Notes
    -----
    Every estimate solves an equation of its own, the correlations with the thresholds put in. Their
    joint covariance is the sandwich of the equations' derivatives, taken as outer products within
    one item or pair, and the outer products of all scores.
    """
    n, p = codes.shape
    estimates = polychoric(codes)
    tables, _thresholds = tabulate(codes)
    rho = estimates.corr[tables.first, tables.second]
    chance = tables.chances(rho)
    own = tables.slopes(rho) / chance  # scores of the correlations, by cell
    weight = tables.counts * own
    outer, inner, slots = _thresholds_scores(codes, estimates)
    scores = own[np.arange(len(rho)), codes[:, tables.first], codes[:, tables.second]]
    across = np.zeros((len(rho), outer.shape[1]))
    for second, items in ((False, tables.first), (True, tables.second)):
        slope = tables.threshold_slopes(rho, second=second) / chance[:, None]
        pull = np.einsum("kab,ktab->kt", weight, slope)
        for item in range(p):
            which = np.flatnonzero(items == item)
            across[which, slots[item]] += pull[which, : len(estimates.thresholds[item])]
    bread = np.linalg.inv(inner)
    size = (weight * own).sum(axis=(1, 2))
    # influence of a row on each estimate, but for the factor 1 / n
    thresholds = outer @ bread
    size = np.where(size > 0, size, np.nan)  # at the edge the answers say nothing of it
    correlations = (scores - thresholds @ across.T) / size
    return OrdinalMoments(
        n, estimates, thresholds.T @ thresholds, n * (correlations.T @ correlations)
    )


def _thresholds_scores(codes: Codes, estimates: Polychoric) -> tuple[Array, Array, list[slice]]:
    """Return every row's scores of the thresholds, their information, and each item's columns."""
    ends = np.cumsum([len(cuts) for cuts in estimates.thresholds])
    slots = [slice(b - len(c), b) for b, c in zip(ends, estimates.thresholds, strict=True)]
    scores = np.zeros((len(codes), int(ends[-1])))
    inner = np.zeros((int(ends[-1]),) * 2)
    for item, (cuts, slot) in enumerate(zip(estimates.thresholds, slots, strict=True)):
        counts = np.bincount(codes[:, item], minlength=len(cuts) + 1)
        height = np.exp(-(cuts**2) / 2) / np.sqrt(2 * np.pi)
        at = np.arange(len(cuts))
        table = np.zeros((len(cuts) + 1, len(cuts)))
        table[at, at], table[at + 1, at] = height, -height
        table *= len(codes) / counts[:, None]
        scores[:, slot] = table[codes[:, item]]
        inner[slot, slot] = (table * counts[:, None]).T @ table
    return scores, inner, slots
