"""Cost of silence: what negative experience costs, which share matters most, and how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from cxlab._core.i18n import N_, _
from cxlab._core.numerals import show
from cxlab._core.validate import finite, text
from cxlab.dashboards._call import Call, literal
from cxlab.dashboards._page import Page
from cxlab.dashboards._plan import Plan, Section, Values
from cxlab.dashboards._silence_settings import SHARE, Known, settings
from cxlab.frameworks import CostTree
from cxlab.frameworks._entry import percent
from cxlab.frameworks.cost._levers import move
from cxlab.widgets._cost_branches import axes, boxes, branch_name, moved, swings
from cxlab.widgets._view import View, records

_TITLE = {"en": "Own tree", "zh": "自己的成本树"}  # of a visitor's tree
_DRAWS, _SEED = 10_000, 1


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
    'USD 4,856,500 is lost, 9.71% of revenue; a further 11.87% is at risk'
    """
    given = {
        "revenue": None if revenue is None else finite(revenue, "revenue"),
        "currency": None if currency is None else text(currency, "currency"),
    }
    whole = replace(PLAN, taking="data = {table}") if isinstance(data, CostTree) else PLAN
    return Page(whole, data, lang=lang, given=given)


def _take(table: Any) -> CostTree:
    return table if isinstance(table, CostTree) else CostTree.from_frame(table, title=_TITLE)


def _calls(known: Known, values: Values) -> Sequence[Call]:
    wanted = {path: values[SHARE + path] for path in known.takes}
    changed = moved(wanted, known.shares)
    steps = ["data", *["tree"] * len(changed)]
    moves = values["moves"]
    return [
        *(
            Call("tree", f"{tree}.with_share", [path, wanted[path]], {"balance": known.takes[path]})
            for tree, path in zip(steps, changed, strict=False)
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
    frame = result.tidy()
    views[0].hide(frame.empty)
    frame = frame.assign(
        label=[result.label(term) for term in frame["term"]],
        estimate=frame["saving"],
        text=[show(saving, "money") for saving in frame["saving"]],
        note=[move(row) for row in records(frame)],
    )
    views[0].show(frame, axis=result.plot_options()["axis"], alt=result.headline())


def _break_even(result: Any, views: Sequence[View], _values: Values) -> None:
    frame = result.labelled()
    known = frame["points"].notna()
    views[0].hide(not known.any())
    frame = frame.assign(
        label=frame["label"].map(branch_name),
        estimate=frame["points"].abs(),
        text=[move(row) if each else "" for row, each in zip(records(frame), known, strict=True)],
        note=[result.word(status) for status in frame["status"]],
    )
    views[0].show(frame, axis=result.plot_options()["axis"], alt=result.headline())


def _simulation(result: Any, views: Sequence[View], _values: Values) -> None:
    lost = result.tidy().set_index("term").loc["lost"]
    words = result.plot_options()
    middle, span = words["words"]
    told = _("{name}: {text}")
    written = [show(lost[end], "money") for end in ("conf_low", "conf_high")]
    views[0].show(
        result.histogram(),
        kind="lost",
        axis=words["axis"],
        estimate={
            "at": lost["estimate"],
            "text": told.format(name=middle, text=show(lost["estimate"], "money")),
        },
        interval={
            "low": lost["conf_low"],
            "high": lost["conf_high"],
            "text": told.format(
                name=span, text=_("{low} to {high}").format(low=written[0], high=written[1])
            ),
        },
        alt=result.headline(),
    )


def _paradox(result: Any, views: Sequence[View], _values: Values) -> None:
    frame, words = result.tidy(), result.plot_options()
    views[0].hide(frame["share"].nunique() < 2)
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


def _example() -> pd.DataFrame:
    return CostTree.load("silence").to_frame()


PLAN = Plan(
    name="silence",
    title=N_("The cost of silence"),
    question=N_("What does negative experience cost, most of it unheard, and what would help?"),
    kit={"silence": N_("What does silence cost? (assumed shares)")},
    load=CostTree.load,
    loading="data = cx.frameworks.CostTree.load({name})",
    survey=False,
    take=_take,
    taking=f"data = cx.frameworks.CostTree.from_frame({{table}}, title={{{literal(_TITLE)}}})",
    example=_example,
    study=Known.of,
    settings=settings,
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
