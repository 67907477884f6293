"""The progression of economic value, told with the price of a cup of coffee."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from cxlab._core.columns import heading
from cxlab._core.i18n import N_, _, localized
from cxlab._core.references import cite
from cxlab._core.resources import read_yaml
from cxlab._core.result import Result


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ProgressionResult(Result):
    """Steps of economic value with the published price of a cup of coffee at each."""

    title = N_("Progression of economic value: a cup of coffee")
    drawing = "cxlab.plots:ladder"
    sources = ("pine_gilmore_1999",)
    words = MappingProxyType({"high": N_("two accounts agree"), "medium": N_("one account")})

    @property
    def multiple(self) -> float:
        """How many times the price of the commodity the experience costs, middle to middle."""
        middle = _middle(self.table.set_index("term"))
        return float(middle["experience"] / middle["commodity"])

    def summary(self) -> dict[str, Any]:
        """Return the multiple from commodity to experience."""
        return {"multiple": self.multiple}

    def tidy(self) -> pd.DataFrame:
        """Return one row per step, ``meaning`` in the language in use."""
        return self.table.assign(meaning=[localized(text) for text in self.table["meaning"]])

    def shown(self) -> pd.DataFrame:
        """Return the table as readers see it, with prices in cents and dollars."""
        table = super().shown().drop(columns=heading("high_usd"))
        table = table.rename(columns={heading("low_usd"): _("price")})
        multiples = [
            f"×\u00a0{times:.1f}" if times > 0 else "–" for times in self.table["multiple"]
        ]
        return table.assign(**{_("price"): self.prices(), heading("multiple"): multiples})

    def prices(self) -> list[str]:
        """Return the prices as readers see them, ``1–2 ¢`` or ``2–5 USD``."""
        ends = zip(self.table["low_usd"], self.table["high_usd"], strict=True)
        return [_price(low, high) for low, high in ends]

    def headline(self) -> str:
        """State how far the price climbs from commodity to experience."""
        return _("The same coffee: {low} as a commodity, {high} as an experience").format(
            low=self.prices()[0], high=self.prices()[3]
        )

    def explain(self) -> str:
        """Say what each step multiplies the price by, and what the numbers are not."""
        good, service, experience = self.table["multiple"].iloc[1:4]
        return _(
            "Each step sells more than the coffee: the good is about {good:.1f} times the "
            "commodity, the service {service:.1f} times the good, the experience {experience:.1f} "
            "times the service, about {total:.0f} times in all. On St Mark's Square a cup costs "
            "{peak}. The prices are the book's examples from the United States of the 1990s, read "
            "from secondary accounts: take the ladder, not the cents. For transformations the book "
            "gives no price of coffee."
        ).format(
            good=good,
            service=service,
            experience=experience,
            total=self.multiple,
            peak=self.prices()[4],
        )

    def plot_options(self) -> dict[str, Any]:
        """Words of the ladder."""
        return {
            "prices": self.prices(),
            "axis": _("price of a cup in US dollars (each grid line is ten times the last)"),
        }


def progression() -> ProgressionResult:
    """Give the progression of economic value with the prices of a cup of coffee.

    Returns
    -------
    ProgressionResult
        One row per step: ``low_usd high_usd`` (US dollars), ``multiple`` (times the row before,
        between the geometric middles of the ranges), ``meaning``, ``confidence`` (``high`` where
        two accounts of the book agree, else ``medium``) and ``source``. Transformations stand
        without a price.

    Examples
    --------
    >>> progression().tidy()["high_usd"].tolist()[:4]
    [0.02, 0.25, 1.0, 5.0]
    """
    steps = read_yaml(Path(__file__).with_name("progression.yaml"))
    names = ["meaning", "low_usd", "high_usd", "confidence"]
    table = pd.DataFrame(
        [{"term": term} | {name: step.get(name) for name in names} for term, step in steps.items()]
    )
    middle = _middle(table)
    table.insert(3, "multiple", middle / middle.shift())
    table["source"] = cite("pine_gilmore_1999").split(". The")[0]
    return ProgressionResult(
        table=table, n=0, labels={term: step["label"] for term, step in steps.items()}
    )


def _middle(table: pd.DataFrame) -> pd.Series:
    return (table["low_usd"] * table["high_usd"]) ** 0.5


def _price(low: float, high: float) -> str:
    if np.isnan(low):
        return _("no price published")
    if high < 0.5:
        return _("{low:.0f}–{high:.0f} cents").format(low=100 * low, high=100 * high)
    if low == high:
        return _("{price:g} dollars").format(price=low)
    return _("{low:g}–{high:g} dollars").format(low=low, high=high)
