"""Beta-discrete-Weibull model of contracts; with shape 1 it is the shifted beta-geometric one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, psi, zeta

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

STEPS = 60
SETTLED = 1e-12  # promise of a step in log-likelihood; after it the error is its square
MOST = 1e6  # of a parameter or its inverse
ALIKE = 1e4  # alpha from which chances of leaving differ by a hundredth of themselves, or less


def log_survival(params: Array, periods: Array) -> Array:
    """Return log B(alpha, beta + t^c) - log B(alpha, beta), shape (fits, times).

    ``params`` holds alpha, beta and c, shape (fits, 3); ``periods`` are positive.
    """
    alpha, beta, shape = (params[:, i, None] for i in range(3))
    powers, whole = periods**shape, alpha + beta
    log = gammaln(beta + powers) - gammaln(beta) - gammaln(whole + powers) + gammaln(whole)
    return np.asarray(log)


def rates(params: Array, age: int, periods: int) -> Array:
    """Return the retention rates of renewals age + 1 … age + periods, shape (fits, periods)."""
    time = np.arange(max(age, 1), age + periods + 1, dtype=float)
    logs = log_survival(params, time)
    if not age:
        logs = np.concatenate([np.zeros((len(params), 1)), logs], axis=1)
    return np.asarray(np.exp(np.diff(logs, axis=1)))


def slopes(params: Array, periods: Array) -> tuple[Array, Array]:
    """Return first and second derivatives of the log survival by the logarithms of the parameters.

    Shapes (fits, times, 3) and (fits, times, 3, 3).
    """
    alpha, beta, shape = (params[:, i, None] for i in range(3))
    u, whole = periods**shape, alpha + beta
    by_c = shape * u * np.log(periods)  # derivative of t^c by log c
    digamma_s, digamma_b = psi(whole + u), psi(beta + u)
    trigamma_s, trigamma_b = zeta(2.0, whole + u), zeta(2.0, beta + u)
    da = psi(whole) - digamma_s
    db = digamma_b - psi(beta) + da
    du = digamma_b - digamma_s
    daa = zeta(2.0, whole) - trigamma_s
    dbb = trigamma_b - zeta(2.0, beta) + daa
    duu = trigamma_b - trigamma_s
    first = np.stack([alpha * da, beta * db, by_c * du], axis=-1)
    second = np.empty((*first.shape, 3))
    second[..., 0, 0] = alpha * da + alpha**2 * daa
    second[..., 1, 1] = beta * db + beta**2 * dbb
    second[..., 2, 2] = by_c * (1 + shape * np.log(periods)) * du + by_c**2 * duu
    second[..., 0, 1] = second[..., 1, 0] = alpha * beta * daa
    second[..., 0, 2] = second[..., 2, 0] = -alpha * by_c * trigamma_s
    second[..., 1, 2] = second[..., 2, 1] = beta * by_c * duu
    return first, second


def loglik(params: Array, lost: Array, kept: Array) -> Array:
    """Return the log-likelihood of each fit, shape (fits,)."""
    stay = np.diff(log_survival(params, _periods(lost)), axis=1, prepend=0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        gone = np.where(lost > 0, lost * np.log(-np.expm1(stay)), 0.0)
    return np.asarray((gone + kept * stay).sum(axis=1))


def derivatives(params: Array, lost: Array, kept: Array) -> tuple[Array, Array]:
    """Return gradient and Hessian by the logarithms of the parameters, (fits, 3), (fits, 3, 3)."""
    periods = _periods(lost)
    stay = np.diff(log_survival(params, periods), axis=1, prepend=0.0)
    first, second = (np.diff(part, axis=1, prepend=0.0) for part in slopes(params, periods))
    churn = np.maximum(-np.expm1(stay), 1e-100)
    weight = kept - lost * (1 - churn) / churn
    bend = -lost * (1 - churn) / churn**2
    gradient = np.einsum("ft,fti->fi", weight, first)
    hessian = np.einsum("fti,ftj->fij", bend[..., None] * first, first)
    hessian += np.einsum("ft,ftij->fij", weight, second)
    return gradient, hessian


def maximum(lost: Array, kept: Array, start: Array) -> tuple[Array, Mask]:
    """Fit alpha, beta and c by maximum likelihood, for counts of shape (fits, periods).

    ``start`` has shape (3,) or (fits, 3). Newton's method on logarithms with halved steps. Where a
    parameter passes ``MOST``, or alpha ``ALIKE``, the likelihood has no maximum: the climb stops
    there, not converged.
    """
    logs = np.broadcast_to(np.log(start), (len(lost), 3)).copy()
    done = np.zeros(len(lost), dtype=bool)
    active = np.arange(len(lost))
    height = loglik(np.exp(logs), lost, kept)
    for _ in range(STEPS):
        d, k, now = lost[active], kept[active], logs[active]
        gradient, hessian = derivatives(np.exp(now), d, k)
        values, vectors = np.linalg.eigh(-hessian)
        curve = np.maximum(np.abs(values), 1e-10 * np.abs(values).max(axis=1, keepdims=True))
        turned = np.einsum("fij,fi->fj", vectors, gradient)
        step = np.einsum("fij,fj->fi", vectors, turned / curve)
        gain = (turned**2 / curve).sum(axis=1)
        size = np.minimum(1.0, 2.0 / np.maximum(np.abs(step).max(axis=1), 1e-300))
        trial = now + size[:, None] * step
        new = loglik(np.exp(trial), d, k)
        for _half in range(40):
            worse = ~(new >= height[active] - 1e-12 * np.abs(height[active]))
            if not worse.any():
                break
            size[worse] /= 2
            trial[worse] = now[worse] + size[worse, None] * step[worse]
            new[worse] = loglik(np.exp(trial[worse]), d[worse], k[worse])
        logs[active], height[active] = trial, new
        settled = (gain < SETTLED) & (values[:, 0] > 0)
        away = (np.abs(trial).max(axis=1) > np.log(MOST)) | (trial[:, 0] > np.log(ALIKE))
        done[active[settled & ~away]] = True
        active = active[~settled & ~away]
        if not len(active):
            break
    return np.exp(logs), done


def _periods(counts: Array) -> Array:
    return np.arange(1.0, counts.shape[1] + 1)
