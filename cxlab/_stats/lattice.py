"""The walk over all subsets of regressors by Schur complements: constant work per subset."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cache, partial

import numpy as np
from numpy.typing import NDArray

from cxlab._core.progress import blocks
from cxlab._stats import compiled

Array = NDArray[np.float64]
Groups = Sequence[Sequence[int]]

SINGULAR = compiled.SINGULAR
CELLS = 2**12  # numbers that numpy takes at a time; a few such rows fit the fast cache
FAST = 2**25  # from as many subsets on, compiled code is worth its import
LONG = 2**27  # from as many subsets on, a progress bar may be wanted


def subsets_r2(corr: Array, groups: Groups | None = None) -> Array:
    """Return R² of the last variable on every subset of the others.

    Parameters
    ----------
    corr
        Correlations, shape (draws, p + 1, p + 1), the outcome last.
    groups
        Columns that enter together, such as the dummies of one category; each of ``0 ... p - 1``
        once. ``None``: every column by itself.

    Returns
    -------
    ndarray
        Shape (2**q, draws), ``q`` the number of groups. Bit ``q - 1 - j`` of the row number says
        whether group ``j`` is in.

    Notes
    -----
    The lattice of subsets is walked by doubling. After ``k`` groups the residual covariances of the
    other columns stand for all 2**k subsets; sweeping out group ``k + 1`` is a Schur complement. A
    subset costs about the same for every ``q``, and no regression is solved.
    """
    turned = (groups or singles(corr))[::-1]
    out = np.zeros((2 ** len(turned), len(corr)))
    for part in _parts(len(corr), max(1, 4 * CELLS >> len(turned)), ""):
        state, fit = arranged(corr[part], turned), out[:, part]
        for k, group in enumerate(turned):
            state, gain = doubled(state, len(group))
            fit[2**k : 2 ** (k + 1)] = fit[: 2**k] + gain
    return out


def held_r2(
    corr: Array, groups: Groups, *, fast: bool | None = None, what: str = ""
) -> tuple[Array, Array]:
    """Return a weighted sum of R² over all subsets that hold a group, and R² of all groups.

    Parameters
    ----------
    corr
        Shape (draws, p + 1, p + 1), the outcome last.
    groups
        Columns that enter together, each of ``0 ... p - 1`` once.
    fast
        Use compiled code; ``None``: if numba is there and the work is worth it.
    what
        Name of the work on a progress bar; without one there is no bar.

    Returns
    -------
    held, whole
        Shapes (draws, q) and (draws,). Less a constant that makes a row sum to R², ``held`` is the
        average gain of a group over all orders of entry.

    Notes
    -----
    The first groups are walked in the breadth, which makes vectors of subsets, the others in the
    depth, which keeps memory small for any ``q``. A gain in R² is looked at once and stands for
    itself in all larger subsets: see ``_weights``.
    """
    draws, q = len(corr), len(groups)
    order = sorted(range(q), key=lambda j: -len(groups[j]))  # wide groups where subsets are few
    arranged_groups = [groups[j] for j in order]
    widths = [len(group) for group in arranged_groups]
    if fast is None:
        fast = draws << q >= FAST
    fast = fast and compiled.suits(widths) and bool(np.isfinite(corr).all())
    walk = compiled.walker() if fast else None
    held, whole = np.empty((draws, q)), np.empty(draws)
    most = CELLS if walk is None else max(1, 2**14 // q**2)
    for part in _parts(draws, most, what):
        state = arranged(corr[part], arranged_groups)
        held[part, order] = _block(state, widths, walk, what).T
        whole[part] = partialled(state, len(state))[1][0]
    return held, whole


def singles(corr: Array) -> list[list[int]]:
    """Return every column but the last as a group of its own."""
    return [[j] for j in range(corr.shape[-1] - 1)]


def arranged(corr: Array, groups: Groups) -> Array:
    """Return correlations with the columns in the order of ``groups`` and the draws last.

    The shape is (p, p + 1, 1, draws): the row of the outcome is not needed, and the third axis is
    for subsets.
    """
    order = [j for group in groups for j in group]
    ordered = corr[:, order][:, :, [*order, corr.shape[-1] - 1]]
    return np.ascontiguousarray(ordered.transpose(1, 2, 0))[:, :, None, :]


def partialled(state: Array, width: int) -> tuple[Array, Array]:
    """Partial the first ``width`` columns out of ``state``; return the gain in R² as well.

    ``state`` has shape (c, c + 1, subsets, draws): residual covariances of the columns, those with
    the outcome last. A column without variance of its own changes nothing and gains nothing.
    """
    gain = np.zeros(state.shape[2:])
    for _ in range(width):
        head = state[0, 1:]
        factor = head / np.maximum(state[0, 0], SINGULAR)
        gain += factor[-1] * head[-1]
        state = state[1:, 1:] - factor[:-1, None] * head
    return state, gain


def doubled(state: Array, width: int) -> tuple[Array, Array]:
    """Leave the first ``width`` columns out, or partial them out: twice as many subsets.

    Return the state, shape (c - width, c - width + 1, 2 * subsets, draws), and the gain in R².
    """
    inner, gain = partialled(state, width)
    return np.concatenate([state[width:, width:], inner], axis=2), gain


def all_in(corr: Array) -> Array:
    """Return R² of the last variable on all others, shape (draws,)."""
    return partialled(arranged(corr, singles(corr)), corr.shape[-1] - 1)[1][0]


@cache
def _weights(q: int) -> Array:
    """Return how much a gain in R² weighs in the sum over subsets that hold a group.

    A subset of ``s`` groups weighs ``w(s - 1) + w(s)``, where ``w(s) = s! (q - 1 - s)! / q!`` and
    ``w(q) = 0``. The gain of group ``k`` over a subset of the groups before it is part of R² of
    every union with later groups. Row ``k``, column ``s`` is the sum of the weights of those
    unions, ``s`` counting group ``k``; those that hold one given later group sum to row ``k + 1``,
    column ``s + 1``.
    """
    own = [1 / (q * math.comb(q - 1, s)) for s in range(q)]
    table = np.zeros((q, q + 2))
    table[-1, :q] = own
    table[-1, 1 : q + 1] += own
    for k in range(q - 2, -1, -1):
        table[k, :-1] = table[k + 1, :-1] + table[k + 1, 1:]
    return table


def _block(state: Array, widths: Sequence[int], walk: compiled.Walk | None, what: str) -> Array:
    """Return ``held`` of a block of draws, shape (q, draws)."""
    q, draws = len(widths), state.shape[-1]
    if not draws:
        return np.zeros((q, 0))
    if walk is None:
        walk = partial(_in_depth, widths=widths)
        lanes = min(q - 1, int(math.log2(CELLS // draws)))
        broad = min(q - 1, lanes + min(4, max(0, q - 24)))
    else:
        broad = max(compiled.BITS, min(q - compiled.LAST, q - 16, 12))
        lanes = max(compiled.BITS, broad - 4)
    table, size = _weights(q), np.zeros(1, dtype=np.int64)
    held, nodes = np.zeros((q, draws)), np.zeros((2**broad, draws))
    for k in range(broad):
        state, gain = doubled(state, widths[k])
        nodes[2**k : 2 ** (k + 1)] = gain * table[k, size + 1][:, None]
        held[k + 1 :] += table[k + 1, size + 2] @ gain
        size = np.concatenate([size, size + 1])
    for part in _parts(2**broad, 2**lanes if draws << q >= LONG else 2**broad, what):
        share, later, below = walk(state[:, :, part], size[part], table[broad:])
        held[broad:] += share
        held[broad + 1 :] += np.cumsum(later[:-1], axis=0)
        nodes[part] += below
    for k in range(broad):
        held[k] += nodes.reshape(-1, 2, 2**k, draws)[:, 1].sum(axis=(0, 1))
    return held


def _parts(total: int, size: int, what: str) -> Iterable[slice]:
    """Cut ``range(total)`` into slices, under a bar if the work has a name."""
    if what:
        return blocks(total, size, what)
    return (slice(start, min(start + size, total)) for start in range(0, total, size))


def _in_depth(
    state: Array, size: NDArray[np.int64], table: Array, *, widths: Sequence[int]
) -> tuple[Array, Array, Array]:
    """Walk the rest of the lattice below each subset; see ``compiled.walk``."""
    c, shape = len(state), state.shape[2:]
    levels = len(table)
    widths = widths[-levels:]
    most = table.shape[1] - 1
    weights = table[:, np.minimum(np.arange(1, levels + 1)[:, None] + size, most)]
    gains = np.zeros((levels, levels, *shape))
    share = np.zeros((levels, shape[1]))
    room = [[np.empty((m - j + 1, *shape)) for j in range(m)] for m in range(c)]
    factors = np.empty((c, *shape))
    pivot, gain = np.empty(shape), np.empty(shape)

    def walk(rows: list[Array], k: int, s: int) -> Array:
        """Walk below a state and return its weighted gains, summed over subsets."""
        inner, total = rows, np.zeros(shape[1])
        for _ in range(widths[k]):
            head, m = inner[0], len(inner)
            factor = factors[:m]
            np.maximum(head[0], SINGULAR, out=pivot)
            np.divide(head[1:], pivot, out=factor)
            np.multiply(factor[-1], head[-1], out=gain)
            gains[k, s] += gain
            total += weights[k, s] @ gain
            for j in range(1, m):
                np.multiply(factor[j - 1], head[j:], out=room[m - 1][j - 1])
                np.subtract(inner[j], room[m - 1][j - 1], out=room[m - 1][j - 1])
            inner = room[m - 1]
        if k + 1 < levels:
            total += walk(inner, k + 1, s + 1)
        share[k] += total
        return total + walk(rows[widths[k] :], k + 1, s) if k + 1 < levels else total

    walk([state[j, j:] for j in range(c)], 0, 0)
    later, nodes = np.zeros((levels, shape[1])), np.zeros(shape)
    for k in range(levels):
        for s in range(k + 1):
            nodes += weights[k, s][:, None] * gains[k, s]
            if k + 1 < levels:
                later[k] += weights[k + 1, s + 1] @ gains[k, s]
    return share, later, nodes
