"""What can be wrong with a covariance structure and its solution, by number of place; no words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lapack

from cxlab._stats.covariance.model import Group, imply

Array = NDArray[np.float64]
Codes = NDArray[np.intp]

SINGULAR = 1e-10  # smallest eigenvalue of a correlation matrix that counts as positive
FLAT = 1e-9  # smallest eigenvalue of scaled information at which parameters can be told apart
TOUCHED = 0.05  # weight in a flat direction from which a parameter belongs to it


def dependent_items(cov: Array) -> Codes:
    """Return the items of a covariance matrix that hang together exactly; none if it is sound.

    An item without variance counts as one of them.
    """
    variance = np.diagonal(cov)
    flat = np.flatnonzero(~(variance > 0))
    if len(flat):
        return flat
    root = np.sqrt(variance)
    return _null(cov / (root[:, None] * root), SINGULAR)


def unidentified(information: Array) -> Codes:
    """Return the parameters that the information can't tell apart; none if all are identified."""
    if not np.isfinite(information).all():
        return np.zeros(0, dtype=np.intp)
    variance = np.diagonal(information)
    flat = np.flatnonzero(~(variance > 0))
    if len(flat):
        return flat
    root = np.sqrt(variance)
    return _null(information / (root[:, None] * root), FLAT)


def _null(matrix: Array, least: float) -> Codes:
    if lapack.dpotrf(matrix - least * np.eye(len(matrix)), lower=1)[1] == 0:
        return np.zeros(0, dtype=np.intp)  # no eigenvalue is that small
    values, vectors = np.linalg.eigh(matrix)
    low = vectors[:, values < least]
    return np.flatnonzero(np.abs(low).max(axis=1, initial=0.0) > TOUCHED)


def heywood_items(group: Group, params: Array) -> Codes:
    """Return the items whose residual variance is negative."""
    return np.flatnonzero(np.diagonal(group.filled(params).residual) < 0)


def heywood_latents(group: Group, params: Array) -> Codes:
    """Return the latent variables whose (residual) variance is negative."""
    return np.flatnonzero(np.diagonal(group.filled(params).latent) < 0)


def latent_eigenvalue(group: Group, params: Array) -> float:
    """Return the smallest eigenvalue of the latent correlations; below zero they can't be any.

    Taken over the latent variables with a positive variance; 1 if there is none.
    """
    latent = imply(group.filled(params)).latent
    kept = np.flatnonzero(np.diagonal(latent) > 0)
    if not len(kept):
        return 1.0
    root = np.sqrt(np.diagonal(latent)[kept])
    corr = latent[np.ix_(kept, kept)] / (root[:, None] * root)
    return float(np.linalg.eigvalsh(corr)[0])
