"""Score tests: what would be gained by freeing places that are fixed, or equal to others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cxlab._stats.covariance.likelihood import Sample, evaluate, size
from cxlab._stats.covariance.model import INTERCEPT, Model, Places

Array = NDArray[np.float64]
Codes = NDArray[np.intp]

LEFT = 1e-8  # share of information that must be left to a freed place


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
    """Test places that are fixed, or equal to others, one at a time, with the expected information.

    Parameters
    ----------
    model, sample, params
        The model, the data's moments and the estimates, shape (q,).
    extra
        Places of every group to be freed, k in all.
    """
    score, across, information = _freed(model, sample, params, extra)
    used = np.einsum("qk,qk->k", across, _used(model, information, across))
    own = np.diagonal(information)[model.size :]
    left = np.where(own - used > LEFT * own, own - used, np.nan)
    return ScoreTests(score**2 / left, score / left)


def joint_tests(
    model: Model, sample: Sample, params: Array, extra: Sequence[Places], block: Codes
) -> tuple[Array, Codes]:
    """Test places in blocks: what is freed together, such as one loading in all groups but one.

    Parameters
    ----------
    model, sample, params, extra
        As in :func:`modification_indices`.
    block
        Number of the block of each of the k places, 0 … b - 1.

    Returns
    -------
    statistic, df
        Chi-square of every block with its degrees of freedom, shapes (b,); NaN where freeing the
        block would leave the model without identification.
    """
    score, across, information = _freed(model, sample, params, extra)
    q = model.size
    left = information[q:, q:] - across.T @ _used(model, information, across)
    count = int(block.max(initial=-1)) + 1
    statistic = np.full(count, np.nan)
    for b in range(count):
        which = np.flatnonzero(block == b)
        part, own = left[np.ix_(which, which)], np.diagonal(information)[q + which]
        root = np.sqrt(own)
        if np.linalg.eigvalsh(part / (root[:, None] * root))[0] > LEFT:
            statistic[b] = float(score[which] @ np.linalg.solve(part, score[which]))
    return statistic, np.bincount(block, minlength=count)


def _freed(
    model: Model, sample: Sample, params: Array, extra: Sequence[Places]
) -> tuple[Array, Array, Array]:
    """Return score of the freed places, their information across the parameters, and all of it.

    A place that is equal to others is freed by what it differs from them.
    """
    wider = model.extended(extra)
    now = [
        matrix[row] if kind >= INTERCEPT else matrix[row, col]
        for group, places in zip(model.groups, extra, strict=True)
        for filled in (group.filled(params),)
        for kind, row, col in zip(*places, strict=True)
        for matrix in (filled[kind],)
    ]
    at = evaluate(wider, sample, np.concatenate([params, np.array(now, dtype=float)]))
    if at is None:
        raise ValueError("the implied covariance matrix is not positive definite")
    q, half = model.size, size(sample) / 2
    information = half * at.expected
    return -half * at.gradient[q:], information[:q, q:], information


def _used(model: Model, information: Array, across: Array) -> Array:
    q = model.size
    return np.asarray(np.linalg.solve(information[:q, :q], across))
