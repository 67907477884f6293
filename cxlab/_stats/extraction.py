"""Common factors of a correlation matrix: minimum residuals, maximum likelihood, principal axes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

METHODS = ("minres", "ml", "pa")
LEAST = 0.005  # a unique variance stays at least this large, as in R's psych and factanal
GRADIENT = 1e-11
NEWTON = 50  # steps that polish the optimum
SWEEPS = 5000  # of principal axes


@dataclass(frozen=True, eq=False)
class Extraction:
    """Factors that are not rotated.

    Parameters
    ----------
    loadings
        Shape (n_items, n_factors), the largest factor first, each with a positive sum.
    unique
        Unique variances, shape (n_items,).
    objective
        The maximum likelihood discrepancy of the solution, whatever the method.
    converged
        Whether the gradient vanished (or the communalities stood still).
    heywood
        Items whose unique variance is at its bound, shape (n_items,).
    """

    loadings: Array
    unique: Array
    objective: float
    converged: bool
    heywood: NDArray[np.bool_]


def extract(
    corr: Array, factors: int, method: str = "minres", *, start: Array | None = None
) -> Extraction:
    """Extract factors.

    Parameters
    ----------
    corr
        Correlations, shape (n_items, n_items), positive definite for ``ml``.
    factors
        How many.
    method
        ``minres`` (unweighted least squares of the residuals off the diagonal; Harman and Jones
        1966), ``ml`` (Jöreskog 1967) or ``pa`` (principal axes, iterated until they stand still).
    start
        Unique variances close to the solution, shape (n_items,), which save the search.

    Returns
    -------
    Extraction
    """
    smc = _squared_multiple(corr)
    if method == "pa":
        unique, converged = _principal_axes(corr, factors, 1 - smc)
    else:
        pieces = _least_squares if method == "minres" else _likelihood
        near = None if start is None else np.clip(start, LEAST, 1.0)
        unique, converged = (
            (1 - smc, False) if near is None else _polish(pieces, corr, factors, near)
        )
        if not converged:
            unique, converged = _minimise(pieces, corr, factors, 1 - smc)
    weighted = method == "ml"
    values, vectors = _spectrum(corr, unique, weighted)
    scale = np.sqrt(unique)[:, None] if weighted else 1.0
    size = np.maximum(values[:factors] - (1 if weighted else 0), 0)
    loadings = scale * vectors[:, :factors] * np.sqrt(size)
    loadings = loadings * np.where(loadings.sum(axis=0) < 0, -1, 1)
    return Extraction(
        loadings=loadings,
        unique=1 - (loadings**2).sum(axis=1) if not weighted else unique,
        objective=discrepancy(corr, loadings, unique),
        converged=converged,
        heywood=unique <= LEAST * (1 + 1e-6),
    )


def discrepancy(corr: Array, loadings: Array, unique: Array) -> float:
    """Return ``log det Sigma + tr(S Sigma^-1) - log det S - p``."""
    implied = loadings @ loadings.T
    implied[np.diag_indices_from(implied)] += unique
    ratio = np.linalg.solve(implied, corr)
    return float(np.trace(ratio) - np.linalg.slogdet(ratio)[1] - len(corr))


def _squared_multiple(corr: Array) -> Array:
    try:
        smc = 1 - 1 / np.diag(np.linalg.inv(corr))
    except np.linalg.LinAlgError:
        smc = np.full(len(corr), 0.5)
    return np.clip(smc, 0.05, 0.95)


def _spectrum(corr: Array, unique: Array, weighted: bool) -> tuple[Array, Array]:
    """Return eigenvalues and vectors of ``S - Psi`` or of the weighted ``S``, largest first."""
    if weighted:
        root = 1 / np.sqrt(unique)
        values, vectors = np.linalg.eigh(corr * np.outer(root, root))
    else:
        values, vectors = np.linalg.eigh(corr - np.diag(unique))
    return values[::-1], vectors[:, ::-1]


def _least_squares(unique: Array, corr: Array, m: int) -> tuple[float, Array, Array]:
    """Return half the sum of squared residuals with gradient and Hessian in the unique variances.

    The eigenvalues behind the factors are all that is left over.
    """
    values, vectors = _spectrum(corr, unique, weighted=False)
    rest, left = values[m:], vectors[:, m:]
    common = vectors[:, :m]
    gradient = -(left**2) @ rest
    ratio = rest / (rest - values[:m, None])  # (m, p - m)
    hessian = (left @ left.T) ** 2
    for factor, share in zip(common.T, ratio, strict=True):
        hessian += 2 * np.outer(factor, factor) * ((left * share) @ left.T)
    return float(rest @ rest / 2), gradient, hessian


def _likelihood(unique: Array, corr: Array, m: int) -> tuple[float, Array, Array]:
    """Return the likelihood discrepancy with gradient and Hessian in the unique variances."""
    values, vectors = _spectrum(corr, unique, weighted=True)
    rest, left = values[m:], vectors[:, m:]
    common, large = vectors[:, :m], values[:m]
    value = float((rest - np.log(rest) - 1).sum())
    # in y = log(unique): d theta_k = -theta_k v_ik^2, so dF = sum (1 - theta_k) v_ik^2
    slope = (left**2) @ (1 - rest)
    curve = (left @ (left * rest).T) * (left @ left.T)
    for factor, big in zip(common.T, large, strict=True):
        share = (1 - rest) * (rest + big) / (rest - big)
        curve -= np.outer(factor, factor) * ((left * share) @ left.T)
    hessian = (curve - np.diag(slope)) / np.outer(unique, unique)
    return value, slope / unique, hessian


def _minimise(
    pieces: Callable[[Array, Array, int], tuple[float, Array, Array]],
    corr: Array,
    m: int,
    start: Array,
) -> tuple[Array, bool]:
    """Find the unique variances: a few quasi-Newton steps, then Newton's."""
    from scipy import optimize

    found = optimize.minimize(
        lambda unique: pieces(unique, corr, m)[:2],
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=[(LEAST, 1.0)] * len(corr),
        options={"maxiter": 1000, "ftol": 1e-14, "gtol": 1e-8},
    )
    return _polish(pieces, corr, m, found.x)


