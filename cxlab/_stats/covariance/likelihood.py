"""The normal likelihood of a covariance structure: value, exact gradient, Hessian, information.

Rows enter through their moments by pattern of answered items; complete data are one pattern. All
functions here speak of ``F = -2 loglik / N`` without the constant ``p log(2 pi)``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lapack

from cxlab._stats.covariance.derivatives import Slopes, curvature, slopes
from cxlab._stats.covariance.minimise import Evaluation
from cxlab._stats.covariance.model import Implied, Model
from cxlab._stats.moments import Moments

Array = NDArray[np.float64]
Codes = NDArray[np.intp]


class Pattern(NamedTuple):
    """Rows that answer the same items: the items' numbers, and the moments of the answers."""

    items: Codes
    moments: Moments

    @property
    def cov(self) -> Array:
        """Covariances with ``n`` in the denominator."""
        return self.moments.scatter / self.moments.n


Sample = Sequence[Sequence[Pattern]]  # one list of patterns per group


def complete(moments: Sequence[Moments]) -> list[list[Pattern]]:
    """Return complete data of one or several groups as a sample."""
    return [[Pattern(np.arange(len(part.mean)), part)] for part in moments]


def size(sample: Sample) -> float:
    """Return the number of rows."""
    return float(sum(part.moments.n for group in sample for part in group))


def invert(sigma: Array) -> tuple[Array, float] | None:
    """Return inverse and log determinant of a positive definite matrix, else ``None``."""
    factor, info = lapack.dpotrf(sigma, lower=1)
    if info:
        return None
    logdet = 2 * float(np.log(np.diagonal(factor)).sum())
    inverse, info = lapack.dpotri(factor, lower=1)
    if info or not np.isfinite(logdet):
        return None
    whole = inverse + inverse.T  # above the diagonal the factor is zero
    np.fill_diagonal(whole, np.diagonal(inverse))
    return whole, logdet


def value(model: Model, sample: Sample, params: Array) -> float:
    """Return F, infinite where an implied covariance matrix is not positive definite."""
    total, n = 0.0, size(sample)
    for group, patterns in zip(model.groups, sample, strict=True):
        at = group.implied(params)
        for part in patterns:
            sigma = at.sigma if len(part.items) == len(at.sigma) else _part(at.sigma, part.items)
            found = invert(sigma)
            if found is None:
                return np.inf
            inverse, logdet = found
            share = part.moments.n / n
            total += share * (logdet + float(np.einsum("ij,ij->", inverse, part.cov)))
            if model.with_means:
                away = part.moments.mean - at.mu[part.items]
                total += share * float(away @ inverse @ away)
    return total


def evaluate(model: Model, sample: Sample, params: Array) -> Evaluation | None:
    """Return F with all derivatives; ``None`` where sigma is not positive definite."""
    q, n = model.size, size(sample)
    out = Evaluation(0.0, np.zeros(q), np.zeros((q, q)), np.zeros((q, q)))
    total = 0.0
    for group, patterns, collect in zip(model.groups, sample, model.collectors, strict=True):
        at = group.implied(params)
        first = slopes(at, group.free)
        sums = _Sums(at, first, model.with_means)
        for part in patterns:
            if not sums.add(part, part.moments.n / n):
                return None
        hessian = sums.hessian + curvature(at, group.free, first, sums.weight, sums.push)
        total += sums.value
        if collect is None:
            out.gradient[:] += sums.gradient
            out.hessian[:] += hessian
            out.expected[:] += sums.expected
        else:
            out.gradient[:] += collect.T @ sums.gradient
            out.hessian[:] += collect.T @ hessian @ collect
            out.expected[:] += collect.T @ sums.expected @ collect
    return Evaluation(total, out.gradient, out.hessian, out.expected)


class _Sums:
    """Sums over the patterns of one group, per free place."""

    def __init__(self, at: Implied, first: Slopes, with_means: bool) -> None:
        p, e = first.u.shape
        self.at, self.first, self.with_means = at, first, with_means
        self.both = np.concatenate([first.u, first.v], axis=1)
        self.value = 0.0
        self.gradient = np.zeros(e)
        self.hessian, self.expected = np.zeros((e, e)), np.zeros((e, e))
        self.weight = np.zeros((p, p))
        self.push = np.zeros(p) if with_means else None

    def add(self, part: Pattern, share: float) -> bool:
        """Add a pattern that holds this share of all rows; False where sigma fails there."""
        items = part.items
        whole = len(items) == len(self.at.sigma)
        found = invert(self.at.sigma if whole else _part(self.at.sigma, items))
        if found is None:
            return False
        inverse, logdet = found
        both = self.both if whole else self.both[items]
        seen, e = part.cov, len(self.gradient)
        if self.with_means:
            away = part.moments.mean - self.at.mu[items]
            seen = seen + np.outer(away, away)
        outer = inverse @ seen @ inverse
        weight = inverse - outer
        self.value += share * (logdet + float(np.einsum("ij,ij->", inverse, seen)))
        solved = inverse @ both
        gram, other = both.T @ solved, both.T @ (outer @ both)
        a, b, c = gram[:e, :e], gram[e:, e:], gram[:e, e:]
        x, y, z = other[:e, :e], other[e:, e:], other[:e, e:]
        expected = 2 * (a * b + c * c.T)
        cross = c.T * z
        hessian = 2 * (a * y + b * x + cross + cross.T) - expected
        self.gradient += share * 2 * np.einsum("pe,pe->e", both[:, :e], weight @ both[:, e:])
        if self.with_means:
            mean = self.first.mean[items]
            push = inverse @ away
            self.gradient -= share * 2 * (push @ mean)
            level = 2 * (mean.T @ inverse @ mean)
            expected += level
            pushed, along = both.T @ push, solved.T @ mean
            bend = 2 * (pushed[:e, None] * along[e:] + pushed[e:, None] * along[:e])
            hessian += level + bend + bend.T
            self.push[items] -= share * 2 * push  # type: ignore[index]
        self.expected += share * expected
        self.hessian += share * hessian
        if whole:
            self.weight += share * weight
        else:
            self.weight[np.ix_(items, items)] += share * weight
        return True


def _part(matrix: Array, items: Codes) -> Array:
    return np.asarray(matrix[np.ix_(items, items)])
