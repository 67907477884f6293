"""What a point of retention comes out as: the gain, the other levers, and the words about them."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from cxlab._core.i18n import N_, _, paragraph
from cxlab._core.numerals import decimals, money, percent
from cxlab._core.result import Result
from cxlab.retention._lifetime_value_result import MONEY


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class PointValueResult(Result):
    """Gain in the value of all customers from a point of retention and from 1% of each lever.

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
            "retention": _("retention, 1% better"),
            "margin": _("margin, 1% better"),
            "discount": _("discount rate, 1% lower"),
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
                "lowers the margin. Reichheld and Sasser's 30 to 85% more profit from 5% fewer "
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

    def notes(self) -> list[str]:
        """Leave out the confidence level where nothing was estimated."""
        return super().notes() if self.n else []
