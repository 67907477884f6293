"""Five measures of what drives an outcome, in a form in which they can be compared."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cxlab._stats.importance import johnson, lmg

Array = NDArray[np.float64]
Codes = NDArray[np.intp]

MOST_LEVELS = 12  # an outcome with more values is cut into classes
FEWEST = 10  # answers in a class; a smaller one would be missing from some resamples
CLASSES = 10


def linear(corr: Array) -> Array:
    """Return correlation, standardised coefficient, LMG and Johnson's weight, (draws, 4, p).

    ``corr`` has shape (draws, p + 1, p + 1), the outcome last.
    """
    r = corr[..., :-1, -1]
    beta = np.linalg.solve(corr[..., :-1, :-1], r[..., None])[..., 0]
    return np.stack([r, beta, lmg(corr), johnson(corr)], axis=-2)


def latent(slopes: Array, scatter: Array, n: float) -> Array:
    """Return a logit's slopes in standard deviations of driver and latent outcome, (draws, p).

    ``slopes`` has shape (draws, p), ``scatter`` (draws, p, p) holds centred sums of products of the
    drivers over ``n`` rows. The latent outcome's variance is that of the linear predictor plus
    π²/3 (McKelvey and Zavoina 1975).
    """
    cov = scatter / (n - 1)
    spread = (slopes[..., None, :] @ cov @ slopes[..., None])[..., 0] + np.pi**2 / 3
    return np.asarray(slopes * np.sqrt(np.diagonal(cov, axis1=-2, axis2=-1) / spread))


def shares(estimates: Array, signed: Array) -> Array:
    """Return every measure as parts of a whole, shape (..., methods, p).

    Signed measures are squared first, which puts them into units of variance; without overlap of
    the drivers all five shares are then the same.
    """
    parts = np.where(signed[:, None], estimates**2, np.maximum(estimates, 0))
    whole = parts.sum(axis=-1, keepdims=True)
    return np.divide(parts, whole, out=np.zeros_like(parts), where=whole > 0)


def scatters(rows: Array, weights: Array) -> Array:
    """Return centred sums of products of weighted rows, shape (draws, k, k).

    ``rows`` has shape (n, k), ``weights`` (draws, n); every draw's weights sum to n.
    """
    n, k = rows.shape
    centred = rows - rows.mean(axis=0)
    upper = np.triu_indices(k)
    sums = weights @ np.hstack([centred, centred[:, upper[0]] * centred[:, upper[1]]])
    out = np.empty((len(weights), k, k))
    out[:, upper[0], upper[1]] = sums[:, k:]
    out[:, upper[1], upper[0]] = sums[:, k:]
    return np.asarray(out - sums[:, :k, None] * sums[:, None, :k] / n)


def classes(y: Array) -> Codes:
    """Code an outcome as classes 0 … K - 1, each with enough answers to be in every resample.

    Up to ``MOST_LEVELS`` values stand as they are, more are cut into about ``CLASSES`` of equal
    size; a class with fewer than ``FEWEST`` answers joins the next. The slopes of a cumulative
    logit do not depend on where the outcome is cut.
    """
    values, codes, counts = np.unique(y, return_inverse=True, return_counts=True)
    least = FEWEST if len(values) <= MOST_LEVELS else max(FEWEST, len(y) // CLASSES)
    place, held, groups = 0, 0, np.zeros(len(values), dtype=np.intp)
    for value, count in enumerate(counts):
        groups[value] = place
        held += count
        if held >= least:
            place, held = place + 1, 0
    if held:  # the last class is too small: it joins the one before
        groups[groups == place] = max(place - 1, 0)
    if groups[-1] == 0:  # one class only: cut where both sides hold most
        below = np.cumsum(counts)[:-1]
        groups = (np.arange(len(values)) > np.argmax(np.minimum(below, len(y) - below))).astype(
            np.intp
        )
    return np.asarray(groups[codes.ravel()], dtype=np.intp)
