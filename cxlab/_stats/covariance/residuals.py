"""What a covariance structure leaves unexplained, item by item."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cxlab._stats.covariance.derivatives import slopes
from cxlab._stats.covariance.model import Group

Array = NDArray[np.float64]


def correlation(cov: Array, sigma: Array) -> Array:
    """Return observed minus implied covariances, each in units of the items' standard deviations.

    This is the residual that the SRMR averages (Bentler).
    """
    root = np.sqrt(np.diagonal(cov))
    return np.asarray((cov - sigma) / (root[:, None] * root))


def standardised(
    group: Group, collect: Array | None, params: Array, cov: Array, vcov: Array, n: float
) -> Array:
    """Return residuals over their standard errors under the model, about normal (z).

    Parameters
    ----------
    group, collect, params
        The group, its 0/1 matrix from free places to parameters, and the estimates.
    cov, n
        Observed covariances (``n`` in the denominator) and rows of the group.
    vcov
        Covariances of the estimates, from the expected information.

    Notes
    -----
    A residual is what is left of an observed covariance after the estimates have followed it; its
    variance is taken with the normal variance of the observed covariances, which need not be as the
    model says (as lavaan's ``resid(type = "standardized")``). NaN where nothing is left: the model
    reproduces that moment always.
    """
    at = group.implied(params)
    first = slopes(at, group.free)
    i, j = np.tril_indices(len(cov))
    moves = first.u[i] * first.v[j] + first.v[i] * first.u[j]
    weighted = [np.linalg.solve(at.sigma, part) for part in (first.u, first.v)]
    across = [cov @ part for part in weighted]
    echo = across[0][i] * across[1][j] + across[1][i] * across[0][j]
    uu, vv, uv = (weighted[a].T @ across[b] for a, b in ((0, 0), (1, 1), (0, 1)))
    spread = n * (uu * vv + uv * uv.T)
    if collect is not None:
        moves, echo, spread = moves @ collect, echo @ collect, collect.T @ spread @ collect
    pull = moves @ vcov
    variance = np.diagonal(cov)
    chance = (variance[i] * variance[j] + cov[i, j] ** 2) / n
    left = (
        chance + np.einsum("kq,kq->k", pull @ spread, pull) - 2 * np.einsum("kq,kq->k", pull, echo)
    )
    left = np.where(left > 1e-8 * chance, left, np.nan)
    out = np.empty_like(cov)
    out[i, j] = out[j, i] = (cov - at.sigma)[i, j] / np.sqrt(left)
    return out
