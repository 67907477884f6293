"""Bootstrap of moments: thousands of resampled covariance matrices by matrix products."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from cxlab._stats.moments import Moments, correlations

Array = NDArray[np.float64]


def counts(n: int, draws: int, rng: np.random.Generator, dtype: Any = float) -> NDArray[Any]:
    """Draw how often each of ``n`` rows enters each resample, shape (draws, n); rows sum to n.

    Drawing some resamples and then more is the same as drawing all at once.
    """
    picks = rng.integers(0, n, size=(draws, n))
    picks += (np.arange(draws) * n)[:, None]
    return np.bincount(picks.ravel(), minlength=draws * n).reshape(draws, n).astype(dtype)


def moments(
    rows: Array,
    draws: int,
    rng: np.random.Generator,
    *,
    weights: Array | None = None,
    batch: int | None = None,
) -> tuple[Array, Array]:
    """Resample rows and return their means and centred sums of products.

    Parameters
    ----------
    rows
        Shape (n, k), without missing values; they are not copied per resample.
    weights
        Survey weights, shape (n,); a row is drawn with its weight. ``None`` counts each row once.
    batch
        Resamples at a time; memory grows with ``batch * n``, the draws stay the same.

    Returns
    -------
    means, scatters
        Shapes (draws, k) and (draws, k, k); the weights of a resample are not scaled.

    Notes
    -----
    A resample is a row of counts, and its moments are these counts times the products of the
    columns: one matrix product for all. If all products are whole numbers that sum to less than
    2**24, as those of survey answers do, single precision holds them exactly and is used.
    """
    return Resampling(rows, weights).moments(draws, rng, batch=batch)


class Resampling:
    """Rows with the products of their columns, which serve many resamples.

    ``rows`` and ``weights`` are those of :func:`moments`.
    """

    def __init__(self, rows: Array, weights: Array | None = None) -> None:
        n, k = self.shape = rows.shape
        mean = rows.mean(axis=0)
        self.centre = np.rint(mean) if (rows == np.rint(rows)).all() else mean
        centred = rows - self.centre
        first, second = np.tril_indices(k)  # each product once
        self.place = np.empty((k, k), np.intp)
        self.place[first, second] = self.place[second, first] = np.arange(len(first))
        terms = np.hstack([centred[:, first] * centred[:, second], centred, np.ones((n, 1))])
        terms = terms[:, :-1] if weights is None else terms * weights[:, None]
        exact = n * np.abs(terms).max(initial=0) < 2**24 and (terms == np.rint(terms)).all()
        self.terms: NDArray[Any] = terms.astype(np.float32 if exact else np.float64)
        self.weighted = weights is not None

    def moments(
        self, draws: int, rng: np.random.Generator, *, batch: int | None = None
    ) -> tuple[Array, Array]:
        """Draw resamples and return their moments, as :func:`moments` does."""
        n, k = self.shape
        m = self.terms.shape[1] - k - self.weighted
        batch = batch or max(1, min(256, 2**21 // n))
        means, scatters = np.empty((draws, k)), np.empty((draws, k, k))
        for start in range(0, draws, batch):
            part = slice(start, min(start + batch, draws))
            sums = counts(n, part.stop - start, rng, self.terms.dtype) @ self.terms
            total = sums[:, -1:].astype(float) if self.weighted else float(n)
            shift = sums[:, m : m + k].astype(float) / total
            np.multiply((-total * shift)[:, :, None], shift[:, None, :], out=scatters[part])
            scatters[part].reshape(-1, k * k)[...] += sums.take(self.place.ravel(), axis=1)
            means[part] = self.centre + shift
        return means, scatters


def nonsingular(draws: Array, rows: Array, weights: Array | None = None) -> NDArray[np.bool_]:
    """Say which scatter matrices of resampled ``rows`` have a correlation matrix of full rank.

    ``draws`` has shape (draws, k, k). A column that is constant in a resample has a spread of
    rounding errors, so it is held against the column's spread in all ``rows``, shape (n, k); one
    that the columns before it determine has no residual variance.
    """
    spread = np.diagonal(draws, axis1=1, axis2=2)
    vanishing = 1e-10 * np.diagonal(Moments.of(rows, weights).scatter)
    good: NDArray[np.bool_] = np.asarray((spread > vanishing).all(axis=1))
    good[good] = _least_pivot(correlations(draws[good])) > 1e-10
    return good


def _least_pivot(corr: Array) -> Array:
    """Return the least share of a column's variance that the columns before it leave."""
    try:
        return np.asarray(np.diagonal(np.linalg.cholesky(corr), axis1=1, axis2=2).min(axis=1) ** 2)
    except np.linalg.LinAlgError:
        rest, least = np.ascontiguousarray(corr.transpose(1, 2, 0)), np.ones(len(corr))
        with np.errstate(over="ignore", invalid="ignore"):  # behind a pivot of zero
            while len(rest):
                least = np.fmin(least, rest[0, 0])
                factor = rest[0, 1:] / np.maximum(rest[0, 0], 1e-300)
                rest = rest[1:, 1:] - factor[:, None] * rest[0, 1:]
        return least


