"""SERVQUAL gaps: where service falls short of what was expected, for whom, and in which items."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

import cxlab
from cxlab._core.errors import DataError
from cxlab._core.i18n import N_, _, listing, localized
from cxlab._core.numerals import decimals, share_text, signed, with_interval
from cxlab._core.privacy import LEAST
from cxlab._core.validate import frame
from cxlab.dashboards._call import Answer, Call
from cxlab.dashboards._columns import Columns, check, grouped
from cxlab.dashboards._page import Page
from cxlab.dashboards._plan import Plan, Section, Values
from cxlab.dashboards._setting import Amount, Choice, Setting
from cxlab.instruments import get, score
from cxlab.widgets._view import View, records

BANK = "servqual"


def gaps(
    data: pd.DataFrame | None = None, *, by: str | None = None, lang: str | None = None
) -> Page:
    """Show the gaps between what customers expected of a service and what they met.

    Parameters
    ----------
    data
        A survey with the 22 perceptions ``sq_p01`` … ``sq_p22`` and the 22 expectations ``sq_e01``
        … ``sq_e22`` on 1-7, and if asked the importance points ``sq_w_tangibles`` …; the kit's data
        and a visitor's file when absent.
    by
        Column of groups to begin with.
    lang
        Language to begin with; the language in use when absent.

    Returns
    -------
    Page
        ``answers`` holds the results of ``cxlab.instruments``: ``scores``, ``weighted``,
        ``groups``, ``items`` and ``reliability``. Groups with fewer than 10 answers are not shown.

    Raises
    ------
    DataError
        Columns of the questionnaire are absent, or an answer is off its scale.

    Examples
    --------
    >>> page = gaps(lang="en")
    >>> page.answers["scores"].headline()
    'Largest shortfall: Responsiveness, −1.39 points'
    """
    check(data, by)
    return Page(PLAN, data, lang=lang, given={"by": by})


@dataclass(frozen=True)
class Survey:
    """What the page needs to know of a survey.

    Parameters
    ----------
    columns
        What its columns can be used for.
    points
        Mean importance of each dimension, where respondents gave points; else equal ones.
    asked
        Whether they did.
    """

    columns: Columns
    points: Mapping[str, float]
    asked: bool

    @classmethod
    def of(cls, data: pd.DataFrame) -> Survey:
        """Look at every column once."""
        spec = get(BANK)
        names = spec.weights.columns if spec.weights else ()
        terms = [each.name for each in spec.dimensions]
        known = [name for name in names if name in data.columns]
        numbers = all(pd.api.types.is_numeric_dtype(data[name]) for name in known)
        means = data[known].mean() if len(known) == len(terms) and numbers else None
        points = dict.fromkeys(terms, 100 / len(terms))
        if means is not None and means.between(0, 100).all():
            points = dict(zip(terms, means.round().tolist(), strict=True))
        return cls(Columns.of(data), points, bool(known))


def _take(table: pd.DataFrame) -> pd.DataFrame:
    """Refuse a table without both halves of the questionnaire."""
    _complete(frame(table))
    score(table, BANK, weights="equal")
    return table


def _complete(table: pd.DataFrame) -> None:
    """Say in a visitor's words which questions are missing, and what to do.

    Raises
    ------
    DataError
        Some are.
    """
    spec = get(BANK)
    lost = {
        localized(mode.label): [name for name in mode.columns if name not in table.columns]
        for mode in spec.modes
    }
    total = len(spec.modes[0].columns)
    none = [words for words, names in lost.items() if len(names) == total]
    if none:
        raise DataError(
            _(
                "This page compares what customers expected with what they met, so it needs two "
                "answers to each of {all} questions. The file has no answers on: {none}. Ask both "
                "halves; the example file of this page shows all the columns."
            ).format(all=total, none=listing(none))
        )
    for words, names in lost.items():
        if names:
            raise DataError(
                _(
                    "Of the {all} questions on {mode} {count} are missing: {names}. Give their "
                    "columns these names, or the wording of the questionnaire, as the example "
                    "file of this page shows."
                ).format(all=total, mode=words, count=len(names), names=listing(names))
            )


def _settings(known: Survey, values: Values) -> Sequence[Setting]:
    own = {"own": _("each customer's own"), "equal": _("all equal")}
    spec = get(BANK)
    return [
        grouped(known.columns, values.get("by")),
        *(
            [
                Choice(
                    name="weights",
                    options=own,
                    start="own",
                    words=_("Importance"),
                    tooltip=_("Each customer's own importance points, or all dimensions alike"),
                )
            ]
            if known.asked
            else []
        ),
        *(
            Amount(
                name=f"w.{each.name}",
                start=known.points[each.name],
                low=0,
                high=100,
                step=1,
                written=".0f",
                words=localized(each.label),
                tooltip=_("Importance of {name}; only the proportions count").format(
                    name=localized(each.label)
                ),
                place="weighted",
            )
            for each in spec.dimensions
        ),
    ]


def _calls(known: Survey, values: Values) -> Sequence[Call]:
    basis = [Answer("data"), BANK]
    weights = {"weights": "equal"} if values.get("weights") == "equal" else {}
    by = {"by": values["by"]} if values["by"] else {}
    points = {term: values[f"w.{term}"] for term in known.points}
    return [
        Call("scores", "instruments.score", basis, weights),
        Call("weighted", "scores.reweight", [points]),
        Call("by_group", "instruments.score", basis, {"weights": "equal", **by}),
        Call("groups", "by_group.large_groups", [LEAST], {"total_shown": True}),
        Call("items", "instruments.score", basis, {"level": "item"}),
        Call("reliability", "instruments.reliability", basis),
    ]


def _interval(row: Mapping[Any, Any]) -> str:
    return with_interval(row, lambda value: signed(value, 2))


def _scores(result: Any, views: Sequence[View], _values: Values) -> None:
    table = result.labelled()
    whole = table[table["term"].isin(["overall", "overall_weighted"])]
    rows = result.drawn().sort_values("estimate")
    worst = rows.iloc[[0]].assign(label=_("Largest gap: {name}").format(name=rows["label"].iloc[0]))
    tiles = pd.concat([whole, worst]).to_dict("records")
    words = {"overall": _("Gap overall"), "overall_weighted": _("Gap weighted by importance")}
    views[0].show(
        [
            {
                "term": row["term"],
                "label": words.get(row["term"], row["label"]),
                "text": signed(row["estimate"], 2),
                "note": _("{low} to {high} · n = {n:,}").format(
                    low=signed(row["conf_low"], 2), high=signed(row["conf_high"], 2), n=row["n"]
                ),
            }
            for row in tiles
        ],
        label=_("Key figures"),
        alt=result.headline(),
    )
    options, scale = result.plot_options(), result.instrument.scale
    start, end = options["start"], options["end"]
    views[1].show(
        rows.assign(
            start=rows[start],
            end=rows[end],
            text=[_interval(row) for row in rows.to_dict("records")],
        ),
        low=max(scale.low, math.floor(rows[[start, end]].min(axis=None))),
        high=min(scale.high, math.ceil(rows[[start, end]].max(axis=None))),
        axis=options["axis"],
        words=list(options["words"][:2]),
        alt=result.headline(),
    )


def _weighted(result: Any, views: Sequence[View], _values: Values) -> None:
    frame = result.drawn().sort_values("weighted")
    views[0].show(
        frame[["term", "label"]].assign(
            estimate=frame["weighted"],
            text=[signed(value, 2) for value in frame["weighted"]],
            note=[share_text(weight) for weight in frame["weight"]],
        ),
        axis=_("gap × importance, points of the scale; beside it the importance for everybody"),
        alt=result.headline(),
    )


def _say_weighted(result: Any, _values: Values) -> str:
    whole = result.tidy().set_index("term").loc["overall_weighted"].to_dict()
    first = result.drawn().nsmallest(1, "weighted").to_dict("records")[0]
    return _(
        "With this importance for everybody the gap is {gap}. {name} weighs most: {part} of it, "
        "with {weight:.0%} of the importance."
    ).format(
        gap=_interval(whole),
        name=first["label"],
        part=signed(first["weighted"], 2),
        weight=first["weight"],
    )


def _groups(result: Any, views: Sequence[View], _values: Values) -> None:
    frame = result.drawn()
    many = "group" in frame
    views[0].show(
        [
            {
                **row,
                "label": str(row["group"]) if many else row["label"],
                "group": row["label"] if many else "",
                "text": _interval(row),
                "note": f"n = {row['n']:,}",
            }
            for row in records(_together(frame, "term"))
        ],
        axis=_("gap in points of the scale"),
        hollow=_("hollow: the interval includes 0"),
        alt=result.headline(),
    )


def _together(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the rows with equal values of a column together, in the order of the first ones."""
    return pd.concat([rows for _value, rows in frame.groupby(name, sort=False)])


