"""What the voice of the customer asks of a survey: its questions, groups and periods."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from cxlab._core.i18n import N_, _
from cxlab.dashboards._columns import NONE, Columns, grouped
from cxlab.dashboards._plan import Values
from cxlab.dashboards._setting import Choice, Setting
from cxlab.metrics._periods import dated

METRICS = {"nps": N_("NPS"), "csat": N_("CSAT"), "ces": N_("CES")}
SCALES = ((1, 5), (1, 7), (0, 10), (1, 10), (1, 4), (1, 6), (0, 100))
WORDS = {  # of names and labels, to begin with
    "nps": ("recommend", "nps", "推荐", "推薦"),
    "csat": ("satisf", "csat", "满意", "滿意"),
    "ces": ("effort", "ces", "easy", "ease", "费力", "费劲", "省力", "容易"),
    "easy": ("easy", "ease", "容易", "省力", "方便"),
    "hard": ("effort", "hard", "费力", "费劲"),
    "period": ("month", "quarter", "year", "period", "wave", "月", "季", "年份", "时期", "期数"),
}


@dataclass(frozen=True)
class Survey:
    """What the page needs to know of a survey.

    Parameters
    ----------
    columns
        What its columns can be used for.
    ends
        Lowest and highest answer of each column of numbers.
    scales
        Scales that the data declare.
    dates
        Columns of dates.
    """

    columns: Columns
    ends: Mapping[str, tuple[float, float]]
    scales: Mapping[str, tuple[float, float]]
    dates: tuple[str, ...]

    @classmethod
    def of(cls, data: pd.DataFrame) -> Survey:
        """Look at every column once."""
        columns = Columns.of(data)
        bare = data.copy(deep=False)
        bare.attrs = {}
        answers = bare[list(columns.numeric)]
        ends = zip(answers.min(), answers.max(), strict=True)
        scales = data.attrs.get("scales")
        return cls(
            columns,
            dict(zip(columns.numeric, ends, strict=True)),
            scales if isinstance(scales, Mapping) else {},
            tuple(str(name) for name in bare if dated(bare[name])),
        )

    def named(self, kind: str, names: Sequence[str]) -> list[str]:
        """Return the names that sound like something, the plainest first."""
        labels = self.columns.labels
        heard = {name: " ".join([name, *labels.get(name, {}).values()]) for name in names}
        fitting = [name for name in names if _sounds(heard[name], kind)]
        plain = [name for name in fitting if name.casefold() in WORDS[kind]]
        return plain + [name for name in fitting if name not in plain]

    def scale(self, name: str) -> tuple[float, float] | None:
        """Return the scale the data declare for a column."""
        known = self.scales.get(name)
        return tuple(known) if known is not None else None  # type: ignore[return-value]

    def usual(self, name: str) -> list[tuple[int, int]]:
        """Return the usual scales that hold all answers, the narrowest first; all if none does."""
        low, high = self.ends.get(name, (math.nan, math.nan))
        return [each for each in SCALES if each[0] <= low and high <= each[1]] or list(SCALES)


def settings(known: Survey, values: Values) -> Sequence[Setting]:
    asked_for = [values[each] for each in METRICS if values.get(each)]
    questions = known.columns.answers(2) | known.columns.named(asked_for)
    by = grouped(known.columns, values.get("by"))
    called, numbers = _times(known)
    times = known.columns.offered(called, values.get("period"))
    offered = times if times else {NONE: _("none")} | known.columns.named(numbers)
    first = {metric: next(iter(known.named(metric, list(questions))), NONE) for metric in METRICS}
    chosen = {metric: values.get(metric, first[metric]) for metric in METRICS}
    asked = [metric for metric in METRICS if chosen[metric]]
    period = values.get("period", next(iter(times), NONE))
    return [
        Choice(
            name="metric",
            options={metric: _(words) for metric, words in METRICS.items()},
            start=asked[0] if asked else "nps",
            words=_("Metric"),
            tooltip=_("What the sections below the key figures show"),
        ),
        by,
        Choice(
            name="period",
            options=offered,
            start=next(iter(times), NONE),
            words=_("Period"),
            tooltip=_("When the answers were given: a number such as the month, or a date"),
        ),
        *([_every()] if period in known.dates else []),
        *(
            Choice(
                name=metric,
                options={NONE: _("not asked")} | questions,
                start=first[metric],
                words=_("Question: {metric}").format(metric=_(words)),
                tooltip=_("The column with the answers"),
                place="scorecard",
            )
            for metric, words in METRICS.items()
        ),
        *_details(known, chosen),
        *([_lines(known, values.get("by", by.start))] if by.start != NONE else []),
    ]


def _every() -> Setting:
    return Choice(
        name="every",
        options={"month": _("month"), "quarter": _("quarter"), "year": _("year")},
        start="month",
        words=_("One point per"),
        tooltip=_("How long a period is"),
    )


def _lines(known: Survey, by: str) -> Setting:
    words = known.columns.named([by])[by] if by else ""
    return Choice(
        name="lines",
        options={"all": _("All customers"), "by": words},
        start="all",
        words=_("Lines"),
        tooltip=_("One line for all customers, or one for each group"),
        place="over_time",
    )


def _details(known: Survey, chosen: Mapping[str, str]) -> list[Setting]:
    """Return how CSAT and CES are counted, and their scales where the data declare none."""
    out: list[Setting] = []
    if chosen["csat"]:
        out += _scale(known, "csat", chosen["csat"])
        out.append(
            Choice(
                name="top",
                options={1: "1", 2: "2", 3: "3"},
                start=2,
                words=_("CSAT: top boxes"),
                tooltip=_("How many answers at the top of the scale count as satisfied"),
                place="scorecard",
            )
        )
    if chosen["ces"]:
        out += _scale(known, "ces", chosen["ces"])
        hard, easy = (known.named(kind, [chosen["ces"]]) for kind in ("hard", "easy"))
        out.append(
            Choice(
                name="easy",
                options={
                    "low": _("a low answer"),
                    "high": _("a high answer"),
                    "mean": _("mean answer"),
                },
                start="low" if hard else "high" if easy else "mean",
                words=_("CES: easy means"),
                tooltip=_(
                    "Low where effort was asked, high where ease was asked; answers on that side "
                    "of the middle count. Or the mean of all answers"
                ),
                place="scorecard",
            )
        )
    return out


def _scale(known: Survey, metric: str, name: str) -> list[Setting]:
    if known.scale(name) is not None:
        return []
    usual = [f"{low}-{high}" for low, high in known.usual(name)]
    return [
        Choice(
            name=f"{metric}_scale",
            options={each: each.replace("-", "–") for each in usual},
            start=usual[0],
            words=_("{metric}: scale").format(metric=_(METRICS[metric])),
            tooltip=_("Lowest and highest answer that could be given"),
            place="scorecard",
        )
    ]


def _times(known: Survey) -> tuple[list[str], list[str]]:
    """Return what tells periods, dates and numbers that are called so; and all that could."""
    numbers = [
        name
        for name, count in known.columns.numeric.items()
        if count > 2 and all(end % 1 == 0 for end in known.ends[name])
    ]
    return [*known.dates, *known.named("period", numbers)], numbers


def _sounds(text: str, kind: str) -> bool:
    """Tell whether a Latin word of the text begins so (a short one: is so), or Chinese has it."""
    words = re.split(r"[^a-z]+", text.casefold())
    return any(
        key in text
        if not key.isascii()
        else any(word == key or (len(key) > 3 and word.startswith(key)) for word in words)
        for key in WORDS[kind]
    )
