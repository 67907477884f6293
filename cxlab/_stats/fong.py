"""Does the most frequent category lead? Fong's rule, and an exact test of winner and runner-up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Array = NDArray[np.float64]
Whole = NDArray[np.int64]

CRITICAL = 1.65  # as printed by Fong (1996)


def lead(counts: Whole) -> tuple[Whole, Whole, Array, Array]:
    """Compare the largest count of each row with the next.

    Parameters
    ----------
    counts
        Shape (rows, categories), each row with at least one answer; of equal counts the category
        further left comes first.

    Returns
    -------
    first, second
        Places of the largest and of the next category.
    ratio
        Fong's |a - b| / sqrt((a + b)(2n - a - b) / 2n), n answers in the row. It takes the two
        counts as independent and so understates the scatter of their difference, by a factor of up
        to the square root of 2 when a + b nears n.
    p_value
        Of the exact two-sided binomial test of a against b among a + b answers, which is valid for
        the winner although the data chose it (Hung & Fithian 2019).
    """
    order = np.argsort(-counts, axis=1, kind="stable")
    first, second = order[:, 0], order[:, 1]
    rows = np.arange(len(counts))
    a, b, n = counts[rows, first], counts[rows, second], counts.sum(axis=1)
    ratio = (a - b) / np.sqrt((a + b) * (2 * n - a - b) / (2 * n))
    p_value = np.minimum(1.0, 2 * stats.binom.sf(a - 1, a + b, 0.5))
    return first, second, ratio, p_value
