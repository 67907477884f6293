"""A metric over periods, for all customers or group by group, each with its trend."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from numbers import Number
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from cxlab._core.errors import CxWarning, SpecError
from cxlab._core.grouping import distinct
from cxlab._core.i18n import N_, _, paragraph, shortlist
from cxlab._core.labels import Attached, labels_of
from cxlab._core.numerals import p_text
from cxlab._core.privacy import beside_margins, left_out, not_shown, refuse_small, warn_small
from cxlab._core.result import Result
from cxlab._core.validate import brief, closest, column, groups, mapping, one_of, whole
from cxlab._stats.intervals import holm
from cxlab.metrics._answers import question
from cxlab.metrics._ces import ces
from cxlab.metrics._csat import csat
from cxlab.metrics._nps import nps
from cxlab.metrics._result import MetricResult
from cxlab.metrics._trend import TrendResult, fit_trend

VERBS: Mapping[str, Any] = MappingProxyType({"nps": nps, "csat": csat, "ces": ces})
LEAST = 3  # periods of a trend
OWN = ("data", "item", "by")  # arguments that are no options


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class OverTimeResult(Result):
    """A metric by period, in every group, with the straight line through each.

    Parameters
    ----------
    parts
        The metric by period, one result per group; one in all without groups.
    groups
        The group of each part.
    by
        The column of groups, if there are any.
    hidden
        Periods, or periods of groups, with too few answers to be shown.
    further
        Those left out besides, so that totals do not give away the hidden ones.
    least
        Answers that a point must have.
    """

    parts: tuple[MetricResult, ...]
    groups: tuple[Any, ...]
    by: str | None = None
    hidden: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
    least: int = 1

    title = N_("The metric over time")
    drawing = "cxlab.plots:period_lines"

    @property
    def metric(self) -> MetricResult:
        """The first part: what all have in common."""
        return self.parts[0]

    @property
    def units(self) -> Any:  # type: ignore[override]
        """Units of the columns: those of the metric; a period is written as it is."""
        return {**self.metric.units, "period": "text"}

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of the metric."""
        return self.metric.references

    @cached_property
    def lines(self) -> tuple[TrendResult | None, ...]:
        """The trend of each part; ``None`` where it has fewer than three periods."""
        return tuple(fit_trend(part) if len(part.table) >= LEAST else None for part in self.parts)

    def trends(self) -> pd.DataFrame:
        """Return the change from the first to the last period along the straight line.

        Returns
        -------
        pandas.DataFrame
            ``term`` (``change``), ``group`` where there are groups, ``estimate std_error statistic
            p_value conf_low conf_high n``, of several groups ``p_holm``; a row for every group with
            three periods or more.
        """
        rows = []
        for name, line in zip(self.groups, self.lines, strict=True):
            if line is not None:
                row = line.tidy().iloc[[1]]
                if self.by is not None:
                    row.insert(1, "group", [name])
                rows.append(row)
        table = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame()
        if len(table) > 1:
            table["p_holm"] = holm(table["p_value"])
        return table

    def summary(self) -> dict[str, Any]:
        """Return the number of periods and of groups."""
        return {"periods": self.table["period"].nunique(), "groups": len(self.parts)}

    def name(self, group: Any) -> str:
        """Write a group for a reader, a number with the name of its column."""
        if group is None:
            return ""
        if not isinstance(group, Number) or isinstance(group, bool):
            return str(group)
        return _("{side} {group}").format(side=self.label(str(self.by)), group=f"{group:g}")

    def label(self, term: str) -> str:
        """Return the metric's name for its rows."""
        return self.metric.name() if term == self.metric.term else super().label(term)

    def headline(self) -> str:
        """Say whether there is a trend; of groups how many show one."""
        if self.by is None and self.lines[0] is not None:
            return self.lines[0].headline()
        table, count = self.trends(), self.summary()["periods"]
        if not len(table):
            return _("{name} over {count} periods: too few for a trend").format(
                name=self.metric.name(), count=count
            )
        return _("{name} over {count} periods: {sure} of {all} groups show a trend").format(
            name=self.metric.name(), count=count, sure=len(self._sure(table)), all=len(table)
        )

    def explain(self) -> str:
        """Say for which groups a trend is shown, and what a line cannot see."""
        if self.by is None and self.lines[0] is not None:
            return self.lines[0].explain()
        table = self.trends()
        if not len(table):
            return _(
                "A trend needs three periods or more; two are compared with .difference(). So far "
                "the points stand for themselves, each with its interval."
            )
        return paragraph([*self._groups(table), *self._fewer()])

    def notes(self) -> list[str]:
        """Add the points that are not shown."""
        hidden = (not_shown(self.hidden, self.least), left_out(self.further))
        return [*super().notes(), *filter(None, hidden)]

    def drawn(self) -> pd.DataFrame:
        """Return the points with the group as label and the place of each period."""
        names = [self.name(group) for group in self.groups]
        sizes = [len(part.table) for part in self.parts]
        out = self.tidy().assign(label=np.repeat(names, sizes), at=self.places())
        return out.assign(period=list(map(period_text, out["period"])))

    def places(self) -> list[float]:
        """Return the periods as numbers: steps of one for months, quarters and years."""
        return [
            float(value.ordinal) if isinstance(value, pd.Period) else float(value)
            for value in self.table["period"]
        ]

    def plot_options(self) -> dict[str, Any]:
        """Name the axes."""
        axes = self.metric.axes()
        return {"unit": axes["unit"], "axis": axes["axis"], "side": axes["side"]}

    def _sure(self, table: pd.DataFrame) -> pd.DataFrame:
        adjusted = table["p_holm"] if "p_holm" in table else table["p_value"]
        return table.assign(p=adjusted)[adjusted < 1 - self.conf].sort_values("p")

    def _groups(self, table: pd.DataFrame) -> list[str]:
        sure = self._sure(table)
        named = [
            _("{group} {change} ({p})").format(
                group=self.name(row["group"]),
                change=self.metric.change(row["estimate"]),
                p=p_text(row["p"]),
            )
            for _index, row in sure.iterrows()
        ]
        first = (
            _("Beyond chance, from the first to the last period: {named}.").format(
                named=shortlist(named, 4)
            )
            if named
            else _(
                "In none of the {count} groups is the change over the periods beyond chance."
            ).format(count=len(table))
        )
        return [
            first,
            _(
                "Each group has a straight line of its own through all its answers; the p-values "
                "are adjusted for {count} lines by Holm's rule. Ups and downs of single periods "
                "are no trend, and who was asked must not have changed meanwhile."
            ).format(count=len(table)),
        ]

    def _fewer(self) -> list[str]:
        short = [
            self.name(group)
            for group, line in zip(self.groups, self.lines, strict=True)
            if line is None
        ]
        if not short:
            return []
        return [
            _("Fewer than three periods, so no trend: {groups}.").format(groups=shortlist(short, 4))
        ]


