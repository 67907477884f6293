"""Levers of a cost tree: what a changed share saves, which share matters most, when it pays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd

from cxlab._core.errors import SpecError
from cxlab._core.i18n import N_, _, localized
from cxlab._core.labels import opened
from cxlab._core.numerals import money
from cxlab._core.references import printed
from cxlab._core.result import Result
from cxlab._core.validate import finite, sequence, share, text
from cxlab.frameworks._entry import bracket, by_term, percent, prose, score, stop, tail
from cxlab.frameworks.cost._node import walk

if TYPE_CHECKING:
    from cxlab.frameworks.cost._lever import Lever
    from cxlab.frameworks.cost._result import CostResult


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class CostView(Result):
    """An answer about a cost tree.

    Parameters
    ----------
    cost
        The evaluated tree that was asked.
    """

    cost: CostResult

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of the tree."""
        return tuple(printed(key) for key in self.cost.tree.sources)

    def money(self, amount: float) -> str:
        """Write an amount in the currency of the tree."""
        return money(amount, self.cost.currency)

    def notes(self) -> list[str]:
        """Add what the shares of the tree rest on."""
        note = self.cost.tree.note
        return [*super().notes(), *([localized(note)] if note else [])]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class LeverResult(CostView):
    """What each lever saves, the largest saving first."""

    title = N_("Levers")
    drawing = "cxlab.plots:bars"

    def headline(self) -> str:
        """Name the lever that saves most."""
        if self.table.empty:
            return _("The tree names no levers")
        top = self.table.to_dict("records")[0]
        return _("Saves most: {name} ({move}), {amount}").format(
            name=self.label(top["term"]),
            move=move(top),
            amount=self.money(top["saving"]),
        )

    def explain(self) -> str:
        """Give each lever's saving, which is also the most that it may cost."""
        if self.table.empty:
            return stop(self.headline())
        lines = [
            _("{name} ({move}) saves {amount}").format(
                name=self.label(term),
                move=move(row),
                amount=self.money(row["saving"]),
            )
            for term, row in by_term(self.table).items()
        ]
        return prose(
            *(stop(opened(line)) for line in lines),
            _(
                "A saving is also the most that the change may cost in a year, if revenue counts "
                "in full; the levers differ in size, so compare the saving per point as well."
            ),
        )

    def labelled(self) -> pd.DataFrame:
        """Return ``tidy()`` with the change of the share in the label."""
        rows = super().labelled()
        moves = [move(row) for row in self.table.to_dict("records")]
        return rows.assign(
            label=[bracket(name, change) for name, change in zip(rows["label"], moves, strict=True)]
        )

    def drawn(self) -> pd.DataFrame:
        """Return the savings as the estimate to draw."""
        return self.labelled().assign(estimate=self.table["saving"])

    def plot_options(self) -> dict[str, Any]:
        """Money on the axis."""
        return {"unit": "money", "axis": axis(_("loss avoided in a year"), self.cost.currency)}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class TornadoResult(CostView):
    """What the loss does when each share moves a step down and up, the largest effect first.

    Parameters
    ----------
    step
        Size of the step, as a share.
    """

    step: float

    title = N_("Which share matters most?")
    drawing = "cxlab.plots:tornado"

    def headline(self) -> str:
        """Name the share that moves the loss most."""
        top = self.table.iloc[0]
        return _("Moves the loss most: '{name}', {amount} for {step} pp").format(
            step=score(100 * self.step),
            name=self.label(top["term"]),
            amount=self.money(max(abs(top["down"]), abs(top["up"]))),
        )

    def explain(self) -> str:
        """Say how the bars came about, and that they compare equal steps only."""
        return prose(
            stop(self.headline()),
            _(
                "Each share moves alone by {step} percentage points; its siblings make up the "
                "difference in proportion, and the whole tree is evaluated anew."
            ).format(step=score(100 * self.step)),
            _(
                "Equal steps are not equally likely or equally costly: ask what a point costs "
                "before choosing."
            ),
        )

    def plot_options(self) -> dict[str, Any]:
        """Shares written beside the bars."""
        rows = self.table
        return {
            "down": [percent(max(part - self.step, 0)) for part in rows["share"]],
            "up": [percent(min(part + self.step, 1)) for part in rows["share"]],
            "axis": axis(_("change of the loss"), self.cost.currency),
            "words": (_("loss falls"), _("loss rises")),
        }


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class BreakEvenResult(CostView):
    """How far each share has to move for a programme to earn back its cost.

    Parameters
    ----------
    spend
        Cost of the programme.
    margin
        Part of saved revenue that counts.
    """

    spend: float
    margin: float = 1.0

    title = N_("When does a programme pay?")
    drawing = "cxlab.plots:bars"
    words: ClassVar[Mapping[str, str]] = {
        "within_reach": N_("within reach"),
        "out_of_reach": N_("out of reach"),
        "no_effect": N_("no effect on the loss"),
    }

    def headline(self) -> str:
        """Name the smallest move that pays."""
        rows = self.table[self.table["status"] == "within_reach"].to_dict("records")
        if not rows:
            return _("No change of these shares earns back {amount}").format(
                amount=self.money(self.spend)
            )
        best = min(rows, key=lambda row: abs(row["points"]))
        return _("{amount} is earned back soonest by: {name} ({move})").format(
            amount=self.money(self.spend), name=tail(self.label(best["term"])), move=move(best)
        )

    def explain(self) -> str:
        """Give the move each lever needs, and where none is enough."""
        parts = [
            _("At {margin} of saved revenue, {amount} has to save {need} of revenue.").format(
                margin=percent(self.margin),
                amount=self.money(self.spend),
                need=self.money(self.spend / self.margin),
            )
        ]
        for term, row in by_term(self.table).items():
            if row["status"] == "within_reach":
                text = _("{name} must go from {before} to {after}.")
            elif row["status"] == "out_of_reach":
                text = _("{name} cannot earn it back: at its limit it saves {most}.")
            else:
                text = _("{name} has no effect on the loss.")
            parts.append(
                text.format(
                    name=opened(self.label(term)),
                    before=percent(row["share"]),
                    after=percent(row["share_after"]),
                    most=self.money(row["most"]),
                )
            )
        return prose(*parts)

    def drawn(self) -> pd.DataFrame:
        """Return the size of the move as the estimate to draw, the move itself in the label."""
        rows = self.labelled()
        names = [
            row["label"] if np.isnan(row["points"]) else bracket(row["label"], move(row))
            for row in rows.to_dict("records")
        ]
        return rows.assign(label=names, estimate=rows["points"].abs())

    def plot_options(self) -> dict[str, Any]:
        """Points on the axis."""
        return {"unit": "score", "axis": _("percentage points that the share has to move")}


