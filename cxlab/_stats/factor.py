"""One common factor by minimum residuals (minres), of one matrix or of many."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

BOUND = float(np.sqrt(0.995))  # a unique variance stays at 0.005 or more, as in R's psych
SWEEPS = 10  # item by item, before Newton's steps
STEPS = 200
CLOSE = 1e-12


def one_factor(corr: Array) -> Array:
    """Return the loadings of one factor that reproduces the correlations best.

    Parameters
    ----------
    corr
        Correlations, shape (..., k, k), of three items or more.

    Returns
    -------
    Shape (..., k); the sign makes the loadings of a matrix sum to a positive number.

    Notes
    -----
    The sum of squared off-diagonal residuals is smallest under ``abs(loading) <= BOUND``; a loading
    at the bound is a Heywood case. Each loading in turn is set to its best value given the others a
    few times; Newton's steps, damped where they do not gain, do the rest, all matrices at once.
    """
    k = corr.shape[-1]
    stack = np.array(corr, float).reshape(-1, k, k)
    at = np.arange(k)
    values, vectors = np.linalg.eigh(stack)
    loadings = np.clip(vectors[:, :, -1] * np.sqrt(np.maximum(values[:, -1:], 0)), -0.9, 0.9)
    stack[:, at, at] = 0
    _sweep(stack, loadings)
    _polish(stack, loadings)
    loadings *= np.where(loadings.sum(axis=1, keepdims=True) < 0, -1, 1)
    return loadings.reshape(corr.shape[:-1])


def _sweep(hollow: Array, loadings: Array) -> None:
    square = (loadings**2).sum(axis=1)
    for _sweep in range(SWEEPS):
        for i in range(loadings.shape[1]):
            others = square - loadings[:, i] ** 2
            best = np.einsum("mi,mi->m", hollow[:, i], loadings)
            best = np.divide(best, others, out=np.zeros_like(best), where=others > 1e-14)
            loadings[:, i] = np.clip(best, -BOUND, BOUND)
            square = (loadings**2).sum(axis=1)


def _polish(hollow: Array, loadings: Array) -> None:
    """Take damped Newton steps in place, each matrix with a damping of its own."""
    k = loadings.shape[1]
    at = np.arange(k)
    damping = np.zeros(len(loadings))
    going = np.arange(len(loadings))
    for _step in range(STEPS):
        now, part = loadings[going], hollow[going]
        square = now**2
        total = square.sum(axis=1)[:, None]
        gradient = now * (total - square) - np.einsum("mij,mj->mi", part, now)
        stuck = (np.abs(now) >= BOUND) & (gradient * now < 0)
        gradient[stuck] = 0
        left = np.abs(gradient).max(axis=1) > CLOSE
        if not left.any():
            return
        going, now, part, stuck = going[left], now[left], part[left], stuck[left]
        gradient, square, total = gradient[left], square[left], total[left]
        hessian = 2 * now[:, :, None] * now[:, None, :] - part
        hessian[:, at, at] = total - square
        hessian[stuck] = 0
        hessian.swapaxes(1, 2)[stuck] = 0
        hessian[:, at, at] += np.where(stuck, 1, damping[going, None] + 1e-14)
        trial = np.clip(
            now - np.linalg.solve(hessian, gradient[:, :, None])[:, :, 0], -BOUND, BOUND
        )
        change = _misfit(part, trial) - _misfit(part, now)
        better = change <= 1e-15
        loadings[going[better]] = trial[better]
        damping[going] = np.where(
            better, damping[going] / 10, np.maximum(10 * damping[going], 1e-3)
        )
        damping[damping < 1e-6] = 0
        going = going[better | (damping[going] < 1e8)]


def _misfit(hollow: Array, loadings: Array) -> Array:
    """Return half the sum of squared residuals above the diagonal, less what is constant."""
    square = loadings**2
    common = np.einsum("mi,mij,mj->m", loadings, hollow, loadings)
    return np.asarray((square.sum(axis=1) ** 2 - (square**2).sum(axis=1)) / 4 - common / 2)
