"""Perceived value: what customers get against what they give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pandas as pd

from cxlab._core.i18n import N_, _, paragraph
from cxlab._core.labels import labels_of
from cxlab._core.numerals import signed
from cxlab._core.result import Result
from cxlab._core.validate import columns
from cxlab.frameworks._means import extremes, group_of, mean_rows, parts
from cxlab.instruments import Instrument, get, score

BENEFITS = ("functional", "emotional", "social")
PRICE = "price"


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ValueResult(Result):
    """Benefits, costs and their balance.

    Parameters
    ----------
    costs
        Columns of felt sacrifice.
    span
        Ends of the answer scale.
    """

    costs: tuple[str, ...]
    span: tuple[float, float]

    title = N_("Perceived value: benefit minus cost")
    sources = ("sweeney_soutar_2001",)
    units = MappingProxyType({"df": "count"})

    @property
    def drawing(self) -> str:  # type: ignore[override]
        """The balance; with groups, dots of the net value."""
        return "cxlab.plots:dots" if self._grouped else "cxlab.plots:balance"

    def label(self, term: str) -> str:
        """Return a row as a reader should see it."""
        names = {
            "benefit": _("benefit"),
            "cost": _("cost"),
            "net": _("net value"),
            "cost_money": _("cost in money"),
            "cost_effort": _("cost in effort"),
        }
        return super().label(term) if term in self.labels else names.get(term, term)

    def headline(self) -> str:
        """State whether benefits outweigh costs, and by how much."""
        least, most, apart = extremes(self.table[self.table["term"] == "net"])
        value, low, high = (least[name] for name in ("estimate", "conf_low", "conf_high"))
        if self._grouped:
            text = (
                _("Net value runs from {low} in {least} to {high} in {most}")
                if apart
                else _("No clear difference in net value by group: {low} to {high}")
            )
            return text.format(
                low=signed(value),
                least=least["group"],
                high=signed(most["estimate"]),
                most=most["group"],
            )
        if low > 0:
            text = _("Benefits outweigh costs by {size:.1f} points ({low} to {high})")
        elif high < 0:
            text = _("Costs outweigh benefits by {size:.1f} points ({low} to {high})")
        else:
            text = _("Benefits and costs balance: net value {value} ({low} to {high})")
        return text.format(size=abs(value), value=signed(value), low=signed(low), high=signed(high))

    def explain(self) -> str:
        """Say what is weighed, what the direct question about the price says, and the caution."""
        texts = [
            _(
                "Benefit is the mean of functional, emotional and social value, cost the mean of "
                "what was felt as given up; net value is their difference, person by person."
            )
        ]
        if not self._grouped:
            value = dict(zip(self.table["term"], self.table["estimate"], strict=True))
            texts.append(
                _(
                    "Benefit {benefit:.2f}, cost {cost:.2f}, net {net}. Asked directly whether it "
                    "was worth its price, the same people give {price:.2f}; price value weighs "
                    "benefit against price already and is not counted again."
                ).format(
                    benefit=value["benefit"],
                    cost=value["cost"],
                    net=signed(value["net"], 2),
                    price=value[PRICE],
                )
            )
        texts.append(
            _(
                "A point of benefit and a point of cost are taken to weigh the same, which the "
                "scale does not promise: compare groups and periods rather than trust the level."
            )
        )
        return paragraph(texts)

    def drawn(self) -> pd.DataFrame:
        """Return the rows of the balance; with groups, the net value of each."""
        rows = self.labelled()
        if not self._grouped:
            return rows[rows["term"] != PRICE]
        net = rows[rows["term"] == "net"]
        return net.assign(label=net["group"]).drop(columns="group")

    def plot_options(self) -> dict[str, Any]:
        """Words of the balance, or of the dots."""
        low, high = self.span
        if self._grouped:
            return {"axis": _("benefit minus cost (points)"), "lines": (0.0,)}
        axis = _("points on a scale {low:g}-{high:g}").format(low=low, high=high)
        return {"right": BENEFITS, "left": self.costs, "start": low, "axis": axis}

    @property
    def _grouped(self) -> bool:
        return "group" in self.table


def perceived_value(
    data: pd.DataFrame,
    *,
    cost: Sequence[str] = ("cost_money", "cost_effort"),
    by: str | None = None,
    conf: float = 0.95,
) -> ValueResult:
    """Weigh benefits against costs: functional, emotional and social value, and felt sacrifice.

    Parameters
    ----------
    data
        One row per respondent with the columns of the item bank ``perceived_value``.
    cost
        Columns of felt sacrifice on the same scale, higher for more.
    by
        Column of groups; each is estimated by itself.
    conf
        Confidence level of the intervals.

    Returns
    -------
    ValueResult
        ``tidy()`` has a row per value (``functional emotional social price``), per cost column, and
        ``benefit`` ``cost`` ``net``: ``estimate`` with its t interval and n; ``statistic df
        p_value`` test the net value against zero, paired within respondents.

    Raises
    ------
    DataError
        A column is absent or an answer lies off the scale.

    Notes
    -----
    Net value is mean(functional, emotional, social) minus mean(costs). Price value stands beside
    it: it asks for the balance itself, so counting it as a benefit would count the price twice.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(1)
    >>> names = [f"value_{part}{item}" for part in "fesp" for item in (1, 2, 3)]
    >>> names += ["cost_money", "cost_effort"]
    >>> answers = pd.DataFrame(rng.integers(1, 8, (20, 14)), columns=names)
    >>> perceived_value(answers).tidy()["term"].tolist()[-3:]
    ['benefit', 'cost', 'net']
    """
    bank = get("perceived_value")
    costs = tuple(columns(data, cost))
    ends = (bank.scale.low, bank.scale.high)
    scored = score(data, bank, by=by, conf=conf)
    paid = Instrument.from_columns(
        "cost", {name: [name] for name in costs}, low=ends[0], high=ends[1]
    )
    values = pd.concat([scored.scores, score(data, paid, conf=conf).scores], axis=1)
    values = values.reset_index(drop=True)
    values["benefit"] = values[list(BENEFITS)].mean(axis=1, skipna=False)
    values["cost"] = values[list(costs)].mean(axis=1, skipna=False)
    values["net"] = values["benefit"] - values["cost"]
    tables = [mean_rows(part, conf, name) for name, part in parts(values, group_of(data, by))]
    table = pd.concat(tables, ignore_index=True)
    table.loc[table["term"] != "net", ["statistic", "df", "p_value"]] = float("nan")
    return ValueResult(
        table=table,
        n=scored.n,
        n_dropped=scored.n_dropped,
        dropped=scored.dropped,
        conf=conf,
        labels={**scored.labels, **labels_of(data, costs)},
        costs=costs,
        span=ends,
    )
