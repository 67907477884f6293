"""Recursive path systems: every variable regressed on all that stand before it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def coefficients(scatter: Array, before: Sequence[int]) -> tuple[Array, Array]:
    """Return direct and total effects from scatter matrices in causal order.

    Parameters
    ----------
    scatter
        Centred sums of products, shape (..., k, k), positive definite.
    before
        For each variable the number of those it is regressed on, counted from the first; variables
        side by side share a number. ``range(k)`` leaves no two side by side.

    Returns
    -------
    direct, total
        Shape (..., k, k), strictly lower triangular. Row ``j`` of ``direct`` holds the coefficients
        of the regression of variable ``j`` on the variables before it. Entry (j, i) of ``total`` is
        the sum over all routes from ``i`` to ``j``, for every ``i`` with none beside it.

    Notes
    -----
    With the Cholesky factor scaled to a unit diagonal, ``A``, and ``M = A^-1``, the regression of
    ``j`` on the first ``s`` variables is ``A[j, :s] @ M[:s, :s]``; for ``s = j`` that is
    ``-M[j, :j]``. The total effects are ``A``. No regression is solved.
    """
    factor = np.linalg.cholesky(scatter)
    unit = factor / np.diagonal(factor, axis1=-2, axis2=-1)[..., None, :]
    one = np.eye(scatter.shape[-1])
    inverse = np.linalg.inv(unit)
    direct = one - inverse
    for j, s in enumerate(before):
        if s < j:
            row = unit[..., j, None, :s] @ inverse[..., :s, :s]
            direct[..., j, :s], direct[..., j, s:j] = row[..., 0, :], 0
    return direct, unit - one


def residuals(scatter: Array, before: Sequence[int]) -> Array:
    """Return the residual sum of squares of every regression, shape (k,); ``scatter`` is (k, k)."""
    factor = np.linalg.cholesky(scatter)
    return np.array([(factor[j, s:] ** 2).sum() for j, s in enumerate(before)])


def standard_errors(scatter: Array, n: float, before: Sequence[int]) -> Array:
    """Return the model-based standard errors of the direct effects, shape (k, k).

    ``scatter`` has shape (k, k); entry (j, i) is the error of variable ``i`` in the equation of
    ``j``, whose residual variance has ``n - 1 - before[j]`` degrees of freedom.
    """
    left = residuals(scatter, before)
    out = np.zeros_like(scatter)
    for j, s in enumerate(before):
        if s:
            bread = np.diag(np.linalg.inv(scatter[:s, :s]))
            out[j, :s] = np.sqrt(left[j] / (n - 1 - s) * bread)
    return out
