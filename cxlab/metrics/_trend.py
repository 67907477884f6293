"""Trend of a metric over periods: a line through them, every answer counted once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.errors import ModelError, SpecError
from cxlab._core.i18n import N_, _, paragraph
from cxlab._core.numerals import p_text
from cxlab._core.result import Result
from cxlab._stats.trend import Line, line
from cxlab.metrics._result import FEW, MetricResult

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class TrendResult(Result):
    """Slope per period and change from the first to the last period, with interval and test.

    The line weighs periods by their answers. Its standard error comes from the sampling variance
    of the periods and is widened where they scatter about the line more than sampling explains;
    the interval then is Student's with two degrees of freedom less than there are periods.

    Parameters
    ----------
    metric
        The metric by period.
    line
        The line that was fitted.
    times
        The periods as numbers.
    """

    metric: MetricResult
    line: Line
    times: Array

    title = N_("Trend over periods")
    drawing = "cxlab.plots:periods"

    @property
    def units(self) -> Any:  # type: ignore[override]
        """Units of the columns: those of the metric."""
        return self.metric.units

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of the metric."""
        return self.metric.references

    def summary(self) -> dict[str, Any]:
        """Return the number of periods, the line's start, and how well it fits."""
        return {
            "periods": len(self.times),
            "intercept": self.line.intercept,
            "scatter": self.line.scatter,
            "df": self.line.df,
            "p_scatter": self.line.p_scatter,
        }

    def label(self, term: str) -> str:
        """Return slope or change in words."""
        words = {"slope": _("slope per period"), "change": _("change, first to last period")}
        return words.get(term, super().label(term))

    def headline(self) -> str:
        """Say whether there is a trend, and how large the change is."""
        change = self.table.iloc[1]
        text = (
            N_("{name}: no trend shown ({change}; interval {low} to {high})")
            if change["conf_low"] <= 0 <= change["conf_high"]
            else N_("{name}: {change} from first to last (interval {low} to {high})")
        )
        return _(text).format(
            name=self.metric.name(),
            change=self.metric.change(change["estimate"]),
            low=self.metric.change(change["conf_low"], bare=True),
            high=self.metric.change(change["conf_high"]),
        )

    def explain(self) -> str:
        """Say slope and change, whether the line fits, and what it assumes."""
        slope, change = self.table.iloc[0], self.table.iloc[1]
        text = _(
            "{name} over {count} periods: {slope} per period ({conf:.0%} interval {low} to {high}; "
            "{p}), that is {change} from the first to the last."
        ).format(
            count=len(self.times),
            name=self.metric.name(),
            slope=self.metric.change(slope["estimate"], 2),
            conf=self.conf,
            low=self.metric.change(slope["conf_low"], 2, bare=True),
            high=self.metric.change(slope["conf_high"], 2),
            p=p_text(slope["p_value"]),
            change=self.metric.change(change["estimate"]),
        )
        verdict = (
            _("The interval holds zero: ups and downs of single periods are no trend.")
            if slope["conf_low"] <= 0 <= slope["conf_high"]
            else _("Zero lies outside: the direction is beyond chance.")
        )
        if self.line.p_scatter < 1 - self.conf:
            fit = _(
                "The periods scatter about the line more than sampling explains ({p}): something "
                "else moved them, and the interval is widened for it."
            ).format(p=p_text(self.line.p_scatter))
        else:
            fit = _("Nothing shows that more than sampling moves the periods about the line.")
        few = int(self.metric.table["n"].min())
        small = _("The smallest period has {n} answers only.").format(n=few) if few < FEW else ""
        return paragraph(
            [
                text,
                verdict,
                fit,
                small,
                _("Who was asked must not have changed meanwhile; a line can't see that."),
            ]
        )

    def drawn(self) -> pd.DataFrame:
        """Return the periods with the line."""
        fitted = self.line.intercept + self.line.slope * self.times
        return self.metric.tidy().assign(time=self.times, fitted=fitted)

    def plot_options(self) -> dict[str, Any]:
        """Name the axes and the line."""
        axes = self.metric.axes()
        few, many = self.metric.table["n"].min(), self.metric.table["n"].max()
        side = _("{by}; {few:,} to {many:,} answers each").format(
            by=axes["side"], few=few, many=many
        )
        return axes | {"side": side, "words": _("straight line through all answers")}


def fit_trend(metric: MetricResult) -> TrendResult:
    """Fit a line through the periods of a metric."""
    if metric.by is None or len(metric.table) < 3:
        raise SpecError(
            _(
                "A trend needs three periods or more; there are {count}. Give the periods with "
                "by=, or compare two with .difference()."
            ).format(count=len(metric.table) if metric.by is not None else 0)
        )
    times = _times(metric)
    size = metric.table.get("n_eff", metric.table["n"]).to_numpy(float)
    variances = metric.variances()
    if not variances.any():
        raise ModelError(
            _(
                "In every period all answers are alike, so there is no spread to hold a trend "
                "against. Join periods, or look at the answers themselves."
            )
        )
    found = line(times, metric.table["estimate"].to_numpy(), variances, size)
    span = float(times.max() - times.min())
    low, high = found.interval(metric.conf)
    rows = [
        {
            "term": term,
            "estimate": factor * found.slope,
            "std_error": factor * found.std_error,
            "statistic": found.statistic,
            "p_value": found.p_value,
            "conf_low": factor * low,
            "conf_high": factor * high,
            "n": metric.n,
        }
        for term, factor in (("slope", 1.0), ("change", span))
    ]
    return TrendResult(
        table=pd.DataFrame(rows),
        n=metric.n,
        n_dropped=metric.n_dropped,
        dropped=metric.dropped,
        conf=metric.conf,
        labels=metric.labels,
        metric=metric,
        line=found,
        times=times,
    )


def _times(metric: MetricResult) -> Array:
    """Return the groups as numbers: numbers as they are, periods and ordered words in steps."""
    groups = metric.table["group"]
    if isinstance(groups.dtype, pd.PeriodDtype):
        return np.array([period.ordinal for period in groups], dtype=float)
    if isinstance(groups.dtype, pd.CategoricalDtype) and groups.cat.ordered:
        return np.asarray(groups.cat.codes, dtype=float)
    if pd.api.types.is_numeric_dtype(groups) and not pd.api.types.is_bool_dtype(groups):
        return np.asarray(groups, dtype=float)
    raise SpecError(
        _(
            "A trend needs periods in order; {by!r} holds {value}. Use numbers, or turn dates into "
            "periods: data['month'] = data['date'].dt.to_period('M')."
        ).format(by=metric.by, value=repr(groups.iloc[0]))
    )