def compare(cost: CostResult, changes: Sequence[Lever]) -> LeverResult:
    """Evaluate the tree anew with each lever moved alone."""
    changes = tuple(sequence(changes, "changes"))
    replace(cost.tree, levers=changes)  # refuses what is no lever of this tree
    rows = []
    for lever in changes:
        before = cost.tree.node(lever.node).share
        target = before + lever.points / 100
        if not 0 <= target <= 1:
            raise SpecError(
                _(
                    "The lever {name!r} would move {node!r} from {before} to {target}, "
                    "but a share lies in 0-100%. Give fewer points."
                ).format(
                    name=lever.name,
                    node=lever.node,
                    before=percent(before),
                    target=percent(target),
                )
            )
        after = cost.tree.with_share(lever.node, target, balance=lever.balance)
        saving = (cost.tree.rates()["lost"] - after.rates()["lost"]) * cost.revenue
        rows.append(
            {
                "term": lever.name,
                "share": before,
                "points": lever.points,
                "share_after": after.node(lever.node).share,
                "saving": saving,
                "per_point": saving / abs(lever.points),
            }
        )
    names = ["term", "share", "points", "share_after", "saving", "per_point"]
    table = pd.DataFrame(rows, columns=names).sort_values("saving", ascending=False, kind="stable")
    return LeverResult(
        table=table.reset_index(drop=True), n=0, labels=lever_labels(changes), cost=cost
    )


