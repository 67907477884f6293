"""The curve of a model of contracts against what happened, and beyond."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pandas as pd

from cxlab._core.columns import heading
from cxlab._core.i18n import N_, _, paragraph
from cxlab._core.references import cite
from cxlab._core.result import Result


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ForecastResult(Result):
    """Share still there, or rate of staying, by period, with intervals and observed values.

    Parameters
    ----------
    name
        Title of the model.
    fitted
        Periods the model was fitted to.
    keys
        Sources of the model.
    """

    name: str
    fitted: int
    keys: tuple[str, ...]

    title = N_("Forecast of retention")
    drawing = "cxlab.plots:retention_curve"
    units = MappingProxyType(
        dict.fromkeys(("estimate", "std_error", "conf_low", "conf_high", "observed"), "share")
    )
    words = MappingProxyType(
        {"fitted": N_("fitted"), "held_out": N_("held out"), "forecast": N_("beyond the data")}
    )

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of the model."""
        return tuple(cite(key) for key in self.keys)

    @property
    def of(self) -> str:
        """What the curve is of: ``"survival"`` or ``"retention"``."""
        return str(self.table["term"].iloc[0])

    def label(self, term: str) -> str:
        """Return the name of the curve."""
        return _("share still there") if term == "survival" else _("rate of staying")

    def headline(self) -> str:
        """State the last period that can be checked, or how the rates move."""
        first, last = self.table.iloc[0], self.table.iloc[-1]
        if self.of == "retention":
            return _("The rate of staying goes from {first:.1%} to {last:.1%}").format(
                first=first["estimate"], last=last["estimate"]
            )
        if pd.notna(last["observed"]):
            return _("Period {period}: the model expects {model:.1%}, {seen:.1%} stayed").format(
                period=last["period"], model=last["estimate"], seen=last["observed"]
            )
        return _("Period {period}: the model expects {model:.1%} still there").format(
            period=last["period"], model=last["estimate"]
        )

    def explain(self) -> str:
        """Give the last value with its interval, the held-out check, and the weak side."""
        last = self.table.iloc[-1]
        text = _(
            "{what}, period {period}: {model:.1%} ({conf:.0%} interval {low:.1%} to {high:.1%})."
        )
        words = self.label(self.of)
        return paragraph(
            [
                text.format(
                    what=words[:1].upper() + words[1:],
                    period=last["period"],
                    model=last["estimate"],
                    conf=self.conf,
                    low=last["conf_low"],
                    high=last["conf_high"],
                ),
                self._check(),
                _(
                    "The rate rises because those likely to leave go first, not because anybody "
                    "becomes more loyal."
                )
                if self.of == "retention" and last["estimate"] > self.table["estimate"].iloc[0]
                else "",
                _(
                    "The interval is about the model's curve: single observed values scatter more, "
                    "and a change in the market or the terms is not in it."
                ),
            ]
        )

    def _check(self) -> str:
        held = self.table[self.table["group"] == "held_out"].dropna(subset=["observed"])
        if not len(held):
            return ""
        inside = held["observed"].between(held["conf_low"], held["conf_high"]).sum()
        miss = (held["estimate"] - held["observed"]).abs().max()
        return _(
            "Of {count} values held out {inside} lie inside the interval; the largest miss is "
            "{miss:.1f} points."
        ).format(count=len(held), inside=int(inside), miss=100 * miss)

    def drawn(self) -> pd.DataFrame:
        """Return the curve; that of the share still there begins at the start, with everybody."""
        table = self.labelled()
        if self.of == "retention":
            return table
        start = {
            "term": "survival",
            "period": 0,
            "group": "fitted",
            "label": table["label"].iloc[0],
        }
        ones = dict.fromkeys(("estimate", "conf_low", "conf_high", "observed"), 1.0)
        return pd.concat([pd.DataFrame([start | ones | {"n": self.n}]), table], ignore_index=True)

    def plot_options(self) -> dict[str, Any]:
        """Words of the curve, and where the fitted part ends."""
        return {
            "axis": (_("periods since the start"), self.label(self.of)),
            "words": {
                "observed": _("observed"),
                "model": _("model, {conf:.0%} interval").format(conf=self.conf),
                "held_out": _("held out"),
                "forecast": _("beyond the data"),
                "n": _("at the start"),
            },
            "fitted": self.fitted,
            "steps": self.of == "survival",
        }

    def shown(self) -> pd.DataFrame:
        """Return the table as readers see it; the period names the row."""
        table = super().shown().drop(columns=[_("term")])
        return table[[heading("period"), *table.columns.drop(heading("period"))]]

    def notes(self) -> list[str]:
        """Name the model."""
        return [_(self.name), *super().notes()]