def percentile(draws: Array, conf: float) -> tuple[Array, Array]:
    """Return the lower and upper percentile limits over the first axis of ``draws``."""
    tail = (1 - conf) / 2
    low, high = np.quantile(draws, [tail, 1 - tail], axis=0)
    return low, high


def leave_one_out(
    rows: Array, weights: Array | None = None, *, part: slice = slice(None)
) -> tuple[Array, Array]:
    """Return the moments of the rows without row ``i``, for every ``i``: the jackknife.

    Parameters
    ----------
    rows
        Shape (n, k), without missing values.
    weights
        Shape (n,); ``None`` counts every row once.
    part
        Only these rows are left out, one at a time; for data too large for n matrices at once.

    Returns
    -------
    means, scatters
        Shapes (n, k) and (n, k, k).

    Notes
    -----
    The moments of all rows are downdated by one row: no sum is taken again.
    """
    whole = Moments.of(rows, weights)
    out = rows[part] - whole.mean
    weight = np.ones(len(rows)) if weights is None else np.asarray(weights, float)
    factor = (weight / (whole.n - weight))[part, None]
    less = out * factor
    scatters = (less * -whole.n)[:, :, None] * out[:, None, :]
    scatters += whole.scatter
    return whole.mean - less, scatters


def bca(draws: Array, estimate: Array, jackknife: Array, conf: float) -> tuple[Array, Array]:
    """Return the limits of bias-corrected and accelerated intervals.

    Parameters
    ----------
    draws
        The statistic in the resamples, shape (draws, ...).
    estimate
        The statistic in the sample, shape (...).
    jackknife
        The statistic without row ``i``, shape (n, ...); see ``leave_one_out``.
    conf
        Confidence level.

    Returns
    -------
    low, high
        Shape (...) each.

    Notes
    -----
    Efron (1987). The bias is read off the share of draws below the estimate (ties count half, and
    at least half a draw lies on either side), the acceleration off the skewness of the jackknife.
    A statistic that never varies keeps its value as both limits.
    """
    draws, estimate = np.asarray(draws, float), np.asarray(estimate, float)
    size = len(draws)
    below = ((draws < estimate).sum(axis=0) + (draws <= estimate).sum(axis=0)) / (2 * size)
    bias = ndtri(np.clip(below, 0.5 / size, 1 - 0.5 / size))
    influence = jackknife.mean(axis=0) - jackknife
    square = (influence**2).sum(axis=0)
    scale = 6 * np.where(square > 0, square, 1) ** 1.5
    acceleration = (influence**3).sum(axis=0) / scale
    ordered = np.sort(draws, axis=0)
    limits = []
    for tail in ((1 - conf) / 2, (1 + conf) / 2):
        z = bias + ndtri(tail)
        place = ndtr(bias + z / (1 - acceleration * z)) * (size - 1)
        lower = np.clip(np.floor(place).astype(int), 0, size - 2)
        ends = np.take_along_axis(ordered, np.stack([lower, lower + 1]), axis=0)
        limits.append(ends[0] + (place - lower) * (ends[1] - ends[0]))
    return limits[0], limits[1]
