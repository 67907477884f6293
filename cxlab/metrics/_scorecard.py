"""Several metrics side by side, each in its own unit with its interval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from cxlab._core.errors import SpecError
from cxlab._core.i18n import N_, _, listing, paragraph
from cxlab._core.result import Result
from cxlab._core.validate import brief
from cxlab.metrics._result import MetricResult

ENDS = {"points": (-100.0, 100.0), "share": (0.0, 1.0)}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ScorecardResult(Result):
    """Metrics of the same customers, a row each.

    Parameters
    ----------
    metrics
        The metrics in their order.
    """

    metrics: tuple[MetricResult, ...]

    title = N_("Where we stand")
    drawing = "cxlab.plots:dots"

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of all metrics, each once."""
        return tuple(dict.fromkeys(each for metric in self.metrics for each in metric.references))

    def label(self, term: str) -> str:
        """Return a metric's name."""
        known = {metric.term: metric.name() for metric in self.metrics}
        return known.get(term, super().label(term))

    def headline(self) -> str:
        """State every metric."""
        return listing(
            f"{metric.name()} {metric.amount(metric.table['estimate'].iloc[0])}"
            for metric in self.metrics
        )

    def explain(self) -> str:
        """Say each metric with its interval and what it is made of."""
        return paragraph(metric.explain() for metric in self.metrics)

    def written(self) -> pd.DataFrame:
        """Return the rows with label and estimate, interval and n as texts, each in its unit."""
        out = self.labelled()
        pairs = list(zip(self.metrics, out.to_dict("records"), strict=True))
        interval = _("{low} to {high}")
        return out.assign(
            text=[metric.amount(row["estimate"]) for metric, row in pairs],
            interval=[
                interval.format(
                    low=metric.amount(row["conf_low"]), high=metric.amount(row["conf_high"])
                )
                for metric, row in pairs
            ],
        )

    def shown(self) -> pd.DataFrame:
        """Return the table as readers see it, every row in its own unit."""
        rows = self.written()
        return pd.DataFrame(
            {
                _("metric"): rows["label"],
                _("estimate"): rows["text"],
                _("interval"): rows["interval"],
                _("n"): [f"{n:,}" for n in rows["n"]],
            }
        )

    def drawn(self) -> pd.DataFrame:
        """Return the rows on a common axis: 0 is the lowest possible value, 1 the highest."""
        out = self.labelled()
        ends = [_ends(metric) for metric in self.metrics]
        for name in ("estimate", "conf_low", "conf_high"):
            out[name] = [
                (value - low) / (high - low)
                for value, (low, high) in zip(out[name], ends, strict=True)
            ]
        return out

    def plot_options(self) -> dict[str, Any]:
        """Name the axis, and write each value in its unit."""
        return {
            "axis": _("place on the metric's own scale: 0 lowest, 1 highest possible value"),
            "span": (0.0, 1.0),
            "notes": list(self.written()["text"]),
        }


def scorecard(*metrics: MetricResult) -> ScorecardResult:
    """Set metrics side by side, such as NPS, CSAT and CES of the same customers.

    Parameters
    ----------
    metrics
        Results of :func:`nps`, :func:`csat`, :func:`ces` and the like, without groups.

    Returns
    -------
    ScorecardResult
        ``tidy()`` has a row per metric: estimate, std_error, conf_low, conf_high in the unit of the
        metric, and n.

    Raises
    ------
    SpecError
        There is none, one has groups, one stands twice, or their confidence levels differ.

    Examples
    --------
    >>> from cxlab.metrics import csat, nps
    >>> answers = pd.DataFrame({"recommend": [9, 3, 10, 9], "satisfied": [5, 2, 4, 4]})
    >>> both = nps(answers, "recommend"), csat(answers, "satisfied", scale=(1, 5))
    >>> scorecard(*both).tidy()[["term", "estimate", "n"]]
       term  estimate  n
    0   nps     50.00  4
    1  csat      0.75  4
    """
    if not metrics:
        raise SpecError(
            _("No metric is named. Give at least one result, such as cx.metrics.nps(...).")
        )
    for metric in metrics:
        if not isinstance(metric, MetricResult):
            raise SpecError(
                _("A scorecard holds results of cx.metrics, not {value}.").format(
                    value=brief(metric)
                )
            )
        if len(metric.table) != 1:
            raise SpecError(
                _("{name} has {count} groups. A scorecard takes metrics without by=.").format(
                    name=metric.name(), count=len(metric.table)
                )
            )
    terms = [metric.term for metric in metrics]
    twice = next((term for term in terms if terms.count(term) > 1), None)
    if twice is not None:
        raise SpecError(_("{name} stands twice. Give each metric once.").format(name=twice))
    levels = sorted({metric.conf for metric in metrics})
    if len(levels) > 1:
        raise SpecError(
            _(
                "The metrics have intervals of different confidence: {levels}. Compute them with "
                "the same conf=."
            ).format(levels=listing(f"{level:g}" for level in levels))
        )
    columns = ["term", "estimate", "std_error", "conf_low", "conf_high", "n"]
    return ScorecardResult(
        table=pd.concat([metric.table for metric in metrics], ignore_index=True)[columns],
        n=max(metric.n for metric in metrics),
        conf=metrics[0].conf,
        metrics=tuple(metrics),
    )


def _ends(metric: MetricResult) -> tuple[float, float]:
    if metric.unit in ENDS:
        return ENDS[metric.unit]
    low, high = getattr(metric, "scale", (0.0, 1.0))
    return low, high
