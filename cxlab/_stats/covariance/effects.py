"""Direct, indirect and total effects among latent variables, with the delta method or by draws."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cxlab._stats.covariance.derivatives import latent_slopes
from cxlab._stats.covariance.model import LATENT, PATH, Group, imply

Array = NDArray[np.float64]
Codes = NDArray[np.intp]
Route = tuple[int, ...]  # latent variables from cause to effect; two of them: the arrow itself
ALONG, TOTAL, THROUGH = range(3)  # one route; all ways between two ends; all but the arrow


@dataclass(frozen=True, eq=False)
class Wanted:
    """One effect: along a route, or between two ends in total or through others."""

    route: Route
    kind: int = ALONG

    @property
    def ends(self) -> tuple[int, int]:
        """Cause and effect."""
        return self.route[0], self.route[-1]


def measured(
    group: Group,
    collect: Array | None,
    params: Array,
    arrows: Sequence[tuple[int, int]],
    wanted: Sequence[Wanted],
) -> tuple[Array, Array, Array, Array]:
    """Return effects, how they move with the parameters, and both once more standardised.

    Parameters
    ----------
    group, collect, params
        The group, its 0/1 matrix from free places to parameters, and the estimates, shape (q,).
    arrows
        The paths that count, (row, col) in the matrix of paths.
    wanted
        The effects, k of them.

    Returns
    -------
    values, jacobian, standardised, jacobian
        Shapes (k,), (k, q), (k,), (k, q).
    """
    matrices = group.filled(params)
    at = imply(matrices)
    paths = _only(matrices.paths, arrows)
    total = np.asarray(np.linalg.inv(np.eye(len(paths)) - paths), dtype=float)
    known = {arrow: place for place, arrow in enumerate(arrows)}
    slopes = np.zeros((len(wanted), len(arrows)))  # by the coefficients of the arrows
    for k, each in enumerate(wanted):
        start, end = each.ends
        if each.kind:
            for arrow, place in known.items():
                slopes[k, place] = total[end, arrow[0]] * total[arrow[1], start]
            if each.kind == THROUGH and (end, start) in known:
                slopes[k, known[end, start]] -= 1
        else:
            steps = [(b, a) for a, b in itertools.pairwise(each.route)]
            sizes = [paths[step] for step in steps]
            for i, step in enumerate(steps):
                slopes[k, known[step]] += np.prod([s for j, s in enumerate(sizes) if j != i])
    values = _values(paths[None], total[None], wanted)[0]
    which = np.flatnonzero(group.free.kind == PATH)
    turn = np.zeros((len(wanted), len(group.free.kind)))
    for free in which:
        arrow = (int(group.free.row[free]), int(group.free.col[free]))
        if arrow in known:
            turn[:, free] = slopes[:, known[arrow]]
    variance, moves = np.diagonal(at.latent), latent_slopes(at, group.free)
    starts, ends = (np.array([each.ends[side] for each in wanted], dtype=int) for side in (0, 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.sqrt(variance[starts] / variance[ends])
        logs = moves / variance[:, None]
    beta = values * scale
    beta_turn = turn * scale[:, None] + beta[:, None] * (logs[starts] - logs[ends]) / 2
    if collect is not None:
        turn, beta_turn = turn @ collect, beta_turn @ collect
    return values, turn, beta, beta_turn


def drawn(
    group: Group, draws: Array, arrows: Sequence[tuple[int, int]], wanted: Sequence[Wanted]
) -> tuple[Array, Array]:
    """Return effects and standardised effects of drawn parameters, shapes (draws, k).

    Standardised ones are NaN where a variance comes out negative.
    """
    paths, own = (_filled(group, kind, draws) for kind in (PATH, LATENT))
    one = np.eye(paths.shape[-1])
    every = np.linalg.inv(one - paths)
    variance = np.einsum("dij,djk,dik->di", every, own, every)
    some = _only(paths, arrows)
    values = _values(some, np.asarray(np.linalg.inv(one - some), dtype=float), wanted)
    start, end = ([each.ends[side] for each in wanted] for side in (0, 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return values, values * np.sqrt(variance[:, start] / variance[:, end])


def _values(paths: Array, total: Array, wanted: Sequence[Wanted]) -> Array:
    """Return the effects, shape (draws, k), of paths of shape (draws, m, m)."""
    out = np.empty((len(paths), len(wanted)))
    for k, each in enumerate(wanted):
        start, end = each.ends
        if each.kind:
            out[:, k] = total[:, end, start] - (each.kind == THROUGH) * paths[:, end, start]
        else:
            steps = [paths[:, b, a] for a, b in itertools.pairwise(each.route)]
            out[:, k] = np.prod(steps, axis=0)
    return out


def _only(paths: Array, arrows: Sequence[tuple[int, int]]) -> Array:
    out = np.zeros_like(paths)
    for row, col in arrows:
        out[..., row, col] = paths[..., row, col]
    return out


def _filled(group: Group, kind: int, draws: Array) -> Array:
    """Return a matrix of the group for every draw, shape (draws, m, m)."""
    out = np.repeat(group.fixed[kind][None], len(draws), axis=0)
    which = np.flatnonzero(group.free.kind == kind)
    row, col, number = group.free.row[which], group.free.col[which], group.param[which]
    out[:, row, col] = draws[:, number]
    if kind == LATENT:
        out[:, col, row] = draws[:, number]
    return out
