"""What mediation gives back: the effects along a chain, in numbers, words and a picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cxlab._core import validate
from cxlab._core.columns import heading
from cxlab._core.i18n import N_, _, listing, paragraph, shortlist
from cxlab._core.labels import opening
from cxlab._core.numerals import p_text, signed
from cxlab._core.references import cite
from cxlab._core.result import Result
from cxlab.paths._chain import Chain
from cxlab.paths._effects import Effects

if TYPE_CHECKING:
    from cxlab.paths._differences import RouteDifferences

GROUPS = {
    "path": N_("path"),
    "direct": N_("direct effect"),
    "indirect": N_("indirect effect"),
    "all_indirect": N_("all indirect effects"),
    "total": N_("total effect"),
    "proportion": N_("share that is mediated"),
    "covariate": N_("covariate"),
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class MediationResult(Result):
    """Paths, direct, indirect and total effects of a chain of constructs.

    ``group`` says what a row is; terms are written ``x -> m -> y``. ``r2`` maps every construct
    that is explained to its R², ``sobel`` holds z and p of the single-mediator test.
    """

    chain: Chain
    effects: Effects
    r2: Mapping[str, float]
    sobel: tuple[float, float]
    interval: str
    boot: int

    title = N_("Mediation")
    drawing = "cxlab.plots:mediation"
    units = MappingProxyType({"df": "count"})
    words = MappingProxyType(GROUPS)

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of the effects, their intervals, and of what they cannot show."""
        keys = ["preacher_hayes_2008", "maxwell_cole_2007"]
        keys += ["sobel_1982"] if np.isfinite(self.sobel[0]) else []
        keys += ["efron_1987", "fritz_2012"] if self.interval == "bca" else []
        return tuple(cite(key) for key in keys)

    def summary(self) -> dict[str, Any]:
        """Return R² of the outcome, Sobel's test and the number of resamples."""
        return {
            "r2": self.r2[self.chain.names[-1]],
            "sobel_z": self.sobel[0],
            "sobel_p": self.sobel[1],
            "draws": self.boot,
        }

    def effect(self, group: str) -> pd.Series:
        """Return the row of the direct, the total or the whole indirect effect.

        Parameters
        ----------
        group
            ``"direct"``, ``"all_indirect"``, ``"total"`` or ``"proportion"``.
        """
        allowed = ("direct", "all_indirect", "total", "proportion")
        rows = self.table[self.table["group"] == validate.one_of(group, allowed, "group")]
        if not len(rows):  # with one mediator the only indirect effect is the whole
            rows = self.table[self.table["group"] == "indirect"]
        return rows.iloc[0]

    def differences(self) -> RouteDifferences:
        """Compare the indirect effects two by two; see :class:`RouteDifferences`.

        Raises
        ------
        SpecError
            There is one indirect effect only.
        """
        from cxlab.paths._differences import differences

        return differences(self)

    def headline(self) -> str:
        """Say how much of the effect runs through the mediators."""
        cause, x, y = self._ends()
        between = shortlist(map(self.label, self.chain.mediators), 1 if self.chain.beside else 3)
        words = {"x": x, "y": y, "m": between}
        whole, start = self.effect("all_indirect"), opening(self.labels, cause)
        if self.boot and whole["conf_low"] * whole["conf_high"] <= 0:
            return _("{x} → {m} → {y}: no indirect effect shown").format(**words | {"x": start})
        share = self.effect("proportion")["estimate"]
        if np.isfinite(share):
            return _("{share:.0%} of {x} → {y} runs through {m}").format(share=share, **words)
        return _("{x} → {m} → {y}: indirect effect {size}").format(
            size=signed(whole["estimate"], 2), **words | {"x": start}
        )

    def explain(self) -> str:
        """Say total, direct and indirect effects, and what the numbers can't show."""
        _name, x, y = self._ends()
        routes = self.table[self.table["group"] == "indirect"]
        clear = routes[routes["conf_low"] * routes["conf_high"] > 0]
        return paragraph(
            [
                _("One point more of {x} goes with {total} in {y}; directly {direct}.").format(
                    x=x,
                    y=y,
                    total=span(self.effect("total")),
                    direct=span(self.effect("direct")),
                ),
                _("Indirect effects: {routes}.").format(
                    routes=listing(
                        f"{self.label(row['term'])} {span(row)}"
                        for row in routes.to_dict("records")
                    )
                ),
                _("Some routes raise {y}, others lower it: their sum hides a part of both.").format(
                    y=y
                )
                if len(np.unique(np.sign(clear["estimate"]))) > 1
                else "",
                self._share(),
                _("Sobel's test: z = {z} ({p}).").format(
                    z=signed(self.sobel[0], 2), p=p_text(self.sobel[1])
                )
                if np.isfinite(self.sobel[0])
                else "",
                _(
                    "All this presupposes the order {order} and no hidden common cause; answers "
                    "taken at one time can't prove either."
                ).format(
                    order=" → ".join(
                        " + ".join(self.label(name) for name in stage)
                        for stage in self.chain.stages
                    )
                ),
                _("Taken as side by side, none acting on another: {names}.").format(
                    names=listing(self.label(name) for name in self.chain.beside)
                )
                if self.chain.beside
                else "",
            ]
        )

    @property
    def advice(self) -> str:
        """Point to the differences where several routes compete."""
        if self.boot and len(self.chain.routes()) > 1:
            return _("Does one route carry more than another? See .differences().")
        return ""

    def plot_options(self) -> dict[str, Any]:
        """Pass the constructs with their R², and one line per indirect effect."""
        routes = self.table[self.table["group"].isin(["indirect", "all_indirect"])]
        lines = [
            _("{kind}: {route} {size}").format(
                kind=self.word(row["group"]), route=self.label(row["term"]), size=span(row)
            )
            for row in routes.to_dict("records")
        ]
        if self.chain.around:
            lines.append(
                _("adjusted for {names}").format(
                    names=listing(self.label(name) for name in self.chain.around)
                )
            )
        return {
            "stages": [
                {str(name): (self.label(name), self.r2.get(name, np.nan)) for name in stage}
                for stage in self.chain.stages
            ],
            "lines": lines,
            "legend": _("width: size of β; dashed: the interval includes 0"),
        }

    def shown(self) -> pd.DataFrame:
        """Return the table for readers, without n, the same in every row."""
        return super().shown().drop(columns=heading("n"))

    def notes(self) -> list[str]:
        """Say where the intervals come from."""
        kind = (
            _("paths and total effect: t intervals; indirect effects: {boot:,} resamples, BCa")
            if self.interval == "bca"
            else _("paths and total effect: t intervals; indirect effects: {boot:,} resamples")
        )
        return [*super().notes(), kind.format(boot=self.boot)]

    def _ends(self) -> tuple[str, str, str]:
        """Return the cause as it is called, and cause and outcome for readers."""
        (cause,), (outcome,) = self.chain.stages[0], self.chain.stages[-1]
        return cause, self.label(cause), self.label(outcome)

    def _share(self) -> str:
        share = self.effect("proportion")["estimate"]
        if np.isnan(share):
            return _(
                "No mediated share is stated: the total effect is not clear of zero, or the direct "
                "effect runs the other way."
            )
        return _(
            "The share that is mediated is {share:.0%}; it swings from sample to sample more than "
            "the effects themselves."
        ).format(share=share)


def span(row: Mapping[Any, Any] | pd.Series) -> str:
    if np.isnan(row["conf_low"]):
        return signed(row["estimate"], 2)
    size, low, high = (signed(row[name], 2) for name in ("estimate", "conf_low", "conf_high"))
    return f"{size} [{low}; {high}]"
