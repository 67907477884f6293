"""Covariance structure models in LISREL's all-y form: matrices, free places, implied moments.

    sigma = L A P A' L' + T,  A = (I - B)^-1,  mu = n + L A a

with loadings ``L``, paths ``B`` among the latent variables, their (residual) covariances ``P``, the
residual covariances of the items ``T``, intercepts ``n`` and latent means (or intercepts) ``a``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Codes = NDArray[np.intp]

LOADING, PATH, LATENT, RESIDUAL, INTERCEPT, MEAN = range(6)
SYMMETRIC = (LATENT, RESIDUAL)


class Matrices(NamedTuple):
    """The numbers of one group, in the order of the codes above.

    Shapes (p, m), (m, m), (m, m), (p, p), (p,), (m,) for p items and m latent variables.
    """

    loadings: Array
    paths: Array
    latent: Array
    residual: Array
    intercepts: Array
    means: Array

    @classmethod
    def zeros(cls, p: int, m: int) -> Matrices:
        """Return matrices without a number in them."""
        shapes = ((p, m), (m, m), (m, m), (p, p), (p,), (m,))
        return cls(*(np.zeros(shape) for shape in shapes))


class _Places(NamedTuple):
    kind: Codes
    row: Codes
    col: Codes


class Places(_Places):
    """Places in the matrices, each array of shape (e,); ``col`` is 0 in the two vectors.

    A place of a symmetric matrix stands once for both triangles.
    """

    @cached_property
    def by_kind(self) -> list[tuple[int, Codes, Codes, Codes]]:
        """For every matrix with places: its code, the places' numbers, rows and columns."""
        numbers = [(kind, np.flatnonzero(self.kind == kind)) for kind in range(6)]
        return [
            (kind, which, self.row[which], self.col[which]) for kind, which in numbers if len(which)
        ]

    @cached_property
    def moving(self) -> Codes:
        """Numbers of the loadings and paths, in which sigma is not linear."""
        return np.flatnonzero((self.kind == LOADING) | (self.kind == PATH))

    @classmethod
    def of(cls, places: Sequence[tuple[int, int, int]]) -> Places:
        """Take places written as (kind, row, col)."""
        table = np.array(places, dtype=np.intp).reshape(-1, 3)
        return cls(table[:, 0], table[:, 1], table[:, 2])

    def join(self, other: Places) -> Places:
        """Return these places and then the others."""
        return Places(*map(np.concatenate, zip(self, other, strict=True)))

    def take(self, which: NDArray[np.generic]) -> Places:
        """Return some of the places, by number or by mask."""
        return Places(*(part[which] for part in self))


@dataclass(frozen=True, eq=False)
class Implied:
    """What matrices imply: ``sigma``, shape (p, p), ``mu``, shape (p,), and the parts on the way.

    Parameters
    ----------
    total
        ``A``: total effects among the latent variables and one on the diagonal, shape (m, m).
    latent, latent_mean
        Covariances and means of the latent variables, shapes (m, m) and (m,).
    reach
        ``L A``: what a push at a latent variable moves in the items, shape (p, m).
    shared
        Covariances of items with latent variables, shape (p, m).
    """

    sigma: Array
    mu: Array
    total: Array
    latent: Array
    latent_mean: Array
    reach: Array
    shared: Array


def imply(matrices: Matrices) -> Implied:
    """Return the implied moments."""
    loadings, paths, residual_latent, residual, intercepts, means = matrices
    one = np.eye(len(paths))
    total = _total(one - paths) if paths.any() else one
    latent = total @ residual_latent @ total.T
    mean = total @ means
    shared = loadings @ latent
    return Implied(
        shared @ loadings.T + residual,
        intercepts + loadings @ mean,
        total,
        latent,
        mean,
        loadings @ total,
        shared,
    )


def _total(apart: Array) -> Array:
    """Return the inverse; NaN where paths in a circle add up without end."""
    try:
        return np.asarray(np.linalg.inv(apart), dtype=float)
    except np.linalg.LinAlgError:
        return np.full_like(apart, np.nan)


@dataclass(frozen=True, eq=False)
class Group:
    """One group: fixed numbers, and the places that are estimated.

    Parameters
    ----------
    fixed
        The fixed numbers; what stands at free places does not count.
    free
        The free places, e of them.
    param
        Number of the parameter at every free place, shape (e,). Places that share a number are
        equal, within a group or between groups.
    """

    fixed: Matrices
    free: Places
    param: Codes

    @property
    def items(self) -> int:
        """Number of items."""
        return len(self.fixed.loadings)

    @property
    def latents(self) -> int:
        """Number of latent variables."""
        return self.fixed.loadings.shape[1]

    @cached_property
    def _spots(self) -> list[tuple[int, Codes, tuple[Codes, ...]]]:
        """For every matrix with free places: its code, their numbers, and where they stand."""
        return [
            (kind, self.param[which], (row,) if kind in (INTERCEPT, MEAN) else (row, col))
            for kind, which, row, col in self.free.by_kind
        ]

    def filled(self, params: Array) -> Matrices:
        """Return the matrices with the parameters, shape (q,), in their places."""
        out = list(self.fixed)
        for kind, number, where in self._spots:
            matrix = out[kind].copy()
            matrix[where] = params[number]
            if kind in SYMMETRIC:
                matrix[where[::-1]] = params[number]
            out[kind] = matrix
        return Matrices(*out)

    def implied(self, params: Array) -> Implied:
        """Return the moments implied by the parameters."""
        return imply(self.filled(params))


@dataclass(frozen=True, eq=False)
class Model:
    """One or several groups of the same items.

    Parameters
    ----------
    groups
        The groups; parameters are numbered 0 … q - 1 over all of them.
    size
        Number of parameters, q.
    with_means
        Whether the means are part of the model. Without them every mean is as observed, and there
        are no free intercepts or latent means.
    """

    groups: tuple[Group, ...]
    size: int
    with_means: bool = False

    @cached_property
    def collectors(self) -> list[Array | None]:
        """For every group 0/1 from free places to parameters, shape (e, q); none if identity."""
        out: list[Array | None] = []
        for group in self.groups:
            whole = np.arange(self.size)
            if np.array_equal(group.param, whole):
                out.append(None)
            else:
                out.append((group.param[:, None] == whole).astype(float))
        return out

    def extended(self, extra: Sequence[Places]) -> Model:
        """Free further places, one list per group; each becomes a parameter of its own."""
        groups, size = [], self.size
        for group, more in zip(self.groups, extra, strict=True):
            number = np.concatenate([group.param, size + np.arange(len(more.kind))])
            groups.append(replace(group, free=group.free.join(more), param=number))
            size += len(more.kind)
        return Model(tuple(groups), size, self.with_means)


def independence(items: int, groups: int = 1, *, with_means: bool = False) -> Model:
    """Return the baseline model in which no item goes with another, numbered group by group."""
    variances = [(RESIDUAL, i, i) for i in range(items)]
    intercepts = [(INTERCEPT, i, 0) for i in range(items)] if with_means else []
    free = Places.of(variances + intercepts)
    each = len(free.kind)
    fixed = Matrices.zeros(items, 0)
    return Model(
        tuple(Group(fixed, free, g * each + np.arange(each)) for g in range(groups)),
        groups * each,
        with_means,
    )
