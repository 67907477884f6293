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

STEPS = (400, 5000)  # least and most steps before the moments are given up
PATIENCE = 200_000  # steps times patterns
LONGEST = 8.0  # how much further than the EM algorithm a step goes at most, roughly
CELLS = 2**21  # numbers of the patterns' matrices at a time
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

    Notes
    -----
    The EM algorithm, each two of its steps followed by a longer one in the direction in which they
    go (SQUAREM, scheme S3, of Varadhan and Roland 2008): EM alone takes many where much is missing.
    A long step that does not lower ``-2 loglik`` is not taken.
    """
    mean, cov = pairwise(list(group), items)
    if len(group) == 1 and len(group[0].items) == items:
        height = value(group, mean, cov)
        return Saturated(mean, cov, height, bool(np.isfinite(height)))
    answers, root = _Answers.of(group, items, mean, cov), np.sqrt(np.diagonal(cov))
    now, done = answers.packed(np.zeros(items), cov / (root[:, None] * root)), False
    for _step in range(int(np.clip(PATIENCE / len(group), *STEPS)) // 3):
        found = _longer(answers, now)
        if found is None:
            break
        now, moved = found
        if moved < SETTLED:
            done = True
            break
    shift, unit = answers.unpacked(now)
    mean, cov = mean + root * shift, unit * (root[:, None] * root)
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


class _Answers(NamedTuple):
    """The moments by pattern side by side, in standard deviations from the first means.

    Parameters
    ----------
    seen
        Which items are answered, shape (patterns, p).
    weight
        Share of the rows, shape (patterns,).
    away, scatter
        Means and covariances, zero where nothing is answered, shapes (patterns, p) and (..., p, p);
        ``scatter`` is ``None`` where every pattern is one row.
    """

    seen: Array
    weight: Array
    away: Array
    scatter: Array | None

    @classmethod
    def of(cls, group: Sequence[Pattern], items: int, mean: Array, cov: Array) -> _Answers:
        """Take them from the patterns of a group."""
        m, root = len(group), np.sqrt(np.diagonal(cov))
        seen, away = np.zeros((m, items)), np.zeros((m, items))
        weight = np.array([part.moments.n for part in group])
        scatter = np.zeros((m, items, items)) if (weight > 1).any() else None
        for i, part in enumerate(group):
            at = part.items
            seen[i, at] = 1
            away[i, at] = (part.moments.mean - mean[at]) / root[at]
            if scatter is not None:
                scatter[i][np.ix_(at, at)] = part.cov / (root[at, None] * root[at])
        return cls(seen, weight / weight.sum(), away, scatter)

    def packed(self, mean: Array, cov: Array) -> Array:
        """Put means and covariances into one vector."""
        return np.concatenate([mean, cov[np.tril_indices(len(mean))]])

    def unpacked(self, params: Array) -> tuple[Array, Array]:
        """Return means and covariances."""
        p = self.seen.shape[1]
        cov = np.zeros((p, p))
        cov[np.tril_indices(p)] = params[p:]
        return params[:p], cov + np.tril(cov, -1).T

    def step(self, params: Array) -> tuple[Array, float] | None:
        """Return the next EM step, and ``-2 loglik / n`` before it; ``None`` where undefined.

        With K, the inverse of the covariances of what a pattern answers, elsewhere zero, what the
        answers say of all items is ``cov @ K`` times their deviation, and ``cov - cov @ K @ cov``
        is left open.
        """
        mean, cov = self.unpacked(params)
        if invert(cov) is None:  # also where every pattern has its own part of it
            return None
        p, shift, total, height = len(mean), np.zeros(len(mean)), np.zeros(cov.shape), 0.0
        size = max(1, CELLS // p**2)
        for start in range(0, len(self.weight), size):
            part = slice(start, start + size)
            seen, weight = self.seen[part], self.weight[part]
            both = seen[:, :, None] * seen[:, None, :]
            padded = cov * both
            padded[:, np.arange(p), np.arange(p)] += 1 - seen
            try:
                factor = np.linalg.cholesky(padded)
                inverse = np.linalg.inv(padded) * both
            except np.linalg.LinAlgError:
                return None
            away = self.away[part] - mean * seen
            pull = np.einsum("mij,mj->mi", inverse, away)
            logdet = 2 * np.log(np.diagonal(factor, axis1=1, axis2=2)).sum(axis=1)
            height += float(weight @ (logdet + (pull * away).sum(axis=1)))
            shift += weight @ pull
            total += (pull * weight[:, None]).T @ pull - np.tensordot(weight, inverse, 1)
            if self.scatter is not None:
                inside = inverse @ self.scatter[part] @ inverse
                total += np.tensordot(weight, inside, 1)
                height += float(weight @ np.einsum("mij,mij->m", inverse, self.scatter[part]))
        first = cov @ shift
        second = cov + cov @ total @ cov - np.outer(first, first)
        return self.packed(mean + first, (second + second.T) / 2), height


def _longer(answers: _Answers, now: Array) -> tuple[Array, float] | None:
    """Take two EM steps and a longer one; also return how far the first went."""
    one = answers.step(now)
    two = None if one is None else answers.step(one[0])
    if one is None or two is None:
        return None
    first, turn = one[0] - now, two[0] - 2 * one[0] + now
    moved, bend = float(np.abs(first).max()), float(np.linalg.norm(turn))
    length = min(max(1.0, float(np.linalg.norm(first)) / bend), LONGEST) if bend > 0 else 1.0
    if moved < SETTLED or length == 1.0:
        return two[0], moved
    far = answers.step(now + 2 * length * first + length**2 * turn)
    if far is None or not far[1] <= two[1]:  # beyond what is defined, or no lower
        return two[0], moved
    return far[0], moved
