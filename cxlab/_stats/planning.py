"""How many answers a margin needs, and what a sample of a size can show."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from cxlab._stats.net_score import net_difference
from cxlab._stats.proportions import equal_shares

Array = NDArray[np.float64]
LIMIT = 10**12


def needed(reach: Callable[[int], float], margin: float) -> int:
    """Return the smallest n whose interval reaches no further than ``margin``, at most LIMIT.

    ``reach`` gives half the width of the interval at a size and must fall as the size grows.
    """
    high = 1
    while reach(high) > margin and high < LIMIT:
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if reach(middle) > margin else (low, middle)
    return high


def rejections(
    first: Array, second: Array, n: int, draws: int, conf: float, rng: np.random.Generator
) -> int:
    """Count the simulated pairs of samples of ``n`` in which the test sees a difference.

    ``first`` and ``second`` are shares that sum to 1: up, neither, down of a net score, tested by
    adjusted Wald; or yes and no of a share, tested by Pearson's chi-squared.
    """
    one, two = (rng.multinomial(n, shares, size=draws) / n for shares in (first, second))
    if len(first) == 3:
        p_value = net_difference((one[:, 0], one[:, 2], n), (two[:, 0], two[:, 2], n), conf)[3]
    else:
        p_value = equal_shares(one[:, 0], n, two[:, 0], n)[1]
    return int((p_value < 1 - conf).sum())
