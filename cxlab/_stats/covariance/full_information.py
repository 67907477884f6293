"""Full information maximum likelihood (FIML): every row counts with the items it answers.

The saturated model that the fit is measured against is found by the EM algorithm on the moments by
pattern; rows are not needed again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cxlab._stats.covariance.fabin import pairwise
from cxlab._stats.covariance.likelihood import Pattern, invert
from cxlab._stats.moments import Moments

Array = NDArray[np.float64]
Codes = NDArray[np.intp]

STEPS = 5000
SETTLED = 1e-10  # largest change of a mean or covariance, in standard deviations


class Saturated(NamedTuple):
    """Unrestricted means and covariances, ``-2 loglik / n`` there, and whether EM settled."""

    mean: Array
    cov: Array
    value: float
    converged: bool


def answered(rows: Array) -> list[tuple[Codes, Codes]]:
    """Return the answered items and the rows of every pattern; rows without an answer are none."""
    seen = ~np.isnan(rows)
    if seen.all():
        return [(np.arange(rows.shape[1]), np.arange(len(rows)))]
    kinds, number = np.unique(seen, axis=0, return_inverse=True)
    order = np.argsort(number.ravel(), kind="stable")
    ends = np.cumsum(np.bincount(number.ravel(), minlength=len(kinds)))
    return [
        (np.flatnonzero(kind), which)
        for kind, which in zip(kinds, np.split(order, ends[:-1]), strict=True)
        if kind.any()
    ]


def patterns(rows: Array) -> list[Pattern]:
    """Return the moments by pattern of rows, shape (n, p), with missing answers as NaN."""
    return [
        Pattern(items, Moments.of(rows[np.ix_(which, items)])) for items, which in answered(rows)
    ]


def saturated(group: Sequence[Pattern], items: int) -> Saturated:
    """Fit means and covariances of one group without a model.

    ``converged`` is False too where the covariances become singular: more items than the answers
    can tell apart.
    """
    mean, cov = pairwise(list(group), items)
    done = len(group) == 1 and len(group[0].items) == items
    for _step in range(0 if done else STEPS):
        before = mean, cov
        root = np.sqrt(np.diagonal(cov))
        try:
            mean, cov = _em(group, mean, cov)
        except np.linalg.LinAlgError:
            break
        moved = np.abs(cov - before[1]) / (root[:, None] * root)
        if max(moved.max(), (np.abs(mean - before[0]) / root).max()) < SETTLED:
            done = True
            break
    height = value(group, mean, cov)
    return Saturated(mean, cov, height, done and bool(np.isfinite(height)))


def value(group: Sequence[Pattern], mean: Array, cov: Array) -> float:
    """Return ``-2 loglik / n`` of one group, without the constant; infinite if ``cov`` fails."""
    total, n = 0.0, sum(part.moments.n for part in group)
    for part in group:
        found = invert(cov[np.ix_(part.items, part.items)])
        if found is None:
            return np.inf
        away = part.moments.mean - mean[part.items]
        inside = float(np.einsum("ij,ij->", found[0], part.cov)) + float(away @ found[0] @ away)
        total += part.moments.n / n * (found[1] + inside)
    return total


def independent(group: Sequence[Pattern], items: int) -> tuple[Array, Array, float]:
    """Return means, variances and ``-2 loglik / n`` of the model in which all items are apart."""
    count, first, second = np.zeros(items), np.zeros(items), np.zeros(items)
    for part in group:
        count[part.items] += part.moments.n
        first[part.items] += part.moments.n * part.moments.mean
    mean = first / np.maximum(count, 1)
    for part in group:
        away = part.moments.mean - mean[part.items]
        second[part.items] += np.diagonal(part.moments.scatter) + part.moments.n * away**2
    variance = second / np.maximum(count, 1)
    n = sum(part.moments.n for part in group)
    return mean, variance, float(count @ (np.log(variance) + 1) / n)


def _em(group: Sequence[Pattern], mean: Array, cov: Array) -> tuple[Array, Array]:
    """Fill in what the others say of the missing answers, and take the moments again."""
    p, n = len(mean), sum(part.moments.n for part in group)
    first, second = np.zeros(p), np.zeros((p, p))
    for part in group:
        items, weight = part.items, part.moments.n / n
        away = np.zeros(p)
        away[items] = part.moments.mean - mean[items]
        block = np.zeros((p, p))
        block[np.ix_(items, items)] = part.cov
        if len(items) < p:
            lost = np.setdiff1d(np.arange(p), items)
            across = cov[np.ix_(lost, items)]
            slope = np.linalg.solve(cov[np.ix_(items, items)], across.T).T
            away[lost] = slope @ away[items]
            filled = slope @ part.cov
            block[np.ix_(lost, items)] = filled
            block[np.ix_(items, lost)] = filled.T
            block[np.ix_(lost, lost)] = filled @ slope.T + (
                cov[np.ix_(lost, lost)] - slope @ across.T
            )
        first += weight * away
        second += weight * (block + np.outer(away, away))
    return mean + first, second - np.outer(first, first)