def _polish(
    pieces: Callable[[Array, Array, int], tuple[float, Array, Array]],
    corr: Array,
    m: int,
    unique: Array,
) -> tuple[Array, bool]:
    """Take Newton's steps until no gradient is left, and say whether none is."""
    value, gradient, hessian = pieces(unique, corr, m)
    for _step in range(NEWTON):
        free = ~((unique <= LEAST) & (gradient > 0)) & ~((unique >= 1) & (gradient < 0))
        if np.abs(gradient[free]).max(initial=0) < GRADIENT:
            return unique, True
        step = np.zeros_like(unique)
        step[free] = np.linalg.lstsq(hessian[np.ix_(free, free)], -gradient[free], rcond=None)[0]
        size = 1.0
        while size > 1e-6:
            trial = np.clip(unique + size * step, LEAST, 1.0)
            new = pieces(trial, corr, m)
            if new[0] <= value + 1e-14 * (1 + abs(value)):
                break
            size /= 2
        else:
            break
        unique, (value, gradient, hessian) = trial, new
    free = ~((unique <= LEAST) & (gradient > 0)) & ~((unique >= 1) & (gradient < 0))
    return unique, bool(np.abs(gradient[free]).max(initial=0) < 1e-7)


def _principal_axes(corr: Array, m: int, unique: Array) -> tuple[Array, bool]:
    for _sweep in range(SWEEPS):
        values, vectors = _spectrum(corr, unique, weighted=False)
        common = vectors[:, :m] ** 2 @ np.maximum(values[:m], 0)
        new = np.clip(1 - common, LEAST, 1.0)
        if np.abs(new - unique).max() < 1e-12:
            return new, True
        unique = new
    return unique, False
