"""Does a hazard ratio hold over time? The test of Grambsch and Therneau."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy.stats import chi2

from cxlab._core import validate
from cxlab._core.errors import ModelError
from cxlab._core.i18n import N_, _, paragraph, shortlist
from cxlab._core.numerals import p_text
from cxlab._core.result import Result
from cxlab._stats import cox_checks

if TYPE_CHECKING:
    from cxlab.retention._cox_result import CoxResult

CLOCKS = ("km", "rank", "log", "identity")
TOTAL = "all drivers"
MANY, FEW = 1000, 100  # events


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ProportionalResult(Result):
    """Tests of the assumption that each hazard ratio is the same at all times.

    ``tidy()`` has one row per driver (a category's dummies together) and a row ``all drivers``;
    ``verdict`` says ``holds`` or ``changes``.
    """

    clock: str
    n_event: int

    title = N_("Do the hazard ratios hold over time?")
    drawing = "cxlab.plots:words"
    sources = ("grambsch_therneau_1994",)
    units = MappingProxyType({"df": "count"})
    words = MappingProxyType({"holds": N_("no change shown"), "changes": N_("changes with time")})

    def label(self, term: str) -> str:
        """Return a driver as a reader should see it."""
        return _("all drivers") if term == TOTAL else super().label(term)

    def drifting(self) -> list[str]:
        """Return the drivers whose ratio changes with time."""
        rows = self.table[(self.table["verdict"] == "changes") & (self.table["term"] != TOTAL)]
        return list(rows.sort_values("p_value", kind="stable")["term"])

    def headline(self) -> str:
        """Count the drivers whose ratio changes."""
        changing = self.drifting()
        if changing:
            return _("The ratio changes with time for {names}").format(
                names=shortlist(map(self.label, changing))
            )
        if self.table["verdict"].iloc[-1] == "changes":
            return _("Together the ratios change with time, though no single one is shown to")
        return _("No ratio is shown to change with time")

    def explain(self) -> str:
        """Say which ratios change, what that means, and what to do."""
        total, changing = self.table.iloc[-1], self.drifting()
        count = len(self.table) - 1
        sentences = [
            _("All drivers together: χ² = {value:.1f}, {df} df, {p}.").format(
                value=total["statistic"], df=int(total["df"]), p=p_text(total["p_value"])
            )
        ]
        if changing:
            found = dict(zip(self.table["term"], self.table["p_value"], strict=True))
            named = shortlist(
                (_("{x} ({p})").format(x=self.label(t), p=p_text(found[t])) for t in changing),
                6,
            )
            sentences += [
                _("The ratio changes with time for {named}.").format(named=named),
                _(
                    "Such a ratio is an average over the time observed. Put a category into "
                    "strata=, or fit early and late customers apart."
                ),
            ]
        else:
            sentences.append(_("For no single driver is a change with time shown."))
        if self.n_event > MANY:
            sentences.append(
                _(
                    "With {count:,} events even a small change shows: look at the curves by group "
                    "before you give up one ratio."
                ).format(count=self.n_event)
            )
        elif self.n_event < FEW:
            sentences.append(
                _("With few events a real change may go unseen; not shown is not absent.")
            )
        if count > 1:
            sentences.append(
                _("The p-values are not corrected for the number of drivers ({count}).").format(
                    count=count
                )
            )
        return paragraph(sentences)

    def drawn(self) -> pd.DataFrame:
        """Return the tests as words."""
        rows = self.shown()
        return pd.DataFrame(
            {
                "term": self.table["term"],
                "label": rows.iloc[:, 0],
                "statistic": rows.iloc[:, 1],
                "df": rows.iloc[:, 2],
                "p_value": rows.iloc[:, 3],
                "verdict": [self.word(value) for value in self.table["verdict"]],
            }
        )

    def notes(self) -> list[str]:
        """Say on which scale of time a ratio may drift."""
        scales = {
            "km": _("time as the share that has left"),
            "rank": _("time as ranks"),
            "log": _("logarithm of time"),
            "identity": _("time as it is"),
        }
        return [*super().notes(), scales[self.clock]]


def test(result: CoxResult, clock: str) -> ProportionalResult:
    """Test the ratios of a fit; see ``CoxResult.proportional_hazards``."""
    validate.one_of(clock, CLOCKS, "clock")
    if result.times < 2:
        raise ModelError(
            _(
                "All customers who left did so at one time, so whether a ratio changes over time "
                "can't be tested. Record durations more finely."
            )
        )
    names = list(result.table["term"])
    owners = [result.design.owner[name] for name in names]
    terms = list(dict.fromkeys(owners))
    blocks = [[j for j, other in enumerate(owners) if other == owner] for owner in terms]
    values = cox_checks.proportionality(
        result.fit, cox_checks.clocks(result.fit.moments.risks, clock), blocks
    )
    df = np.array([*map(len, blocks), len(names)])
    p_value = chi2.sf(values, df)
    rows: dict[str, Any] = {
        "term": [*terms, TOTAL],
        "statistic": values,
        "df": df,
        "p_value": p_value,
        "verdict": np.where(p_value < 1 - result.conf, "changes", "holds"),
    }
    return ProportionalResult(
        table=pd.DataFrame(rows),
        n=result.n,
        n_dropped=result.n_dropped,
        dropped=result.dropped,
        conf=result.conf,
        labels=result.labels,
        clock=clock,
        n_event=result.n_event,
    )
