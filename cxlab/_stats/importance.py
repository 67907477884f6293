"""Relative importance of regressors from correlations: R² divided among them.

Every measure takes ``corr``, correlations of shape (draws, p + 1, p + 1) with the outcome last, and
returns shape (draws, q) in units of R². ``groups`` lists the columns that belong together, such as
the dummies of one category, each of ``0 ... p - 1`` once; without it every column is by itself. A
column that others determine gains nothing: no result is infinite or missing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cxlab._stats.dominance import complete, conditional, shapley
from cxlab._stats.lattice import (
    SINGULAR,
    Groups,
    all_in,
    arranged,
    held_r2,
    partialled,
    singles,
    subsets_r2,
)

__all__ = [
    "complete",
    "conditional",
    "first",
    "johnson",
    "last",
    "lmg",
    "pratt",
    "shapley",
    "subsets_r2",
]

Array = NDArray[np.float64]


def lmg(
    corr: Array, groups: Groups | None = None, *, fast: bool | None = None, what: str = ""
) -> Array:
    """Return the average gain in R² over all orders of entry, shape (draws, q); exact.

    Parameters
    ----------
    corr, groups
        As in all functions of this file.
    fast
        Walk the subsets by code that numba compiles; ``None``: where it is installed and the work
        is worth it. The numbers are the same to rounding.
    what
        Name of the work on the progress bar that long work shows.

    Returns
    -------
    ndarray
        A row sums to R² of all columns. Memory stays small for any ``q``; time doubles with each.

    Notes
    -----
    Lindeman, Merenda and Gold (1980); the Shapley value of R² (Lipovetsky and Conklin 2001), the
    same as general dominance (Budescu 1993). Groups: Grömping (2006).

    Examples
    --------
    >>> lmg(np.array([[[1, 0.5, 0.5], [0.5, 1, 0.4], [0.5, 0.4, 1]]])).round(3)
    array([[0.185, 0.095]])
    """
    groups = singles(corr) if groups is None else groups
    held, whole = held_r2(corr, groups, fast=fast, what=what)
    return held - ((held.sum(axis=1) - whole) / len(groups))[:, None]


def johnson(corr: Array, groups: Groups | None = None) -> Array:
    """Return Johnson's relative weights, shape (draws, q); a group has the sum of its members'.

    Notes
    -----
    Johnson (2000), equal to Genizi (1993): the regressors are replaced by their closest orthogonal
    companions; R² is divided among those and led back.
    """
    values, vectors = np.linalg.eigh(corr[..., :-1, :-1])
    root = np.sqrt(np.clip(values, 0, None))
    loading = (vectors * root[..., None, :]) @ vectors.swapaxes(-1, -2)
    inverse = np.divide(1, root, out=np.zeros_like(root), where=values > SINGULAR)
    back = (vectors * inverse[..., None, :]) @ vectors.swapaxes(-1, -2)
    beta = (back @ corr[..., :-1, -1:])[..., 0]
    return _summed((loading**2 @ (beta**2)[..., None])[..., 0], groups)


def first(corr: Array, groups: Groups | None = None) -> Array:
    """Return R² of each group alone, shape (draws, q): the squared correlation of a column."""
    if groups is None:
        return corr[:, :-1, -1] ** 2
    p = corr.shape[-1] - 1
    parts = [all_in(corr[:, [*group, p]][:, :, [*group, p]]) for group in groups]
    return np.stack(parts, axis=1)


def last(corr: Array, groups: Groups | None = None) -> Array:
    """Return the gain in R² of each group when it enters last, shape (draws, q).

    Notes
    -----
    For a column it is the squared semipartial correlation. The columns are halved again and again,
    one half partialled out of the other, so that all groups together cost p³ log p steps.
    """
    groups = singles(corr) if groups is None else groups
    out = np.empty((len(corr), len(groups)))

    def halve(state: Array, part: list[int]) -> None:
        """Partial one half of the columns out of the other, both ways, down to single groups."""
        if len(part) == 1:
            out[:, part[0]] = partialled(state, len(state))[1][0]
            return
        left, right = part[: len(part) // 2], part[len(part) // 2 :]
        width, c = sum(len(groups[j]) for j in left), len(state)
        halve(partialled(state, width)[0], right)
        turned = [*range(width, c), *range(width)]
        halve(partialled(state[turned][:, [*turned, c]], c - width)[0], left)

    halve(arranged(corr, groups), list(range(len(groups))))
    return out


def pratt(corr: Array, groups: Groups | None = None) -> Array:
    """Return standardised coefficient times correlation, shape (draws, q); can be negative.

    Notes
    -----
    Pratt (1987). A row sums to R². Columns that determine each other share their coefficient (the
    solution of least length).
    """
    values, vectors = np.linalg.eigh(corr[..., :-1, :-1])
    inverse = np.divide(1, values, out=np.zeros_like(values), where=values > SINGULAR)
    along = vectors.swapaxes(-1, -2) @ corr[..., :-1, -1:]
    beta = vectors @ (inverse[..., None] * along)
    return _summed(beta[..., 0] * corr[..., :-1, -1], groups)


def _summed(values: Array, groups: Groups | None) -> Array:
    if groups is None:
        return values
    return np.stack([values[:, list(group)].sum(axis=1) for group in groups], axis=1)
