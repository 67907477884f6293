"""Five methods side by side: estimates, shares and ranks, and the claims that follow."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from cxlab._core.i18n import N_, _, listing, paragraph, unsure
from cxlab._core.labels import opening
from cxlab._core.numerals import signed
from cxlab._core.result import Result
from cxlab.drivers._compare_claims import MOST_NAMED, ClaimsResult
from cxlab.drivers._compare_methods import METHODS, NAMES


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class CompareResult(Result):
    """One row per driver and method; ``claims()`` says what all methods support.

    ``estimate`` is a correlation, a standardised coefficient, or a part of R² (LMG, Johnson).
    ``share`` is comparable across methods: the part of the sum over drivers, of squares where the
    estimate has a sign. Ranks go by it, and so do their intervals.
    """

    outcome: str
    verdicts: pd.DataFrame
    r2: float
    boot: int
    levels: int
    cut: bool

    title = N_("The same data under five methods")
    drawing = "cxlab.plots:comparison"
    unshown = ("n",)
    words = MappingProxyType(NAMES)
    sources = (
        "groemping_2006",
        "lindeman_1980",
        "johnson_2000",
        "mccullagh_1980",
        "mckelvey_zavoina_1975",
    )

    def summary(self) -> dict[str, Any]:
        """Return R², and how many claims there are and survive."""
        return {
            "r2": self.r2,
            "k": len(self.verdicts),
            "holds": int((self.verdicts["status"] == "survives").sum()),
            "draws": self.boot,
        }

    def claims(self) -> ClaimsResult:
        """Return every claim with its support by method, as a result of its own."""
        return ClaimsResult(
            table=self.verdicts.assign(n=self.n),
            n=self.n,
            n_dropped=self.n_dropped,
            dropped=self.dropped,
            conf=self.conf,
            labels=self.labels,
            outcome=self.outcome,
            boot=self.boot,
        )

    def headline(self) -> str:
        """Say who leads in how many methods (? if not in all resamples), and what survives."""
        first, count = self._first()
        return _("{y}: {x} leads in {count} of 5 methods; {held} of {all} claims hold").format(
            x=unsure(self.label(first), self.verdicts["holds"].iloc[0] < 5),
            y=opening(self.labels, self.outcome),
            count=count,
            held=self.summary()["holds"],
            all=len(self.verdicts),
        )

    def explain(self) -> str:
        """Say what survives, what does not, and why these five were asked."""
        first, count = self._first()
        claims = self.claims()
        rows = claims.table
        kinds = rows["group"].isin(["first", "outranks"])
        held = [claims.label(term) for term in rows.loc[kinds & (rows["holds"] == 5), "term"]]
        doubted = [claims.label(term) for term in rows.loc[kinds & (rows["holds"] < 5), "term"]]
        turned = [self._turn(term) for term in self._turning()]
        return paragraph(
            [
                _(
                    "{x} is first in {count} of five methods; {held} of {all} claims hold in every "
                    "method and in at least {conf:.0%} of the resamples."
                ).format(
                    x=opening(self.labels, first),
                    count=count,
                    held=self.summary()["holds"],
                    all=len(rows),
                    conf=self.conf,
                ),
                _("The order that survives: {named}.").format(named=listing(held[:MOST_NAMED]))
                if held
                else _("No claim about the order survives."),
                _("Don't build on: {named}.").format(named=listing(doubted[:MOST_NAMED]))
                if doubted
                else "",
                _("The direction turns between methods: {named}.").format(named=listing(turned))
                if turned
                else "",
                _(
                    "r passes over what drivers share, β gives it to one of them, LMG and Johnson "
                    "divide it, the ordinal logit does without equal steps of the scale."
                ),
                _("For the logit, {y} was put into {levels} classes.").format(
                    y=self.label(self.outcome), levels=self.levels
                )
                if self.cut
                else "",
                _("All five use the same answers: that they agree is no proof of a cause."),
            ]
        )

    @property
    def advice(self) -> str:
        """Point to the claims one by one."""
        return _("See each claim with its support by .claims().")

    def plot_options(self) -> dict[str, Any]:
        """Name the methods, the axis, and what the bars are."""
        return {
            "columns": {name: _(NAMES[name]) for name in METHODS},
            "axis": _("rank"),
            "note": _("bars: {conf:.0%} of {boot:,} resamples, the same for all methods").format(
                conf=self.conf, boot=self.boot
            ),
        }

    def notes(self) -> list[str]:
        """Add R² and the number of resamples."""
        return [
            *super().notes(),
            f"R² = {self.r2:.3f}",
            _("{boot:,} resamples").format(boot=self.boot),
        ]

    def _first(self) -> tuple[str, int]:
        """Return the driver with the largest share on average, and in how many methods it leads."""
        first = str(self.verdicts["driver"].iloc[0])
        ranks = self.table.loc[self.table["term"] == first, "rank"]
        return first, int((ranks == 1).sum())

    def _turning(self) -> list[str]:
        """Return the drivers whose correlation and coefficient have clearly different signs."""
        clear = self.table["conf_low"] * self.table["conf_high"] > 0
        side = np.sign(self.table["estimate"]).where(clear, 0).groupby(self.table["method"])
        turned = side.get_group("correlation").to_numpy() * side.get_group("beta").to_numpy() < 0
        return list(self.table["term"].iloc[: len(turned)][turned])

    def _turn(self, term: str) -> str:
        sizes = self.table[self.table["term"] == term].set_index("method")["estimate"]
        return _("{x} (r {r}, β {beta})").format(
            x=self.label(term),
            r=signed(sizes["correlation"], 2),
            beta=signed(sizes["beta"], 2),
        )
