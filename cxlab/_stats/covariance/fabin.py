"""Start values by instrumental variables: Hägglund's FABIN for loadings, least squares for paths.

Everything is worked out on correlations, so the start does not depend on the items' units.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from cxlab._stats.covariance.likelihood import Pattern, Sample
from cxlab._stats.covariance.model import (
    INTERCEPT,
    LATENT,
    LOADING,
    PATH,
    RESIDUAL,
    Group,
    Matrices,
    Model,
    imply,
)

Array = NDArray[np.float64]
Codes = NDArray[np.intp]

LEAST, MOST = 0.05, 0.95  # share of an item's variance that its residual takes at the start
FAR = 3.0  # the largest ratio of two loadings, on correlations


def start_values(model: Model, sample: Sample) -> Array:
    """Return parameters to begin with, shape (q,); equal places start at the mean of theirs."""
    total, count = np.zeros(model.size), np.zeros(model.size)
    for group, patterns in zip(model.groups, sample, strict=True):
        mean, cov = pairwise(patterns, group.items)
        root = np.sqrt(np.diagonal(cov))
        begun = _unscaled(_begin(group, cov / (root[:, None] * root)), root, group)
        begun = begun._replace(intercepts=mean - begun.loadings @ begun.means)
        values = _at_places(begun, group)
        np.add.at(total, group.param, values)
        np.add.at(count, group.param, 1)
    return total / np.maximum(count, 1)


def pairwise(patterns: Sequence[Pattern], items: int) -> tuple[Array, Array]:
    """Return means and covariances of the answers at hand, made positive definite if they aren't.

    Complete data give their own. Otherwise each pair of items counts the rows that answer both.
    """
    if len(patterns) == 1:
        return patterns[0].moments.mean, patterns[0].cov
    count, first = np.zeros(items), np.zeros(items)
    for part in patterns:
        count[part.items] += part.moments.n
        first[part.items] += part.moments.n * part.moments.mean
    mean = first / np.maximum(count, 1)
    both, second = np.zeros((items, items)), np.zeros((items, items))
    for part in patterns:
        away = part.moments.mean - mean[part.items]
        spot = np.ix_(part.items, part.items)
        both[spot] += part.moments.n
        second[spot] += part.moments.scatter + part.moments.n * np.outer(away, away)
    return mean, positive(second / np.maximum(both, 1), 1e-3)


def positive(cov: Array, least: float) -> Array:
    """Lift the eigenvalues of the correlations to ``least``; the variances stay.

    What is not finite gives no correlations: a start needs some.
    """
    if not np.isfinite(cov).all():
        variance = np.diagonal(cov)
        return np.diag(np.where(np.isfinite(variance) & (variance > 0), variance, 1.0))
    root = np.sqrt(np.maximum(np.diagonal(cov), 1e-300))
    values, vectors = np.linalg.eigh(cov / (root[:, None] * root))
    if values[0] >= least:
        return cov
    lifted = (vectors * np.maximum(values, least)) @ vectors.T
    back = root / np.sqrt(np.diagonal(lifted))
    return np.asarray(lifted * (back[:, None] * back))


def _begin(group: Group, corr: Array) -> Matrices:
    """Return the start on correlations; fixed loadings are taken as they stand, by sign only."""
    fixed, m = group.fixed, group.latents
    free = [np.zeros(matrix.shape, bool) for matrix in fixed]
    for kind in (LOADING, PATH, LATENT, RESIDUAL):
        which = group.free.kind == kind
        free[kind][group.free.row[which], group.free.col[which]] = True
    out = Matrices(*(matrix.copy() for matrix in fixed))
    blocks = [np.flatnonzero(free[LOADING][:, j] | (fixed.loadings[:, j] != 0)) for j in range(m)]
    out.loadings[free[LOADING]] = 0
    latent = np.eye(m)
    measured = [j for j in range(m) if len(blocks[j])]
    for j in measured:
        out.loadings[blocks[j], j], latent[j, j] = _block(corr, blocks[j])
    if len(set().union(*blocks)) < sum(map(len, blocks)):  # an item in two blocks
        for a, b in combinations(measured, 2):
            latent[a, b] = latent[b, a] = _between(corr, out.loadings, blocks, (a, b))
    elif measured:
        loads = out.loadings[:, measured]
        loads = loads / (loads**2).sum(axis=0)
        shared, own = loads.T @ corr @ loads, np.diagonal(latent)[measured]
        np.fill_diagonal(shared, own)
        latent[np.ix_(measured, measured)] = shared
    above = [j for j in range(m) if not len(blocks[j])]
    parents = free[PATH] | (fixed.paths != 0)
    for j in above:
        latent = _second_order(latent, np.flatnonzero(parents[:, j]), j, [*measured, *above])
    latent = positive(latent, 0.05)
    paths, rest = _paths(latent, parents)
    out = out._replace(paths=paths, latent=_residual_latent(rest, latent, free[LATENT]))
    explained = np.diagonal(imply(out._replace(residual=np.zeros_like(corr))).sigma)
    out.residual[free[RESIDUAL]] = 0
    np.fill_diagonal(
        out.residual,
        np.where(np.diagonal(free[RESIDUAL]), np.clip(1 - explained, LEAST, MOST), 0),
    )
    return out


def _block(corr: Array, items: Codes) -> tuple[Array, float]:
    """Return loadings relative to the first item, and the variance of the latent variable.

    The instruments of an item are the others of the block but the first; those of a block of two
    are the items outside. What they say of the first item and of this one is what is left of their
    covariances once the inverse of the block has given the residual ones.
    """
    first, others = items[0], items[1:]
    out = np.ones(len(items))
    if not len(others):
        return out, 1.0
    pool = items if len(items) > 2 else np.append(items, np.delete(np.arange(len(corr)), items))
    out[1:] = np.where(corr[first, others] < 0, -1.0, 1.0)
    if len(pool) > 2:
        block, rest = corr[np.ix_(pool, pool)], slice(1, len(items))
        try:
            inverse = np.linalg.inv(block)
        except np.linalg.LinAlgError:
            inverse = np.linalg.pinv(block, hermitian=True)
        across, own = inverse[0, rest], np.diagonal(inverse)[rest]
        with np.errstate(divide="ignore", invalid="ignore"):
            det = inverse[0, 0] * own - across**2
            below = 1 - own / det
            ratio = (block[0, rest] + across / det) / below
            good = (below > 1e-3) & (np.abs(ratio) <= FAR)
        out[1:] = np.where(good, ratio, out[1:])
    i, j = np.triu_indices(len(items), 1)
    products = out[i] * out[j]
    spread = float(products @ corr[items[i], items[j]] / (products @ products))
    most = 0.9 / float((out**2).max())
    return out, min(max(spread, 0.1), max(most, 0.1))


def _between(corr: Array, loadings: Array, blocks: list[Codes], pair: tuple[int, int]) -> float:
    """Return the covariance of two latent variables from the items of one with the other's."""
    a, b = pair
    ours, theirs = np.setdiff1d(blocks[a], blocks[b]), np.setdiff1d(blocks[b], blocks[a])
    if not len(ours) or not len(theirs):
        return 0.0
    x, y = loadings[ours, a], loadings[theirs, b]
    return float(x @ corr[np.ix_(ours, theirs)] @ y / ((x @ x) * (y @ y)))


