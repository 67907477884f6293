"""Intervals and tests of shares and of their differences; arrays in, arrays out.

A sample size ``n`` need not be whole: it may be the effective one of a weighted sample.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from cxlab._stats.intervals import normal, normal_p

Array = NDArray[np.float64]
STEPS = 80  # halvings of a bracket; past 60 nothing moves in double precision


def share_interval(
    share: ArrayLike, n: ArrayLike, conf: float, method: str = "wilson"
) -> tuple[Array, Array]:
    """Return the interval of a share of ``n`` answers; inputs broadcast.

    Parameters
    ----------
    method
        ``wilson`` (score), ``clopper_pearson`` (exact), ``jeffreys`` (equal tails of
        Beta(x + 1/2, n - x + 1/2), shut at 0 and 1) or ``wald``.
    """
    p, size = np.broadcast_arrays(np.asarray(share, float), np.asarray(n, float))
    x, z, tail = p * size, normal(conf), (1 - conf) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        if method == "wilson":
            middle, whole = p + z**2 / (2 * size), 1 + z**2 / size
            reach = z * np.sqrt(p * (1 - p) / size + z**2 / (4 * size**2))
            low, high = (middle - reach) / whole, (middle + reach) / whole
        elif method == "wald":
            reach = z * np.sqrt(p * (1 - p) / size)
            low, high = p - reach, p + reach
        else:
            half = 0.5 if method == "jeffreys" else 0.0
            low = special.betaincinv(x + half, size - x + 1 - half, tail)
            high = special.betaincinv(x + 1 - half, size - x + half, 1 - tail)
            low, high = np.where(x <= 0, 0.0, low), np.where(x >= size, 1.0, high)
    return np.clip(np.minimum(low, p), 0, 1), np.clip(np.maximum(high, p), 0, 1)


def share_difference(
    first: tuple[ArrayLike, ArrayLike],
    second: tuple[ArrayLike, ArrayLike],
    conf: float,
    method: str = "newcombe",
) -> tuple[Array, Array]:
    """Return the interval of the difference of two independent shares, each ``(share, n)``.

    Parameters
    ----------
    method
        ``newcombe`` (from two Wilson intervals), ``miettinen_nurminen`` (score) or ``wald``.
    """
    p, n, q, m = np.broadcast_arrays(*(np.asarray(part, float) for part in (*first, *second)))
    plain = p - q
    if method == "miettinen_nurminen":
        return _score_ends(p, n, q, m, normal(conf))
    if method == "wald":
        reach = normal(conf) * np.sqrt(p * (1 - p) / n + q * (1 - q) / m)
        low, high = plain - reach, plain + reach
    else:
        low, high = recovered(plain, p, share_interval(p, n, conf), q, share_interval(q, m, conf))
    return np.clip(low, -1, 1), np.clip(high, -1, 1)


def recovered(
    plain: Array, p: Array, own: tuple[Array, Array], q: Array, other: tuple[Array, Array]
) -> tuple[Array, Array]:
    """Return the interval of ``p - q`` out of those of both: variances recovered from ends."""
    low = plain - np.hypot(p - own[0], other[1] - q)
    high = plain + np.hypot(own[1] - p, q - other[0])
    return low, high


def equal_shares(p: ArrayLike, n: ArrayLike, q: ArrayLike, m: ArrayLike) -> tuple[Array, Array]:
    """Test that two independent shares are equal: signed root of Pearson's chi-squared, and p."""
    p, n, q, m = (np.asarray(part, float) for part in (p, n, q, m))
    pooled = (n * p + m * q) / (n + m)
    spread = np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(spread > 0, (p - q) / spread, 0.0)
    return z, normal_p(z)


def contrast(
    shares: Array, n: Array, signs: ArrayLike, conf: float
) -> tuple[Array, Array, Array, Array]:
    """Return interval, z and p of a sum of independent shares that carry signs.

    ``shares`` and ``n`` have shape (..., k). Before the Wald formula 2/k answers are added on
    either side of every share (Price & Bonett 2004).
    """
    signs = np.asarray(signs, float)
    size = n + 4 / len(signs)
    moved = (n * shares + 2 / len(signs)) / size
    middle, plain = moved @ signs, shares @ signs
    error = np.sqrt((moved * (1 - moved) / size) @ signs**2)
    reach, z = normal(conf) * error, middle / error
    return np.minimum(plain, middle - reach), np.maximum(plain, middle + reach), z, normal_p(z)


def _score_ends(p: Array, n: Array, q: Array, m: Array, z: float) -> tuple[Array, Array]:
    """Find the differences at which the score statistic reaches ``z`` on either side."""

    def excess(delta: Array) -> Array:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray((p - q - delta) / np.sqrt(_score_variance(p, n, q, m, delta)))

    low = _halve(lambda delta: excess(delta) > z, np.full(p.shape, -1.0), p - q)
    high = _halve(lambda delta: excess(delta) >= -z, p - q, np.ones(p.shape))
    return low, high


def _halve(left: Callable[[Array], NDArray[np.bool_]], low: Array, high: Array) -> Array:
    """Halve brackets until they are points; ``left(x)`` says that the point lies right of x."""
    for _step in range(STEPS):
        middle = (low + high) / 2
        right = left(middle)
        low, high = np.where(right, middle, low), np.where(right, high, middle)
    return (low + high) / 2


def _score_variance(p: Array, n: Array, q: Array, m: Array, delta: Array) -> Array:
    """Return the variance of ``p - q`` under the shares that fit best and differ by ``delta``.

    The likelihood is highest at a root of a cubic (Miettinen & Nurminen 1985); the variance
    carries their factor N / (N - 1).
    """
    x, y, whole = n * p, m * q, n + m
    a = whole
    b = (n + 2 * m) * delta - whole - x - y
    c = (m * delta - whole - 2 * y) * delta + x + y
    d = y * delta * (1 - delta)
    v = b**3 / (3 * a) ** 3 - b * c / (6 * a**2) + d / (2 * a)
    u = np.where(v < 0, -1.0, 1.0) * np.sqrt(np.maximum(b**2 / (3 * a) ** 2 - c / (3 * a), 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(u == 0, 0.0, v / u**3)
    angle = (np.pi + np.arccos(np.clip(ratio, -1, 1))) / 3
    second = np.clip(2 * u * np.cos(angle) - b / (3 * a), 0, 1)
    one = np.clip(second + delta, 0, 1)
    return (one * (1 - one) / n + second * (1 - second) / m) * whole / (whole - 1)
