"""Rotation of factors: varimax, quartimin, oblimin, promax, by gradient projection."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

ORTHOGONAL = ("varimax", "quartimax")
OBLIQUE = ("oblimin", "quartimin", "promax")
METHODS = ("none", *ORTHOGONAL, *OBLIQUE)
CLOSE = 1e-10
STEPS = 3000
POWER = 4  # of the target of promax


@dataclass(frozen=True, eq=False)
class Rotation:
    """Rotated factors.

    Parameters
    ----------
    loadings
        Pattern, shape (n_items, n_factors); the factor that explains most first, each with a
        positive sum.
    phi
        Correlations of the factors, shape (n_factors, n_factors).
    converged
        Whether the projected gradient vanished.
    """

    loadings: Array
    phi: Array
    converged: bool


def rotate(loadings: Array, method: str) -> Rotation:
    """Rotate loadings.

    Parameters
    ----------
    loadings
        Shape (n_items, n_factors).
    method
        ``none``, ``varimax`` and ``quartimax`` (orthogonal, with Kaiser's normalisation),
        ``oblimin`` with gamma 0, which is ``quartimin``, ``promax`` (varimax, then a target of the
        fourth power; Hendrickson and White 1964; both with Kaiser's normalisation).

    Returns
    -------
    Rotation

    Notes
    -----
    Gradient projection (Jennrich 2001, 2002; Bernaards and Jennrich 2005).
    """
    k = loadings.shape[1]
    if method == "none" or k == 1:
        return _ordered(loadings, np.eye(k), True)
    if method in ORTHOGONAL:
        return _ordered(*_orthogonal(loadings, method))
    if method == "promax":
        return _ordered(*_promax(loadings))
    return _ordered(*_oblique(loadings))


def _ordered(loadings: Array, phi: Array, converged: bool) -> Rotation:
    """Put the factor that explains most first, and turn each to a positive sum."""
    explained = np.diag(phi @ loadings.T @ loadings)
    order = np.argsort(-explained, kind="stable")
    loadings, phi = loadings[:, order], phi[np.ix_(order, order)]
    sign = np.where(loadings.sum(axis=0) < 0, -1.0, 1.0)
    return Rotation(loadings * sign, phi * np.outer(sign, sign), converged)


def _varimax(loadings: Array) -> tuple[float, Array]:
    square = loadings**2
    centred = square - square.mean(axis=0)
    return float(-(centred**2).sum() / 4), -loadings * centred


def _quartimax(loadings: Array) -> tuple[float, Array]:
    return float(-(loadings**4).sum() / 4), -(loadings**3)


def _quartimin(loadings: Array) -> tuple[float, Array]:
    square = loadings**2
    others = square.sum(axis=1, keepdims=True) - square
    return float((square * others).sum() / 4), loadings * others


def _orthogonal(loadings: Array, method: str) -> tuple[Array, Array, bool]:
    criterion = _varimax if method == "varimax" else _quartimax
    plain = loadings / _lengths(loadings)

    def look(turn: Array) -> tuple[float, Array]:
        value, slope = criterion(plain @ turn)
        gradient = plain.T @ slope
        inner = turn.T @ gradient
        return value, gradient - turn @ (inner + inner.T) / 2

    def back(turn: Array) -> Array:
        left, _values, right = np.linalg.svd(turn)
        return left @ right

    turn, converged = _descend(np.eye(loadings.shape[1]), look, back)
    return loadings @ turn, np.eye(len(turn)), converged


def _oblique(loadings: Array) -> tuple[Array, Array, bool]:
    def look(turn: Array) -> tuple[float, Array]:
        inverse = np.linalg.inv(turn)
        found = loadings @ inverse.T
        value, slope = _quartimin(found)
        gradient = -(found.T @ slope @ inverse).T
        return value, gradient - turn * (turn * gradient).sum(axis=0)

    def back(turn: Array) -> Array:
        return turn / np.sqrt((turn**2).sum(axis=0))

    turn, converged = _descend(np.eye(loadings.shape[1]), look, back)
    return loadings @ np.linalg.inv(turn).T, turn.T @ turn, converged


def _descend(
    turn: Array, look: Callable[[Array], tuple[float, Array]], back: Callable[[Array], Array]
) -> tuple[Array, bool]:
    """Follow the projected gradient downhill; ``back`` brings a matrix back among the rotations.

    Where the value no longer tells two steps apart, the one with the smaller gradient is better.
    """
    step, (value, gradient) = 1.0, look(turn)
    for _step in range(STEPS):
        size = np.sqrt((gradient**2).sum())
        if size < CLOSE:
            return turn, True
        step *= 2
        for _halving in range(40):
            trial = back(turn - step * gradient)
            new, slope = look(trial)
            gain = 0.5 * size**2 * step
            if gain > 1e-13 * (1 + abs(value)):
                better = new <= value - gain
            else:
                better = (slope**2).sum() < size**2
            if better:
                break
            step /= 2
        else:
            return turn, bool(size < 1e-7)
        turn, value, gradient = trial, new, slope
    return turn, False


def _promax(loadings: Array) -> tuple[Array, Array, bool]:
    length = _lengths(loadings)
    plain, _phi, converged = _orthogonal(loadings / length, "varimax")
    target = plain * np.abs(plain) ** (POWER - 1)
    turn = np.linalg.lstsq(plain, target, rcond=None)[0]
    turn = turn * np.sqrt(np.diag(np.linalg.inv(turn.T @ turn)))
    back = np.linalg.inv(turn)
    return length * (plain @ turn), back @ back.T, converged


def _lengths(loadings: Array) -> Array:
    """Return the length of each row, which Kaiser's normalisation takes out."""
    length = np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    return np.where(length > 0, length, 1)
