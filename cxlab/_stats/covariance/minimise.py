"""Newton's method with exact second derivatives, for the discrepancy functions of this room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lapack

Array = NDArray[np.float64]

STEPS = 200
POLISHED = 1e-10  # largest scaled gradient of an optimum
ROUNDING = 1e-8  # the same where rounding allows no further step
FLAT = 1e-12  # a promise in F below which differences of F are rounding


@dataclass(frozen=True, eq=False)
class Evaluation:
    """A discrepancy F at some parameters with its derivatives, shapes (), (q,), (q, q), (q, q).

    ``hessian`` is exact, ``expected`` is its expectation under the model, positive definite where
    the parameters are identified.
    """

    value: float
    gradient: Array
    hessian: Array
    expected: Array


@dataclass(frozen=True, eq=False)
class Optimum:
    """Where the steps ended.

    Parameters
    ----------
    params
        Estimates, shape (q,).
    at
        F and its derivatives there.
    gradient
        Largest element of the gradient, each divided by the root of its expected curvature.
    steps
        Steps taken.
    converged
        Whether this is a minimum of F: no gradient is left, and F falls in no direction.
    """

    params: Array
    at: Evaluation
    gradient: float
    steps: int
    converged: bool


def minimise(
    evaluate: Callable[[Array], Evaluation | None], value: Callable[[Array], float], start: Array
) -> Optimum:
    """Go down from ``start``.

    A step is Newton's where the exact Hessian is positive definite, else Fisher's (Gauss-Newton's),
    with a ridge where that matrix is singular too. It is halved until F falls.

    Parameters
    ----------
    evaluate, value
        F with its derivatives, ``None`` where it is not defined, and F alone, infinite there.
    start
        Parameters to begin with, shape (q,). Where F is not defined there, no step is taken.
    """
    params, at = start, evaluate(start)
    if at is None:
        nothing = np.full((len(start), len(start)), np.nan)
        at = Evaluation(np.inf, nothing.sum(axis=0), nothing, nothing)
        return Optimum(params, at, np.inf, 0, False)
    best, idle = np.inf, 0
    for step in range(STEPS):
        if not (np.isfinite(at.hessian).all() and np.isfinite(at.expected).all()):
            return Optimum(params, at, np.inf, step, False)
        scale, gradient = _scaled(at)
        size = float(np.abs(gradient).max(initial=0.0))
        idle = idle + 1 if size > best / 2 else 0
        best = min(best, size)
        if size <= POLISHED or (idle > 3 and size <= ROUNDING):
            return Optimum(params, at, size, step, _bowl(at, scale))
        direction = _direction(at, gradient, scale)
        found = _walk(evaluate, value, (params, at), direction)
        if found is None:
            return Optimum(params, at, size, step, size <= ROUNDING and _bowl(at, scale))
        params, at = found
    size = float(np.abs(_scaled(at)[1]).max(initial=0.0))
    return Optimum(params, at, size, STEPS, False)


def _scaled(at: Evaluation) -> tuple[Array, Array]:
    """Return the roots of the expected curvatures and the gradient in their units."""
    variance = np.diagonal(at.expected)
    scale = np.sqrt(np.where(variance > 0, variance, 1.0))
    return scale, at.gradient / scale


def _solve(matrix: Array, right: Array) -> Array | None:
    """Solve with a positive definite matrix of unit scale; ``None`` where it is not."""
    factor, info = lapack.dpotrf(matrix, lower=1)
    if info or np.diagonal(factor).min(initial=1.0) < 1e-7:
        return None
    solution, info = lapack.dpotrs(factor, right, lower=1)
    return None if info else np.asarray(solution)


def _direction(at: Evaluation, gradient: Array, scale: Array) -> Array:
    """Return the step in the parameters."""
    unit = scale[:, None] * scale
    step = _solve(at.hessian / unit, -gradient)
    if step is None:
        expected, ridge = at.expected / unit, 0.0
        while (step := _solve(expected + ridge * np.eye(len(scale)), -gradient)) is None:
            ridge = max(10 * ridge, 1e-8)
    return np.asarray(step / scale)


def _walk(
    evaluate: Callable[[Array], Evaluation | None],
    value: Callable[[Array], float],
    here: tuple[Array, Evaluation],
    direction: Array,
) -> tuple[Array, Evaluation] | None:
    """Go along a direction, halved until F falls by a share of the promise; ``None`` if never."""
    params, at = here
    promise = -float(at.gradient @ direction)
    share = 1.0
    for _half in range(40):
        trial = params + share * direction
        height = value(trial)
        flat = share * promise < FLAT and np.isfinite(height)
        if flat or height <= at.value - 1e-4 * share * promise:
            found = evaluate(trial)
            if found is not None:
                return trial, found
        share /= 2
    return None


def _bowl(at: Evaluation, scale: Array) -> bool:
    """Tell whether F rises in all directions, or is flat in some; it never falls."""
    if not len(scale):
        return True
    lifted = at.hessian / (scale[:, None] * scale) + 1e-6 * np.eye(len(scale))
    return bool(lapack.dpotrf(lifted, lower=1)[1] == 0)