def tornado(cost: CostResult, step: float) -> TornadoResult:
    """Move every share a step down and up; shares stop at 0 and 1."""
    if not share(step, "step") > 0:
        raise SpecError(_("step must be above 0, such as 0.01 for one percentage point."))
    now = cost.tree.rates()["lost"]
    rows = []
    for path, _level, node in walk(cost.tree.branches):
        if _mirrored(cost, path):
            continue
        ends = (max(node.share - step, 0.0), min(node.share + step, 1.0))
        down, up = (
            (cost.tree.with_share(path, end).rates()["lost"] - now) * cost.revenue for end in ends
        )
        rows.append({"term": path, "share": node.share, "down": down, "up": up})
    if not rows:
        raise SpecError(_("No split of the tree has two branches, so no share can move."))
    table = pd.DataFrame(rows)
    reach = table[["down", "up"]].abs().max(axis=1)
    order = reach.sort_values(ascending=False, kind="stable").index
    table = table.loc[order].reset_index(drop=True)
    return TornadoResult(table=table, n=0, labels=cost.labels, cost=cost, step=step)


def break_even(
    cost: CostResult, spend: float, node: str | None, balance: str, margin: float
) -> BreakEvenResult:
    """Solve for the share at which saved revenue equals the spend: the loss is linear in it."""
    spend = finite(spend, "spend")
    if spend <= 0:
        raise SpecError(
            _("spend = {value:g} must be above 0: the cost of the programme.").format(value=spend)
        )
    if not share(margin, "margin") > 0:
        raise SpecError(_("margin must be above 0: the part of saved revenue that is profit."))
    if node is None:
        moves = [
            (lever.name, lever.node, lever.balance, lever.points) for lever in cost.tree.levers
        ]
        labels = lever_labels(cost.tree.levers)
    else:
        moves = [(cost.tree.find(node), node, text(balance, "balance"), 0.0)]
        labels = dict(cost.labels)
    if not moves:
        raise SpecError(_("The tree names no levers. Say which branch the programme moves."))
    need = spend / margin / cost.revenue
    rows = [
        {"term": term, **_solve(cost, each, sibling, points, need)}
        for term, each, sibling, points in moves
    ]
    return BreakEvenResult(
        table=pd.DataFrame(rows), n=0, labels=labels, cost=cost, spend=spend, margin=margin
    )


def _solve(cost: CostResult, node: str, balance: str, points: float, need: float) -> dict[str, Any]:
    """Return the move that saves ``need`` (a share of revenue), toward the end that saves."""
    tree, now = cost.tree, cost.tree.node(node).share
    top = now + tree.node(_sibling(tree.find(node), balance)).share if balance else 1.0
    ends = [end for end in (0.0, min(top, 1.0)) if (end - now) * points >= 0 and end != now]
    savings = {
        end: tree.rates()["lost"] - tree.with_share(node, end, balance=balance).rates()["lost"]
        for end in ends
    }
    end = max(savings, key=savings.__getitem__, default=now)
    most = savings.get(end, 0.0)
    out: dict[str, Any] = {"share": now, "points": np.nan, "share_after": np.nan}
    if abs(most) < 1e-15:
        return out | {"per_point": 0.0, "most": 0.0, "status": "no_effect"}
    slope = most / (end - now)  # saved per unit of share, the same all along
    out |= {"per_point": abs(slope) / 100 * cost.revenue, "most": most * cost.revenue}
    if need > most:
        return out | {"status": "out_of_reach"}
    move = need / slope
    return out | {"points": 100 * move, "share_after": now + move, "status": "within_reach"}


def _sibling(path: str, balance: str) -> str:
    above = path.rpartition("/")[0]
    name = balance.rpartition("/")[2]
    return f"{above}/{name}" if above else name


def _mirrored(cost: CostResult, path: str) -> bool:
    """Whether the branch is the larger (or second) of two, which its sibling stands for."""
    above = path.rpartition("/")[0]
    split = cost.tree.node(above).branches if above else cost.tree.branches
    if len(split) == 1:
        return True
    if len(split) != 2:
        return False
    first, second = split
    smaller = first if first.share <= second.share else second
    return path.rpartition("/")[2] != smaller.name


def lever_labels(changes: tuple[Lever, ...]) -> dict[str, Mapping[str, str]]:
    """Return readers' names of levers."""
    return {each.name: each.label for each in changes if isinstance(each.label, Mapping)}


def axis(text: str, currency: str) -> str:
    """Write an axis label with its currency."""
    return bracket(text, _(currency)) if currency else text


def move(row: Mapping[Any, Any]) -> str:
    """Write how a share changes: 22% → 21%."""
    return f"{percent(row['share'])} → {percent(row['share_after'])}"
