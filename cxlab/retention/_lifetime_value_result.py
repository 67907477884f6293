"""What lifetime value comes out as: three rows, the path to them, and the words about them."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from cxlab._core.i18n import N_, _, paragraph
from cxlab._core.numerals import decimals, money
from cxlab._core.references import cite
from cxlab._core.result import Result

MONEY = dict.fromkeys(("amount", "std_error", "conf_low", "conf_high"), "money")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class LifetimeValueResult(Result):
    """Lifetime value with the given retention, at one constant rate, and the difference.

    ``path`` has one row per term and payment: the value collected so far (``estimate``) with its
    interval, and the share still there after as many renewals (``share``).
    """

    path: pd.DataFrame
    margin: float
    discount: float
    horizon: int | None
    age: int
    first: str
    currency: str
    rate: float
    fitted: int
    after: float
    rising: bool

    title = N_("Customer lifetime value")
    drawing = "cxlab.plots:value_path"
    units = MappingProxyType(MONEY)

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of the formula and, for rates that change, of its bias."""
        keys = ("gupta_lehmann_2003", *(("fader_hardie_2010",) if len(self.table) > 1 else ()))
        return tuple(cite(key) for key in keys)

    def label(self, term: str) -> str:
        """Return a row's name in the language in use."""
        if term == "constant":
            return _("one rate for all, {rate:.1%}").format(rate=self.rate)
        return {
            "model": _("retention as it develops"),
            "difference": _("error of one rate"),
        }[term]

    def money(self, amount: float) -> str:
        """Write an amount with the currency; small ones with two digits."""
        return written(amount, self.currency)

    @property
    def value(self) -> float:
        """The lifetime value per customer."""
        return float(self.table["amount"].iloc[0])

    def summary(self) -> dict[str, Any]:
        """Return the assumptions, and the share of the value beyond the fitted periods."""
        return {
            "margin": self.margin,
            "discount": self.discount,
            "horizon": self.horizon,
            "age": self.age,
            "first": self.first,
            "constant_rate": self.rate,
            "share_beyond": self.after,
        }

    def headline(self) -> str:
        """State the value, its interval and the error of a constant rate."""
        row = self.table.iloc[0]
        words = {"value": self.money(row["amount"])}
        if len(self.table) == 1:
            return _("A customer is worth {value} at {rate:.1%} retention").format(
                rate=self.rate, **words
            )
        if not row["amount"]:
            return _("A customer is worth {value}").format(**words)
        bias = self.table["amount"].iloc[2] / row["amount"]
        text = (
            _("A customer is worth {value}; one rate for all says {bias:.0%} less")
            if bias < 0
            else _("A customer is worth {value}; one rate for all says {bias:.0%} more")
        )
        return text.format(bias=abs(bias), **words)

    def explain(self) -> str:
        """Say what is counted, how sure it is, and what a constant rate would have said."""
        row = self.table.iloc[0]
        counted = {
            "now": _("the first margin comes now, for sure"),
            "renewal": _("the first margin comes now, if the contract is renewed"),
            "later": _("the first margin comes in a period's time, if the customer stays"),
        }[self.first]
        texts = [
            _(
                "Margins of {margin} per period, discounted by {discount:.1%} per period, add up "
                "to {value}, as much as {periods} margins paid at once ({counted})."
            ).format(
                margin=self.money(self.margin),
                discount=self.discount,
                value=self.money(row["amount"]),
                periods=decimals(row["discounted"]),
                counted=counted,
            )
        ]
        if np.isfinite(row["conf_low"]):
            texts.append(
                _("The {conf:.0%} interval from the fit runs from {low} to {high}.").format(
                    conf=self.conf,
                    low=self.money(row["conf_low"]),
                    high=self.money(row["conf_high"]),
                )
            )
        if np.isinf(row["lifetime"]):
            texts.append(
                _(
                    "Undiscounted, the expected lifetime of this model has no limit, because a few "
                    "customers hardly ever leave; only the discounted number means something."
                )
            )
        texts.append(self._against())
        texts.append(
            _(
                "The margin is taken as the same in all periods and for all customers, early "
                "leavers and loyal ones; the cost of winning the customer is not deducted."
            )
        )
        return paragraph(texts)

    def _against(self) -> str:
        if len(self.table) == 1:
            return _(
                "One rate for all periods is itself an assumption: where customers differ, the "
                "rate rises with age, and old customers are worth more than it says."
            )
        gap = self.table["amount"].iloc[2]
        text = _("One rate for all, {rate:.1%}, would give {constant}, an error of {gap}.").format(
            rate=self.rate, constant=self.money(self.table["amount"].iloc[1]), gap=self.money(gap)
        )
        if self.rising:
            text = paragraph(
                [text, _("It overlooks that those who are still there are those who stay.")]
            )
        if np.isnan(self.after):
            return text
        beyond = _("{share:.0%} of the value lies beyond the periods the model was fitted to.")
        return paragraph([text, beyond.format(share=self.after)])

    @property
    def advice(self) -> str:
        """Point to the value of a point of retention."""
        return _("What would one point more of retention bring? See cx.retention.point_value().")

    def drawn(self) -> pd.DataFrame:
        """Return the value collected so far, by period."""
        return self.path.assign(label=[self.label(term) for term in self.path["term"]])

    def plot_options(self) -> dict[str, Any]:
        """Words of the lines, with the whole value at their ends."""
        up = _("value collected so far")
        if self.currency:
            up = _("{what}, {currency}").format(what=up, currency=_(self.currency))
        ends = dict(zip(self.table["term"], self.table["amount"], strict=True))
        when = _("in {count} periods") if self.horizon else _("in the end")
        return {
            "axis": (_("payments"), up),
            "ends": {
                term: f"{self.label(term)}\n{when.format(count=self.horizon)} {self.money(amount)}"
                for term, amount in ends.items()
                if term != "difference"
            },
            "words": _("{conf:.0%} interval").format(conf=self.conf),
        }

    def shown(self) -> pd.DataFrame:
        """Return the table for readers; an endless lifetime is a sign."""
        return super().shown().replace("inf", "∞")

    def notes(self) -> list[str]:
        """Leave out the confidence level where nothing was estimated."""
        return super().notes() if self.n else []


def written(amount: float, currency: str = "") -> str:
    """Write an amount; one below 1,000 with two decimals."""
    if abs(amount) >= 1000 or np.isnan(amount):
        return money(amount, currency)
    number = decimals(amount)
    return (
        _("{currency} {amount}").format(currency=_(currency), amount=number) if currency else number
    )
