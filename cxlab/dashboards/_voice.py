"""Voice of the customer: NPS, CSAT and CES now, by group, and over time."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

import cxlab
from cxlab._core.i18n import N_, _, listing, paragraph
from cxlab._core.numerals import p_text, share_text, with_interval
from cxlab._core.privacy import LEAST
from cxlab.dashboards._call import Answer, Call
from cxlab.dashboards._columns import check
from cxlab.dashboards._page import Page
from cxlab.dashboards._plan import Plan, Section, Values
from cxlab.dashboards._voice_survey import METRICS, Survey, settings
from cxlab.widgets._view import View

FEW = 30  # below it a mark is hollow


def voice(
    data: pd.DataFrame | None = None,
    *,
    nps: str | None = None,
    csat: str | None = None,
    ces: str | None = None,
    period: str | None = None,
    by: str | None = None,
    lang: str | None = None,
) -> Page:
    """Show what customers say in numbers: NPS, CSAT and CES, by group and over time, with tests.

    Parameters
    ----------
    data
        A survey with one row per customer; the kit's data and a visitor's file when absent.
    nps, csat, ces
        Columns with the answers to each question; found by their names when absent.
    period, by
        Columns of periods (numbers or dates) and of groups to begin with.
    lang
        Language to begin with; the language in use when absent.

    Returns
    -------
    Page
        ``answers`` holds the results of ``cxlab.metrics``: ``scorecard``, and of the metric chosen
        ``groups``, ``pairs`` and ``over_time``. Groups with fewer than 10 answers are not shown.

    Raises
    ------
    DataError
        A column is absent, or the data have no columns of numbers.

    Examples
    --------
    >>> page = voice(lang="en", by="channel")
    >>> page.answers["groups"].headline()
    'NPS: highest shop (−5.9), lowest phone (−12.5)'
    """
    given = {"nps": nps, "csat": csat, "ces": ces, "period": period, "by": by}
    check(data, *given.values())
    return Page(PLAN, data, lang=lang, given=given)


def _calls(known: Survey, values: Values) -> Sequence[Call]:
    data, metric = Answer("data"), values["metric"]
    asked = [each for each in METRICS if values[each]]
    calls = [
        Call(each, f"metrics.{each}", [data, values[each]], _options(known, values, each))
        for each in asked
    ]
    calls.append(Call("scorecard", "metrics.scorecard", [Answer(each) for each in asked]))
    by, period = values["by"] or None, values["period"] or None
    item, options = values[metric] or None, _options(known, values, metric)
    calls += [
        Call("by_group", f"metrics.{metric}", [data, item], {"by": by, **options}),
        Call("groups", "by_group.large_groups", [LEAST], {"total_shown": True}),
        Call("pairs", "groups.differences"),
    ]
    if period in known.dates:
        every = {"every": values["every"], "name": "cx_period"}
        calls.append(Call("dated", "metrics.periods", [data, period], every))
        data, period = Answer("dated"), "cx_period"
    further: dict[str, Any] = {"metric": metric, "least": LEAST, "total_shown": True}
    if values.get("lines") == "by":
        further["by"] = by
    if options:
        further["options"] = options
    calls.append(Call("over_time", "metrics.over_time", [data, item, period], further))
    return calls


def _options(known: Survey, values: Values, metric: str) -> dict[str, Any]:
    """Return what a metric takes beside its question."""
    name = values[metric]
    if metric == "nps" or not name:
        return {}
    declared = known.scale(name)
    low, high = declared or map(int, values[f"{metric}_scale"].split("-"))
    scale = {} if declared else {"scale": (low, high)}
    if metric == "csat":
        return {**scale, "top": values["top"]}
    if values["easy"] == "mean":
        return scale
    low, high = int(low), int(high)
    middle = (low + high) / 2
    sides = {"low": (low, math.ceil(middle) - 1), "high": (math.floor(middle) + 1, high)}
    return {**scale, "easy": sides[values["easy"]]}


def _scorecard(result: Any, views: Sequence[View], _values: Values) -> None:
    frame = result.written()
    frame["note"] = _notes(frame)
    views[0].show(frame, label=_("Key figures"), alt=result.headline())


def _say_scorecard(result: Any, values: Values) -> str:
    lacking = [_(words) for metric, words in METRICS.items() if not values[metric]]
    more = _("No question is chosen for {metrics}, so there is no number.")
    return paragraph([result.explain(), more.format(metrics=listing(lacking)) if lacking else ""])


def _groups(result: Any, views: Sequence[View], _values: Values) -> None:
    frame = result.tidy().drop(columns="group", errors="ignore")
    groups = result.tidy().get("group", pd.Series([None] * len(frame)))
    names = [result.name() if each is None else result.group(each) for each in groups]
    frame = frame.assign(
        term=names,
        label=names,
        text=[result.amount(value) for value in frame["estimate"]],
        note=[f"n = {n:,}" for n in frame["n"]],
        open=frame["n"] < FEW,
    )
    stacked = result.unit == "points"
    views[0].hide(not stacked)
    views[1].hide(stacked)
    alt, axis = result.headline(), result.axes()["axis"]
    if not stacked:
        share = result.unit == "share"
        frame["text"] = _with_ends(result, frame)
        views[1].show(
            frame,
            axis=axis,
            unit="share" if share else "",
            zero=0.0 if share else result.scale[0],
            hollow=_few(),
            alt=alt,
        )
        return
    order = list(reversed(result.parts))
    frame["parts"] = [
        [{"share": row[name], "text": share_text(row[name])} for name in order]
        for row in frame.to_dict("records")
    ]
    words = list(reversed(result.part_names()))
    views[0].show(frame, words=words, axis=axis, alt=alt)


def _few() -> str:
    return _("hollow: fewer than {few} answers").format(few=FEW)


def _with_ends(result: Any, frame: pd.DataFrame) -> list[str]:
    return [with_interval(row, result.amount) for row in frame.to_dict("records")]


def _notes(frame: pd.DataFrame) -> list[str]:
    return [
        _("{interval} · n = {n:,}").format(interval=row["interval"], n=row["n"])
        for row in frame.to_dict("records")
    ]


def _pairs(result: Any, views: Sequence[View], _values: Values) -> None:
    frame = result.drawn()
    p = frame["p_holm"] if "p_holm" in frame else frame["p_value"]
    change = partial(result.metric.change, bare=True)
    frame = frame.drop(columns="group").assign(
        text=[with_interval(row, change) for row in frame.to_dict("records")],
        note=[p_text(value) for value in p],
        open=~(p < 1 - result.conf),
    )
    words = result.plot_options()
    unit = "share" if result.metric.unit == "share" else ""
    views[0].show(
        frame, axis=words["axis"], hollow=words["hollow"], unit=unit, alt=result.headline()
    )


def _over_time(result: Any, views: Sequence[View], _values: Values) -> None:
    frame, metric = result.drawn(), result.metric
    stops = frame.drop_duplicates("at").set_index("at")["period"]
    frame = frame.assign(
        term=frame["label"] if result.by else metric.name(),
        label=frame["label"] if result.by else "",
        written=frame["period"],
        period=frame["at"],
        text=_with_ends(metric, frame),
        note=[f"n = {n:,}" for n in frame["n"]],
        end=[metric.amount(value) for value in frame["estimate"]],
        open=frame["n"] < FEW,
    )
    axes = result.plot_options()
    views[0].show(
        frame,
        axis=axes["side"],
        side=axes["axis"],
        unit="share" if axes["unit"] == "share" else "",
        periods=_every_period(stops),
        alt=result.headline(),
    )


def _every_period(stops: pd.Series) -> list[dict[str, Any]]:
    """Return all periods in order; those without an answer leave a gap where they are whole."""
    known = dict(stops.sort_index())
    places = list(known)
    whole = all(float(at).is_integer() for at in places) and places[-1] - places[0] < 400
    every = np.arange(places[0], places[-1] + 1) if whole else places
    return [{"at": float(at), "text": known.get(at, "")} for at in every]


def _example() -> pd.DataFrame:
    data = cxlab.load("meiyu")
    named = ["recommend", "satisfaction", "cost_effort", "branch", "channel", "month"]
    return data[named].head(200)


PLAN = Plan(
    name="voice",
    title=N_("Voice of the customer"),
    question=N_("How do customers rate us, where do they differ, and is it changing?"),
    kit={"meiyu": N_("Meiyu Electronics (generated)")},
    load=cxlab.load,
    describe=cxlab.describe,
    example=_example,
    study=Survey.of,
    settings=settings,
    calls=_calls,
    sections=(
        Section(
            name="scorecard",
            heading=N_("Where we stand"),
            views=["tiles"],
            draw=_scorecard,
            say=_say_scorecard,
            wide=True,
        ),
        Section(
            name="groups", heading=N_("Group by group"), views=["stack", "forest"], draw=_groups
        ),
        Section(name="pairs", heading=N_("Which groups differ?"), views=["forest"], draw=_pairs),
        Section(
            name="over_time",
            heading=N_("Is it changing?"),
            views=["trend"],
            draw=_over_time,
            wide=True,
        ),
    ),
)
