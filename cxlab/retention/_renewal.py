"""Where the rates of staying come from: given numbers, given parameters, or a fitted model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cxlab._core import validate
from cxlab._core.errors import SpecError
from cxlab._core.i18n import _, listing
from cxlab._core.progress import blocks
from cxlab._stats import beta_geometric, beta_weibull
from cxlab._stats.intervals import normal
from cxlab._stats.lifetime import endless, expected_periods, reach
from cxlab.retention._contract import ContractFit, quantiles
from cxlab.retention._counts import MOST

Array = NDArray[np.float64]
Worth = Callable[[Array], Array]  # rates (fits, periods) -> values (fits, values)

FIRST = ("now", "renewal", "later")
LEAST = 1e-3  # discount rate; below it the sum runs over too many periods
STEP = 1e-4  # in logarithms of parameters, for derivatives
ROOM = 2_000_000  # numbers at a time


@dataclass(frozen=True, eq=False)
class Renewal:
    """Rates of staying: by a ``fit``, by ``odds`` (level and slope), or ``rates`` as given.

    Of given rates the last one holds on.
    """

    rates: Array = field(default_factory=lambda: np.empty(0))
    odds: Array | None = None
    fit: ContractFit | None = None

    @property
    def endless_rate(self) -> float:
        """The rate that holds on for ever; missing for a model, whose rates go on rising."""
        return float(self.rates[-1]) if len(self.rates) else np.nan

    def at(self, age: int, periods: int) -> Array:
        """Return the rates of the coming renewals, shape (1, periods)."""
        if self.fit is not None:
            return beta_weibull.rates(np.array([self.fit.params]), age, periods)
        time = np.arange(age, age + periods)
        if self.odds is not None:
            return beta_geometric.rates(self.odds, time.astype(float))
        return self.rates[np.minimum(time, len(self.rates) - 1)][None]

    def constant(self) -> float:
        """Return the one rate that takes the place of all: what a plain average shows.

        For a fit, the share kept of all renewals it saw; for given rates the same in a cohort; for
        given parameters the mean chance of staying.
        """
        if self.fit is not None:
            seen = self.fit.counts.first(self.fit.periods)
            return float(seen.kept.sum() / seen.at_risk.sum())
        if self.odds is not None:
            return float(beta_geometric.rates(self.odds, np.zeros(1))[0, 0])
        alive = self.rates.cumprod()
        return float(alive.sum() / (1 + alive[:-1].sum()))

    def periods(self, discount: float, age: int, horizon: int | None) -> int:
        """Return how many renewals must be looked at one by one.

        Raises
        ------
        SpecError
            The sum has no end and no limit.
        """
        if horizon is not None:
            count = validate.whole(horizon, "horizon", most=MOST)
            if count * -np.log10(1 + discount) > 100:
                raise SpecError(
                    _(
                        "A discount of {discount:g} over {count:,} periods multiplies money "
                        "beyond all bounds. Give a discount above zero, or a shorter horizon."
                    ).format(discount=discount, count=count)
                )
            return count
        if len(self.rates):
            if self.endless_rate >= 1 + discount:
                raise SpecError(
                    _(
                        "Without a horizon the value has no limit: retention {rate:.4g} is not "
                        "below 1 + discount. Give a horizon, such as horizon=10."
                    ).format(rate=self.endless_rate)
                )
            return max(1, len(self.rates) - age)
        if discount < LEAST:
            raise SpecError(
                _(
                    "Without a horizon a model needs a discount of at least {least:g}. Give a "
                    "discount, or a horizon such as horizon=10."
                ).format(least=LEAST)
            )
        return reach(discount)

    def expected(self, age: int, horizon: int | None) -> float:
        """Return the expected number of renewals to come, undiscounted."""
        if horizon is not None:
            return float(self.at(age, horizon).cumprod(axis=1).sum())
        if self.fit is not None:
            return expected_periods(*self.fit.params, age)
        if self.odds is not None:
            level, slope = self.odds[0]
            return expected_periods(1 / slope, level / slope, 1.0, age)
        alive = self.at(age, max(1, len(self.rates) - age)).cumprod(axis=1)[0]
        return float(alive.sum() + alive[-1] * endless(self.endless_rate, 0.0, "later"))

    def carried(self, worth: Worth, age: int, periods: int) -> tuple[Array, Array, Array, Array]:
        """Return values, standard errors and limits that the fit's uncertainty carries over.

        Limits are on the scale of logarithms (delta method, central differences), or percentiles
        where the fit was bootstrapped. Without a fit all but the values is missing.
        """
        value = worth(self.at(age, periods))[0]
        if self.fit is None:
            none = np.full(value.shape, np.nan)
            return value, none, none, none
        fit, free = self.fit, self.fit.free
        moved = np.tile(fit.params, (2 * free, 1))
        places = np.arange(free)
        moved[places, places] *= np.exp(STEP)
        moved[free + places, places] *= np.exp(-STEP)
        values = worth(beta_weibull.rates(moved, age, periods))
        slope = (values[:free] - values[free:]) / (2 * STEP)
        error = np.sqrt(np.einsum("iv,ij,jv->v", slope, fit.cov, slope))
        if fit.draws is None:
            size = np.maximum(np.abs(value), 1e-300)
            away = np.exp(np.minimum(normal(fit.conf) * error / size, 500.0))
            return value, error, *np.sort([value / away, value * away], axis=0)
        found = np.empty((len(fit.draws), len(value)))
        for block in blocks(len(found), max(1, ROOM // periods), _("resamples")):
            rates = fit.draw_rates(fit.draws[block], age, periods)
            found[block] = worth(rates)
        return value, error, *quantiles(found, fit.conf)


def renewal(retention: Any) -> Renewal:
    """Read a rate, rates by period, parameters, or a fit.

    Raises
    ------
    SpecError
        It is none of these, or a rate lies outside 0-1.
    """
    if isinstance(retention, ContractFit):
        return Renewal(fit=retention)
    if isinstance(retention, Mapping):
        return _given(retention)
    several = isinstance(retention, Iterable) and not isinstance(retention, (str, bytes))
    if not several or not getattr(retention, "ndim", 1):  # an array may hold one number
        return Renewal(rates=np.array([validate.share(retention, "retention")]))
    rates = validate.sequence(retention, "retention")
    if not rates:
        raise SpecError(_("retention is an empty list. Give a rate for each period."))
    return Renewal(rates=np.array([validate.share(rate, "retention") for rate in rates]))


def _given(params: Mapping[str, Any]) -> Renewal:
    names = set(params)
    if names == {"alpha", "beta"}:
        alpha, beta = (validate.inside(params[name], 1e-6, 1e9, name) for name in ("alpha", "beta"))
        return Renewal(odds=np.array([[beta / alpha, 1 / alpha]]))
    if names == {"churn", "heterogeneity"}:
        churn = validate.inside(params["churn"], 1e-6, 1 - 1e-6, "churn")
        mix = validate.inside(params["heterogeneity"], 0, 1 - 1e-6, "heterogeneity")
        if mix == 0:
            return Renewal(rates=np.array([1 - churn]))
        level = (1 - churn) / churn
        return Renewal(odds=np.array([[level, mix / (1 - mix) / churn]]))
    raise SpecError(
        _(
            "Parameters are alpha and beta, or churn and heterogeneity; not {names}. Write "
            '{{"alpha": 0.7, "beta": 1.2}}, for example.'
        ).format(names=listing(map(repr, params)) or "{}")
    )
