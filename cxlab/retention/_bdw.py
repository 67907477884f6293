"""Beta-discrete-Weibull model: customers differ, and each one's risk may change over time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cxlab._core import validate
from cxlab._core.errors import ModelError
from cxlab._core.i18n import N_, _
from cxlab._core.numerals import decimals
from cxlab._core.progress import blocks
from cxlab._stats import beta_geometric, beta_weibull
from cxlab.retention import _counts
from cxlab.retention._contract import Array, ContractFit, fitted, usable

STARTS = (1.0, 0.6, 1.6)  # shapes to climb from
FAR = 1e-6  # in log-likelihood: what a climb that did not settle must lead by to count


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class BdwResult(ContractFit):
    """Parameters of the beta-discrete-Weibull model, with its fit and held-out check.

    Rows as in ``SbgResult``, and ``shape`` (c): above 1 a customer's own risk of leaving rises
    over time, below 1 it falls, at 1 the model is the shifted beta-geometric one. ``draws`` holds
    alpha, beta and c by resample.
    """

    title = N_("Beta-discrete-Weibull model (BdW)")
    sources = ("fader_hardie_2018", "fader_hardie_2007")
    free = 3

    def _model(self) -> str:
        row = self.table.set_index("term").loc["shape"]
        c, low, high = map(float, row[["estimate", "conf_low", "conf_high"]])
        span = {"c": decimals(c), "low": decimals(low), "high": decimals(high)}
        if low > 1:
            text = _(
                "c = {c} ({low} to {high}) lies above 1: a customer's own risk of leaving rises "
                "over time, while those likely to leave drop out; together they make the curve."
            )
        elif high < 1:
            text = _(
                "c = {c} ({low} to {high}) lies below 1: a customer's own risk of leaving falls "
                "over time, on top of those likely to leave dropping out."
            )
        else:
            text = _(
                "c = {c} ({low} to {high}) is not clear of 1: the simpler shifted beta-geometric "
                "model, in which nobody's own risk changes, may do."
            )
        return text.format(**span)

    @property
    def advice(self) -> str:
        """Point to the value and the simpler model."""
        return _("Compare AIC and held-out error with those of cx.retention.fit_sbg().")

    def draw_rates(self, draws: Array, age: int, periods: int) -> Array:
        return beta_weibull.rates(draws, age, periods)

    @staticmethod
    def named(draws: Array) -> Array:
        """Return alpha, beta, c, churn and heterogeneity by resample."""
        whole = draws[:, 0] + draws[:, 1]
        return np.column_stack([draws, draws[:, 0] / whole, 1 / (1 + whole)])


def fit_bdw(
    data: pd.DataFrame,
    column: str,
    *,
    event: str | None = None,
    n: int | None = None,
    periods: int | None = None,
    boot: int = 0,
    seed: int | None = None,
    conf: float = 0.95,
) -> BdwResult:
    """Fit the beta-discrete-Weibull model of contracts by maximum likelihood.

    Parameters
    ----------
    data
        A survival table with one row per period, the start first; or, with ``event``, one row per
        customer.
    column
        Customers still there, as counts or (with ``n``) as shares in 0-1; or, with ``event``, the
        number of the period in which a customer was lost or last seen, from 1.
    event
        Column with 1 for lost in that period, 0 for still there after it.
    n
        Customers at the start of a table of shares.
    periods
        Fit to the first so many periods and hold out the later ones; all when absent.
    boot
        Resamples of customers for percentile intervals; 0 for asymptotic ones.
    seed
        Seed of the resamples.
    conf
        Confidence level of the intervals.

    Returns
    -------
    BdwResult
        ``tidy()``: term (alpha, beta, shape, churn, heterogeneity), estimate, std_error, conf_low,
        conf_high, n. ``forecast()`` has the curve, ``glance()`` the tests of fit.

    Raises
    ------
    DataError
        A share lies outside 0-1, the shares rise, a count is missing, or a period is not whole.
    SpecError
        ``n`` is missing for shares, or ``periods`` is more than there are.
    ModelError
        The likelihood has no maximum (customers look alike), or there are fewer than three
        periods, or no losses after the first.

    Notes
    -----
    A customer is still there after t renewals with chance (1 - theta)^(t^c), and theta follows a
    beta distribution over customers (Fader, Hardie, Liu, Davin and Steenburgh, 2018), so the share
    still there is B(alpha, beta + t^c) / B(alpha, beta). Newton's method works on the logarithms of
    the three parameters with the analytic gradient and Hessian (digamma, trigamma), from three
    starts. Intervals as in ``fit_sbg()``.

    Examples
    --------
    >>> table = pd.DataFrame({"alive": [1000, 869, 743, 653, 593, 551, 517, 491]})
    >>> fit_bdw(table, "alive").tidy()["estimate"].round(3).tolist()[:3]
    [0.214, 1.427, 1.724]
    """
    conf = validate.confidence(conf)
    boot = validate.whole(boot, "boot", low=0, most=validate.MOST_DRAWS)
    counts = _counts.read(data, column, event, n)
    first = _counts.calibration(counts, periods, 3)
    lost, kept = first.lost[None], first.kept[None]
    params = _best(lost, kept)
    draws = _resampled(first, params, boot, seed) if boot else None
    return fitted(BdwResult, counts, first, params, draws, boot, conf)


def _best(lost: Array, kept: Array) -> Array:
    """Climb from several shapes and return the highest maximum.

    Raises
    ------
    ModelError
        The highest point is no maximum.
    """
    level, slope = beta_geometric.maximum(lost, kept)[0][0]
    slope = max(slope, 0.05 * (1 + level))  # alike customers: start from a moderate mixture
    starts = np.array([[1 / slope, level / slope, shape] for shape in STARTS])
    many = len(STARTS)
    found, converged = beta_weibull.maximum(
        np.repeat(lost, many, axis=0), np.repeat(kept, many, axis=0), starts
    )
    height = beta_weibull.loglik(found, lost, kept)
    best = int(np.where(converged, height, -np.inf).argmax())
    if not converged[best] or height.max() > height[best] + FAR:
        if found[int(height.argmax()), 0] > 0.01 * beta_weibull.ALIKE:  # and on its way
            raise ModelError(
                _(
                    "The likelihood of the beta-discrete-Weibull model has no maximum on these "
                    "counts: once a customer's own risk may change over time, customers look "
                    "alike, and alpha and beta run to infinity. No numbers are shown. Use "
                    "cx.retention.fit_sbg(), or one constant rate if the rate does not rise."
                )
            )
        raise ModelError(
            _(
                "The likelihood of the beta-discrete-Weibull model has no maximum on these counts. "
                "No numbers are shown. Use more periods, or cx.retention.fit_sbg()."
            )
        )
    return found[best]


def _resampled(first: _counts.Counts, params: Array, boot: int, seed: int | None) -> Array:
    """Return alpha, beta and c of resamples; those without a maximum stop near the limit."""
    lost, kept = _counts.resampled(first, boot, seed)
    draws = np.empty((boot, 3))
    for block in blocks(boot, 2000, _("resamples")):
        draws[block] = beta_weibull.maximum(lost[block], kept[block], params)[0]
    return usable(draws, beta_geometric.bounded(lost, kept))
