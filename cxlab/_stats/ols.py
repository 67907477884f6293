"""Least squares with heteroskedasticity-consistent covariances and a Wald test."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

Array = NDArray[np.float64]
KINDS = ("classic", "HC0", "HC1", "HC2", "HC3")


@dataclass(frozen=True, eq=False)
class Ols:
    """A least-squares fit with an intercept in front.

    Parameters
    ----------
    coef
        Intercept and slopes, shape (k,).
    design
        The intercept's column of ones and the predictors, shape (n, k).
    residuals
        Outcome minus fitted values, shape (n,).
    bread
        Inverse of ``design.T @ design``, shape (k, k).
    r2
        Share of the outcome's variance that the fit explains.
    """

    coef: Array
    design: Array
    residuals: Array
    bread: Array
    r2: float

    @property
    def n(self) -> int:
        """Number of rows."""
        return len(self.residuals)

    @property
    def k(self) -> int:
        """Number of coefficients, the intercept included."""
        return len(self.coef)

    @property
    def df(self) -> int:
        """Residual degrees of freedom."""
        return self.n - self.k

    @property
    def adj_r2(self) -> float:
        """R² corrected for the number of coefficients."""
        return 1 - (1 - self.r2) * (self.n - 1) / self.df

    @property
    def aic(self) -> float:
        """Akaike's criterion; sigma counts as a parameter, as in R (statsmodels: 2 less)."""
        mean_square = float(self.residuals @ self.residuals) / self.n
        return self.n * (np.log(2 * np.pi * mean_square) + 1) + 2 * (self.k + 1)

    def cov(self, kind: str = "HC3") -> Array:
        """Return the covariance of the coefficients, shape (k, k); ``kind`` is one of ``KINDS``."""
        square = self.residuals**2
        if kind == "classic":
            return self.bread * square.sum() / self.df
        rest = 1 - np.einsum("ij,jk,ik->i", self.design, self.bread, self.design)  # 1 - leverage
        rest = np.where(rest > 1e-12, rest, np.inf)  # such a row has no residual of its own
        weights: dict[str, Array | float] = {
            "HC0": 1.0,
            "HC1": self.n / self.df,
            "HC2": 1 / rest,
            "HC3": 1 / rest**2,
        }
        meat = (self.design * (square * weights[kind])[:, None]).T @ self.design
        return self.bread @ meat @ self.bread


def fit(y: Array, x: Array) -> Ols:
    """Regress ``y``, shape (n,), on an intercept and ``x``, shape (n, p) of full column rank."""
    design = np.column_stack([np.ones(len(y)), x])
    q, r = np.linalg.qr(design)
    coef = np.linalg.solve(r, q.T @ y)
    residuals = y - design @ coef
    root = np.linalg.inv(r)
    total = ((y - y.mean()) ** 2).sum()
    return Ols(coef, design, residuals, root @ root.T, 1 - float(residuals @ residuals / total))


def wald(coef: Array, cov: Array, restriction: Array, df: float) -> tuple[float, int, float]:
    """Test ``restriction @ coef = 0``; return F, its numerator's degrees of freedom, and p.

    ``restriction`` has shape (q, k) and full row rank; ``df`` are the denominator's degrees.
    """
    off = restriction @ coef
    q = len(restriction)
    f = float(off @ np.linalg.solve(restriction @ cov @ restriction.T, off)) / q
    return f, q, float(special.fdtrc(q, df, f))


def dependent(x: Array) -> list[int]:
    """Return the columns that are, beside an intercept, a sum of multiples of earlier columns.

    What is left of a column is held against its spread, whatever its unit, and against the
    rounding of its values.
    """
    found: list[int] = []
    basis = np.full((len(x), 1), 1 / np.sqrt(len(x)))
    for j, column in enumerate(x.T):
        rest = column.astype(float)
        spread, size = np.linalg.norm(rest - rest.mean()), np.linalg.norm(rest)
        for _ in range(2):  # twice is enough for full precision
            rest = rest - basis @ (basis.T @ rest)
        if np.linalg.norm(rest) <= max(1e-9 * spread, 1e-14 * size):
            found.append(j)
        else:
            basis = np.column_stack([basis, rest / np.linalg.norm(rest)])
    return found
