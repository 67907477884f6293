"""Cumulative (proportional-odds) logit by exact Newton steps, and the test for separation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Array = NDArray[np.float64]
Codes = NDArray[np.intp]

FAR = 20.0  # span of a linear predictor; where there is no maximum Newton's steps go to about 40


@dataclass(frozen=True, eq=False)
class OrdinalFit:
    """Estimates of a cumulative logit: thresholds first, then the slopes.

    ``params`` has shape (q,), ``cov`` (q, q) is the inverse of the observed information.
    """

    params: Array
    cov: Array
    loglik: float
    converged: bool


def rows(x: Array, codes: Codes, free: int | None = None) -> tuple[Array, Array]:
    """Return the rows that make the upper and lower cut of each answer, both of shape (n, q).

    The model is ``logit P(y <= j) = threshold_j - x @ slopes`` with answers coded 0 … K - 1, so an
    answer ``j`` lies between the cuts ``j`` (upper) and ``j - 1`` (lower). With ``free`` the slope
    of that column differs by threshold (partial proportional odds): K - 2 further parameters.
    """
    cuts = np.arange(codes.max())
    upper = np.hstack([(codes[:, None] == cuts).astype(float), -x])
    lower = np.hstack([(codes[:, None] == cuts + 1).astype(float), -x])
    if free is not None:
        column, later = x[:, free, None], cuts[1:]
        upper = np.hstack([upper, -column * (codes[:, None] == later)])
        lower = np.hstack([lower, -column * (codes[:, None] == later + 1)])
    return upper, lower


def cumulative_logit(
    x: Array, codes: Codes, *, free: int | None = None, steps: int = 60
) -> OrdinalFit:
    """Fit the model of :func:`rows` by maximum likelihood, for ``x`` of shape (n, p).

    Newton's method with halved steps; ``converged`` is False when the likelihood has no maximum.
    """
    upper, lower = rows(x, codes, free)
    cuts = int(codes.max())
    share = np.cumsum(np.bincount(codes))[:-1] / len(codes)
    params: Array = np.zeros(upper.shape[1])
    params[:cuts] = np.log(share / (1 - share))
    loglik, gradient, information = _derivatives(params, upper, lower, codes)
    for _ in range(steps):
        try:
            step = np.linalg.solve(information, gradient)
        except np.linalg.LinAlgError:
            break
        if gradient @ step < 1e-20 * len(codes):
            return OrdinalFit(params, np.asarray(np.linalg.inv(information), float), loglik, True)
        size = 1.0
        while size > 1e-6:
            trial = _derivatives(params + size * step, upper, lower, codes)
            if trial[0] >= loglik - 1e-12 * abs(loglik):
                break
            size /= 2
        params = params + size * step
        loglik, gradient, information = trial
    return OrdinalFit(params, np.full(information.shape, np.nan), loglik, False)


def probabilities(fit_params: Array, x: Array, levels: int) -> Array:
    """Return the probability of every level, shape (n, levels)."""
    cuts, slopes = fit_params[: levels - 1], fit_params[levels - 1 :]
    below = expit(cuts - (x @ slopes)[:, None])
    edge = np.zeros((len(x), 1))
    return np.diff(np.hstack([edge, below, edge + 1]), axis=1)


def separating(x: Array, codes: Codes) -> Array | None:
    """Return slopes along which the likelihood grows for ever, or ``None`` if it has a maximum.

    A linear programme after Konis (2007): is there a direction that moves no answer the wrong way
    and at least one the right way? Two levels make it the test for the binary logit. It is solved
    only where Newton's method does not settle at a moderate predictor; settling proves a maximum.
    """
    from scipy.optimize import linprog

    scaled = (x - x.mean(axis=0)) / x.std(axis=0)
    fit = cumulative_logit(scaled, codes)
    if fit.converged and np.ptp(scaled @ fit.params[codes.max() :]) < FAR:
        return None
    upper, lower = rows(scaled, codes)
    moves = np.vstack([upper[codes < codes.max()], -lower[codes > 0]])
    moves = np.unique(moves, axis=0)
    found = linprog(-moves.sum(axis=0), A_ub=-moves, b_ub=np.zeros(len(moves)), bounds=(-1, 1))
    if found.x is None or (moves @ found.x).max() < 1e-6:
        return None
    slopes = found.x[codes.max() :]
    return np.where(np.abs(slopes) > 1e-6, slopes, 0.0)


def _derivatives(
    params: Array, upper: Array, lower: Array, codes: Codes
) -> tuple[float, Array, Array]:
    """Return the log-likelihood, its gradient and the observed information at ``params``."""
    u = np.where(codes == codes.max(), np.inf, upper @ params)
    v = np.where(codes == 0, -np.inf, lower @ params)
    flip = np.where(u + np.maximum(v, -1e300) > 0, -1.0, 1.0)  # differences of small tails only
    chance = np.maximum(np.abs(expit(flip * u) - expit(flip * v)), 1e-300)
    if np.any(u < v):
        return -np.inf, np.zeros_like(params), np.eye(len(params))
    du, dv = expit(u) * expit(-u), expit(v) * expit(-v)
    slope = (du / chance)[:, None] * upper - (dv / chance)[:, None] * lower
    bend_u = du * (1 - 2 * expit(u)) / chance
    bend_v = dv * (1 - 2 * expit(v)) / chance
    information = slope.T @ slope - upper.T @ (bend_u[:, None] * upper)
    information += lower.T @ (bend_v[:, None] * lower)
    return float(np.log(chance).sum()), slope.sum(axis=0), information
