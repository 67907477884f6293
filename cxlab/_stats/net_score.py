"""Net scores: the share on one side minus the share on the other, of one sample.

All in shares, -1 to 1. The three shares are multinomial, so an answer counts 1, 0 or -1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cxlab._stats.intervals import normal, normal_p
from cxlab._stats.proportions import STEPS

Array = NDArray[np.float64]
ADDED = 3.0  # answers added before the Wald formula: a quarter up, a quarter down, half neither
ADDED_EACH = 2.0  # the same for each of two samples, whose difference is asked for


def net_variance(up: ArrayLike, down: ArrayLike) -> Array:
    """Return the variance of one answer that counts 1, 0 or -1."""
    up, down = np.asarray(up, float), np.asarray(down, float)
    return up + down - (up - down) ** 2


def adjusted(
    up: ArrayLike, down: ArrayLike, n: ArrayLike, added: float = ADDED
) -> tuple[Array, Array, Array]:
    """Return both shares and the size once ``added`` answers have joined, half of them neither."""
    up, down, n = (np.asarray(part, float) for part in (up, down, n))
    size = n + added
    return (n * up + added / 4) / size, (n * down + added / 4) / size, size


def net_interval(
    up: ArrayLike, down: ArrayLike, n: ArrayLike, conf: float, method: str = "adjusted_wald"
) -> tuple[Array, Array]:
    """Return the interval of ``up - down``, two shares of one sample of ``n``; inputs broadcast.

    Parameters
    ----------
    method
        ``adjusted_wald`` (three answers added), ``tango`` (score) or ``wald``. Among very few
        answers the adjusted interval is widened to hold the plain difference.
    """
    up, down, n = np.broadcast_arrays(*(np.asarray(part, float) for part in (up, down, n)))
    plain = up - down
    if method == "tango":
        return _tango(up, down, n, normal(conf))
    if method == "adjusted_wald":
        up, down, n = adjusted(up, down, n)
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = normal(conf) * np.sqrt(net_variance(up, down) / n)
    low, high = np.minimum(plain, up - down - reach), np.maximum(plain, up - down + reach)
    return np.clip(low, -1, 1), np.clip(high, -1, 1)


def net_difference(
    first: tuple[ArrayLike, ArrayLike, ArrayLike],
    second: tuple[ArrayLike, ArrayLike, ArrayLike],
    conf: float,
    method: str = "adjusted_wald",
) -> tuple[Array, Array, Array, Array]:
    """Return interval, z and p of the difference of two independent nets, each ``(up, down, n)``.

    Parameters
    ----------
    method
        ``adjusted_wald`` (two answers added to each sample; interval and test agree) or ``wald``.

    Returns
    -------
    low, high, statistic, p_value
    """
    parts = np.broadcast_arrays(*(np.asarray(part, float) for part in (*first, *second)))
    plain = parts[0] - parts[1] - (parts[3] - parts[4])
    added = ADDED_EACH if method == "adjusted_wald" else 0.0
    up, down, n = adjusted(parts[0], parts[1], parts[2], added)
    rise, fall, m = adjusted(parts[3], parts[4], parts[5], added)
    middle = up - down - (rise - fall)
    error = np.sqrt(net_variance(up, down) / n + net_variance(rise, fall) / m)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = middle / error
    reach = normal(conf) * error
    low, high = np.minimum(plain, middle - reach), np.maximum(plain, middle + reach)
    return np.clip(low, -2, 2), np.clip(high, -2, 2), z, normal_p(z)


def _tango(up: Array, down: Array, n: Array, z: float) -> tuple[Array, Array]:
    """Find the nets at which the score statistic reaches ``z`` on either side (Tango 1998)."""
    plain = up - down
    ends = []
    for side in (-1.0, 1.0):
        inner, outer = plain.copy(), np.full(plain.shape, side)
        for _step in range(STEPS):
            middle = (inner + outer) / 2
            inside = np.abs(net_score(up, down, n, middle)) < z
            inner, outer = np.where(inside, middle, inner), np.where(inside, outer, middle)
        ends.append((inner + outer) / 2)
    return ends[0], ends[1]


def net_score(up: ArrayLike, down: ArrayLike, n: ArrayLike, net: ArrayLike) -> Array:
    """Return the score statistic of the hypothesis that the net is ``net``."""
    up, down, n, net = (np.asarray(part, float) for part in (up, down, n, net))
    b = -(up + down) + (2 - up + down) * net
    root = np.sqrt(np.maximum(b**2 + 8 * down * net * (1 - net), 0))
    least = np.maximum((root - b) / 4, np.maximum(0.0, -net))  # share down that fits best
    variance = 2 * least + net * (1 - net)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(
            variance > 0,
            (up - down - net) * np.sqrt(n / variance),
            np.copysign(np.inf, up - down - net),
        )
