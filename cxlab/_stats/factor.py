"""One common factor by minimum residuals (minres)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

BOUND = float(np.sqrt(0.995))  # a unique variance stays at 0.005 or more, as in R's psych


def one_factor(corr: Array, *, sweeps: int = 5000, tolerance: float = 1e-12) -> Array:
    """Return the loadings of one factor that reproduces the correlations best, shape (k,).

    The sum of squared off-diagonal residuals is smallest under ``abs(loading) <= BOUND``; a loading
    at the bound is a Heywood case. Each loading in turn is set to its best value given the others.
    At least three variables are needed. The sign makes the loadings sum to a positive number.
    """
    values, vectors = np.linalg.eigh(corr)
    loadings = np.clip(vectors[:, -1] * np.sqrt(values[-1]), -0.9, 0.9)
    hollow = corr - np.diag(np.diag(corr))
    for _sweep in range(sweeps):
        moved = 0.0
        for i, row in enumerate(hollow):
            others = loadings @ loadings - loadings[i] ** 2
            best = min(max(row @ loadings / others, -BOUND), BOUND) if others > 0 else 0.0
            moved = max(moved, abs(best - loadings[i]))
            loadings[i] = best
        if moved < tolerance:
            break
    return loadings if loadings.sum() >= 0 else -loadings
