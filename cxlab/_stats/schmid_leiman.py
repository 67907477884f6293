"""Omega of a general factor with group factors under it, by Schmid and Leiman's transformation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cxlab._stats.extraction import extract
from cxlab._stats.factor import one_factor
from cxlab._stats.rotation import rotate

Array = NDArray[np.float64]

GROUPS = 3
LEAST = 6  # items: below, three factors have more loadings than there are correlations


@dataclass(frozen=True, eq=False)
class Bifactor:
    """A general factor and group factors.

    Parameters
    ----------
    general
        Loadings on the general factor, shape (k,).
    group
        Loadings on the group factors, shape (k, 3).
    unique
        Unique variances, shape (k,).
    """

    general: Array
    group: Array
    unique: Array


def schmid_leiman(corr: Array) -> Bifactor | None:
    """Return the transformed oblimin solution of three minres factors, or None if there is none.

    Notes
    -----
    As ``omega`` of R's psych: three factors by minres, rotated by oblimin; one factor behind their
    correlations; its part of every loading belongs to the general factor. None below ``LEAST``
    items, or where a step does not converge.
    """
    if len(corr) < LEAST:
        return None
    found = extract(corr, GROUPS)
    if not found.converged:
        return None
    turned = rotate(found.loadings, "oblimin")
    if not turned.converged:
        return None
    above = one_factor(turned.phi)
    return Bifactor(
        turned.loadings @ above,
        turned.loadings * np.sqrt(1 - above**2),
        found.unique,
    )


def omegas(corr: Array) -> tuple[float, float]:
    """Return omega total and omega hierarchical, NaN where there is no solution.

    What all factors explain of the variance of the sum, and what the general factor alone does:
    ``1 - sum of unique variances / V`` and ``(sum of general loadings)**2 / V``.
    """
    found = schmid_leiman(corr)
    if found is None:
        return float("nan"), float("nan")
    whole = corr.sum()
    return float(1 - found.unique.sum() / whole), float(found.general.sum() ** 2 / whole)
