"""Numbers read off survival curves: shares at a time, quantiles, and means up to a horizon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cxlab._core import validate
from cxlab._core.arguments import LARGEST
from cxlab._core.errors import SpecError
from cxlab._core.i18n import N_, _, listing, paragraph
from cxlab._core.numerals import percent
from cxlab._core.result import Result
from cxlab._stats import survival as stats
from cxlab._stats.intervals import t_interval
from cxlab.retention._survival_result import ALL
from cxlab.retention._words import rough

if TYPE_CHECKING:
    from cxlab.retention._survival_result import SurvivalResult

TITLES = {
    "share": N_("Share still there"),
    "quantile": N_("Time by which a share has left"),
    "mean": N_("Mean lifetime up to a horizon"),
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class LifetimeResult(Result):
    """Shares at a time, quantiles, or restricted means of survival curves, with intervals.

    ``tidy()`` has one row per group and time (``kind = "share"``), per group and share
    (``"quantile"``), or per group (``"mean"``, up to ``horizon``).
    """

    kind: str
    by: str | None
    horizon: float
    duration: str

    drawing = "cxlab.plots:dots"
    sources = ("kaplan_meier_1958", "brookmeyer_crowley_1982", "royston_parmar_2013")

    @property
    def title(self) -> str:  # type: ignore[override]
        """What the numbers are."""
        return TITLES[self.kind]

    @property
    def units(self) -> Any:  # type: ignore[override]
        """Shares are shown in per cent."""
        names = ("estimate", "conf_low", "conf_high")
        return dict.fromkeys(names, "share" if self.kind == "share" else "score")

    def label(self, term: str) -> str:
        """Return a group as a reader should see it."""
        return _("all customers") if self.by is None and term == ALL else super().label(term)

    def headline(self) -> str:
        """State the largest and the smallest value."""
        rows = self.table.dropna(subset=["estimate"])
        if not len(rows):
            return _("Not reached while customers were observed")
        if self.kind != "mean":  # several columns of numbers: the first with a value for all
            column = "time" if self.kind == "share" else "share"
            rows = rows[rows[column] == rows[column].iloc[0]]
        rows = rows.sort_values("estimate", kind="stable")
        low, high = rows.iloc[0], rows.iloc[-1]
        texts = {
            "share": _("Still there at {point}: {named}"),
            "quantile": _("{point} have left by: {named}"),
            "mean": _("Mean up to {point}: {named}"),
        }
        named = [
            _("{name} {value}").format(name=self.label(r["term"]), value=self._write(r["estimate"]))
            for r in ([low] if len(rows) == 1 else [high, low])
        ]
        return texts[self.kind].format(point=self._point(low), named=listing(named))

    def explain(self) -> str:
        """Read every number aloud with its interval."""
        sentences = []
        for row in self.table.to_dict("records"):
            sentences.append(self._sentence(row))
        if self.kind == "mean":
            sentences.append(
                _(
                    "What comes after {time:g} is not counted: customers stay longer than this on "
                    "average."
                ).format(time=self.horizon)
            )
        elif self.table["estimate"].isna().any():
            sentences.append(_("A missing number lies beyond what was observed."))
        return paragraph(sentences)

    def plot_options(self) -> dict[str, Any]:
        """Name the axis; groups stand beneath each other."""
        duration = super().label(self.duration)
        axis = _("share still there") if self.kind == "share" else duration
        options: dict[str, Any] = {"axis": axis}
        if "group" not in self.drawn():
            rows = self.table.dropna(subset=["estimate"])
            options["notes"] = [self._write(value) for value in rows["estimate"]]
        return options

    def drawn(self) -> pd.DataFrame:
        """Return the rows; where each group has several, they are told apart by colour."""
        rows = self.labelled()
        if self.kind == "mean" or rows["term"].is_unique:
            return rows
        return rows.assign(group=[self._point(row) for _place, row in self.table.iterrows()])

    def _point(self, row: Any) -> str:
        """Write the time, the share or the horizon that a row is about."""
        if self.kind == "quantile":
            return percent(f"{100 * row['share']:g}")
        return f"{row['time'] if self.kind == 'share' else self.horizon:g}"

    def _write(self, value: float) -> str:
        if self.kind == "share":
            return rough(value)
        return "–" if np.isnan(value) else f"{value:.3g}"

    def _sentence(self, row: dict[Any, Any]) -> str:
        name, words = self.label(row["term"]), {}
        if np.isnan(row["estimate"]):
            texts = {
                "share": _("{name}: nobody was seen as late as {point}."),
                "quantile": _("{name}: {point} have not left while observed."),
                "mean": _("{name}: no mean."),
            }
            return texts[self.kind].format(name=name, point=self._point(row))
        words = {key: self._write(row[key]) for key in ("estimate", "conf_low", "conf_high")}
        texts = {
            "share": _(
                "{name}: {estimate} are still there at {point} ({conf_low} to {conf_high})."
            ),
            "quantile": _("{name}: {point} have left by {estimate} ({conf_low} to {conf_high})."),
            "mean": _(
                "{name}: {estimate} on average within the first {point} ({conf_low} to "
                "{conf_high})."
            ),
        }
        return texts[self.kind].format(name=name, point=self._point(row), **words)


def at(result: SurvivalResult, times: float | Sequence[float]) -> LifetimeResult:
    """Read the curves at some times."""
    wanted = [validate.inside(time, 0, LARGEST, "times") for time in _several(times)]
    rows = []
    for term, curve in result.curves.items():
        low, high = curve.interval(result.conf, result.interval)
        before = np.searchsorted(curve.time, wanted, side="right") - 1
        risk = curve.at_risk
        for time, place in zip(wanted, before, strict=True):
            seen = time <= curve.time[-1]
            row = {"term": term, "time": time, "estimate": np.nan, "std_error": np.nan}
            row |= {"conf_low": np.nan, "conf_high": np.nan}
            if seen and place < 0:
                row |= {"estimate": 1.0, "std_error": 0.0, "conf_low": 1.0, "conf_high": 1.0}
            elif seen:
                row |= {
                    "estimate": curve.survival[place],
                    "std_error": curve.std_error[place],
                    "conf_low": low[place],
                    "conf_high": high[place],
                }
            later = np.searchsorted(curve.time, time)
            row["n_risk"] = risk[later] if later < len(risk) else 0.0
            rows.append(row)
    return _result(result, rows, "share", max(wanted))


def quantiles(result: SurvivalResult, share: float | Sequence[float]) -> LifetimeResult:
    """Find the times by which shares have left."""
    wanted = [validate.share(each, "share") for each in _several(share)]
    if min(wanted) <= 0 or max(wanted) >= 1:
        raise SpecError(_("share must lie between 0 and 1, such as 0.5 for the median."))
    rows = []
    for term, curve in result.curves.items():
        low, high = curve.interval(result.conf, result.interval)
        for each in wanted:
            rows.append(
                {
                    "term": term,
                    "share": each,
                    "estimate": stats.crossing(curve.time, curve.survival, 1 - each),
                    "conf_low": stats.crossing(curve.time, low, 1 - each),
                    "conf_high": stats.crossing(curve.time, high, 1 - each),
                }
            )
    return _result(result, rows, "quantile", result.horizon)


def mean(result: SurvivalResult, horizon: float | None) -> LifetimeResult:
    """Compute mean lifetimes up to a horizon."""
    end = result.horizon if horizon is None else validate.finite(horizon, "horizon")
    if not 0 < end <= result.horizon:
        raise SpecError(
            _(
                "horizon = {value:g} must lie above 0 and at most at {most:g}, the last time at "
                "which every group is still observed."
            ).format(value=end, most=result.horizon)
        )
    rows = []
    for term, curve in result.curves.items():
        estimate, error = stats.restricted_mean(curve, end)
        low, high = t_interval(estimate, error, np.inf, result.conf)
        rows.append(
            {
                "term": term,
                "estimate": estimate,
                "std_error": error,
                "conf_low": max(float(low), 0.0),
                "conf_high": min(float(high), end),
            }
        )
    return _result(result, rows, "mean", end)


def _several(values: Any) -> list[Any]:
    many = validate.listed(values, "times")
    if not many:
        raise SpecError(_("Give at least one number."))
    return many


def _result(
    result: SurvivalResult, rows: list[dict[str, Any]], kind: str, horizon: float
) -> LifetimeResult:
    table = pd.DataFrame(rows)
    table["n"] = [result.sizes[term][0] for term in table["term"]]
    table["n_event"] = [result.sizes[term][1] for term in table["term"]]
    return LifetimeResult(
        table=table,
        n=result.n,
        n_dropped=result.n_dropped,
        dropped=result.dropped,
        conf=result.conf,
        labels=MappingProxyType(dict(result.labels)),
        kind=kind,
        by=result.by,
        horizon=horizon,
        duration=result.duration,
    )
