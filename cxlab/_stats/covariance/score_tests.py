"""Modification indices: score tests of fixed places, and the change to expect if they were free."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cxlab._stats.covariance.likelihood import Sample, evaluate, size
from cxlab._stats.covariance.model import INTERCEPT, Model, Places

Array = NDArray[np.float64]


class ScoreTests(NamedTuple):
    """Chi-square with one degree of freedom, and expected parameter change.

    Both of shape (k,), over all groups in their order; NaN where freeing the place would leave the
    model without identification.
    """

    statistic: Array
    change: Array


def modification_indices(
    model: Model, sample: Sample, params: Array, extra: Sequence[Places]
) -> ScoreTests:
    """Test places that are fixed, one at a time, with the expected information.

    Parameters
    ----------
    model, sample, params
        The model, the data's moments and the estimates, shape (q,).
    extra
        Places of every group that are not free, k in all.
    """
    wider = model.extended(extra)
    fixed = [
        matrix[row] if kind >= INTERCEPT else matrix[row, col]
        for group, places in zip(model.groups, extra, strict=True)
        for kind, row, col in zip(*places, strict=True)
        for matrix in (group.fixed[kind],)
    ]
    at = evaluate(wider, sample, np.concatenate([params, np.array(fixed, dtype=float)]))
    if at is None:
        raise ValueError("the implied covariance matrix is not positive definite")
    q, half = model.size, size(sample) / 2
    score, information = -half * at.gradient[q:], half * at.expected
    across = information[:q, q:]
    used = np.einsum("qk,qk->k", across, np.linalg.solve(information[:q, :q], across))
    own = np.diagonal(information)[q:]
    left = np.where(own - used > 1e-8 * own, own - used, np.nan)
    return ScoreTests(score**2 / left, score / left)
