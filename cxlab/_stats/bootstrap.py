"""Bootstrap of moments: thousands of resampled covariance matrices by matrix products."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cxlab._stats.moments import correlations

Array = NDArray[np.float64]


def counts(n: int, draws: int, rng: np.random.Generator) -> Array:
    """Draw how often each of ``n`` rows enters each resample, shape (draws, n); rows sum to n."""
    picks = rng.integers(0, n, size=(draws, n)) + (np.arange(draws) * n)[:, None]
    return np.bincount(picks.ravel(), minlength=draws * n).reshape(draws, n).astype(float)


def moments(
    rows: Array, draws: int, rng: np.random.Generator, *, batch: int = 500
) -> tuple[Array, Array]:
    """Resample rows and return their means and centred sums of products.

    Parameters
    ----------
    rows
        Shape (n, k), without missing values; they are not copied per resample.
    batch
        Resamples at a time; memory grows with ``batch * n``.

    Returns
    -------
    means, scatters
        Shapes (draws, k) and (draws, k, k).
    """
    n, k = rows.shape
    mean = rows.mean(axis=0)
    centred = rows - mean
    upper = np.triu_indices(k)
    products = np.hstack([centred, centred[:, upper[0]] * centred[:, upper[1]]])
    means, out = np.empty((draws, k)), np.empty((draws, k, k))
    for start in range(0, draws, batch):
        size = min(batch, draws - start)
        sums = counts(n, size, rng) @ products
        block = np.zeros((size, k, k))
        block[:, upper[0], upper[1]] = sums[:, k:]
        block[:, upper[1], upper[0]] = sums[:, k:]
        shift = sums[:, :k]
        means[start : start + size] = mean + shift / n
        out[start : start + size] = block - shift[:, :, None] * shift[:, None, :] / n
    return means, out


def nonsingular(draws: Array, rows: Array) -> NDArray[np.bool_]:
    """Say which scatter matrices of resampled ``rows`` have a correlation matrix of full rank.

    ``draws`` has shape (draws, k, k). A column that is constant in a resample has a spread of
    rounding errors, so it is held against the column's spread in all ``rows``, shape (n, k).
    """
    spread = np.diagonal(draws, axis1=1, axis2=2)
    vanishing = 1e-10 * len(rows) * rows.var(axis=0)
    good: NDArray[np.bool_] = np.asarray((spread > vanishing).all(axis=1))
    good[good] = np.linalg.eigvalsh(correlations(draws[good]))[:, 0] > 1e-10
    return good


def percentile(draws: Array, conf: float) -> tuple[Array, Array]:
    """Return the lower and upper percentile limits over the first axis of ``draws``."""
    tail = (1 - conf) / 2
    low, high = np.quantile(draws, [tail, 1 - tail], axis=0)
    return low, high
