"""What was found about the validity of scales."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd

from cxlab._core.i18n import N_, _, paragraph, shortlist
from cxlab._core.result import Result
from cxlab._core.validate import one_of

ALIKE = 0.90  # Henseler, Ringle and Sarstedt (2015): HTMT from which scales are not told apart
CLOSE = 0.85  # the same, the stricter limit
CLEAR = 2  # standard errors of a correlation (Hays and Hayashi 1990)
SHARED = 0.5  # Fornell and Larcker (1981): a factor explains half of its items


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ValidityResult(Result):
    """Pairs of scales with their HTMT, and what belongs to it.

    Parameters
    ----------
    scale_table
        One row per scale; read it with ``scales()``.
    loading_table
        One row per item and scale; read it with ``cross_loadings()``.
    boot
        Resamples behind the intervals; 0 where there is none.
    """

    scale_table: pd.DataFrame
    loading_table: pd.DataFrame
    boot: int

    title = N_("Do the scales measure different things?")
    drawing = "cxlab.plots:pair_map"
    sources = (
        "henseler_2015",
        "roemer_2021",
        "fornell_larcker_1981",
        "joreskog_1971",
        "dijkstra_henseler_2015",
        "hays_hayashi_1990",
    )
    words: ClassVar[Mapping[str, str]] = {
        "apart": N_("told apart"),
        "close": N_("close"),
        "same": N_("not told apart"),
    }

    def scales(self) -> pd.DataFrame:
        """Return the coefficients of each scale as a copy.

        Returns
        -------
        pandas.DataFrame
            ``term alpha alpha_std omega rho_a rho_c ave n_items``; missing for a single item.
        """
        return self.scale_table.copy()

    def fornell_larcker(self) -> pd.DataFrame:
        """Return the table of Fornell and Larcker.

        Returns
        -------
        pandas.DataFrame
            Scale by scale: correlations of the scores below the diagonal, the root of AVE on it.
        """
        wide = self._square("correlation")
        root = np.sqrt(self.scale_table["ave"].to_numpy())
        values = np.where(np.tri(len(wide), k=-1, dtype=bool), wide.to_numpy(), np.nan)
        np.fill_diagonal(values, root)
        return pd.DataFrame(values, wide.index, wide.columns)

    def htmt(self, kind: str = "htmt") -> pd.DataFrame:
        """Return HTMT (or ``"htmt2"``) as a symmetric table of scales, 1 on the diagonal.

        Raises
        ------
        SpecError
            The kind is neither.
        """
        known = {"htmt": "estimate", "htmt2": "htmt2"}
        return self._square(known[one_of(kind, known, "kind")])

    def cross_loadings(self) -> pd.DataFrame:
        """Return the correlations of items with scales.

        Returns
        -------
        pandas.DataFrame
            One row per item, one column per scale; with its own scale an item is left out of the
            score.
        """
        rows = self.loading_table
        wide = rows.pivot_table(index="term", columns="against", values="correlation", sort=False)
        return wide.rename_axis(index=None, columns=None)

    def summary(self) -> dict[str, Any]:
        """Return how many scales and pairs there are, and how many pairs are not told apart."""
        return {
            "scales": len(self.scale_table),
            "pairs": len(self.table),
            "not_apart": len(self._same),
        }

    def headline(self) -> str:
        """Count the pairs that cannot be told apart."""
        same = self._same
        if len(self.table) == 1:
            text = _("Not told apart: {pair}") if len(same) else _("Told apart: {pair}")
            return text.format(pair=self._pair(self.table.iloc[0].to_dict()))
        if not len(same):
            return _("All {count} pairs of scales can be told apart").format(count=len(self.table))
        return _("{count} of {all} pairs of scales cannot be told apart").format(
            count=len(same), all=len(self.table)
        )

    def explain(self) -> str:
        """Name the pairs that cannot be told apart, weak scales and items that stand wrongly."""
        same = self._same
        weak = self.scale_table.loc[self.scale_table["ave"] < SHARED, "term"]
        broken = self._larcker()
        astray = self._astray()
        rule = (
            _("Their interval of HTMT reaches 1.")
            if self.boot
            else _("Their HTMT is {rule:.2f} or more (Henseler et al., 2015).").format(rule=ALIKE)
        )
        text = []
        if len(same):
            pairs = [self._pair(row) for row in same.to_dict("records")]
            text += [
                _("Customers do not tell apart: {pairs}.").format(pairs=shortlist(pairs, 4)),
                rule,
                _("Report such scales together, or sharpen their questions."),
            ]
        else:
            largest = self.table.iloc[int(self.table["estimate"].argmax())]
            text.append(
                _("Customers tell all scales apart; the closest pair is {pair}.").format(
                    pair=self._pair(largest.to_dict())
                )
            )
        if len(weak):
            text.append(
                _("One factor explains less than half of the items of {names} (AVE).").format(
                    names=shortlist(map(self.label, weak), 4)
                )
            )
        if broken:
            text.append(
                _(
                    "By Fornell and Larcker's older rule {count} pairs share more with each other "
                    "than a scale does with its items; the rule misses much, HTMT less."
                ).format(count=broken)
            )
        if astray:
            text.append(
                _("Clearly closer to another scale than to the rest of their own: {items}.").format(
                    items=shortlist(map(self.label, astray), 4)
                )
            )
        return paragraph(text)

    @property
    def advice(self) -> str:
        """Where to look next."""
        if not self.boot:
            return _("Intervals of HTMT: boot=1000. Scale by scale: .scales().")
        return _("Scale by scale: .scales(); item by item: .cross_loadings().")

    def labelled(self) -> pd.DataFrame:
        """Return the pairs with readers' names of both scales."""
        rows = super().labelled()
        return rows.assign(against=[self.label(name) for name in rows["against"]])

    def drawn(self) -> pd.DataFrame:
        """Return the pairs with the mark of those that are not told apart."""
        rows = self.labelled()
        return rows.assign(mark=rows["verdict"] == "same")

    def plot_options(self) -> dict[str, Any]:
        """Words of the picture."""
        rule = (
            _("framed: the interval reaches 1")
            if self.boot
            else _("framed: {rule:.2f} or more").format(rule=ALIKE)
        )
        axis = _("HTMT with its {conf:.0%} interval; {rule}") if self.boot else _("HTMT; {rule}")
        return {"axis": axis.format(conf=self.conf, rule=rule)}

    @property
    def _same(self) -> pd.DataFrame:
        return self.table[self.table["verdict"] == "same"].sort_values(
            "estimate", ascending=False, kind="stable"
        )

    def _pair(self, row: Mapping[Any, Any]) -> str:
        return _("{first} and {second} ({value:.2f})").format(
            first=self.label(row["against"]),
            second=self.label(row["term"]),
            value=row["estimate"],
        )

    def _square(self, name: str) -> pd.DataFrame:
        terms = self.scale_table["term"]
        wide = pd.DataFrame(np.eye(len(terms)), list(terms), list(terms))
        for row in self.table.to_dict("records"):
            wide.loc[row["term"], row["against"]] = row[name]
            wide.loc[row["against"], row["term"]] = row[name]
        return wide

    def _larcker(self) -> int:
        ave = self.scale_table.set_index("term")["ave"]
        least = np.fmin(ave[self.table["term"]].to_numpy(), ave[self.table["against"]].to_numpy())
        return int((self.table["correlation"].to_numpy() ** 2 > least).sum())

    def _astray(self) -> list[str]:
        rows = self.loading_table.assign(size=self.loading_table["correlation"].abs())
        own = rows[rows["scale"] == rows["against"]].set_index("term")["size"]
        other = rows[rows["scale"] != rows["against"]].groupby("term", sort=False)["size"].max()
        clear = other > own[other.index] + CLEAR / np.sqrt(self.n)
        return [str(name) for name in other.index[clear]]
