"""Shifted beta-geometric model of contracts, by Newton's method on counts, many fits at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]

STEPS = 100
SETTLED = 1e-12  # promise of a step in log-likelihood; after it the error is its square


def maximum(lost: Array, kept: Array, start: Array | None = None) -> tuple[Array, Mask]:
    """Fit the odds of staying, ``level + slope * (t - 1)`` in period t, by maximum likelihood.

    The model's odds of staying are (beta + t - 1) / alpha, so level = beta / alpha and
    slope = 1 / alpha. Slope zero is a rate that is the same for all customers and periods.

    Parameters
    ----------
    lost, kept
        Customers lost in each period and kept at its end, shape (fits, periods).
    start
        Level and slope to start from, shape (2,); found from the counts when absent.

    Returns
    -------
    odds, converged
        Level and slope, shape (fits, 2), and whether the maximum was reached, shape (fits,). Where
        the likelihood falls with the slope, the slope is zero: that is the maximum as well.
    """
    time = np.arange(lost.shape[1], dtype=float)
    total = np.maximum(lost.sum(axis=1), 1e-300)
    constant = kept.sum(axis=1) / total
    odds = np.column_stack([constant, np.zeros(len(lost))])
    reached = bounded(lost, kept)
    inner = np.flatnonzero(reached & rising(lost, kept))
    if not len(inner):
        return odds, reached
    if start is None:
        tilt = 0.3 * constant[inner] / time.mean()
        begin = np.column_stack([0.7 * constant[inner], tilt])
    else:
        begin = np.tile(start, (len(inner), 1))
    odds[inner], reached[inner] = _newton(lost[inner], kept[inner], time, begin)
    return odds, reached


def rising(lost: Array, kept: Array) -> Mask:
    """Say whether the likelihood rises with the slope where the slope is zero, by fit."""
    time, risk = np.arange(lost.shape[1]), lost + kept
    gone, stayed = lost.sum(axis=1), kept.sum(axis=1)
    score = (time * kept).sum(axis=1) * gone - (time * lost).sum(axis=1) * stayed
    return np.asarray(score > 1e-9 * (time * risk).sum(axis=1) * np.maximum(gone + stayed, 1))


def bounded(lost: Array, kept: Array) -> Mask:
    """Say whether a maximum exists: losses after the first period, and somebody kept in it."""
    return np.asarray((lost[:, 1:].sum(axis=1) > 0) & (kept[:, 0] > 0))


def rates(odds: Array, time: Array) -> Array:
    """Return the retention rate of period ``time + 1``, shape (fits, times), from level, slope."""
    at = odds[:, :1] + odds[:, 1:] * time
    return np.asarray(at / (1 + at))


def _newton(lost: Array, kept: Array, time: Array, odds: Array) -> tuple[Array, Mask]:
    """Climb from ``odds``; a step never takes more than nine tenths of level or slope away."""
    risk, powers = lost + kept, time[:, None] ** np.arange(3)
    active = np.arange(len(odds))
    done = np.zeros(len(odds), dtype=bool)
    height = _loglik(odds, kept, risk, time)
    for _ in range(STEPS):
        k, r, now = kept[active], risk[active], odds[active]
        step, gain = _step(now, k, r, powers)
        with np.errstate(divide="ignore", invalid="ignore"):
            fall = np.max(-step / now, axis=1)
        size = np.minimum(1.0, 0.9 / np.maximum(fall, 0.9))
        trial = now + size[:, None] * step
        new = _loglik(trial, k, r, time)
        for _half in range(40):
            worse = new < height[active] - 1e-12 * np.abs(height[active])
            if not worse.any():
                break
            size[worse] /= 2
            trial[worse] = now[worse] + size[worse, None] * step[worse]
            new[worse] = _loglik(trial[worse], k[worse], r[worse], time)
        odds[active], height[active] = trial, new
        settled = gain < SETTLED
        done[active[settled]] = True
        active = active[~settled]
        if not len(active):
            break
    return odds, done


def _loglik(odds: Array, kept: Array, risk: Array, time: Array) -> Array:
    at = odds[:, :1] + odds[:, 1:] * time
    stay = np.einsum("ft,ft->f", kept, np.log(at))
    return np.asarray(stay - np.einsum("ft,ft->f", risk, np.log1p(at)))


def _step(odds: Array, kept: Array, risk: Array, powers: Array) -> tuple[Array, Array]:
    """Return Newton's step and what it promises; expected information where observed fails."""
    at = odds @ powers[:, :2].T
    stay, all_ = kept / at, risk / (1 + at)
    score = (stay - all_) @ powers[:, :2]
    info = (stay / at - all_ / (1 + at)) @ powers
    det = info[:, 0] * info[:, 2] - info[:, 1] ** 2
    bad = (info[:, 0] <= 0) | (det <= 1e-12 * info[:, 0] * info[:, 2])
    if bad.any():
        info[bad] = (all_ / (at * (1 + at)))[bad] @ powers
        det[bad] = info[bad, 0] * info[bad, 2] - info[bad, 1] ** 2
    step = np.column_stack(
        [
            (info[:, 2] * score[:, 0] - info[:, 1] * score[:, 1]) / det,
            (info[:, 0] * score[:, 1] - info[:, 1] * score[:, 0]) / det,
        ]
    )
    return step, np.einsum("fi,fi->f", step, score)
