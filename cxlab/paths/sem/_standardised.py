"""The standardised solution of a covariance model, one dot per number."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pandas as pd

from cxlab._core.i18n import N_, _, listing, paragraph
from cxlab._core.numerals import signed
from cxlab._core.result import Result

if TYPE_CHECKING:
    from cxlab.paths.sem._result import SemResult

WEAK = 0.5  # half the variance of an item is its construct's from 0.71; Hair et al. (2017)
DRAWN = ("loading", "path")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class SemStandardised(Result):
    """Loadings, paths and correlations, standardised, with their intervals."""

    groups: tuple[str, ...]

    title = N_("Standardised solution")
    drawing = "cxlab.plots:dots"
    words = MappingProxyType(
        {"loading": N_("loading"), "path": N_("path"), "covariance": N_("covariance")}
    )
    sources = ("joreskog_1969", "hair_2017")

    def headline(self) -> str:
        """Say between what ends the loadings lie, and which is the weakest."""
        loads = self.table[self.table["kind"] == "loading"]
        if not len(loads):
            return _("Standardised paths: {count}").format(count=len(self.table))
        weak = loads.iloc[int(loads["estimate"].abs().to_numpy().argmin())]
        return _("Loadings {low} to {high}; weakest: {term}").format(
            low=signed(loads["estimate"].min(), 2).lstrip("+"),
            high=signed(loads["estimate"].max(), 2).lstrip("+"),
            term=self.label(weak["term"].split(" =~ ")[-1]),
        )

    def explain(self) -> str:
        """Name what is weakly measured, and what does not differ from zero."""
        loads = self.table[self.table["kind"] == "loading"]
        weak = loads[loads["estimate"].abs() < WEAK]
        open_ = self.table[self.table["conf_low"] * self.table["conf_high"] <= 0]
        return paragraph(
            [
                _("Loadings below {limit}: {items}.").format(
                    limit=WEAK,
                    items=listing(
                        f"{self._named(row)} {signed(row['estimate'], 2)}"
                        for _i, row in weak.iterrows()
                    ),
                )
                if len(weak)
                else _("All loadings are {limit} or more.").format(limit=WEAK)
                if len(loads)
                else "",
                _("Not shown to differ from zero: {paths}.").format(
                    paths=listing(self._named(row) for _i, row in open_.iterrows())
                )
                if len(open_)
                else _("Every interval is clear of zero."),
                _("Standardised numbers compare within a sample; between groups spreads differ."),
            ]
        )

    def drawn(self) -> pd.DataFrame:
        """Return loadings and paths."""
        rows = self.labelled()
        rows = rows[rows["kind"].isin(DRAWN)]
        return rows[
            ["label", "estimate", "conf_low", "conf_high", *(["group"] if self.groups else [])]
        ]

    def plot_options(self) -> dict[str, Any]:
        """Mark zero and name the axis."""
        axis = _("standardised, {conf:.0%} interval")
        return {"axis": axis.format(conf=self.conf), "lines": [0]}

    def _named(self, row: pd.Series) -> str:
        name = self.label(row["term"])
        if not self.groups:
            return name
        return _("{name} ({group})").format(name=name, group=row["group"])


def standardised(fit: SemResult) -> SemStandardised:
    """Tabulate the standardised loadings, paths and correlations of a fitted model."""
    rows = fit.table[fit.table["kind"].isin([*DRAWN, "covariance"]) & fit.table["beta"].notna()]
    return SemStandardised(
        table=pd.DataFrame(
            {
                "term": rows["term"],
                **({"group": rows["group"]} if fit.groups else {}),
                "kind": rows["kind"],
                "estimate": rows["beta"],
                "conf_low": rows["beta_low"].fillna(rows["beta"]),
                "conf_high": rows["beta_high"].fillna(rows["beta"]),
            }
        ).reset_index(drop=True),
        n=fit.n,
        n_dropped=fit.n_dropped,
        dropped=fit.dropped,
        conf=fit.conf,
        labels=fit.labels,
        groups=fit.groups,
    )
