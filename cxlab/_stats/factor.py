"""One common factor by minimum residuals (minres)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

Array = NDArray[np.float64]

BOUND = float(np.sqrt(0.995))  # a unique variance stays at 0.005 or more, as in R's psych


def one_factor(corr: Array) -> Array:
    """Return the loadings of one factor that reproduces the correlations best, shape (k,).

    The sum of squared off-diagonal residuals is smallest under ``abs(loading) <= BOUND``; a loading
    at the bound is a Heywood case. At least three variables are needed. The sign makes the loadings
    sum to a positive number.
    """
    hollow = corr - np.diag(np.diag(corr))

    def misfit(loadings: Array) -> tuple[float, Array]:
        residual = np.outer(loadings, loadings) - hollow
        np.fill_diagonal(residual, 0)
        return float((residual**2).sum()), 4 * residual @ loadings

    values, vectors = np.linalg.eigh(corr)
    start = np.clip(vectors[:, -1] * np.sqrt(values[-1]), -0.9, 0.9)
    found = optimize.minimize(
        misfit,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=[(-BOUND, BOUND)] * len(corr),
        options={"ftol": 1e-15, "gtol": 1e-12, "maxiter": 10_000},
    ).x
    return found if found.sum() >= 0 else -found
