"""Means and cross-products of a data matrix: all that a linear model needs, and they add up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Moments:
    """Sufficient statistics of rows of ``k`` variables.

    Parameters
    ----------
    n
        Number of rows (or sum of frequency weights).
    mean
        Means, shape (k,).
    scatter
        Centred sums of products, shape (k, k).
    """

    n: float
    mean: Array
    scatter: Array

    @classmethod
    def of(cls, rows: Array, weights: Array | None = None) -> Moments:
        """Take the moments of ``rows``, shape (n, k), without missing values.

        ``weights``, shape (n,), say how many rows a row stands for; their sum is ``n``. Survey
        weights change means and correlations as they are; scale them to sum to the number of rows
        (or to the effective number) before covariances or standard errors are taken.
        """
        if weights is None:
            mean = rows.mean(axis=0)
            centred = rows - mean
            return cls(float(len(rows)), mean, centred.T @ centred)
        n = float(np.sum(weights))
        mean = weights @ rows / n
        centred = rows - mean
        return cls(n, mean, (centred * weights[:, None]).T @ centred)

    def merge(self, other: Moments) -> Moments:
        """Add the moments of further rows; the same as having taken all rows together."""
        n = self.n + other.n
        shift = other.mean - self.mean
        return Moments(
            n,
            self.mean + shift * (other.n / n),
            self.scatter + other.scatter + np.outer(shift, shift) * (self.n * other.n / n),
        )

    @property
    def cov(self) -> Array:
        """Covariances with ``n - 1`` in the denominator, shape (k, k)."""
        return self.scatter / (self.n - 1)

    @property
    def corr(self) -> Array:
        """Correlations, shape (k, k)."""
        return correlations(self.scatter)


def correlations(scatter: Array) -> Array:
    """Scale covariances or scatter matrices, shape (..., k, k), to correlations."""
    root = np.sqrt(np.diagonal(scatter, axis1=-2, axis2=-1))
    return scatter / (root[..., :, None] * root[..., None, :])
