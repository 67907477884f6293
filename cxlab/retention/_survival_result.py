"""Kaplan-Meier curves in words: how long customers stay, by group, and what is weak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cxlab._core.columns import GLOSSARY, heading
from cxlab._core.i18n import N_, _, listing, paragraph
from cxlab._core.numerals import p_text, show
from cxlab._core.result import Result
from cxlab._stats import survival as stats
from cxlab.retention._words import rough, until

if TYPE_CHECKING:
    from cxlab.retention._lifetime_result import LifetimeResult
    from cxlab.retention._log_rank import LogRankResult

ALL = "all"
FEW = 10  # at risk; from there on the curve is a guess


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class SurvivalResult(Result):
    """Kaplan-Meier curves: the share still there at every time, by group.

    ``tidy()`` has one row per group and time; a page shows one row per group: customers, how many
    left, median lifetime with its interval, and mean lifetime up to a common horizon.
    """

    duration: str
    event: str
    by: str | None
    interval: str
    weighted: bool
    curves: Mapping[str, stats.Curve]
    sizes: Mapping[str, tuple[int, int]]
    counts: stats.Counts
    test: stats.LogRank | None

    title = N_("How long customers stay: Kaplan-Meier curves")
    drawing = "cxlab.plots:survival_curves"
    sources = ("kaplan_meier_1958", "kalbfleisch_prentice_2002", "mantel_1966")
    units = MappingProxyType({"estimate": "share", "conf_low": "share", "conf_high": "share"})

    def label(self, term: str) -> str:
        """Return a group as a reader should see it."""
        return _("all customers") if term == ALL and self.by is None else super().label(term)

    @property
    def n_event(self) -> int:
        """Customers who left."""
        return sum(left for _n, left in self.sizes.values())

    @property
    def horizon(self) -> float:
        """The last time at which every group is still observed."""
        return min(float(curve.time[-1]) for curve in self.curves.values())

    def at(self, times: float | Sequence[float]) -> LifetimeResult:
        """Return the share still there at some times, with intervals; see :class:`LifetimeResult`.

        Times after the last customer of a group was seen have no estimate.
        """
        from cxlab.retention._lifetime_result import at

        return at(self, times)

    def quantiles(self, share: float | Sequence[float] = 0.5) -> LifetimeResult:
        """Return the time by which a share has left; the default gives the median lifetime.

        The interval holds every time at which the interval of the curve includes the share
        (Brookmeyer & Crowley 1982); an end that the data do not reach is missing.
        """
        from cxlab.retention._lifetime_result import quantiles

        return quantiles(self, share)

    def mean(self, horizon: float | None = None) -> LifetimeResult:
        """Return the mean lifetime up to a horizon, the area under the curve.

        The default horizon is the last time at which every group is still observed.
        """
        from cxlab.retention._lifetime_result import mean

        return mean(self, horizon)

    def compare(self) -> LogRankResult:
        """Test all groups at once and in pairs; see :class:`LogRankResult`."""
        from cxlab.retention._log_rank import compare

        return compare(self)

    def summary(self) -> dict[str, Any]:
        """Return the events, and the log-rank test of the groups."""
        out: dict[str, Any] = {"n_event": self.n_event}
        if self.test is not None:
            test = self.test
            out |= {"statistic": test.statistic, "df": test.df, "p_value": test.p_value}
        return out

    def headline(self) -> str:
        """State how many are still there half-way, or when half of them have left."""
        if len(self.curves) > 1:
            time = self._halfway()
            rows = self.at(time).tidy().sort_values("estimate", ascending=False)
            first, last = rows.iloc[0], rows.iloc[-1]
            text = _("Still there at {time:g}: {first} {high}, {last} {low}").format(
                time=time,
                first=self.label(first["term"]),
                high=rough(first["estimate"]),
                last=self.label(last["term"]),
                low=rough(last["estimate"]),
            )
            if self.test is None or np.isnan(self.test.p_value):
                return text
            return _("{text} (log-rank {p})").format(text=text, p=p_text(self.test.p_value))
        row = self.quantiles().tidy().iloc[0]
        if np.isnan(row["estimate"]):
            end = self.at(self.horizon).tidy().iloc[0]
            return _("Still there at {time:g}: {share} ({low} to {high})").format(
                time=self.horizon,
                share=rough(end["estimate"]),
                low=rough(end["conf_low"]),
                high=rough(end["conf_high"]),
            )
        return _("Half have left by {time:g} ({low} to {high})").format(
            time=row["estimate"], low=until(row["conf_low"]), high=until(row["conf_high"])
        )

    def explain(self) -> str:
        """Say how many left, how long they stay, whether groups differ, and what is weak."""
        sentences = [
            _(
                "Of {n:,} customers {left:,} left ({share}); of the others it is known only that "
                "they stayed at least as long as they were seen."
            ).format(n=self.n, left=self.n_event, share=rough(self.n_event / self.n)),
            self._medians(),
            self._tested(),
            self._thin(),
            _(
                "The curve takes it that those no longer watched would leave like those still "
                "watched; it is wrong where people are lost from sight because they are leaving."
            ),
        ]
        return paragraph(sentences)

    @property
    def advice(self) -> str:
        """Point to the comparison in pairs, or to the drivers."""
        if len(self.curves) > 2 and not self.weighted:
            return _("Which groups differ from which: .compare().")
        return _("What drives leaving: cx.retention.cox().")

    def drawn(self) -> pd.DataFrame:
        """Return the curves with their start: everybody is there at time zero."""
        rows = self.labelled()
        start = rows.groupby("term", sort=False).head(1).copy()
        start["time"], start["estimate"] = 0.0, 1.0
        start["conf_low"] = start["conf_high"] = 1.0
        return pd.concat([start, rows]).sort_values("time", kind="stable")

    def plot_options(self) -> dict[str, Any]:
        """Name the axes and the rows of numbers at risk."""
        return {
            "axis": self.label(self.duration),
            "up": _("still there, {conf:.0%} interval").format(conf=self.conf),
            "risk": _("under observation"),
            "order": [self.label(term) for term in self.curves],
        }

    def overview(self) -> pd.DataFrame:
        """Return one row per group: customers, events, median and restricted mean lifetime."""
        middle, mean = self.quantiles().tidy(), self.mean().tidy()
        return pd.DataFrame(
            {
                "term": middle["term"],
                "n": middle["n"],
                "n_event": middle["n_event"],
                "median": middle["estimate"],
                "median_low": middle["conf_low"],
                "median_high": middle["conf_high"],
                "restricted_mean": mean["estimate"],
            }
        )

    def shown(self) -> pd.DataFrame:
        """Return the overview for readers."""
        rows = self.overview()
        rows["term"] = [self.label(term) for term in rows["term"]]
        for name in rows.columns.drop("term"):
            rows[name] = [show(value, GLOSSARY[name].unit) for value in rows[name]]
        return rows.rename(columns=heading)

    def notes(self) -> list[str]:
        """Say the events, the horizon of the mean and the scale of the interval."""
        return [
            *super().notes(),
            _("{count:,} left").format(count=self.n_event),
            _("mean up to {time:g}").format(time=self.horizon),
            _("interval on the scale {kind}").format(kind=self.interval),
        ]

    def _halfway(self) -> float:
        """Return a time for comparisons: half of the common horizon, whole if times are."""
        half = self.horizon / 2
        whole = all((curve.time % 1 == 0).all() for curve in self.curves.values())
        return max(float(np.floor(half)), 1.0) if whole else half

    def _medians(self) -> str:
        rows = self.quantiles().tidy()
        reached = rows[rows["estimate"].notna()]
        if not len(reached):
            ends = self.at(self.horizon).tidy()
            return _("At {time:g} more than half are still there: {named}.").format(
                time=self.horizon,
                named=listing(
                    _("{name} {value}").format(
                        name=self.label(row["term"]), value=rough(row["estimate"])
                    )
                    for row in ends.to_dict("records")
                ),
            )
        named = listing(
            _("{name} {time:g} ({low} to {high})").format(
                name=self.label(row["term"]),
                time=row["estimate"],
                low=until(row["conf_low"]),
                high=until(row["conf_high"]),
            )
            for row in reached.to_dict("records")
        )
        text = _("Half have left by: {named}.").format(named=named)
        others = rows.loc[rows["estimate"].isna(), "term"]
        if not len(others):
            return text
        rest = _("Half have not left while observed: {names}.").format(
            names=listing(map(self.label, others))
        )
        return paragraph([text, rest])

    def _tested(self) -> str:
        if len(self.curves) < 2:
            return ""
        if self.test is None:
            return _("The log-rank test takes no weights, so the groups are not tested here.")
        if np.isnan(self.test.p_value):
            return _("With so few events the groups can't be tested against each other.")
        text = (
            _("The groups leave at different rates (log-rank χ² = {value:.1f}, {df} df, {p}).")
            if self.test.p_value < 1 - self.conf
            else _(
                "That the groups leave at different rates is not shown (log-rank χ² = {value:.1f}, "
                "{df} df, {p})."
            )
        )
        return text.format(value=self.test.statistic, df=self.test.df, p=p_text(self.test.p_value))

    def _thin(self) -> str:
        thin = {}
        for term, rows in self.table.groupby("term", sort=False):
            few = rows.loc[rows["n_risk"] < FEW, "time"]
            if len(few):
                thin[str(term)] = float(few.iloc[0])
        if not thin:
            return ""
        term = min(thin, key=thin.__getitem__)
        if len(self.curves) == 1:
            return _(
                "From {time:g} on the curve rests on fewer than {few} customers: do not read its "
                "end."
            ).format(time=thin[term], few=FEW)
        return _(
            "From {time:g} on the curve of {name} rests on fewer than {few} customers: do not "
            "read its end."
        ).format(time=thin[term], name=self.label(term), few=FEW)
