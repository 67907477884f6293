"""What an exploratory factor analysis found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cxlab._core.i18n import N_, _, paragraph, shortlist
from cxlab._core.numerals import show
from cxlab._core.references import cite
from cxlab._core.result import Result

STRONG = 0.4  # Stevens (2002): a loading worth naming
CROSSED = 0.3  # a second loading as large makes the item belong to two factors
POLYCHORIC = N_(
    "The correlations are polychoric: those of the opinions, normally distributed, "
    "that ordered answers stand for."
)
ADEQUATE = 0.6  # Kaiser (1974): below is "mediocre"


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class EfaResult(Result):
    """Loadings of items on factors, rotated.

    Parameters
    ----------
    phi
        Correlations of the factors.
    unique
        Unique variance of each item.
    adequacy
        Kaiser-Meyer-Olkin measure of each item.
    fit
        What ``glance()`` shows.
    method, rotation
        How the factors were found.
    counted
        Whether parallel analysis chose their number.
    correlation
        Which correlations were taken, Pearson's or polychoric ones.
    """

    phi: pd.DataFrame
    unique: pd.Series
    adequacy: pd.Series
    fit: Mapping[str, float]
    method: str
    rotation: str
    counted: bool
    correlation: str = "pearson"

    title = N_("Factors behind the items")
    drawing = "cxlab.plots:loading_map"
    sources = ("harman_jones_1966", "jennrich_2002", "kaiser_1974", "stevens_2002")

    def loadings(self) -> pd.DataFrame:
        """Return the pattern: one row per item, one column per factor."""
        values = self.table["estimate"].to_numpy().reshape(-1, len(self.phi))
        return pd.DataFrame(values, self.unique.index, self.phi.index)

    def items(self) -> pd.DataFrame:
        """Return what is known of each item.

        Returns
        -------
        pandas.DataFrame
            ``term``, ``factor`` (of the largest loading), ``estimate`` (that loading),
            ``communality``, ``uniqueness``, ``complexity`` (Hofmann's; 1 for an item of one
            factor), ``kmo``.
        """
        wide = self.loadings()
        square = wide.to_numpy() ** 2
        place = square.argmax(axis=1)
        with np.errstate(invalid="ignore"):
            complexity = square.sum(axis=1) ** 2 / (square**2).sum(axis=1)
        return pd.DataFrame(
            {
                "term": wide.index,
                "factor": wide.columns[place],
                "estimate": wide.to_numpy()[np.arange(len(wide)), place],
                "communality": 1 - self.unique.to_numpy(),
                "uniqueness": self.unique.to_numpy(),
                "complexity": complexity,
                "kmo": self.adequacy.to_numpy(),
            }
        )

    def factors(self) -> pd.DataFrame:
        """Return what each factor explains: ``factor``, ``estimate`` (variance), ``share``."""
        wide = self.loadings().to_numpy()
        variance = np.diag(self.phi.to_numpy() @ wide.T @ wide)
        return pd.DataFrame(
            {"factor": self.phi.index, "estimate": variance, "share": variance / len(wide)}
        )

    def correlations(self) -> pd.DataFrame:
        """Return the correlations of the factors as a copy."""
        return self.phi.copy()

    def summary(self) -> dict[str, Any]:
        """Measures of fit."""
        return dict(self.fit)

    def headline(self) -> str:
        """State how many factors explain how much."""
        return _("{count} factors explain {share:.0%} of what {items} items say").format(
            count=len(self.phi), share=self.factors()["share"].sum(), items=len(self.unique)
        )

    def explain(self) -> str:
        """Name the items of each factor, those that belong nowhere or twice, and the fit."""
        items = self.items()
        strong = items[items["estimate"].abs() >= STRONG]
        groups = [
            _("{factor}: {items}").format(
                factor=name, items=shortlist(map(self.label, part["term"]), 2)
            )
            for name, part in strong.groupby("factor", sort=True)
        ]
        crossed = self._crossed()
        weak = items.loc[(items["estimate"].abs() < STRONG) & ~items["term"].isin(crossed), "term"]
        return paragraph(
            [
                _("{count} factors explain {share:.0%} of what {items} items say.").format(
                    count=len(self.phi),
                    share=self.factors()["share"].sum(),
                    items=len(self.unique),
                ),
                _("Items that load {rule} or more: {groups}.").format(
                    rule=STRONG, groups=_("; ").join(groups)
                )
                if groups
                else "",
                _("No factor has much to do with {items}.").format(
                    items=shortlist(map(self.label, weak), 6)
                )
                if len(weak)
                else "",
                _("{items} belong to two factors.").format(
                    items=shortlist(map(self.label, crossed), 6)
                )
                if crossed
                else "",
                _(
                    "Only {kmo:.2f} of the correlations' strength is shared (KMO); below {rule} "
                    "factors mean little."
                ).format(kmo=self.fit["kmo"], rule=ADEQUATE)
                if self.fit["kmo"] < ADEQUATE
                else _("The items are fit for factors (KMO {kmo:.2f}).").format(
                    kmo=self.fit["kmo"]
                ),
                (
                    _(
                        "The number of factors was chosen by parallel analysis of Pearson's "
                        "correlations."
                    )
                    if self.correlation == "polychoric"
                    else _("The number of factors was chosen by parallel analysis.")
                )
                if self.counted
                else "",
                _(POLYCHORIC) if self.correlation == "polychoric" else "",
                _("What a factor means is for the reader to say: name it after its items."),
            ]
        )

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of the method, that of polychoric correlations where they were taken."""
        further = (cite("olsson_1979"),) if self.correlation == "polychoric" else ()
        return (*super().references, *further)

    @property
    def advice(self) -> str:
        """Where to look next."""
        pairs = self.phi.to_numpy()[np.triu_indices(len(self.phi), 1)]
        if len(pairs) and np.abs(pairs).max() > 0.8:
            return _(
                "Two factors correlate {r:.2f}: they may be one. Try one factor fewer."
            ).format(r=pairs[np.abs(pairs).argmax()])
        return _("Item by item: .items(); confirm the factors on other data.")

    def shown(self) -> pd.DataFrame:
        """Return the pattern as readers see it, items of a factor together, small loadings out."""
        wide = self.loadings().loc[self._order()]
        cells = {
            name: [show(v, "number") if abs(v) >= CROSSED else "" for v in wide[name]]
            for name in wide.columns
        }
        shared = [show(1 - self.unique[name], "number") for name in wide.index]
        return pd.DataFrame(
            {_("item"): [self.label(name) for name in wide.index], **cells, _("shared"): shared}
        )

    def drawn(self) -> pd.DataFrame:
        """Return the loadings, items of a factor together."""
        place = {name: number for number, name in enumerate(self._order())}
        rows = self.labelled()
        return rows.sort_values("term", key=lambda names: names.map(place), kind="stable")

    def plot_options(self) -> dict[str, Any]:
        """Words of the picture."""
        return {"strong": CROSSED, "axis": _("loading; pale below {x}").format(x=CROSSED)}

    def _order(self) -> pd.Series:
        """Return the items factor by factor, the largest loading first."""
        items = self.items()
        sized = items.assign(size=items["estimate"].abs())
        return sized.sort_values(["factor", "size"], ascending=[True, False])["term"]

    def _crossed(self) -> list[str]:
        wide = self.loadings().abs()
        return list(wide.index[(wide >= CROSSED).sum(axis=1) > 1])
