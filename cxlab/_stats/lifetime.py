"""Sums of discounted survival: how many periods a customer is worth."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import quad

from cxlab._stats.beta_weibull import log_survival

Array = NDArray[np.float64]

FAR = 39.0  # discounted by exp(-39) nothing is left of a float


def reach(discount: float) -> int:
    """Return the number of periods after which a discounted endless sum grows no more."""
    return math.ceil(FAR / math.log1p(discount))


def discounted(rates: Array, discount: float, first: str) -> Array:
    """Return each payment's part of the sum, shape (..., periods).

    Parameters
    ----------
    rates
        Retention rates of the coming renewals, shape (..., periods).
    first
        When the first payment comes: ``"now"`` (for sure), at the ``"renewal"`` (now, if renewed)
        or one period ``"later"`` (if renewed).
    """
    survival = rates.cumprod(axis=-1)
    start = 1 if first == "later" else 0
    factors = (1 + discount) ** -np.arange(start, start + rates.shape[-1], dtype=float)
    if first == "now":
        survival = np.concatenate([np.ones_like(survival[..., :1]), survival[..., :-1]], axis=-1)
    return np.asarray(survival * factors)


def endless(rate: float, discount: float, first: str) -> float:
    """Return the endless sum at one rate; infinite unless ``rate < 1 + discount``."""
    if rate >= 1 + discount:
        return math.inf
    part = rate / (1 + discount)
    return {"now": 1.0, "renewal": rate, "later": part}[first] / (1 - part)


def total(rates: Array, last: float, discount: float, first: str) -> Array:
    """Return the sum over all payments, shape (...); ``last`` is the rate that holds on.

    Without such a rate (missing) the sum ends with the rates.
    """
    out = discounted(rates, discount, first).sum(axis=-1)
    if math.isnan(last):
        return np.asarray(out)
    end = rates.prod(axis=-1) * (1 + discount) ** -float(rates.shape[-1])
    return np.asarray(out + end * endless(last, discount, first))


def expected_periods(alpha: float, beta: float, shape: float, age: int) -> float:
    """Return the expected number of renewals still to come, undiscounted; may be infinite.

    With shape 1 that is (beta + age) / (alpha - 1). Else the first 10,000 terms are added and the
    rest is an integral (Euler and Maclaurin) whose far end is a power of time.
    """
    power = alpha * shape
    if power <= 1:
        return math.inf
    if shape == 1:
        return (beta + age) / (alpha - 1)
    params, near = np.array([[alpha, beta, shape]]), 10_000.0 + age
    base = float(log_survival(params, np.array([float(age)]))[0, 0]) if age else 0.0

    def alive(time: Array | float) -> Array:
        return np.asarray(np.exp(log_survival(params, np.atleast_1d(time))[0] - base))

    far = max(2 * near, 1e6 ** (1 / shape))
    total = alive(np.arange(1.0 + age, near + 1)).sum()
    span = (math.log(near), math.log(far))
    body = quad(lambda x: alive(math.exp(x))[0] * math.exp(x), *span, epsrel=1e-8)[0]
    return float(total + body + alive(far)[0] * far / (power - 1) - alive(near)[0] / 2)