def over_time(
    data: pd.DataFrame,
    item: str,
    period: str,
    *,
    metric: str = "nps",
    by: str | None = None,
    least: int = 1,
    total_shown: bool = False,
    options: Mapping[str, Any] | None = None,
) -> OverTimeResult:
    """Follow a metric over periods, for all customers or group by group.

    Parameters
    ----------
    data
        One row per answer.
    item
        Column with the answers.
    period
        Column of periods: numbers such as 1-12, or what :func:`periods` makes of dates.
    metric
        ``"nps"``, ``"csat"`` or ``"ces"``.
    by
        Column of groups, such as a branch; each gets a line of its own.
    least
        Answers that a point must have to be shown; 10 keeps single people from being recognised.
    total_shown
        The totals of periods and groups are shown too: then further points are left out, so that
        no small one can be worked out.
    options
        What the metric takes besides, such as ``{"scale": (1, 5), "top": 2}``.

    Returns
    -------
    OverTimeResult
        ``tidy()`` has a row per period (and ``group``) with the columns of the metric;
        ``trends()`` a row per group with the change from the first to the last period.

    Raises
    ------
    DataError
        A column is absent, its periods have no order, or no point has enough answers.
    SpecError
        The metric or an option is unknown, or the periods are no numbers and no periods.

    Examples
    --------
    >>> answers = pd.DataFrame({"recommend": [9, 3, 10, 9], "month": [1, 1, 2, 2]})
    >>> over_time(answers, "recommend", "month").tidy()[["period", "estimate", "n"]]
       period  estimate  n
    0       1       0.0  2
    1       2     100.0  2
    """
    verb, least = VERBS[one_of(metric, VERBS, "metric")], whole(least, "least")
    given = _known(verb, metric, options)
    if period is None:
        raise SpecError(
            _("No period is named. Name a column of periods, such as the month, or of dates.")
        )
    name, time = question(data, item), column(data, period)
    slim = _slim(data, [name, time, by, given.get("weights"), given.get("counts")])
    parts = {None: _in_order(verb(slim, name, by=time, **given))}
    lost = dict(parts[None].dropped)
    if by is not None:
        keys = distinct(groups(slim, by), by)
        there = (slim[name].notna() & slim[time].notna()).to_numpy()
        lost[str(by)] = int((there & keys.isna().to_numpy()).sum())
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", CxWarning)  # said once, of all answers
            parts = {
                key: verb(
                    slim[there & (keys == key).fillna(False).to_numpy(bool)], name, by=time, **given
                )
                for key in sorted(keys[there].dropna().unique())
            }
    labels = labels_of(data, [each for each in (time, by) if each is not None])
    return replace(
        _conclude(parts, by, least, labels, total_shown),
        n_dropped=sum(lost.values()),
        dropped={each: rows for each, rows in lost.items() if rows},
    )


