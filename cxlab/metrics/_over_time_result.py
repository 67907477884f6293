"""What comes of a metric over periods: its points, and the straight line through each group."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from numbers import Number
from typing import Any

import numpy as np
import pandas as pd

from cxlab._core.errors import ModelError
from cxlab._core.i18n import N_, _, paragraph, shortlist
from cxlab._core.numerals import p_text
from cxlab._core.privacy import left_out, not_shown
from cxlab._core.result import Result
from cxlab._stats.intervals import holm
from cxlab.metrics._result import MetricResult
from cxlab.metrics._trend import TrendResult, fit_trend

LEAST = 3  # periods of a trend


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
        """The trend of each part; ``None`` of fewer than three periods, or without any spread."""
        return tuple(map(_line, self.parts))

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


def period_text(value: Any) -> str:
    """Write a period for a reader."""
    return f"{value:g}" if isinstance(value, Number) else str(value)


def _line(part: MetricResult) -> TrendResult | None:
    if len(part.table) < LEAST:
        return None
    try:
        return fit_trend(part)
    except ModelError:
        return None
