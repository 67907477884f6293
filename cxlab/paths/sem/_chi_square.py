"""Differences of fit between two nested covariance models."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxlab._stats.covariance import estimators
from cxlab._stats.covariance.fit_indices import ChiSquare
from cxlab._stats.moments import Moments

if TYPE_CHECKING:
    from cxlab._stats.covariance.estimators import Fitted
    from cxlab.paths.sem._result import SemResult

SAME = 1e-5  # chi-square per row at which a model reproduces what another implies


def difference(closed: Fitted, wide: Fitted) -> ChiSquare:
    """Return the chi-square of the closed model's restrictions beyond those of the wide one.

    Of scaled tests the difference is scaled too (Satorra & Bentler 2001); NaN where its factor is
    negative.
    """
    df = closed.test.df - wide.test.df
    plain = closed.test.statistic - wide.test.statistic
    if closed.scaled is None or wide.scaled is None or not df:
        return ChiSquare(plain, df)
    scale = (closed.test.df * closed.scaled.scale - wide.test.df * wide.scaled.scale) / df
    return ChiSquare(plain / scale if scale > 0 else np.nan, df, scale)


def nested(closed: SemResult, wide: SemResult) -> bool:
    """Tell whether the wide model can imply all that the closed one does here.

    It is fitted to the moments that the closed model implies (Bentler & Satorra 2010).
    """
    order = [closed.plan.items.index(item) for item in wide.plan.items]
    moments = [
        Moments(n, mu[order], n * sigma[np.ix_(order, order)])
        for n, (sigma, mu) in zip(closed.raw.rows, closed.implied(), strict=True)
    ]
    fit = estimators.from_moments(wide.plan.model, moments)
    return fit.found.converged and fit.test.statistic < SAME * closed.n
