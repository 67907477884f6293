"""Recursive path systems: every variable regressed on all that come before it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def coefficients(scatter: Array) -> tuple[Array, Array]:
    """Return direct and total effects from scatter matrices in causal order.

    Parameters
    ----------
    scatter
        Centred sums of products, shape (..., k, k), positive definite.

    Returns
    -------
    direct, total
        Shape (..., k, k), strictly lower triangular: row ``j`` holds the coefficients of the
        regression of variable ``j`` on the variables before it, and the sums over all routes.

    Notes
    -----
    With the Cholesky factor scaled to a unit diagonal, ``A``, the system is ``A = (I - B)^-1``:
    ``A`` holds the total effects, ``B = I - A^-1`` the direct ones. No regression is solved.
    """
    factor = np.linalg.cholesky(scatter)
    unit = factor / np.diagonal(factor, axis1=-2, axis2=-1)[..., None, :]
    one = np.eye(scatter.shape[-1])
    return one - np.linalg.inv(unit), unit - one


def standard_errors(scatter: Array, n: float) -> Array:
    """Return the model-based standard errors of the direct effects, shape (k, k).

    ``scatter`` has shape (k, k); entry (j, i) is the error of variable ``i`` in the equation of
    ``j``, whose residual variance has ``n - 1 - j`` degrees of freedom.
    """
    k = len(scatter)
    left = np.diagonal(np.linalg.cholesky(scatter)) ** 2
    out = np.zeros((k, k))
    for j in range(1, k):
        bread = np.diag(np.linalg.inv(scatter[:j, :j]))
        out[j, :j] = np.sqrt(left[j] / (n - 1 - j) * bread)
    return out
