"""What one point of retention is worth, beside one per cent of the other levers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from cxlab._core import validate
from cxlab._core.columns import heading
from cxlab._core.errors import SpecError, warn
from cxlab._core.i18n import N_, _, paragraph
from cxlab._core.numerals import decimals, money, percent
from cxlab._core.result import Result
from cxlab._stats import lifetime
from cxlab.retention._contract import ContractFit
from cxlab.retention._lifetime_value import rate_of_discount
from cxlab.retention._lifetime_value_result import MONEY
from cxlab.retention._renewal import FIRST, Array, Renewal, renewal

AROUND = 0.15  # the picture shows the value this far to either side
HIGHEST = 0.98  # rate in the picture, unless today's is higher
ONE = 0.01


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class PointValueResult(Result):
    """Gain in the value of all customers from a point of retention and from 1 % of each lever.

    ``value`` is the value of all customers today; ``curve`` gives it against the rate of staying,
    or, where rates differ by period, against points added to all of them.
    """

    curve: pd.DataFrame
    value: float
    rate: float
    points: float
    customers: float
    margin: float
    discount: float
    horizon: int | None
    first: str
    currency: str
    steady: bool

    title = N_("What a point of retention is worth")
    drawing = "cxlab.plots:point_gain"
    sources = ("gupta_lehmann_2003", "gupta_lehmann_stuart_2004", "reichheld_sasser_1990")
    units = MappingProxyType(MONEY)

    def label(self, term: str) -> str:
        """Return a lever in the language in use."""
        return {
            "points": _("retention, {points:+g} pp").format(points=self.points),
            "retention": _("retention, 1 % better"),
            "margin": _("margin, 1 % better"),
            "discount": _("discount rate, 1 % lower"),
        }[term]

    @property
    def gain(self) -> float:
        """The gain from the points of retention, all customers together."""
        return float(self.table["amount"].iloc[0])

    def summary(self) -> dict[str, Any]:
        """Return the value today and the assumptions."""
        return {
            "value": self.value,
            "gain": self.gain,
            "rate": self.rate,
            "points": self.points,
            "customers": self.customers,
            "margin": self.margin,
            "discount": self.discount,
            "horizon": self.horizon,
            "first": self.first,
        }

    def headline(self) -> str:
        """State the gain and what part of the value it is."""
        return _("Retention {points:+g} pp: {gain} more, {share} of the value").format(
            points=self.points,
            gain=money(self.gain, self.currency),
            share=percent(f"{100 * self.table['share'].iloc[0]:.1f}"),
        )

    def explain(self) -> str:
        """Set the lever against the others, and say what the number hangs on."""
        row = self.table.set_index("term")
        texts = [
            _(
                "{customers:,.0f} customers with a margin of {margin} per period, a mean "
                "retention of {rate:.1%} and a discount rate of {discount:.1%} are worth {value}. "
                "Retention {points:+g} pp adds {gain}: {each} per customer."
            ).format(
                customers=self.customers,
                margin=money(self.margin, self.currency),
                rate=self.rate,
                discount=self.discount,
                value=money(self.value, self.currency),
                points=self.points,
                gain=money(self.gain, self.currency),
                each=decimals(self.gain / self.customers),
            )
        ]
        if np.isfinite(row["conf_low"].iloc[0]):
            texts.append(
                _("The {conf:.0%} interval from the fit runs from {low} to {high}.").format(
                    conf=self.conf,
                    low=money(row["conf_low"].iloc[0], self.currency),
                    high=money(row["conf_high"].iloc[0], self.currency),
                )
            )
        texts += [
            _(
                "One per cent better, retention adds {retention}, margin {margin}, the discount "
                "rate {discount}. A point counts most where retention is high already, for then "
                "it lasts longest."
            ).format(
                **{
                    name: percent(f"{100 * row['share'][name]:.1f}")
                    for name in ("retention", "margin", "discount")
                }
            ),
            _(
                "What the point costs is not in the sum, and one that is bought with rebates "
                "lowers the margin. Reichheld and Sasser's 30 to 85 % more profit from 5 % fewer "
                "defections are examples of single firms, not a law: the gain hangs on the "
                "retention, margin and discount rate one starts from."
            ),
        ]
        return paragraph(texts)

    @property
    def advice(self) -> str:
        """Ask for the cost of the point."""
        return _(
            "A measure that costs less than this for a point pays for itself; test whether it "
            "moves retention at all before spending."
        )

    def drawn(self) -> pd.DataFrame:
        """Return the value against retention."""
        return self.curve.copy()

    def plot_options(self) -> dict[str, Any]:
        """Words of the curve and its two points."""
        up = _("value of all customers")
        now, then = (
            (0.0, self.points)
            if not self.steady
            else (100 * self.rate, 100 * self.rate + self.points)
        )
        return {
            "axis": (
                _("rate of staying, %") if self.steady else _("pp added to every period's rate"),
                _("{what}, {currency}").format(what=up, currency=_(self.currency))
                if self.currency
                else up,
            ),
            "marks": (
                (now, self.value, _("today\n{value}").format(value=money(self.value))),
                (then, self.value + self.gain, f"+{money(self.gain)}"),
            ),
            "words": _("{conf:.0%} interval").format(conf=self.conf),
        }

    def shown(self) -> pd.DataFrame:
        """Return the table for readers, without intervals where nothing was estimated."""
        table = super().shown()
        unsure = [heading(name) for name in ("std_error", "conf_low", "conf_high")]
        return table if self.n else table.drop(columns=unsure)

    def notes(self) -> list[str]:
        """Leave out the confidence level where nothing was estimated."""
        return super().notes() if self.n else []


def point_value(
    retention: ContractFit | Mapping[str, float] | Sequence[float] | float,
    *,
    customers: float,
    margin: float,
    discount: float,
    points: float = 1.0,
    horizon: int | None = None,
    first: str = "later",
    currency: str = "",
) -> PointValueResult:
    """Say what a point of retention is worth over all customers.

    Parameters
    ----------
    retention
        Rate of staying, rates, parameters or a fit, as in ``lifetime_value()``; the points are
        added to the rate of every period, up to 1.
    customers
        Number of customers.
    margin
        Money that a customer brings per period.
    discount
        Discount rate per period, such as 0.1.
    points
        Percentage points by which retention rises.
    horizon
        Number of payments counted; without end when absent.
    first
        When the first payment comes, as in ``lifetime_value()``.
    currency
        Shown beside amounts.

    Returns
    -------
    PointValueResult
        Rows ``points``, and for comparison ``retention`` and ``margin`` 1 % better and
        ``discount`` 1 % lower. Columns: amount (gain in the value of all customers), share (gain
        as part of that value), std_error, conf_low, conf_high of the amount.

    Raises
    ------
    SpecError
        A rate lies outside 0-1 or would pass 1, there are no customers, the discount is not above
        -1, or the value has no limit.

    Notes
    -----
    At a constant rate r the value of a customer is m r / (1 + d - r) (Gupta and Lehmann, 2003), so
    1 % of retention is worth (1 + d) / (1 + d - r) % of it. Gupta, Lehmann and Stuart (2004) found
    3 to 7 % for firms of their time, against about 1 % for the margin.

    Examples
    --------
    >>> result = point_value(0.8, customers=1000, margin=100, discount=0.1)
    >>> round(result.value), round(result.gain)
    (266667, 12644)
    """
    customers = validate.finite(customers, "customers")
    margin = validate.finite(margin, "margin")
    discount = rate_of_discount(discount)
    points = validate.finite(points, "points")
    first = validate.one_of(first, FIRST, "first")
    currency = validate.text(currency, "currency")
    if customers <= 0:
        raise SpecError(
            _("customers = {value:g}: there is nobody to keep. Give their number.").format(
                value=customers
            )
        )
    if margin <= 0:
        warn(
            _("The margin is not above zero, so more retention brings no money. Check the margin.")
        )
    source = renewal(retention)
    steady = len(source.rates) == 1
    _possible(source, points)
    periods = source.periods(discount, 0, horizon)
    up = Renewal(rates=np.minimum(source.rates + points / 100, 1.0))
    if len(source.rates):
        up.periods(discount, 0, horizon)
    last = np.nan if horizon is not None else source.endless_rate

    def worth(rates: Array, add: float = 0.0, times: float = 1.0, d: float = discount) -> Array:
        moved = np.clip(rates * times + add, 0.0, 1.0)
        end = min(last * times + add, 1.0) if last == last else last
        return lifetime.total(moved, end, d, first)

    def gains(rates: Array) -> Array:
        base = worth(rates)
        better = [
            worth(rates, add=points / 100),
            worth(rates, times=1 + ONE),
            (1 + ONE) * base,
            worth(rates, d=discount * (1 - ONE)),
        ]
        out = np.column_stack([*(each - base for each in better), base])
        return np.where(np.isfinite(out), out, np.nan)

    scale = customers * margin
    value, error, low, high = source.carried(gains, 0, periods)
    ends = np.sort([scale * low[:4], scale * high[:4]], axis=0)
    table = pd.DataFrame(
        {
            "term": ["points", "retention", "margin", "discount"],
            "amount": scale * value[:4],
            "share": value[:4] / value[4] if value[4] else np.nan,
            "std_error": abs(scale) * error[:4],
            "conf_low": ends[0],
            "conf_high": ends[1],
        }
    )

    def curve() -> pd.DataFrame:
        if steady:
            center, then = source.endless_rate, source.endless_rate + points / 100
            most = HIGHEST if horizon is not None else min(HIGHEST, 1 + discount - ONE)
            low = max(0.0, min(center, then) - 2 * AROUND)
            high = max(center, then, min(most, max(center, then) + AROUND))
            moves = np.linspace(low, high, 61) - center
        else:
            moves = np.arange(-AROUND, AROUND + ONE / 4, ONE / 2) / 1.5
        found = source.carried(
            lambda rates: np.column_stack([worth(rates, add=float(add)) for add in moves]),
            0,
            periods,
        )
        across = 100 * (moves + source.endless_rate) if steady else 100 * moves
        return pd.DataFrame(
            {
                "x": across,
                "estimate": scale * found[0],
                "conf_low": scale * found[2],
                "conf_high": scale * found[3],
            }
        )

    return PointValueResult(
        table=table,
        curve=curve(),
        n=source.fit.n if source.fit else 0,
        conf=source.fit.conf if source.fit else 0.95,
        value=float(scale * value[4]),
        rate=source.constant(),
        points=points,
        customers=customers,
        margin=margin,
        discount=discount,
        horizon=horizon,
        first=first,
        currency=currency,
        steady=steady,
    )


def _possible(source: Renewal, points: float) -> None:
    """Refuse points that take a constant rate out of 0-1."""
    if len(source.rates) != 1 or 0 <= source.rates[0] + points / 100 <= 1:
        return
    rate = source.rates[0]
    raise SpecError(
        _(
            "{points:g} points more than {rate:.4g} % leave the range of 0 to 100 %. There is room "
            "for {room:.4g} points."
        ).format(
            points=points, rate=100 * rate, room=100 * (1 - rate) if points > 0 else 100 * rate
        )
    )
