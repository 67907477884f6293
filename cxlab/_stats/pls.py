"""Partial least squares path modelling on correlation matrices, many resamples at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cxlab._stats import pls_compiled as compiled
from cxlab._stats.pls_design import Arrows, Design

Array = NDArray[np.float64]

CLOSE = 1e-12  # largest change of a weight between two steps
STEPS = 500
BATCH = 512  # resamples side by side: what they need fits into the cache


@dataclass(frozen=True, eq=False)
class Fit:
    """Weights and what follows from them; every array has the resamples as its last axis.

    Parameters
    ----------
    weights
        Of the standardised items in their own construct, shape (n_items, draws); construct scores
        have a variance of one.
    cross
        Correlations of items with constructs, shape (n_items, n_constructs, draws).
    constructs
        Correlations of constructs, shape (n_constructs, n_constructs, draws).
    paths
        ``paths[source, target]``, shape (n_constructs, n_constructs, draws); 0 without an arrow.
    steps
        Steps taken until the weights stood still, shape (draws,).
    converged
        Whether they did, shape (draws,).
    """

    weights: Array
    cross: Array
    constructs: Array
    paths: Array
    steps: NDArray[np.int64]
    converged: NDArray[np.bool_]


def fit(
    cov: Array,
    design: Design,
    *,
    close: float = CLOSE,
    towards: Fit | None = None,
    arrows: Arrows | None = None,
    fast: bool | None = None,
) -> Fit:
    """Estimate the model on correlation or covariance matrices, which are scaled.

    Parameters
    ----------
    cov
        Covariances of the items in the order of the design, shape (n_items, n_items) or (draws,
        n_items, n_items), positive definite within the blocks of mode B.
    design
        Items and arrows.
    close
        Largest change of a weight between the last two steps.
    towards
        The sample towards which the constructs of resamples are turned: a construct is turned
        where its loadings agree with the sample's less well than their opposite.
    arrows
        Which of the design's arrows each matrix keeps, shape (draws, n_constructs, n_constructs);
        ``None``: all.
    fast
        Step by code that numba compiles; ``None``: where it is installed and the work is worth it.
        The numbers are the same to rounding.

    Returns
    -------
    Fit

    Notes
    -----
    Lohmoeller (1989). Everything that the algorithm does to scores is linear, so it is done to
    correlations and the rows are never needed. Without a sample the sign of a construct is chosen
    such that most of its items load positively (Hair et al. 2017 call it the dominant-indicator
    rule).
    """
    stack = cov[None] if cov.ndim == 2 else cov
    pull = np.ones(stack.shape[-1])
    if towards is not None:
        pull = towards.cross[np.arange(len(pull)), design.block, 0]
    run = compiled.kernel(len(stack), fast)
    if run is not None:
        kept = design.arrows[None] if arrows is None else arrows
        found = compiled.steps(run, stack, design, kept, (close, STEPS, pull))
        return _concluded(found, arrows, design)
    parts = [
        _batch(
            stack[at : at + BATCH],
            None if arrows is None else arrows[at : at + BATCH],
            design,
            (close, pull),
        )
        for at in range(0, len(stack), BATCH)
    ]
    if len(parts) == 1:
        return parts[0]
    return Fit(
        *(
            np.concatenate([getattr(part, name) for part in parts], axis=-1)
            for name in Fit.__dataclass_fields__
        )
    )


def _batch(cov: Array, arrows: Arrows | None, design: Design, limits: tuple[float, Array]) -> Fit:
    """Estimate one batch; ``limits`` are the largest change and what signs are turned towards."""
    close, pull = limits
    corr = np.ascontiguousarray(cov.transpose(1, 2, 0))
    root = 1 / np.sqrt(np.einsum("iid->id", corr))
    corr = corr * root[:, None] * root
    p, draws = len(corr), corr.shape[-1]
    inverses = {
        int(j): _inverse(corr[design.items(j), design.items(j)])
        for j in np.flatnonzero(design.formative)
        if design.sizes[j] > 1
    }
    weights = np.ones((p, draws))
    weights, cross, between = _scaled(weights, corr, design)
    steps = np.full(draws, STEPS)
    left, going = np.arange(draws), np.full(draws, True)
    out = weights.copy()
    active, kept = corr, arrows
    for step in range(1, STEPS + 1):
        inner = _inner(between, kept, design)
        new = _outer(cross, inner, kept, design)
        for j, inverse in inverses.items():
            at = design.items(j)
            new[at] = np.einsum("ijd,jd->id", inverse, new[at])
        new, cross, between = _scaled(new, active, design)
        moved = np.abs(new - weights).max(axis=0)
        weights = new
        done = going & (moved < close)
        if done.any() or step == STEPS:
            ready = going if step == STEPS else done
            out[:, left[ready]] = weights[:, ready]
            steps[left[done]] = step
            going = going & ~done
            if not going.any():
                break
            # the few that go on are packed together once enough have stopped
            if going.mean() < 0.75:
                left, weights = left[going], weights[:, going]
                active, cross, between = active[..., going], cross[..., going], between[..., going]
                inverses = {j: inverse[..., going] for j, inverse in inverses.items()}
                kept = None if kept is None else kept[going]
                going = going[going]
    weights, cross, between = _scaled(out, corr, design)
    own = cross[np.arange(p), design.block] * pull[:, None]
    turned = np.where(np.add.reduceat(own, design.starts) < 0, -1.0, 1.0)
    found = (
        weights * turned[design.block],
        cross * turned,
        between * turned[:, None] * turned,
        steps,
    )
    return _concluded(found, arrows, design)


def _inverse(corr: Array) -> Array:
    """Return the inverses of correlations with the draws as their last axis, NaN of singular ones.

    Rounding can hide that a matrix is singular: the diagonal of its inverse, VIF, is huge then.
    """
    stack = corr.transpose(2, 0, 1)
    try:
        out = np.linalg.inv(stack)
    except np.linalg.LinAlgError:
        sound = np.abs(np.linalg.det(stack)) > 0
        out = np.full(stack.shape, np.nan)
        out[sound] = np.linalg.inv(stack[sound])
    apart = (np.abs(np.diagonal(out, axis1=1, axis2=2)) < 1 / compiled.SINGULAR).all(axis=1)
    out[~apart] = np.nan
    return np.asarray(out).transpose(1, 2, 0)


def _scaled(weights: Array, corr: Array, design: Design) -> tuple[Array, Array, Array]:
    """Scale the weights to scores of variance one; return them with both kinds of correlations."""
    p, k, draws = len(corr), len(design.sizes), corr.shape[-1]
    cross, between = np.empty((p, k, draws)), np.empty((k, k, draws))
    items = [design.items(j) for j in range(k)]
    for j, at in enumerate(items):
        np.einsum("ihd,hd->id", corr[:, at], weights[at], out=cross[:, j])
    for j, at in enumerate(items):
        np.einsum("ijd,id->jd", cross[at], weights[at], out=between[j])
    spread = np.sqrt(np.einsum("jjd->jd", between))
    weights = weights / spread[design.block]
    return weights, cross / spread, between / (spread[:, None] * spread)


def _inner(between: Array, arrows: Arrows | None, design: Design) -> Array:
    """Return how much each construct counts in the proxy of another, [of, in, draw]."""
    linked = design.linked[..., None]
    if arrows is not None:
        linked = (arrows | arrows.transpose(0, 2, 1)).transpose(1, 2, 0)
    if design.scheme == "centroid":
        return np.sign(between) * linked
    inner = between * linked
    if design.scheme == "path":
        for j in range(len(design.sizes)):
            causes = design.causes(j)
            if len(causes) > 1:
                inner[causes, j] = _slopes(between, arrows, causes, j)
    return inner


def _outer(cross: Array, inner: Array, arrows: Arrows | None, design: Design) -> Array:
    """Return the covariance of each item with the proxy of its construct; alone, with itself."""
    out = np.empty((len(cross), cross.shape[-1]))
    for j in range(len(design.sizes)):
        linked = design.neighbours[j]
        at = design.items(j)
        if not len(linked):
            out[at] = cross[at, j]
            continue
        out[at] = np.einsum("ikd,kd->id", cross[at][:, linked], inner[linked, j])
        if arrows is not None:
            alone = ~(arrows[:, j].any(axis=1) | arrows[:, :, j].any(axis=1))
            out[at] = np.where(alone, cross[at, j], out[at])
    return out


def _slopes(between: Array, arrows: Arrows | None, causes: NDArray[np.int64], j: int) -> Array:
    """Return the slopes of construct ``j`` on its causes, shape (causes, draws); 0 where cut."""
    left, right = between[np.ix_(causes, causes)], between[causes, j]
    if arrows is not None:
        kept = arrows[:, causes, j].T
        left = left * kept[:, None] * kept + np.eye(len(causes))[..., None] * ~kept
        right = right * kept
    return solved(left, right)


def regressed(constructs: Array, design: Design, arrows: Arrows | None = None) -> Array:
    """Return the paths that correlations of constructs give, [source, target, draw].

    ``arrows`` are those each matrix keeps, as in :func:`fit`.
    """
    paths = np.zeros_like(constructs)
    for j in range(len(design.sizes)):
        causes = design.causes(j)
        if len(causes):
            paths[causes, j] = _slopes(constructs, arrows, causes, j)
    return paths


def solved(left: Array, right: Array) -> Array:
    """Solve small positive definite systems side by side.

    Parameters
    ----------
    left
        Shape (k, k, draws).
    right
        Shape (k, draws).

    Returns
    -------
    Shape (k, draws); not finite where a system is singular.
    """
    if right.shape[-1] == 1:
        try:
            return np.asarray(np.linalg.solve(left[..., 0], right))
        except np.linalg.LinAlgError:
            return np.full(right.shape, np.nan)
    a, b = left.copy(), right.copy()
    k = len(a)
    with np.errstate(divide="ignore", invalid="ignore"):
        for i in range(k):
            for row in range(i + 1, k):
                factor = a[row, i] / a[i, i]
                a[row, i:] -= factor * a[i, i:]
                b[row] -= factor * b[i]
        for i in range(k - 1, -1, -1):
            for later in range(i + 1, k):
                b[i] -= a[i, later] * b[later]
            b[i] /= a[i, i]
    return b


def _concluded(found: compiled.Found, arrows: Arrows | None, design: Design) -> Fit:
    """Add the paths."""
    weights, cross, between, steps = found
    paths = regressed(between, design, arrows)
    return Fit(weights, cross, between, paths, steps, steps < STEPS)


def totals(paths: Array, order: Sequence[int]) -> Array:
    """Return total effects, the sum over all routes, [source, target, draw].

    Parameters
    ----------
    paths
        Direct effects [source, target, draw].
    order
        Constructs, causes before effects.
    """
    total = paths.copy()
    for j in order:
        for i in order[: order.index(j)]:
            if paths[i, j].any():
                total[:, j] += total[:, i] * paths[i, j]
    return total


def explained(fitted: Fit) -> Array:
    """Return R² of each construct, shape (n_constructs, draws); 0 without causes."""
    return np.einsum("ijd,ijd->jd", fitted.paths, fitted.constructs)
