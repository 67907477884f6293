"""Which way a driver points: its correlation, its coefficient beside others, and suppression."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cxlab._stats.intervals import t_p_value
from cxlab._stats.ordinal import cumulative
from cxlab.drivers._division import Division

Array = NDArray[np.float64]


def directions(division: Division, conf: float) -> tuple[Array, Array, list[str]]:
    """Return correlation, standardised coefficient and sign of each driver.

    The sign is that of the correlation, or ``turns`` where the coefficient clearly has the other
    one. Behind a driver of ``several`` columns there is no one number; it gets NaN.
    """
    corr, (n, k) = division.corr, division.x.shape
    weights = np.ones(n) if division.weights is None else division.weights
    centred = division.x - np.average(division.x, axis=0, weights=weights)
    z = centred / np.sqrt(np.average(centred**2, axis=0, weights=weights))
    if division.family == "ols":
        slopes, cov = _line(division.y, z, weights)
    else:
        fit = cumulative(z, division.y.astype(np.intp), weights=weights, robust=True)
        latent = fit.params[-k:] @ corr[:-1, :-1] @ fit.params[-k:] + np.pi**2 / 3
        slopes = fit.params[-k:] / np.sqrt(latent)
        cov = fit.cov[-k:, -k:] / latent
    clear = t_p_value(slopes / np.sqrt(np.diag(cov)), n - k - 1) < 1 - conf
    at = [block[0] for block in division.blocks]
    single = np.array([len(block) == 1 for block in division.blocks])
    r, beta = corr[-1, at], slopes[at]
    signs = np.where(r < 0, "negative", "positive").astype(object)
    signs[clear[at] & (r * beta < 0)] = "turns"
    signs[~single] = "several"
    return np.where(single, r, np.nan), np.where(single, beta, np.nan), list(signs)


def _line(y: Array, z: Array, weights: Array) -> tuple[Array, Array]:
    """Return the standardised slopes of a line and their sandwich covariance (HC1)."""
    n, k = z.shape
    u = y - np.average(y, weights=weights)
    u = u / np.sqrt(np.average(u**2, weights=weights))
    heavy = z * weights[:, None]
    slopes = np.linalg.solve(heavy.T @ z, heavy.T @ u)
    score = heavy * (u - z @ slopes)[:, None]
    bread = np.linalg.inv(heavy.T @ z)
    return slopes, bread @ (score.T @ score) @ bread * n / (n - k - 1)