def period_text(value: Any) -> str:
    """Write a period for a reader."""
    return f"{value:g}" if isinstance(value, Number) else str(value)


def _known(verb: Any, metric: str, options: Mapping[str, Any] | None) -> dict[str, Any]:
    given = dict(mapping(options, "options")) if options is not None else {}
    taken = [each for each in inspect.signature(verb).parameters if each not in OWN]
    for each in given:
        if each not in taken:
            raise SpecError(
                _("{metric}() takes no option {name}. {hint}")
                .format(metric=metric, name=brief(each), hint=closest(each, taken))
                .strip()
            )
    return given


def _slim(data: pd.DataFrame, names: list[Any]) -> pd.DataFrame:
    """Return the columns in use with their labels and scales: frames carry those along."""
    wanted = list(dict.fromkeys(column(data, name) for name in names if name is not None))
    kept = {}
    for about in ("labels", "scales"):
        held = data.attrs.get(about)
        if isinstance(held, Mapping):
            kept[about] = Attached({name: held[name] for name in wanted if name in held})
    bare = data.copy(deep=False)
    bare.attrs = {}
    out = bare[wanted]
    out.attrs.update(kept)
    return out


def _in_order(part: MetricResult) -> MetricResult:
    """Return a metric whose groups are periods.

    Raises
    ------
    SpecError
        They are no numbers and no periods.
    """
    times = part.table["group"]
    if isinstance(times.dtype, pd.PeriodDtype):
        return part
    if pd.api.types.is_numeric_dtype(times) and not pd.api.types.is_bool_dtype(times):
        return part
    raise SpecError(
        _(
            "{name!r} must hold periods in order, such as 1-12; it holds {value}. Make periods out "
            "of dates with cx.metrics.periods(data, {name!r})."
        ).format(name=part.by, value=brief(times.iloc[0]))
    )


def _conclude(
    parts: Mapping[Any, MetricResult], by: str | None, least: int, labels: Any, total_shown: bool
) -> OverTimeResult:
    """Leave out points with too few answers, and put the rest together."""
    points = pd.concat(
        [part.table[["group", "n"]].assign(part=place) for place, part in enumerate(parts.values())]
    ).reset_index(drop=True)
    sure = points["n"] >= least
    refuse_small(int(sure.sum()), least)
    if total_shown:
        sure &= pd.Series(beside_margins(points, least))
    hidden: list[str] = []
    further: list[str] = []
    kept, tables = {}, []
    for place, (group, part) in enumerate(parts.items()):
        large = sure[points["part"] == place].reset_index(drop=True)
        for period, n in part.table.loc[~large, ["group", "n"]].itertuples(index=False):
            text = period_text(period) if by is None else f"{group} · {period_text(period)}"
            (hidden if n < least else further).append(text)
        if large.any():
            table = part.table[large].reset_index(drop=True)
            kept[group] = replace(part, table=table, n=int(table["n"].sum()))
            table = table.rename(columns={"group": "period"})
            if by is not None:
                table.insert(1, "group", group)
            tables.append(table)
    warn_small(hidden, least, further)
    one = next(iter(kept.values()))
    return OverTimeResult(
        table=pd.concat(tables, ignore_index=True),
        n=sum(part.n for part in kept.values()),
        conf=one.conf,
        labels=labels,
        parts=tuple(kept.values()),
        by=by,
        groups=tuple(kept),
        hidden=tuple(hidden),
        further=tuple(further),
        least=least,
    )
