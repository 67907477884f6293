"""WLSMV for ordered answers: diagonally weighted least squares on polychoric correlations.

Standard errors and test use the whole covariance of the correlations (Muthén, du Toit & Spisic
1997); the test is scaled and shifted to its mean and variance (Asparouhov & Muthén 2010). Residual
variances are what the items' unit variances leave (delta parameterisation), so they are no
parameters. Thresholds are free and stand as observed.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cxlab._stats.covariance.derivatives import Slopes, curvature, slopes
from cxlab._stats.covariance.fabin import start_values
from cxlab._stats.covariance.fit_indices import ChiSquare
from cxlab._stats.covariance.likelihood import complete
from cxlab._stats.covariance.minimise import Evaluation, Optimum, minimise
from cxlab._stats.covariance.model import Model
from cxlab._stats.covariance.muthen import OrdinalMoments
from cxlab._stats.moments import Moments

Array = NDArray[np.float64]


def least_squares(model: Model, groups: Sequence[OrdinalMoments]) -> Optimum:
    """Fit a model without means and residual variances to the polychoric correlations.

    F is the weighted sum of squared residuals, the weights are the inverse variances of the
    correlations, times the group's share of rows.
    """
    moments = [Moments(1.0, np.zeros(len(g.estimates.corr)), g.estimates.corr) for g in groups]
    return minimise(
        lambda params: evaluate(model, groups, params),
        lambda params: value(model, groups, params),
        start_values(model, complete(moments)),
    )


def value(model: Model, groups: Sequence[OrdinalMoments], params: Array) -> float:
    """Return F."""
    n = sum(g.n for g in groups)
    return sum(
        g.n / n * part for g, part in zip(groups, _parts(model, groups, params), strict=True)
    )


def statistic(model: Model, groups: Sequence[OrdinalMoments], params: Array) -> float:
    """Return the plain statistic, the sum of ``n - 1`` times F over the groups."""
    each = _parts(model, groups, params)
    return sum((g.n - 1) * part for g, part in zip(groups, each, strict=True))


def _parts(model: Model, groups: Sequence[OrdinalMoments], params: Array) -> list[float]:
    """Return F of every group."""
    out = []
    for group, seen in zip(model.groups, groups, strict=True):
        away = seen.correlations - _pairs(group.implied(params).sigma)
        out.append(float(away**2 @ (1 / np.diagonal(seen.spread))))
    return out


def evaluate(model: Model, groups: Sequence[OrdinalMoments], params: Array) -> Evaluation:
    """Return F with its derivatives; the expectation of the Hessian is Gauss and Newton's."""
    q, n = model.size, sum(g.n for g in groups)
    gradient, hessian, expected = np.zeros(q), np.zeros((q, q)), np.zeros((q, q))
    total = 0.0
    for group, seen, collect in zip(model.groups, groups, model.collectors, strict=True):
        at = group.implied(params)
        first = slopes(at, group.free)
        moves = _moves(first)
        share = seen.n / n / np.diagonal(seen.spread)
        away = seen.correlations - _pairs(at.sigma)
        total += float(away**2 @ share)
        weight = np.zeros_like(at.sigma)
        second, one = np.triu_indices(len(weight), 1)
        weight[one, second] = weight[second, one] = -share * away
        slope = -2 * (moves.T @ (share * away))
        near = 2 * (moves.T * share) @ moves
        bend = near + curvature(at, group.free, first, weight, None)
        if collect is None:
            gradient, hessian, expected = gradient + slope, hessian + bend, expected + near
        else:
            gradient = gradient + collect.T @ slope
            hessian = hessian + collect.T @ bend @ collect
            expected = expected + collect.T @ near @ collect
    return Evaluation(total, gradient, hessian, expected)


def robust(
    model: Model, groups: Sequence[OrdinalMoments], found: Optimum
) -> tuple[Array, ChiSquare]:
    """Return the covariance of the estimates, shape (q, q), and the scaled and shifted test."""
    n = sum(g.n for g in groups)
    bread = np.asarray(np.linalg.inv(found.at.expected / 2), dtype=float)
    middle = np.zeros_like(bread)
    parts = []
    for group, seen, collect in zip(model.groups, groups, model.collectors, strict=True):
        moves = _moves(slopes(group.implied(found.params), group.free))
        moves = moves if collect is None else moves @ collect
        share = seen.n / n
        weighted = moves / np.diagonal(seen.spread)[:, None]
        middle += share * weighted.T @ seen.spread @ weighted
        parts.append((moves, weighted, share))
    df = sum(len(g.correlations) for g in groups) - model.size
    rows = n - len(groups)
    test = _shifted(groups, parts, bread, (statistic(model, groups, found.params), df))
    return bread @ middle @ bread / rows, test


def baseline(groups: Sequence[OrdinalMoments]) -> tuple[float, ChiSquare]:
    """Return the plain statistic of the model without correlations, and its scaled test."""
    n = sum(g.n for g in groups)
    each = [float(g.correlations**2 @ (1 / np.diagonal(g.spread))) for g in groups]
    plain = sum((g.n - 1) * part for g, part in zip(groups, each, strict=True))
    parts = [
        (np.zeros((len(g.correlations), 0)), np.zeros((len(g.correlations), 0)), g.n / n)
        for g in groups
    ]
    df = sum(len(g.correlations) for g in groups)
    return plain, _shifted(groups, parts, np.zeros((0, 0)), (plain, df))


def _shifted(
    groups: Sequence[OrdinalMoments],
    parts: Sequence[tuple[Array, Array, float]],
    bread: Array,
    plain: tuple[float, int],
) -> ChiSquare:
    """Scale and shift a statistic so that its mean and variance are those of chi-square."""
    statistic, df = plain
    if df <= 0:
        return ChiSquare(statistic, df)
    sizes = [len(g.correlations) for g in groups]
    ends = np.cumsum(sizes)
    product = np.zeros((sum(sizes),) * 2)  # U times gamma, groups in blocks
    for i, (_moves_i, weighted_i, share_i) in enumerate(parts):
        rows = slice(ends[i] - sizes[i], ends[i])
        for j, (_moves_j, weighted_j, _share_j) in enumerate(parts):
            columns = slice(ends[j] - sizes[j], ends[j])
            block = -share_i * (weighted_i @ bread @ weighted_j.T)
            if i == j:
                block = block + np.diag(1 / np.diagonal(groups[i].spread))
            product[rows, columns] = block @ groups[j].spread
    first, second = float(np.trace(product)), float(np.einsum("ij,ji->", product, product))
    scale = float(np.sqrt(df / second))
    shift = df - scale * first
    return ChiSquare(scale * statistic + shift, df, 1 / scale, shift)


def _pairs(matrix: Array) -> Array:
    """Return the lower triangle by columns, without the diagonal."""
    second, first = np.triu_indices(len(matrix), 1)
    return np.asarray(matrix[first, second])


def _moves(first: Slopes) -> Array:
    """Return the derivatives of the correlations, shape (k, e)."""
    j, i = np.triu_indices(len(first.u), 1)
    return np.asarray(first.u[i] * first.v[j] + first.v[i] * first.u[j])
