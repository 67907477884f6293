"""What could be claimed about the drivers, and in how many methods each claim holds."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pandas as pd

from cxlab._core.i18n import N_, _, paragraph, shortlist
from cxlab._core.labels import opening
from cxlab._core.result import Result
from cxlab.drivers._compare_methods import METHODS, SHORT, support

KINDS = {
    "first": N_("first place"),
    "outranks": N_("order of two"),
    "matters": N_("matters at all"),
    "up": N_("direction"),
    "down": N_("direction"),
}
STATUS = {
    "survives": N_("holds in all"),
    "disputed": N_("disputed"),
    "falls": N_("holds in none"),
}
MOST_NAMED = 6


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ClaimsResult(Result):
    """One row per claim, with the share of resamples that support it in each method.

    ``group`` is the kind of claim; ``holds`` counts the methods in which it is true of the estimate
    and in at least ``conf`` of the resamples, ``asked`` those that can answer it (a direction is
    not asked of LMG and Johnson, which have no sign). ``support`` is the lowest of all.
    """

    outcome: str
    boot: int

    title = N_("Which claims survive all methods")
    drawing = "cxlab.plots:claims"
    unshown = ("driver", "rival", "n")
    words = MappingProxyType(KINDS | STATUS)
    sources = ("groemping_2006", "johnson_2000", "mckelvey_zavoina_1975")

    def summary(self) -> dict[str, Any]:
        """Return how many claims there are and how many survive."""
        return {"k": len(self.table), "holds": len(self.survivors()), "draws": self.boot}

    def survivors(self) -> pd.DataFrame:
        """Return the claims that hold in every method that can answer them."""
        return self.table[self.table["status"] == "survives"]

    def label(self, term: str) -> str:
        """Return a claim in words, or the name of a column."""
        rows = self.table[self.table["term"] == term]
        if not len(rows):
            return super().label(term)
        row = rows.iloc[0]
        text = {
            "first": _("{a} ranks first"),
            "outranks": _("{a} outranks {b}"),
            "matters": _("{a} matters"),
            "up": _("{a} goes with more"),
            "down": _("{a} goes with less"),
        }[row["group"]]
        rival = super().label(row["rival"]) if row["group"] == "outranks" else ""
        return text.format(a=super().label(row["driver"]), b=rival)

    def headline(self) -> str:
        """Count the claims that survive."""
        return _("{y}: {held} of {all} claims about its drivers survive all methods").format(
            held=len(self.survivors()), all=len(self.table), y=opening(self.labels, self.outcome)
        )

    def explain(self) -> str:
        """Name what survives, what is disputed, and the rule."""
        named = {
            status: [self.label(term) for term in rows["term"]]
            for status, rows in self.table.groupby("status")
        }
        texts = {
            "survives": _("In all methods: {named}."),
            "disputed": _("In some only: {named}."),
            "falls": _("In none: {named}."),
        }
        return paragraph(
            [
                _(
                    "A claim holds in a method if it is true of the estimate and of at least "
                    "{conf:.0%} of {boot:,} resamples, the same for all methods."
                ).format(conf=self.conf, boot=self.boot),
                *(
                    text.format(named=shortlist(named[status], MOST_NAMED))
                    for status, text in texts.items()
                    if status in named
                ),
                _("All five use the same answers: that they agree is no proof of a cause."),
            ]
        )

    def plot_options(self) -> dict[str, Any]:
        """Pass the names of the methods, the verdicts, and the level."""
        return {
            "columns": {support(name): _(SHORT[name]) for name in METHODS},
            "verdicts": [self.word(status) for status in self.table["status"]],
            "level": self.conf,
            "note": _(
                "true in this share of {boot:,} resamples (no number: all); "
                "dark: {conf:.0%} or more"
            ).format(boot=self.boot, conf=self.conf),
        }

    def notes(self) -> list[str]:
        """Add the number of resamples."""
        return [*super().notes(), _("{boot:,} resamples").format(boot=self.boot)]
