"""Whether items share factors at all, and how many: KMO, Bartlett's test, parallel analysis."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import special

from cxlab._stats.factor import one_factor

Array = NDArray[np.float64]

BATCH = 2**22  # numbers drawn at a time


def kmo(corr: Array) -> tuple[float, Array]:
    """Return Kaiser, Meyer and Olkin's sampling adequacy, of all items and of each.

    The share of squared correlations among squared correlations and squared partial correlations.
    """
    inverse = np.linalg.inv(corr)
    scale = 1 / np.sqrt(np.diag(inverse))
    partial = (inverse * np.outer(scale, scale)) ** 2
    square = corr**2
    np.fill_diagonal(partial, 0)
    square = square - np.diag(np.diag(square))
    own = square.sum(axis=0) / (square.sum(axis=0) + partial.sum(axis=0))
    return float(square.sum() / (square.sum() + partial.sum())), own


def bartlett(corr: Array, n: float) -> tuple[float, int, float]:
    """Return chi², degrees of freedom and p-value of Bartlett's test that no items correlate."""
    p = len(corr)
    chi2 = -(n - 1 - (2 * p + 5) / 6) * np.linalg.slogdet(corr)[1]
    df = p * (p - 1) // 2
    return float(chi2), df, float(special.chdtrc(df, chi2))


def parallel(
    n: int, items: int, draws: int, rng: np.random.Generator, *, common: bool = False
) -> Array:
    """Return the eigenvalues of correlations among random numbers, shape (draws, items).

    Parameters
    ----------
    n, items
        Rows and columns of the data.
    draws
        Data sets drawn.
    rng
        Source of randomness.
    common
        Take the eigenvalues of common factors instead of principal components; see
        :func:`reduced`.

    Notes
    -----
    Horn (1965). The scatter matrix of normal numbers has a Wishart distribution, which Bartlett's
    decomposition draws with ``items**2 / 2`` numbers in the place of ``n * items``.
    """
    size = max(1, BATCH // items**2)
    parts = []
    for start in range(0, draws, size):
        count = min(size, draws - start)
        factor = np.tril(rng.standard_normal((count, items, items)), -1)
        at = np.arange(items)
        factor[:, at, at] = np.sqrt(rng.chisquare(n - 1 - at, (count, items)))
        factor /= np.sqrt((factor**2).sum(axis=2, keepdims=True))
        corr = factor @ factor.transpose(0, 2, 1)
        parts.append(np.linalg.eigvalsh(reduced(corr) if common else corr)[:, ::-1])
    return np.concatenate(parts)


def reduced(corr: Array) -> Array:
    """Put the communalities of one minres factor on the diagonal, shape (..., n_items, n_items).

    As R's psych does in its parallel analysis of common factors.
    """
    out = corr.copy()
    at = np.arange(corr.shape[-1])
    out[..., at, at] = one_factor(corr) ** 2
    return out
