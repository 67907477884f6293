"""Shifted beta-geometric model: customers differ in their chance of leaving at each renewal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from cxlab._core import validate
from cxlab._core.errors import ModelError
from cxlab._core.i18n import N_, _, paragraph
from cxlab._core.numerals import decimals, p_text
from cxlab._stats import beta_geometric
from cxlab.retention import _counts
from cxlab.retention._contract import Array, ContractFit, fitted, usable


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class SbgResult(ContractFit):
    """Parameters of the shifted beta-geometric model, with its fit and held-out check.

    Rows ``alpha``, ``beta``, ``churn`` (alpha / (alpha + beta), mean chance of leaving in the first
    period) and ``heterogeneity`` (1 / (1 + alpha + beta): 0 if all are alike, 1 if some always
    and some never leave). ``draws`` holds level and slope of the odds of staying by resample.
    """

    title = N_("Shifted beta-geometric model (sBG)")
    sources = ("fader_hardie_2007",)
    free = 2

    def _model(self) -> str:
        alpha, beta, _shape = self.params
        ratio, p_value = self.heterogeneity_test()
        return paragraph(
            [
                _(
                    "On average {churn:.1%} leave in the first period, but customers differ "
                    "(heterogeneity {mix} on a scale of 0 to 1): those likely to leave go first, "
                    "so the rate of staying rises although nobody changes."
                ).format(churn=alpha / (alpha + beta), mix=decimals(1 / (1 + alpha + beta))),
                _("Against one rate for all: likelihood ratio {ratio}, {p}.").format(
                    ratio=decimals(ratio, 1), p=p_text(p_value)
                ),
            ]
        )

    @property
    def advice(self) -> str:
        """Point to the value, and to the model that lets chances change over time."""
        return _(
            "Next: cx.retention.lifetime_value(), and cx.retention.fit_bdw() to see whether a "
            "customer's own risk changes over time."
        )

    def draw_rates(self, draws: Array, age: int, periods: int) -> Array:
        return beta_geometric.rates(draws, np.arange(age, age + periods, dtype=float))

    @staticmethod
    def named(draws: Array) -> Array:
        """Return alpha, beta, churn, heterogeneity by resample; alike customers have no alpha."""
        level, slope = draws.T
        with np.errstate(divide="ignore"):
            alpha, beta = 1 / slope, level / slope
        return np.column_stack([alpha, beta, 1 / (1 + level), slope / (1 + level + slope)])


def fit_sbg(
    data: pd.DataFrame,
    column: str,
    *,
    event: str | None = None,
    n: int | None = None,
    periods: int | None = None,
    boot: int = 0,
    seed: int | None = None,
    conf: float = 0.95,
) -> SbgResult:
    """Fit the shifted beta-geometric model of contracts by maximum likelihood.

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
    SbgResult
        ``tidy()``: term (alpha, beta, churn, heterogeneity), estimate, std_error, conf_low,
        conf_high, n. ``forecast()`` has the curve, ``glance()`` the tests of fit.

    Raises
    ------
    DataError
        A share lies outside 0-1, the shares rise, a count is missing, or a period is not whole.
    SpecError
        ``n`` is missing for shares, or ``periods`` is more than there are.
    ModelError
        The rate of staying does not rise, so that alpha and beta have no estimate; or there are
        fewer than two periods, or no losses after the first.

    Notes
    -----
    Each customer leaves with the same chance at every renewal, and chances follow a beta
    distribution over customers (Fader and Hardie, 2007). The rate of staying in period t is
    (beta + t - 1) / (alpha + beta + t - 1), so the odds of staying are linear in t. Newton's
    method works on those odds with the analytic gradient and Hessian. Standard errors come from
    the observed information; intervals of parameters are on the scale of logarithms, of shares on
    that of logits (delta method). Resamples in which customers look alike count as such: infinite
    alpha and beta, heterogeneity 0. Mean churn in the first period is alpha / (alpha + beta).

    Examples
    --------
    >>> table = pd.DataFrame({"alive": [1000, 869, 743, 653, 593, 551, 517, 491]})
    >>> fit = fit_sbg(table, "alive")
    >>> fit.tidy().set_index("term")["estimate"].round(3).to_dict()
    {'alpha': 0.668, 'beta': 3.806, 'churn': 0.149, 'heterogeneity': 0.183}
    """
    conf = validate.confidence(conf)
    boot = validate.whole(boot, "boot", low=0, most=validate.MOST_DRAWS)
    counts = _counts.read(data, column, event, n)
    first = _counts.calibration(counts, periods, 2)
    lost, kept = first.lost[None], first.kept[None]
    odds, converged = beta_geometric.maximum(lost, kept)
    if not odds[0, 1]:
        raise ModelError(
            _(
                "The rate of staying does not rise over the periods: customers look alike, and "
                "alpha and beta run to infinity. Describe them by one constant rate, as in "
                "cx.retention.lifetime_value(rate, ...)."
            )
        )
    if not converged[0]:
        raise ModelError(_("The fit did not converge, so no numbers are shown. Check the counts."))
    level, slope = odds[0]
    params = np.array([1 / slope, level / slope, 1.0])
    draws = None
    if boot:
        draws = usable(*beta_geometric.maximum(*_counts.resampled(first, boot, seed), odds[0]))
    return fitted(SbgResult, counts, first, params, draws, boot, conf)
