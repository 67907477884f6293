"""Differences between the groups of a metric, with interval, test and Holm's adjustment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pandas as pd

from cxlab._core.arguments import Level, single
from cxlab._core.errors import SpecError
from cxlab._core.i18n import N_, _, paragraph, shortlist
from cxlab._core.labels import short
from cxlab._core.numerals import p_text
from cxlab._core.references import cite
from cxlab._core.result import Result
from cxlab._core.validate import brief, closest, one_of
from cxlab._stats.intervals import holm
from cxlab.metrics._result import FEW, MetricResult

MOST = 24  # rows a picture can hold
SOURCES = {
    "adjusted_wald": ("rocks_2016", "agresti_caffo_2000"),
    "newcombe": ("newcombe_1998",),
    "miettinen_nurminen": ("miettinen_nurminen_1985",),
    "contrast": ("price_bonett_2004",),
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class DifferenceResult(Result):
    """Differences of pairs of groups: ``group`` minus ``against``.

    Methods of the interval. Net scores: ``adjusted_wald`` (two answers added to each group, after
    Agresti & Caffo; interval and test agree) or ``wald``, the plain multinomial variance. Shares:
    ``newcombe`` (from two Wilson intervals), ``miettinen_nurminen`` (score) or ``wald``; the test
    is Pearson's chi-squared, ``statistic`` its signed root. Means: ``welch``. Delivery gaps:
    ``contrast`` (Price & Bonett). ``p_holm`` is adjusted for the number of pairs.

    Parameters
    ----------
    metric
        The metric that was compared.
    method
        How the interval was made.
    """

    metric: MetricResult
    method: str

    title = N_("Differences between groups")
    drawing = "cxlab.plots:differences"

    @property
    def units(self) -> Any:  # type: ignore[override]
        """Units of the columns: those of the metric."""
        return self.metric.units

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of the metric, the interval, and of the adjustment where there is one."""
        keys = [*self.metric.sources, *SOURCES.get(self.method, ())]
        return tuple(cite(key) for key in [*keys, *(["holm_1979"] if len(self.table) > 1 else [])])

    def summary(self) -> dict[str, Any]:
        """Return the number of pairs."""
        return {"pairs": len(self.table)}

    def drawn(self) -> pd.DataFrame:
        """Return the rows; of very many those with the smallest p-values."""
        rows = self.labelled()
        if len(rows) <= MOST:
            return rows
        return rows.loc[self._p().nsmallest(MOST).index.sort_values()]

    def headline(self) -> str:
        """State the difference with its interval; of several how many are shown."""
        if len(self.table) == 1:
            row = self.table.iloc[0]
            return _("{name}: {group} − {against} {estimate} ({low} to {high})").format(
                name=self.metric.name(),
                group=short(str(row["group"])),
                against=short(str(row["against"])),
                estimate=self.metric.change(row["estimate"]),
                low=self.metric.change(row["conf_low"], bare=True),
                high=self.metric.change(row["conf_high"], bare=True),
            )
        shown = int((self._p() < 1 - self.conf).sum())
        text = (
            N_("{name}: {shown} of {count} differences are beyond chance")
            if shown
            else N_("{name}: none of {count} differences is beyond chance")
        )
        return _(text).format(name=self.metric.name(), shown=shown, count=len(self.table))

    def explain(self) -> str:
        """Say which groups differ, how sure that is, and what was asked of the test."""
        return paragraph([*(self._one() if len(self.table) == 1 else self._many()), *self._few()])

    @property
    def advice(self) -> str:
        """Point to the planner where nothing is shown."""
        if (self._p() < 1 - self.conf).any():
            return ""
        return _(
            "How many answers would show a difference of a given size is answered by "
            "cx.metrics.sample_size(..., compare=True) and cx.metrics.power()."
        )

    def plot_options(self) -> dict[str, Any]:
        """Name the axis and what hollow and filled dots mean."""
        return {
            "unit": self.metric.unit,
            "axis": self._axis(),
            **(
                {
                    "p": "p_holm",
                    "level": 1 - self.conf,
                    "hollow": _("hollow: not beyond chance, by Holm's rule"),
                }
                if len(self.table) > 1
                else {"hollow": _("hollow: the interval holds zero")}
            ),
        }

    def _axis(self) -> str:
        text = {
            "points": N_("{name}: difference in points; {conf:.0%} interval"),
            "share": N_("{name}: difference in percentage points; {conf:.0%} interval"),
        }.get(self.metric.unit, N_("{name}: difference; {conf:.0%} interval"))
        return _(text).format(name=self.metric.name(), conf=self.conf)

    def _p(self) -> pd.Series:
        return self.table["p_holm" if len(self.table) > 1 else "p_value"]

    def _one(self) -> list[str]:
        row = self.table.iloc[0]
        text = _(
            "{name} of {group} minus that of {against}: {estimate} ({conf:.0%} interval {low} to "
            "{high}; {p})."
        ).format(
            name=self.metric.name(),
            group=self.metric.group(row["group"]),
            against=self.metric.group(row["against"]),
            estimate=self.metric.change(row["estimate"]),
            conf=self.conf,
            low=self.metric.change(row["conf_low"], bare=True),
            high=self.metric.change(row["conf_high"]),
            p=p_text(row["p_value"]),
        )
        if pd.isna(row["p_value"]):
            verdict = _(
                "A group has one answer only, or all its answers are equal, so there is no spread "
                "to measure the difference by: it has no interval and no test."
            )
        elif row["conf_low"] <= 0 <= row["conf_high"]:
            verdict = _(
                "The interval holds zero: so many answers give a difference like this by chance "
                "too. That is no proof of equality, because the interval also holds {far}."
            ).format(far=self.metric.change(max(row["conf_low"], row["conf_high"], key=abs)))
        else:
            verdict = _(
                "Zero lies outside: chance alone is a poor explanation. Why the groups differ is "
                "another question, unless customers were allotted to them at random."
            )
        return [text, verdict]

    def _many(self) -> list[str]:
        table = self.table.assign(p=self._p())
        sure = table[table["p"] < 1 - self.conf].sort_values("p")
        named = (
            _("{pair} {estimate} ({p})").format(
                pair=row["term"],
                estimate=self.metric.change(row["estimate"]),
                p=p_text(row["p"]),
            )
            for _index, row in sure.iterrows()
        )
        first = (
            _("Beyond chance: {named}.").format(named=shortlist(named, 4))
            if len(sure)
            else _("None of the {count} differences is beyond chance.").format(count=len(table))
        )
        rule = _(
            "Of {count} comparisons at {level:.0%} some would look real by chance; the p-values "
            "are adjusted for that by Holm's rule, the intervals stand for one comparison each. "
            "Whether two separate intervals overlap is no test."
        ).format(count=len(table), level=Level(1 - self.conf))
        return [first, rule]

    def _few(self) -> list[str]:
        used = set(self.table["group"]) | set(self.table["against"])
        rows = self.metric.table
        few = rows[(rows["n"] < FEW) & rows["group"].isin(used)]
        if not len(few):
            return []
        return [
            _("Fewer than {few} answers: {groups}; read these with care.").format(
                few=FEW, groups=shortlist(map(self.metric.group, few["group"]), 4)
            )
        ]


