"""Brant's test of proportional odds: binary logits at every cut, and whether their slopes agree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from scipy.special import expit

from cxlab._stats.ordinal import FAR, cumulative, unique_rows

Array = NDArray[np.float64]
Codes = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Brant:
    """Binary logits of ``y > cut`` on the drivers.

    Parameters
    ----------
    slopes
        Shape (cuts, p); NaN at a cut whose likelihood has no maximum.
    cov
        Their joint covariance, shape (cuts, p, cuts, p); NaN likewise.
    cuts
        The cuts that could be fitted.
    """

    slopes: Array
    cov: Array
    cuts: list[int]

    def test(self, columns: list[int]) -> tuple[float, int, float]:
        """Test that the slopes of these columns agree at all cuts: chi², its df, and p."""
        some = np.ix_(self.cuts, columns)
        values = self.slopes[some]
        cov = self.cov[np.ix_(self.cuts, columns, self.cuts, columns)]
        size = values.size
        against = np.kron(np.diff(np.eye(len(self.cuts)), axis=0), np.eye(len(columns)))
        off = against @ values.ravel()
        statistic = float(off @ np.linalg.solve(against @ cov.reshape(size, size) @ against.T, off))
        return statistic, len(against), float(stats.chi2.sf(statistic, len(against)))


def brant(x: Array, codes: Codes, weights: Array | None = None) -> Brant:
    """Fit the binary logits with the covariances between them (Brant 1990).

    ``x`` has shape (n, p), ``codes`` are 0 … K - 1. Without ``weights`` the covariance is that of
    the model, as in Brant's paper; with them it is the sandwich of the scores.
    """
    given = np.ones(len(x)) if weights is None else weights / weights.mean()
    x, codes, given, squares = unique_rows(x, codes, given)
    cuts, p = int(codes.max()), x.shape[1]
    rows = np.column_stack([np.ones(len(x)), x - x.mean(axis=0)])
    slopes, chance = np.full((cuts, p), np.nan), np.full((cuts, len(x)), np.nan)
    bread: dict[int, Array] = {}
    for cut in range(cuts):
        fit = cumulative(rows[:, 1:], (codes > cut).astype(np.intp), weights=given)
        if fit.converged and np.ptp(rows[:, 1:] @ fit.params[1:]) < FAR:
            slopes[cut] = fit.params[1:]
            chance[cut] = expit(rows[:, 1:] @ fit.params[1:] - fit.params[0])
            turn = np.diag([-1.0, *np.ones(p)])
            bread[cut] = turn @ fit.cov @ turn
    cov = np.full((cuts, p, cuts, p), np.nan)
    for one in bread:
        for two in bread:
            if weights is None:
                low, high = max(one, two), min(one, two)
                heights = given * chance[low] * (1 - chance[high])
            else:
                rest = [(codes > cut) - chance[cut] for cut in (one, two)]
                heights = squares * rest[0] * rest[1]
            middle = rows.T @ (rows * heights[:, None])
            cov[one, :, two] = (bread[one] @ middle @ bread[two])[1:, 1:]
    return Brant(slopes, cov, list(bread))
