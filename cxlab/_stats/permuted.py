"""Would a respondent's answers fit as well in any other order? Permutation moments, exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

Array = NDArray[np.float64]

FEWEST = 4  # items: with fewer the variance over orders is not that of a quadratic form


@dataclass(frozen=True)
class Fit:
    """The distance of n respondents, and its mean and variance over all orders of their answers."""

    observed: Array
    mean: Array
    variance: Array

    def __add__(self, other: Fit) -> Fit:
        """Add the distances over another set of items, put in order independently."""
        return Fit(
            self.observed + other.observed, self.mean + other.mean, self.variance + other.variance
        )

    def p_value(self) -> Array:
        """Return the share of orders that lie no farther out; NaN where all orders are the same.

        The distances over orders are taken as a gamma distribution with their mean and variance.
        """
        judged = self.variance > 1e-9 * np.maximum(self.mean, 1e-12) ** 2
        shape, x = np.ones_like(self.mean), np.zeros_like(self.mean)
        np.divide(self.mean**2, self.variance, out=shape, where=judged)
        np.divide(self.observed * self.mean, self.variance, out=x, where=judged)
        return np.where(judged, special.gammainc(shape, np.maximum(x, 0)), np.nan)


@dataclass(frozen=True)
class _Form:
    """What the covariances say about an order: the same for all who answered the same items."""

    there: Array | float
    count: Array | float
    rows: Array
    diagonal: Array
    trace: Array | float
    square: Array | float


def permutation_fit(deviations: Array, mean: Array, inverse: Array, n: int) -> Fit:
    """Return how each respondent's distance compares with that of his answers in other orders.

    Parameters
    ----------
    deviations
        Answers minus the item means, NaN where missing, shape (m, k).
    mean
        Item means, shape (k,).
    inverse
        Of the covariances of the n respondents, shape (k, k).
    n
        Respondents behind the mean and the covariances.

    Notes
    -----
    The distance is that of Ilagan & Falk (2023): from the mean and the covariances of the *other*
    respondents, which a change of rank one gives from those of all (Sherman & Morrison). Only
    answered items are put in other orders; the missing ones stay at their means. For centred
    answers u with sums of powers s2, s3, s4, the moments of u'Mu + c'u over all orders follow from
    the sums of M over equal and different places.
    """
    full = not np.isnan(deviations).any()
    there = np.ones((1, 1)) if full else (~np.isnan(deviations)).astype(float)
    d = deviations if full else np.nan_to_num(deviations)
    form = _form(there, inverse, d.shape[1])
    k = form.count
    w = (d @ inverse) * there
    own = n / (n - 1) ** 2
    lift = own / np.maximum(1 - own * np.einsum("ij,ij->i", d, w), 1e-6)
    answers = (d + mean) * there
    level = answers.sum(axis=1) / k
    u = (answers - level[:, None]) * there
    e = (level[:, None] - mean + d / (n - 1)) * there  # everybody at his level, minus their mean
    pushed = (e @ inverse) * there
    tilt = np.einsum("ij,ij->i", w, e)
    slope = 2 * (pushed + (lift * tilt)[:, None] * w)
    slope = (slope - slope.sum(axis=1)[:, None] / np.reshape(k, (-1, 1))) * there
    constant = np.einsum("ij,ij->i", e, pushed) + lift * tilt**2
    out = u + e  # the answers themselves, minus the mean of the others
    observed = np.einsum("ij,ij->i", (out @ inverse), out)
    observed = observed + lift * np.einsum("ij,ij->i", w, out) ** 2
    middle, variance = _moments(u, w, slope, lift, form, inverse)
    middle = constant + middle
    few = np.broadcast_to(np.asarray(k) < FEWEST, middle.shape)
    return Fit(observed, middle, np.where(few, 0.0, np.maximum(variance, 0.0)))


def _form(there: Array, inverse: Array, k: int) -> _Form:
    """Return the sums over the centred inverse H A H that the moments ask for."""
    if there.shape == (1, 1):
        rows = inverse.sum(axis=0)[None, :]
        count = np.array([float(k)])
        squares = np.array([(inverse**2).sum()])
    else:
        rows = (there @ inverse) * there
        count = np.maximum(there.sum(axis=1), 1.0)
        squares = np.einsum("ij,ij->i", there @ inverse**2, there)
    total = rows.sum(axis=1)
    diagonal = (np.diag(inverse) - 2 * rows / count[:, None] + (total / count**2)[:, None]) * there
    square = squares - 2 * (rows**2).sum(axis=1) / count + (total / count) ** 2
    return _Form(there, count, rows, diagonal, diagonal.sum(axis=1), square)


def _moments(
    u: Array, w: Array, slope: Array, lift: Array, form: _Form, inverse: Array
) -> tuple[Array, Array]:
    """Return mean and variance of u'Mu + c'u over all orders of u, M = H(A + lift ww')H."""
    k = np.asarray(form.count, float)
    w = (w - (w.sum(axis=1) / k)[:, None]) * form.there
    length = np.einsum("ij,ij->i", w, w)
    diagonal = form.diagonal + lift[:, None] * w**2
    trace = form.trace + lift * length
    square = form.square + lift**2 * length**2
    square = square + 2 * lift * np.einsum("ij,ij->i", w @ inverse, w)
    a, t = np.einsum("ij,ij->i", diagonal, diagonal), trace**2
    u2 = u * u
    s2, s3, s4 = u2.sum(axis=1), np.einsum("ij,ij->i", u2, u), np.einsum("ij,ij->i", u2, u2)
    k2 = k * (k - 1)
    k3 = np.maximum(k2 * (k - 2), 1)
    k4 = np.maximum(k3 * (k - 3), 1)
    k2 = np.maximum(k2, 1)
    mean = trace * s2 * (1 / k + 1 / k2)
    second = (
        a * s4 / k
        + 4 * a * s4 / k2
        + (t + 2 * square - 3 * a) * (s2**2 - s4) / k2
        + (12 * a - 2 * t - 4 * square) * (2 * s4 - s2**2) / k3
        + (t + 2 * square - 6 * a) * (3 * s2**2 - 6 * s4) / k4
    )
    linear = np.einsum("ij,ij->i", slope, slope) * s2 / np.maximum(k - 1, 1)
    mixed = np.einsum("ij,ij->i", diagonal, slope) * s3 * (1 / k + 3 / k2 + 4 / k3)
    return mean, second - mean**2 + linear + 2 * mixed


@dataclass(frozen=True)
class Part:
    """The answers of m respondents to items whose answers may be put in another order.

    Parameters
    ----------
    deviations, mean, inverse
        As in :func:`permutation_fit`.
    orders
        Orders of the k items to try, shape (n_orders, k).
    """

    deviations: Array
    mean: Array
    inverse: Array
    orders: NDArray[np.intp]


def permutation_share(parts: list[Part], observed: Array, n: int) -> Array:
    """Return the share of the orders given that lie no farther out than the answers as given.

    ``observed`` is the sum of the distances over the parts, as :func:`permutation_fit` has it.
    """
    ready = [_Ready.of(part, n) for part in parts]
    within = np.zeros(len(observed))
    for number in range(len(parts[0].orders)):
        total = sum(
            each.distance(part.orders[number]) for each, part in zip(ready, parts, strict=True)
        )
        within += total <= observed * (1 + 1e-9)
    return within / len(parts[0].orders)


@dataclass(frozen=True)
class _Ready:
    """Answers ready to be put in other orders: gaps as zeros, the mean of the others beside."""

    answers: Array
    mean: Array
    inverse: Array
    along: Array
    lift: Array
    holed: NDArray[np.intp]
    known: NDArray[np.bool_]
    places: NDArray[np.intp]

    @classmethod
    def of(cls, part: Part, n: int) -> _Ready:
        known = ~np.isnan(part.deviations)
        d = np.nan_to_num(part.deviations)
        along = (d @ part.inverse) * known
        own = n / (n - 1) ** 2
        lift = own / np.maximum(1 - own * np.einsum("ij,ij->i", d, along), 1e-6)
        holed = np.flatnonzero(~known.all(axis=1))
        answers = np.where(known, d + part.mean, 0.0)
        mean = np.where(known, part.mean - d / (n - 1), 0.0)
        known = known[holed]
        places = np.argsort(~known, axis=1, kind="stable")
        return cls(answers, mean, part.inverse, along, lift, holed, known, places)

    def distance(self, order: NDArray[np.intp]) -> Array:
        """Return the distances of the answers in another order, the gaps where they were."""
        out = self.answers[:, order]
        if len(self.holed):
            drawn = np.argsort(~self.known[:, order], axis=1, kind="stable")
            moved = np.empty((len(self.holed), out.shape[1]))
            values = np.take_along_axis(out[self.holed], drawn, axis=1)
            np.put_along_axis(moved, self.places, values, axis=1)
            out[self.holed] = moved
        out -= self.mean
        square = np.einsum("ij,ij->i", out @ self.inverse, out)
        return np.asarray(square + self.lift * np.einsum("ij,ij->i", self.along, out) ** 2)