def pairs(metric: MetricResult, baseline: Any) -> list[tuple[Any, Any]]:
    """Return the pairs to compare: all, or every other group with the baseline."""
    groups = [] if metric.by is None else list(metric.table["group"])
    if len(groups) < 2:
        raise SpecError(
            _("A difference needs two groups; there is {count}. Name groups with by=.").format(
                count=max(len(groups), 1)
            )
        )
    if baseline is None:
        return [(later, earlier) for earlier, later in combinations(groups, 2)]
    _known(metric, baseline)
    return [(group, baseline) for group in groups if group != baseline]


def differ(
    metric: MetricResult, wanted: Sequence[tuple[Any, Any]], method: str | None
) -> DifferenceResult:
    """Compare pairs of groups of a metric."""
    way = metric.comparisons[0] if method is None else one_of(method, metric.comparisons, "method")
    if metric.by is None:
        pairs(metric, None)
    for a, b in wanted:
        _known(metric, a)
        if _known(metric, b) == a:
            raise SpecError(
                _("{group} can't be compared with itself. Name two groups.").format(group=brief(a))
            )
    groups = list(metric.table["group"])
    first, second = (
        metric.table.iloc[[groups.index(pair[side]) for pair in wanted]].reset_index(drop=True)
        for side in (0, 1)
    )
    out = metric.compared(first, second, way)
    out.insert(0, "term", [f"{a} − {b}" for a, b in wanted])
    out.insert(1, "group", first["group"])
    out.insert(2, "against", second["group"])
    if len(out) > 1:
        out["p_holm"] = holm(out["p_value"])
    out["n"] = first["n"] + second["n"]
    used = metric.table["group"].isin([group for pair in wanted for group in pair])
    return DifferenceResult(
        table=out,
        n=int(metric.table.loc[used, "n"].sum()),
        conf=metric.conf,
        labels=metric.labels,
        metric=metric,
        method=way,
    )


def _known(metric: MetricResult, group: Any) -> Any:
    groups = list(metric.table["group"])
    if not single(group) or group not in groups:
        raise SpecError(
            _("There is no group {group}. {hint}")
            .format(group=brief(group), hint=closest(group, groups))
            .strip()
        )
    return group
