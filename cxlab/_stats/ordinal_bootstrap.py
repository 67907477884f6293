"""Cumulative logits on many resamples at once: Newton steps for all of them in matrix products."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from cxlab._stats.ordinal import cumulative

Array = NDArray[np.float64]
Codes = NDArray[np.intp]
Flags = NDArray[np.bool_]

STEPS = 12
CLOSE = 1e-4  # the error after a step is about the square of the step: beyond eight digits
_LEAST = 1e-12  # a probability below this counts as this


def resampled_slopes(x: Array, codes: Codes, weights: Array, params: Array) -> tuple[Array, Flags]:
    """Return the slopes of every resample and whether they converged, (draws, p) and (draws,).

    Parameters
    ----------
    x, codes
        Drivers with mean 0 and standard deviation 1, shape (n, p), and answers coded 0 … K - 1.
    weights
        How often each row enters each resample, shape (draws, n).
    params
        The estimate from all rows, thresholds first: where every resample starts.

    Notes
    -----
    Rows are sorted by answer, so that the gradient and the information of all resamples are sums of
    matrix products, one per answer. What has not settled after ``STEPS`` is fitted on its own, with
    halved steps; a resample without one of the answers has no maximum.
    """
    order = np.argsort(codes, kind="stable")
    x, codes, weights = x[order], codes[order], weights[:, order]
    starts = np.flatnonzero(np.diff(codes, prepend=-1))
    good: Any = np.add.reduceat(weights, starts, axis=1).min(axis=1) > 0
    parts = [slice(a, b) for a, b in zip(starts, [*starts[1:], len(codes)], strict=True)]
    cuts = len(parts) - 1
    out = np.tile(params, (len(weights), 1))
    active = np.flatnonzero(good)
    for _ in range(STEPS):
        if not len(active):
            break
        gradient, information = _derivatives(x, parts, weights[active], out[active])
        step: Array = np.linalg.solve(information, gradient[..., None])[..., 0].astype(float)
        out[active] = _orderly(out[active], step, cuts)
        active = active[~(np.abs(step).max(axis=1) < CLOSE)]
    for draw in active:
        fit = cumulative(x, codes, weights=weights[draw])
        out[draw], good[draw] = fit.params, fit.converged
    return out[:, cuts:], good


def _orderly(params: Array, step: Array, cuts: int) -> Array:
    """Take the steps, halved where they would make two thresholds cross."""
    trial = params + step
    for _ in range(20):
        wrong: Any = (np.diff(trial[:, :cuts], axis=1) <= 0).any(axis=1)
        if not wrong.any():
            break
        step = np.where(wrong[:, None], step / 2, step)
        trial = params + step
    return trial


def _derivatives(
    x: Array, parts: list[slice], weights: Array, params: Array
) -> tuple[Array, Array]:
    """Return gradient and observed information of every resample, (draws, q) and (draws, q, q)."""
    cuts, p = len(parts) - 1, x.shape[1]
    draws, q = params.shape
    gradient, information = np.zeros((draws, q)), np.zeros((draws, q, q))
    for j, part in enumerate(parts):
        rows, weight = x[part], weights[:, part]
        eta = params[:, cuts:] @ rows.T
        upper = expit(params[:, j, None] - eta) if j < cuts else np.ones_like(eta)
        lower = expit(params[:, j - 1, None] - eta) if j else np.zeros_like(eta)
        chance = np.maximum(upper - lower, _LEAST)
        du, dv = upper * (1 - upper), lower * (1 - lower)
        gradient[:, cuts:] += (weight * (upper + lower - 1)) @ rows
        pairs = (rows[:, :, None] * rows[:, None, :]).reshape(len(rows), -1)
        information[:, cuts:, cuts:] += ((weight * (du + dv)) @ pairs).reshape(-1, p, p)
        du, dv = du / chance, dv / chance
        both = -du * dv
        for place, own, slope in (
            (j, du * (du - 1 + 2 * upper), du),
            (j - 1, dv * (dv + 1 - 2 * lower), -dv),
        ):
            if 0 <= place < cuts:
                gradient[:, place] += (weight * slope).sum(axis=1)
                information[:, place, place] += (weight * own).sum(axis=1)
                across = (weight * (own + both)) @ rows
                information[:, place, cuts:] -= across
                information[:, cuts:, place] -= across
        if 0 < j < cuts:
            shared = (weight * both).sum(axis=1)
            information[:, j, j - 1] += shared
            information[:, j - 1, j] += shared
    return gradient, information