def _items(result: Any, views: Sequence[View], _values: Values) -> None:
    frame = result.drawn().sort_values("estimate")
    views[0].show(
        frame.assign(text=[_interval(row) for row in frame.to_dict("records")]),
        axis=_("gap in points of the scale"),
        hollow=_("hollow: the interval includes 0"),
        alt=result.headline(),
    )


def _reliability(result: Any, views: Sequence[View], _values: Values) -> None:
    options, frame = result.plot_options(), _together(result.labelled(), "mode")
    views[0].show(
        frame.drop(columns="mode").assign(
            group=[result.word(mode) for mode in frame["mode"]],
            text=[with_interval(row, decimals) for row in records(frame)],
            note=[f"n = {n:,}" for n in frame["n"]],
        ),
        axis=options["axis"],
        zero=options["lines"][0],
        low=float(options["span"][0]),
        high=1.0,
        alt=result.headline(),
    )


def _example() -> pd.DataFrame:
    data = cxlab.load("meiyu")
    return data[["branch", *data.filter(regex=r"^sq_[pew]")]].head(200)


PLAN = Plan(
    name="gaps",
    title=N_("Service gaps (SERVQUAL)"),
    question=N_("Where does service fall short of what was expected, and for whom?"),
    kit={"meiyu": N_("Meiyu Electronics (generated)")},
    load=cxlab.load,
    describe=cxlab.describe,
    instrument=BANK,
    take=_take,
    example=_example,
    study=Survey.of,
    settings=_settings,
    calls=_calls,
    sections=(
        Section(
            name="scores",
            heading=N_("Expected and met"),
            views=["tiles", "dumbbell"],
            draw=_scores,
            wide=True,
        ),
        Section(
            name="weighted",
            heading=N_("If other things mattered"),
            views=["bars"],
            draw=_weighted,
            say=_say_weighted,
        ),
        Section(name="groups", heading=N_("Group by group"), views=["forest"], draw=_groups),
        Section(name="items", heading=N_("Item by item"), views=["forest"], draw=_items),
        Section(
            name="reliability",
            heading=N_("How reliable the scales are"),
            views=["forest"],
            draw=_reliability,
        ),
    ),
)
