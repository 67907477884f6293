"""Drivers of loyalty: what weighs most, what to work on first, and what would follow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

import cxlab
from cxlab._core.i18n import N_, _
from cxlab._core.numerals import share_text
from cxlab._core.validate import column, columns
from cxlab.dashboards._call import Answer, Call
from cxlab.dashboards._columns import Columns, first
from cxlab.dashboards._page import Page
from cxlab.dashboards._plan import Plan, Section, Values
from cxlab.dashboards._setting import Amount, Choice, Setting, Several, confidence
from cxlab.widgets._view import View

_MOST = 12  # drivers whose weight a page can show
_SEED = 1
_MAP_BOOT = 500  # resamples behind the map: its intervals are drawn, not read off
_FIRST_MOVE = 0.5  # of the first driver, so that the page shows what a move does
_PREFIX = "x_"  # of drivers in the kit's data


def drivers(
    data: pd.DataFrame | None = None,
    *,
    y: str | None = None,
    x: Sequence[str] | None = None,
    lang: str | None = None,
) -> Page:
    """Show which experiences drive an outcome, with intervals, and what would follow from a change.

    Parameters
    ----------
    data
        A survey with one row per customer; the kit's data and a visitor's file when absent.
    y, x
        The outcome and its drivers to begin with, columns of numbers.
    lang
        Language to begin with; the language in use when absent.

    Returns
    -------
    Page
        ``answers`` holds the results of ``cxlab.drivers``: ``importance``, ``pairs``, ``ipa``,
        ``fit`` and ``what_if``.

    Raises
    ------
    DataError
        The data have no columns of numbers.

    Examples
    --------
    >>> page = drivers(lang="en")
    >>> page.update(**{"move.x_price": 1.0})
    >>> page.answers["what_if"].headline()
    'Satisfaction: expect +0.26 (+0.23 to +0.30)'
    """
    table = cxlab.load("meiyu") if data is None else data
    given = {
        "y": None if y is None else column(table, y),
        "x": None if x is None else tuple(columns(table, x)),
    }
    return Page(PLAN, data, lang=lang, given=given)


def _settings(known: Columns, values: Values) -> Sequence[Setting]:
    found = known.answers()
    y = values.get("y") or first(found, "satisfaction", "recommend", other=-1)
    own = [name for name in found if name != y]
    x = [name for name in own if name.startswith(_PREFIX)] or own[:6]
    chosen = _chosen(values.get("x") or x, y)
    return [
        Choice(
            name="y",
            options=found,
            start=first(found, "satisfaction", "recommend", other=-1),
            words=_("Outcome"),
            tooltip=_("What the drivers should explain"),
        ),
        Several(
            name="x",
            options=found,
            start=tuple(x),
            words=_("Drivers"),
            tooltip=_("The experiences that may explain it; two to twelve"),
        ),
        confidence(),
        Choice(
            name="method",
            options={"lmg": _("LMG"), "johnson": _("Johnson")},
            start="lmg",
            words=_("Method"),
            tooltip=_("LMG averages over all orders of the drivers; Johnson's weights come close"),
            place="importance",
        ),
        *(
            Amount(
                name=f"move.{name}",
                start=_FIRST_MOVE if name in chosen[:1] else 0.0,
                low=-2,
                high=2,
                step=0.1,
                written="+.1f",
                words=words,
                tooltip=_("By how much everybody's answer moves"),
                place="what_if",
            )
            for name, words in known.named(chosen[:_MOST]).items()
        ),
    ]


def _calls(_known: Columns, values: Values) -> Sequence[Call]:
    y, x = values["y"], _chosen(values["x"], values["y"])
    basis, conf = [Answer("data"), y, x], {"conf": values["conf"]}
    drawn = {"seed": _SEED, **conf}
    moves = {name: values.get(f"move.{name}", 0.0) for name in x}
    return [
        Call("importance", "drivers.importance", basis, {"method": values["method"], **drawn}),
        Call("pairs", "importance.differences"),
        Call("ipa", "drivers.ipa", basis, {"boot": _MAP_BOOT, **drawn}),
        Call("fit", "drivers.regress", basis, conf),
        Call("what_if", "fit.what_if", [{name: by for name, by in moves.items() if by}]),
    ]


def _chosen(x: Sequence[str], y: str) -> list[str]:
    return [name for name in x if name != y]


def _short(result: Any, views: Sequence[View], _values: Values) -> None:
    first = result.labelled().sort_values("rank").iloc[0]
    y = result.label(result.outcome)
    tiles = [
        {
            "term": "first",
            "label": _("Weighs most"),
            "text": first["label"],
            "note": _("{share} of what is explained ({low}–{high})").format(
                share=share_text(first["share"]),
                low=f"{100 * first['share_low']:.0f}",
                high=share_text(first["share_high"]),
            ),
        },
        {
            "term": "r2",
            "label": _("Share of {y} explained").format(y=y),
            "text": share_text(result.r2),
            "note": _("R², by {count} drivers").format(count=len(result.table)),
        },
        {
            "term": "n",
            "label": _("Answers counted"),
            "text": f"{result.n:,}",
            "note": _("{count:,} left out").format(count=result.n_dropped),
        },
    ]
    views[0].show(tiles, alt=result.headline())


def _importance(result: Any, views: Sequence[View], _values: Values) -> None:
    frame = result.labelled().sort_values("rank")
    ends = zip(frame["rank_low"], frame["rank_high"], strict=True)
    ranks = [f"{low:.0f}" if low == high else f"{low:.0f}–{high:.0f}" for low, high in ends]
    frame = frame.assign(
        text=[share_text(share) for share in frame["share"]],
        note=[_("rank {rank}").format(rank=rank) for rank in ranks],
    )
    views[0].show(frame, axis=result.plot_options()["axis"], alt=result.headline())


def _pairs(result: Any, views: Sequence[View], _values: Values) -> None:
    frame = result.labelled()
    frame = frame.assign(
        text=[share_text(share) for share in frame["outranks"]],
        open=~frame["settled"],
    )
    views[0].show(
        frame,
        axis=_("difference in R²; at the end: resamples in which the first is larger"),
        hollow=_("hollow: the interval includes 0"),
        alt=result.headline(),
    )


def _ipa(result: Any, views: Sequence[View], _values: Values) -> None:
    words = result.plot_options()
    ends = {
        "performance": "x",
        "conf_low": "x_low",
        "conf_high": "x_high",
        "importance": "y",
        "importance_low": "y_low",
        "importance_high": "y_high",
        "quadrant": "kind",
    }
    frame = result.labelled().rename(columns=ends).assign(open=words["open_points"], text="")
    fields = dict(zip(("nw", "ne", "sw", "se"), words["words"], strict=True))
    views[0].show(
        frame,
        cross=list(words["cross"]),
        fields=fields,
        axes=list(words["axes"]),
        units=["", "share"],
        tint="nw",
        note=words["note"],
        alt=result.headline(),
    )


def _what_if(result: Any, views: Sequence[View], _values: Values) -> None:
    frame = result.labelled()
    frame["text"] = [result.amount(value) for value in frame["estimate"]]
    views[0].show(frame, axis=result.plot_options()["axis"], alt=result.headline())


def _example() -> pd.DataFrame:
    data = cxlab.load("meiyu")
    return data[["satisfaction", *data.filter(like=_PREFIX)]].head(200)


PLAN = Plan(
    name="drivers",
    title=N_("Drivers of loyalty"),
    question=N_("Which experience weighs most, where to begin, and what would follow?"),
    kit={
        "meiyu": N_("Meiyu Electronics (generated)"),
        "mobi": N_("Mobile phone customers (mobi)"),
    },
    load=cxlab.load,
    describe=cxlab.describe,
    example=_example,
    study=Columns.of,
    settings=_settings,
    calls=_calls,
    sections=(
        Section(
            name="short",
            of="importance",
            heading=N_("In short"),
            views=["tiles"],
            draw=_short,
            wide=True,
            bare=True,
        ),
        Section(
            name="importance", heading=N_("What weighs most"), views=["bars"], draw=_importance
        ),
        Section(name="ipa", heading=N_("Where to begin"), views=["plane"], draw=_ipa),
        Section(name="what_if", heading=N_("What would follow"), views=["bars"], draw=_what_if),
        Section(name="pairs", heading=N_("Who outranks whom"), views=["forest"], draw=_pairs),
    ),
)