def _second_order(latent: Array, children: Codes, j: int, order: list[int]) -> Array:
    """Fill in a latent variable that is measured by others."""
    out = latent.copy()
    if not len(children):
        return out
    inner = out[np.ix_(children, children)]
    root = np.sqrt(np.diagonal(inner))
    loads, spread = _block(inner / (root[:, None] * root), np.arange(len(children)))
    loads = loads * root / root[0]
    out[j, j] = spread * root[0] ** 2
    for k in order:
        if k != j and order.index(k) < order.index(j):
            out[j, k] = out[k, j] = float(loads @ out[children, k] / (loads @ loads))
    out[j, children] = out[children, j] = loads * out[j, j]
    return out


def _paths(latent: Array, parents: NDArray[np.bool_]) -> tuple[Array, Array]:
    """Regress every latent variable on those with a path to it; also the residual covariances."""
    paths = np.zeros_like(latent)
    for row in np.flatnonzero(parents.any(axis=1)):
        causes = np.flatnonzero(parents[row])
        paths[row, causes] = np.linalg.solve(latent[np.ix_(causes, causes)], latent[causes, row])
    away = np.eye(len(latent)) - paths
    return paths, away @ latent @ away.T


def _residual_latent(rest: Array, latent: Array, free: NDArray[np.bool_]) -> Array:
    """Return the free (residual) covariances of the latent variables, positive definite."""
    either = free | free.T
    out = np.where(either, rest, 0.0)
    np.fill_diagonal(out, np.maximum(np.diagonal(rest), 0.1 * np.diagonal(latent)))
    return positive(out, 0.05) if either.any() else out


def _unscaled(begun: Matrices, root: Array, group: Group) -> Matrices:
    """Bring the start from correlations to the items' units and to the model's markers."""
    m = group.latents
    unit = np.ones(m)  # what one of our units of a latent variable is in the model's
    spread = np.diagonal(imply(begun).latent)
    loadings = begun.loadings * root[:, None]
    free = group.free
    loads, ties = (np.zeros(shape, bool) for shape in (loadings.shape, (m, m)))
    which = free.kind == LOADING
    loads[free.row[which], free.col[which]] = True
    which = free.kind == LATENT
    ties[free.row[which], free.col[which]] = True
    for j in range(m):
        marked = np.flatnonzero((group.fixed.loadings[:, j] != 0) & ~loads[:, j])
        if len(marked) and loadings[marked[0], j]:
            unit[j] = loadings[marked[0], j] / group.fixed.loadings[marked[0], j]
        elif not ties[j, j] and group.fixed.latent[j, j] > 0:
            unit[j] = np.sqrt(group.fixed.latent[j, j] / spread[j])
    _second_order_units(begun, group, unit)
    return begun._replace(
        loadings=loadings / unit,
        paths=begun.paths * unit[:, None] / unit,
        latent=begun.latent * (unit[:, None] * unit),
        residual=begun.residual * (root[:, None] * root),
    )


def _second_order_units(begun: Matrices, group: Group, unit: Array) -> None:
    """Set the unit of latent variables without items so that a fixed path keeps its number."""
    free = np.zeros(begun.paths.shape, bool)
    which = group.free.kind == PATH
    free[group.free.row[which], group.free.col[which]] = True
    for j in np.flatnonzero(~(begun.loadings != 0).any(axis=0)):
        marked = np.flatnonzero((group.fixed.paths[:, j] != 0) & ~free[:, j])
        if len(marked) and begun.paths[marked[0], j]:
            row = marked[0]
            unit[j] = begun.paths[row, j] * unit[row] / group.fixed.paths[row, j]


def _at_places(begun: Matrices, group: Group) -> Array:
    """Return the numbers at the free places."""
    out = np.empty(len(group.free.kind))
    for kind, matrix in enumerate(begun):
        which = np.flatnonzero(group.free.kind == kind)
        row, col = group.free.row[which], group.free.col[which]
        out[which] = matrix[row] if kind >= INTERCEPT else matrix[row, col]
    return out
