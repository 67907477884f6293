"""Robust inference (MLR): Huber-White standard errors and the Yuan-Bentler scaled chi-square.

Scores of single rows need the rows themselves, with missing answers as NaN.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cxlab._stats.covariance.derivatives import slopes
from cxlab._stats.covariance.full_information import answered
from cxlab._stats.covariance.likelihood import Pattern, evaluate, invert
from cxlab._stats.covariance.model import (
    INTERCEPT,
    RESIDUAL,
    Group,
    Matrices,
    Model,
    Places,
)

Array = NDArray[np.float64]


def scores(model: Model, rows: Sequence[Array], params: Array) -> list[Array]:
    """Return the derivatives of every row's log-likelihood, shape (n, q), one array per group.

    Without means in the model the deviations are taken from the means observed, and rows must be
    complete.
    """
    out = []
    for group, collect, x in zip(model.groups, model.collectors, rows, strict=True):
        own = _scores(group, x, params, model.with_means)
        out.append(own if collect is None else own @ collect)
    return out


def _scores(group: Group, rows: Array, params: Array, with_means: bool) -> Array:
    at = group.implied(params)
    first = slopes(at, group.free)
    out = np.zeros((len(rows), len(group.free.kind)))
    for items, which in answered(rows):
        found = invert(at.sigma[np.ix_(items, items)])
        if found is None:
            raise ValueError("the implied covariance matrix is not positive definite")
        inverse = found[0]
        x = rows[np.ix_(which, items)]
        away = (x - (at.mu[items] if with_means else x.mean(axis=0))) @ inverse
        u, v = first.u[items], first.v[items]
        own = (away @ u) * (away @ v) - np.einsum("pe,pe->e", u, inverse @ v)
        if with_means:
            own += away @ first.mean[items]
        out[which] = own
    return out


def meat(model: Model, rows: Sequence[Array], params: Array) -> Array:
    """Return the sum of the outer products of all scores, shape (q, q)."""
    out = np.zeros((model.size, model.size))
    for part in scores(model, rows, params):
        out += part.T @ part
    return out


def huber_white(information: Array, middle: Array) -> Array:
    """Return the sandwich covariance of estimates from observed information and ``meat``."""
    bread = np.linalg.inv(information)
    return np.asarray(bread @ middle @ bread)


def kurtosis_trace(rows: Array) -> float:
    """Return the trace of B A^-1 of the saturated moments of complete rows.

    A is their information, B the mean outer product of their scores. With m the squared Mahalanobis
    distance of a row, the trace is ``mean(m²) / 2 - p / 2 + p``: Mardia's kurtosis for the
    covariances, p for the means.
    """
    away = rows - rows.mean(axis=0)
    cov = away.T @ away / len(rows)
    squares = np.einsum("ij,ij->i", away @ np.linalg.inv(cov), away)
    return float((squares**2).mean() / 2 + rows.shape[1] / 2)


def saturated_trace(rows: Array, group: Sequence[Pattern], mean: Array, cov: Array) -> float:
    """Return the same trace of rows with missing answers, NaN, from the observed information.

    ``group`` holds the moments by pattern, ``mean`` and ``cov`` are the saturated moments.
    """
    p = len(mean)
    lower = [(RESIDUAL, i, j) for j in range(p) for i in range(j, p)]
    free = Places.of(lower + [(INTERCEPT, i, 0) for i in range(p)])
    count = len(free.kind)
    model = Model((Group(Matrices.zeros(p, 0), free, np.arange(count)),), count, True)
    params = np.concatenate([[cov[i, j] for _kind, i, j in lower], mean])
    at = evaluate(model, [group], params)
    if at is None:
        raise ValueError("the saturated covariance matrix is not positive definite")
    own = scores(model, [rows], params)[0]
    n = sum(part.moments.n for part in group)
    return float(np.trace(np.linalg.solve(n / 2 * at.hessian, own.T @ own)))
