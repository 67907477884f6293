"""Are composites the same in two groups? The comparisons of MICOM, for many divisions of rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cxlab._stats.pls_design import Design

Array = NDArray[np.float64]


def agreement(corr: Array, design: Design, one: Array, other: Array) -> Array:
    """Return the correlations of the scores by two sets of weights, shape (n_constructs, draws).

    Parameters
    ----------
    corr
        Correlations of the items in all rows, shape (n_items, n_items).
    one, other
        Weights of the items, shape (n_items, draws).
    """
    within = np.where(design.block[:, None] == design.block, corr, 0.0)

    def product(left: Array, right: Array) -> Array:
        return np.asarray(np.add.reduceat((within @ left) * right, design.starts, axis=0))

    return np.asarray(product(one, other) / np.sqrt(product(one, one) * product(other, other)))


def apart(scores: Array, chosen: Array) -> tuple[Array, Array]:
    """Return differences of means and logarithms of ratios of variances, first group to second.

    Parameters
    ----------
    scores
        Of the rows of both groups, shape (n, k).
    chosen
        1 for the rows of the first group, shape (draws, n).

    Returns
    -------
    means, variances
        Shape (k, draws) each; not finite where scores do not vary in a group.

    Examples
    --------
    >>> found = apart(np.array([[1.0], [3.0], [5.0], [9.0]]), np.array([[1.0, 1, 0, 0]]))
    >>> [round(float(each[0, 0]), 3) for each in found]
    [-5.0, -1.386]
    """
    means, variances = [], []
    for mark in (chosen, 1 - chosen):
        n = mark.sum(axis=1)[:, None]
        mean = mark @ scores / n
        means.append(mean)
        variances.append((mark @ scores**2 - n * mean**2) / (n - 1))
    with np.errstate(divide="ignore", invalid="ignore"):  # scores that do not vary in a group
        ratio = np.log(variances[0] / variances[1])
    return (means[0] - means[1]).T, ratio.T


def two_sided(value: Array, drawn: Array) -> Array:
    """Return permutation p-values of values, shape (k,), on either side of draws (k, draws)."""
    count = 1 + drawn.shape[1]
    near = 1e-12 * np.abs(value)[:, None]
    below = (1 + (drawn <= value[:, None] + near).sum(axis=1)) / count
    above = (1 + (drawn >= value[:, None] - near).sum(axis=1)) / count
    return np.minimum(1, 2 * np.minimum(below, above))
