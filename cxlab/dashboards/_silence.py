"""Cost of silence: what negative experience costs, which share matters most, and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from cxlab._core.i18n import N_, _
from cxlab._core.numerals import CURRENCIES, show
from cxlab._core.validate import finite, text
from cxlab.dashboards._call import Call
from cxlab.dashboards._page import Page
from cxlab.dashboards._plan import Plan, Section, Values
from cxlab.dashboards._setting import Amount, Choice, Number, Setting
from cxlab.frameworks import CostResult, CostTree
from cxlab.frameworks._entry import percent
from cxlab.widgets._cost_branches import axes, boxes, rests, swings, tail
from cxlab.widgets._view import View

_MOST = 24  # branches that get a slider
_DRAWS, _SEED, _BINS = 10_000, 1, 40
_REVENUE = 1_000_000.0  # of a tree that names none
_SPEND = 100  # a programme costs revenue divided by this, to begin with
_COMPLAIN = "complain"  # the branch of those who complain, in the kit's tree
_SHARE = "share."


def silence(
    data: CostTree | pd.DataFrame | None = None,
    *,
    revenue: float | None = None,
    currency: str | None = None,
    lang: str | None = None,
) -> Page:
    """Price negative experience with a tree of shares: the loss, its levers and its interval.

    Parameters
    ----------
    data
        A tree, or a table as :meth:`cxlab.frameworks.CostTree.from_frame` reads it: one row per
        branch. The kit's tree and a visitor's file when absent.
    revenue, currency
        What the tree divides to begin with, in one year; the tree's own when absent.
    lang
        Language to begin with; the language in use when absent.

    Returns
    -------
    Page
        ``answers`` holds the results of ``cxlab.frameworks.CostTree``: ``cost``, ``tornado``,
        ``levers``, ``break_even``, ``simulation`` and ``paradox``.

    Raises
    ------
    DataError
        The table is none that a tree can be built from.
    SpecError
        The revenue is no number, or the currency no text.

    Examples
    --------
    >>> page = silence(lang="en")
    >>> page.update(**{"share.negative/complain": 0.05})
    >>> page.answers["cost"].headline()
    'USD 4,856,500 is lost, 9.71 % of revenue; a further 11.87 % is at risk'
    """
    given = {
        "revenue": None if revenue is None else finite(revenue, "revenue"),
        "currency": None if currency is None else text(currency, "currency"),
    }
    whole = replace(PLAN, taking="data = {table}") if isinstance(data, CostTree) else PLAN
    return Page(whole, data, lang=lang, given=given)


@dataclass(frozen=True)
class _Known:
    """What settings and calls need of a tree, found out once."""

    cost: CostResult
    shares: Mapping[str, float]
    takes: Mapping[str, str]  # branches with a slider, each with the sibling that takes the rest

    @classmethod
    def of(cls, tree: CostTree) -> _Known:
        cost = tree.evaluate(revenue=tree.revenue or _REVENUE)
        rows = cost.tidy()[1:]
        shares = {
            path: float(f"{share:.12g}")
            for path, share in zip(rows["term"], rows["share_of_parent"], strict=True)
        }
        return cls(cost, shares, dict(list(rests(cost).items())[:_MOST]))

    def words(self, path: str) -> str:
        return tail(self.cost.label(path))


def _take(table: Any) -> CostTree:
    return table if isinstance(table, CostTree) else CostTree.from_frame(table)


def _settings(known: _Known, values: Values) -> Sequence[Setting]:
    revenue = values.get("revenue", known.cost.revenue)
    own = (known.cost.currency, values.get("currency", ""))
    branches = {path: known.words(path) for path in known.shares}
    levers = {"": _("every lever of the tree")} if known.cost.tree.levers else {}
    return [
        Number(
            name="revenue",
            start=known.cost.revenue,
            words=_("Revenue"),
            tooltip=_("What the tree divides, in one year"),
        ),
        Choice(
            name="currency",
            options={
                code: _(code) if code else _("no currency")
                for code in dict.fromkeys(["", *CURRENCIES, *own])
            },
            start=known.cost.currency,
            words=_("Currency"),
            tooltip=_("Written beside the amounts; nothing is converted"),
        ),
        *(
            Amount(
                name=_SHARE + path,
                start=known.shares[path],
                low=0,
                high=1,
                step=0.005,
                written=".1%",
                words=known.words(path),
                tooltip=_("Share of the branch above it; '{name}' takes the rest").format(
                    name=known.words(rest)
                ),
                place="cost",
            )
            for path, rest in known.takes.items()
        ),
        Number(
            name="spend",
            start=float(f"{revenue / _SPEND:.2g}"),
            words=_("Programme costs"),
            tooltip=_("Cost of the programme in one year"),
            place="break_even",
        ),
        Choice(
            name="moves",
            options=levers | branches,
            start="" if levers else next(iter(known.takes or branches)),
            words=_("It moves"),
            tooltip=_("The share that the programme changes"),
            place="break_even",
        ),
        Amount(
            name="margin",
            start=1.0,
            low=0.05,
            high=1,
            step=0.05,
            written=".0%",
            words=_("Margin"),
            tooltip=_("Part of saved revenue that is profit; 100 % counts revenue in full"),
            place="break_even",
        ),
        Amount(
            name="answers",
            start=100,
            low=20,
            high=2000,
            step=20,
            written=".0f",
            words=_("Customers asked"),
            tooltip=_("On how many customers each split rests: the more, the surer"),
            place="simulation",
        ),
        Choice(
            name="complaints",
            options=branches,
            start=_complaints(known),
            words=_("Complaints are"),
            tooltip=_("The branch of those who complain"),
            place="paradox",
        ),
    ]


def _complaints(known: _Known) -> str:
    """Return the branch of those who complain; the first with branches below in another tree."""
    named = [path for path in known.shares if path.rpartition("/")[2] == _COMPLAIN]
    inner = [path for path in known.shares if known.cost.tree.node(path).branches and "/" in path]
    return next(iter([*named, *inner, *known.shares]))


def _calls(known: _Known, values: Values) -> Sequence[Call]:
    wanted = {path: values[_SHARE + path] for path in known.takes}
    moved = [path for path, share in wanted.items() if share != known.shares[path]]
    moved.sort(key=lambda path: wanted[path] - known.shares[path])  # falls make room
    steps = ["data", *["tree"] * len(moved)]
    moves = values["moves"]
    return [
        *(
            Call("tree", f"{tree}.with_share", [path, wanted[path]], {"balance": known.takes[path]})
            for tree, path in zip(steps, moved, strict=False)
        ),
        Call(
            "cost",
            f"{steps[-1]}.evaluate",
            options={"revenue": values["revenue"], "currency": values["currency"]},
        ),
        Call("tornado", "cost.tornado"),
        Call("levers", "cost.levers"),
        Call(
            "break_even",
            "cost.break_even",
            [values["spend"], *([moves] if moves else [])],
            {"margin": values["margin"]},
        ),
        Call(
            "simulation",
            "cost.simulate",
            [_DRAWS],
            {"seed": _SEED, "concentration": values["answers"]},
        ),
        Call("paradox", "cost.complaint_paradox", [values["complaints"]]),
    ]


def _tree(result: Any, views: Sequence[View], _values: Values) -> None:
    views[0].show(boxes(result), alt=result.headline())


def _tornado(result: Any, views: Sequence[View], _values: Values) -> None:
    views[0].show(swings(result), alt=result.headline(), **axes(result))


def _levers(result: Any, views: Sequence[View], _values: Values) -> None:
    frame = result.drawn()
    _hide(views[0], frame.empty)
    frame["text"] = [show(saving, "money") for saving in frame["saving"]]
    views[0].show(frame, axis=result.plot_options()["axis"], alt=result.headline())


def _break_even(result: Any, views: Sequence[View], _values: Values) -> None:
    frame = result.drawn()
    _hide(views[0], bool(frame["estimate"].isna().all()))
    frame["text"] = [show(points, "score") for points in frame["points"]]
    frame["note"] = [result.word(status) for status in frame["status"]]
    views[0].show(frame, axis=result.plot_options()["axis"], alt=result.headline())


def _simulation(result: Any, views: Sequence[View], _values: Values) -> None:
    counts, edges = np.histogram(result.samples["lost"], bins=_BINS)
    lost = result.tidy().set_index("term").loc["lost"]
    rows = [
        {"low": low, "high": high, "count": int(count)}
        for low, high, count in zip(edges[:-1], edges[1:], counts, strict=True)
    ]
    words = result.plot_options()
    middle, span = words["words"]
    written = [show(lost[end], "money") for end in ("conf_low", "conf_high")]
    views[0].show(
        rows,
        kind="lost",
        axis=words["axis"],
        estimate={"at": lost["estimate"], "text": f"{middle}: {show(lost['estimate'], 'money')}"},
        interval={
            "low": lost["conf_low"],
            "high": lost["conf_high"],
            "text": f"{span}: " + _("{low} to {high}").format(low=written[0], high=written[1]),
        },
        alt=result.headline(),
    )


def _paradox(result: Any, views: Sequence[View], _values: Values) -> None:
    frame, words = result.tidy(), result.plot_options()
    _hide(views[0], frame["share"].nunique() < 2)
    frame = frame.assign(
        label=words["lines"]["extra"],
        period=frame["share"],
        estimate=frame["extra"],
        text=[show(extra, "money") for extra in frame["extra"]],
    )
    periods = [{"at": share, "text": percent(share)} for share in frame["share"]]
    views[0].show(
        frame, axis=words["axis"], side=words["up"], periods=periods, alt=result.headline()
    )


def _hide(view: View, hidden: bool) -> None:
    view.layout.display = "none" if hidden else ""


def _example() -> pd.DataFrame:
    return CostTree.load("silence").to_frame()


PLAN = Plan(
    name="silence",
    title=N_("Cost of silence"),
    question=N_("What does negative experience cost, most of it unheard, and what would help?"),
    kit={"silence": N_("What does silence cost? (assumed shares)")},
    load=CostTree.load,
    loading="data = cx.frameworks.CostTree.load({name})",
    take=_take,
    taking="data = cx.frameworks.CostTree.from_frame({table})",
    example=_example,
    study=_Known.of,
    settings=_settings,
    calls=_calls,
    sections=(
        Section(name="cost", heading=N_("What is lost"), views=["tree"], draw=_tree, wide=True),
        Section(
            name="tornado",
            heading=N_("Which share matters most?"),
            views=["tornado"],
            draw=_tornado,
        ),
        Section(name="levers", heading=N_("What each lever saves"), views=["bars"], draw=_levers),
        Section(
            name="break_even",
            heading=N_("When does a programme pay?"),
            views=["bars"],
            draw=_break_even,
        ),
        Section(
            name="simulation",
            heading=N_("How sure is the loss?"),
            views=["histogram"],
            draw=_simulation,
        ),
        Section(
            name="paradox",
            heading=N_("The paradox of counting complaints"),
            views=["trend"],
            draw=_paradox,
        ),
    ),
)
