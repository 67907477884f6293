"""Every coefficient of reliability of one scale, from the covariances of its items."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cxlab._stats import reliability as stats
from cxlab._stats import validity
from cxlab._stats.extraction import extract
from cxlab._stats.factor import one_factor
from cxlab._stats.moments import correlations
from cxlab._stats.schmid_leiman import omegas

Array = NDArray[np.float64]


def central(cov: Array) -> dict[str, float]:
    """Return the usual coefficients of one scale from its covariances, shape (k, k)."""
    corr = correlations(cov)
    loadings = one_scale(corr)
    return {
        "alpha": stats.alpha(cov),
        "alpha_std": stats.alpha(corr),
        "omega": stats.omega(corr)[0],
        "rho_a": validity.rho_a_of_factor(corr, loadings),
        "rho_c": validity.rho_c(loadings),
        "ave": validity.ave(loadings),
        "n_items": len(cov),
    }


def measures(cov: Array) -> dict[str, float]:
    """Return every coefficient of one scale from its covariances, shape (k, k)."""
    corr = correlations(cov)
    total, general = omegas(corr)
    between = corr[np.tril_indices(len(corr), -1)]
    largest, halves = stats.split_halves(corr)
    found = central(cov)
    size = found.pop("n_items")
    return {
        **found,
        "omega_total": total,
        "omega_h": general,
        "mean_r": float(between.mean()),
        "median_r": float(np.median(between)),
        "split_half": halves,
        "lambda4": largest,
        "lambda6": stats.lambda6(corr),
        "n_items": size,
    }


def one_scale(corr: Array) -> Array:
    """Return the maximum likelihood loadings of one factor behind the items of a scale, shape (k,).

    One item is its own factor; two load alike, as far as their correlation is positive. NaN where
    an item is determined by the others, which leaves no likelihood, or nothing converges.
    """
    k = len(corr)
    if k == 1:
        return np.ones(1)
    if k == 2:
        return np.full(2, np.sqrt(corr[0, 1]) if corr[0, 1] >= 0 else np.nan)
    if np.linalg.eigvalsh(corr)[0] < 1e-8:
        return np.full(k, np.nan)
    found = extract(corr, 1, "ml", start=1 - one_factor(corr) ** 2)
    return found.loadings[:, 0] if found.converged else np.full(k, np.nan)
