"""A cost tree under a moving share, and the paradox of counting complaints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cxlab._core.errors import SpecError
from cxlab._core.i18n import N_, _
from cxlab._core.validate import sequence, share
from cxlab.frameworks._entry import percent, prose, stop, tail
from cxlab.frameworks.cost._levers import CostView, axis

if TYPE_CHECKING:
    from cxlab.frameworks.cost._result import CostResult


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class SweepResult(CostView):
    """Lost, at risk and kept at each value of one share.

    Parameters
    ----------
    node
        The branch whose share moves.
    now
        Its present share.
    """

    node: str
    now: float

    title = N_("What if the share were different?")
    drawing = "cxlab.plots:sweep"

    def headline(self) -> str:
        """State what one percentage point does."""
        return _("One point more of '{name}' changes the loss by {amount}").format(
            name=tail(self.label(self.node)), amount=self.money(self.per_point)
        )

    @property
    def per_point(self) -> float:
        """Change of the loss per percentage point: the same everywhere, for the loss is linear."""
        low, high = self.table["share"].argmin(), self.table["share"].argmax()
        width = self.table["share"].iloc[high] - self.table["share"].iloc[low]
        rise = self.table["lost"].iloc[high] - self.table["lost"].iloc[low]
        return float(rise / (100 * width)) if width else 0.0

    def explain(self) -> str:
        """Give the slope and both ends of the sweep."""
        first, last = self.table.iloc[0], self.table.iloc[-1]
        return prose(
            stop(self.headline()),
            _(
                "From {start} to {end} the loss goes from {low} to {high}; the share is now {now}."
            ).format(
                start=percent(first["share"]),
                end=percent(last["share"]),
                low=self.money(first["lost"]),
                high=self.money(last["lost"]),
                now=percent(self.now),
            ),
        )

    def plot_options(self) -> dict[str, Any]:
        """Lines of lost and at risk."""
        return {
            "lines": {"lost": _("lost"), "at_risk": _("at risk")},
            "now": self.now,
            "words": _("now {share}").format(share=percent(self.now)),
            "axis": _("share of '{name}', %").format(name=tail(self.label(self.node))),
            "up": axis(_("revenue"), self.cost.currency),
        }


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ComplaintParadox(SweepResult):
    """What a target of fewer complaints costs when complaints are only filed away."""

    title = N_("The paradox of counting complaints")

    @property
    def cost_of_zero(self) -> float:
        """Additional loss once no complaint is recorded any more."""
        return float(self.table["extra"].iloc[-1])

    def headline(self) -> str:
        """State what the perfect score costs."""
        if self.cost_of_zero <= 0:
            return _("In this tree, complaints filed away do not raise the loss")
        return _("Complaints filed away, from {now} to 0%: {amount} more is lost").format(
            now=percent(self.now), amount=self.money(self.cost_of_zero)
        )

    def explain(self) -> str:
        """Say why the score improves while the loss grows."""
        rates = loss_rates(self.cost, self.node)
        return prose(
            _(
                "A target of fewer complaints is met most easily by filing complaints as "
                "enquiries; then nobody acts, and these customers behave like the silent."
            ),
            _(
                "Of those who complain {here} leave, of the others {rest}: so each point of "
                "complaints filed away changes the loss by {amount}."
            ).format(
                here=percent(rates[0]),
                rest=percent(rates[1]),
                amount=self.money(self.cost_of_zero / (100 * self.now)) if self.now else "–",
            )
            if rates
            else "",
            stop(self.headline()),
        )

    def plot_options(self) -> dict[str, Any]:
        """One line, drawn toward fewer complaints."""
        return {
            "lines": {"extra": _("more lost than today")},
            "now": self.now,
            "words": _("now {share}").format(share=percent(self.now)),
            "axis": _("share of complaints on record, %: the target 'improves' to the right"),
            "up": axis(_("extra loss"), self.cost.currency),
            "flip": True,
        }


def sweep(cost: CostResult, node: str, shares: Sequence[float] | None, balance: str) -> SweepResult:
    """Evaluate the tree at each share."""
    path = cost.tree.find(node)
    given = np.linspace(0, 1, 21) if shares is None else sequence(shares, "shares")
    values = np.unique([share(value, "shares") for value in given])
    if len(values) < 2:
        raise SpecError(_("A sweep needs two or more different shares, such as [0, 0.1, 0.2]."))
    table = trace(cost, path, values, balance)
    now = cost.tree.node(path).share
    return SweepResult(table=table, n=0, labels=cost.labels, cost=cost, node=path, now=now)


def complaint_paradox(cost: CostResult, node: str) -> ComplaintParadox:
    """Evaluate the tree as the share of recorded complaints falls from today's to zero."""
    path = cost.tree.find(node)
    now = cost.tree.node(path).share
    table = trace(cost, path, np.linspace(now, 0, 21), "")
    return ComplaintParadox(table=table, n=0, labels=cost.labels, cost=cost, node=path, now=now)


def trace(cost: CostResult, path: str, shares: np.ndarray, balance: str) -> pd.DataFrame:
    """Return one row per share: lost, at risk, kept, and the loss above today's."""
    rows = []
    for value in shares:
        parts = cost.tree.with_share(path, float(value), balance=balance).rates()
        rows.append(
            {"term": path, "share": float(value)}
            | {outcome: part * cost.revenue for outcome, part in parts.items()}
        )
    table = pd.DataFrame(rows)
    return table.assign(extra=table["lost"] - cost.tree.rates()["lost"] * cost.revenue)


def loss_rates(cost: CostResult, path: str) -> tuple[float, float] | None:
    """Return which part of a branch is lost, and of its siblings together; None where all are 0."""
    above = path.rpartition("/")[0]
    inflow = float(cost.table.set_index("term")["share"].get(above, 1.0))
    if not inflow:
        return None
    full, none = (cost.tree.with_share(path, share).rates()["lost"] for share in (1.0, 0.0))
    outside = cost.tree.rates()["lost"] - _lost_below(cost, above)
    return (full - outside) / inflow, (none - outside) / inflow


def _lost_below(cost: CostResult, above: str) -> float:
    rows = cost.table[cost.table["outcome"] == "lost"]
    inside = rows["term"].str.startswith(f"{above}/") if above else rows["term"].notna()
    return float(rows.loc[inside, "share"].sum())
