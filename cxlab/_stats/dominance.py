"""Dominance: a fit divided among variables, given the fit of every subset of them."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

TIE = 1e-12  # gains closer than this are equal


def shapley(values: Array) -> Array:
    """Divide a fit fairly: average the gain of each variable over all orders of entry.

    Parameters
    ----------
    values
        The fit of every subset of ``p`` variables, shape (2**p, draws): an R², a pseudo-R², a log
        likelihood. Bit ``p - 1 - j`` of the row number says whether variable ``j`` is in, so the
        rows count up as in ``itertools.product([0, 1], repeat=p)``; row 0 is the empty model.

    Returns
    -------
    ndarray
        Shape (draws, p). A row sums to the gain of the full over the empty model.

    Notes
    -----
    Shapley (1953); the same as general dominance (Budescu 1993) and, for R², as LMG (Lindeman,
    Merenda and Gold 1980). A gain of a variable over a set of ``s`` others weighs
    ``s! (p - 1 - s)! / p!``.

    Examples
    --------
    >>> shapley(np.array([[0.0], [0.2], [0.3], [0.4]]))  # nothing, the second, the first, both
    array([[0.25, 0.15]])
    """
    values = np.asarray(values, float)
    p = _variables(values)
    weight = np.array([1 / (p * math.comb(p - 1, s)) for s in range(p)])
    inside = np.concatenate([[0], weight]) + np.concatenate([weight, [0]])
    size = sizes(p)
    base = np.concatenate([weight, [0]])[size] @ values
    held = values * inside[size][:, None]
    out = np.empty((values.shape[1], p))
    for j in range(p):
        absent, present = held.reshape(2, -1, held.shape[-1])
        out[:, j] = present.sum(axis=0) - base
        held = absent + present
    return out


def conditional(values: Array) -> Array:
    """Return the average gain of each variable by the number of others that were in before it.

    Parameters
    ----------
    values
        The fit of every subset, shape (2**p, draws), its rows ordered as for ``shapley``.

    Returns
    -------
    ndarray
        Shape (draws, p, p). Entry ``[:, j, s]`` averages over the sets of ``s`` others; the mean
        over ``s`` is the Shapley value.

    Notes
    -----
    Azen and Budescu (2003). One variable dominates another conditionally if its row is the larger
    in every column.
    """
    values = np.asarray(values, float)
    p = _variables(values)
    each = sizes(p - 1)
    mean = np.zeros((p, len(each)))
    mean[each, np.arange(len(each))] = 1 / np.bincount(each)[each]
    out = np.empty((values.shape[1], p, p))
    for j in range(p):
        split = values.reshape(2**j, 2, -1, values.shape[1])
        gain = (split[:, 1] - split[:, 0]).reshape(len(each), -1)
        out[:, j] = (mean @ gain).T
    return out


def complete(values: Array) -> Array:
    """Return the share of subsets to which one variable adds more than another.

    Parameters
    ----------
    values
        The fit of every subset, shape (2**p, draws), its rows ordered as for ``shapley``.

    Returns
    -------
    ndarray
        Shape (draws, p, p). Entry ``[:, i, j]`` is the share of the subsets of the others to which
        ``i`` adds more than ``j``; NaN on the diagonal. One says complete dominance. Ties count for
        neither, so the two entries of a pair can sum to less than one.

    Notes
    -----
    Azen and Budescu (2003); the shares are those of R's domir.
    """
    values = np.asarray(values, float)
    p = _variables(values)
    out = np.full((values.shape[1], p, p), np.nan)
    for i in range(p):
        for j in range(i + 1, p):
            split = values.reshape(2**i, 2, 2 ** (j - i - 1), 2, -1, values.shape[1])
            lead = split[:, 1, :, 0] - split[:, 0, :, 1]
            out[:, i, j] = (lead > TIE).mean(axis=(0, 1, 2))
            out[:, j, i] = (lead < -TIE).mean(axis=(0, 1, 2))
    return out


def sizes(p: int) -> NDArray[np.int64]:
    """Return the number of variables in every subset, shape (2**p,)."""
    size = np.zeros(1, dtype=np.int64)
    for _ in range(p):
        size = np.concatenate([size, size + 1])
    return size


def _variables(values: Array) -> int:
    return (len(values) - 1).bit_length()
