"""What the reliability of scales says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.i18n import N_, _, paragraph
from cxlab._core.references import cite
from cxlab._core.result import Result
from cxlab.instruments._measures import measures

GAP = "gap"
RULE = 0.7  # Nunnally (1978): enough in the early stages of research
GAIN = 0.01  # a smaller rise of alpha is not worth a shorter questionnaire


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ReliabilityResult(Result):
    """Alpha, omega and item statistics of scales.

    Parameters
    ----------
    item_table
        One row per item; read it with ``items()``.
    scales
        Term (and mode) of each scale with the covariances of its items, for ``measures()``.
    differences
        Reliability of difference scores, where items are pairs; read it with ``difference()``.
    correlation
        Which correlations were taken, Pearson's or polychoric ones.
    interval
        How the interval of alpha was found.
    """

    item_table: pd.DataFrame
    scales: tuple[tuple[Mapping[str, str], NDArray[np.float64]], ...]
    differences: pd.DataFrame | None = None
    correlation: str = "pearson"
    interval: str = "feldt"

    title = N_("Reliability of the scales")
    drawing = "cxlab.plots:dots"
    sources = ("cronbach_1951", "feldt_1987", "mcdonald_1999", "nunnally_1978", "peter_1993")
    words: ClassVar[Mapping[str, str]] = {
        "answer": N_("answer"),
        "perception": N_("perception"),
        "experience": N_("experience"),
        "expectation": N_("expectation"),
        "importance": N_("importance"),
        GAP: N_("gap"),
    }

    def items(self) -> pd.DataFrame:
        """Return the item statistics as a copy.

        Returns
        -------
        pandas.DataFrame
            ``term``, ``mode`` of an instrument, ``item mean sd item_total alpha_if_deleted``;
            ``item_total`` is the correlation with the sum of the other items.
        """
        return self.item_table.copy()

    def measures(self) -> pd.DataFrame:
        """Return every coefficient of reliability as a copy.

        Returns
        -------
        pandas.DataFrame
            ``term`` (and ``mode``), ``alpha alpha_std``, ``omega`` of one factor, ``rho_a rho_c
            ave`` of one factor by maximum likelihood, ``omega_total omega_h`` of a general factor
            with three group factors under it (missing below six items, which have no single
            solution), ``mean_r median_r`` of the correlations between items, ``split_half lambda4
            lambda6`` (Guttman), ``n_items``.

        References
        ----------
        Guttman (1945), Schmid and Leiman (1957), Jöreskog (1971), Zinbarg et al. (2005), Dijkstra
        and Henseler (2015).
        """
        return pd.DataFrame([{**where, **measures(cov)} for where, cov in self.scales])

    def difference(self) -> pd.DataFrame:
        """Return what gap scores keep of the reliability of their two parts, as a copy.

        Returns
        -------
        pandas.DataFrame
            ``term alpha_end alpha_start correlation estimate n``; ``estimate`` is the reliability
            of the difference of the two sums. Empty where the items are not pairs.
        """
        return pd.DataFrame() if self.differences is None else self.differences.copy()

    def headline(self) -> str:
        """Name the weakest scale."""
        row = self.table.iloc[int(self.table["estimate"].argmin())]
        text = (
            _("{name}: alpha {value:.2f}")
            if len(self.table) == 1
            else _("Weakest scale: {name}, alpha {value:.2f}")
        ).format(name=self._name(row), value=row["estimate"])
        if pd.isna(row["conf_low"]):
            return text
        return text + _(" ({low:.2f} to {high:.2f})").format(
            low=row["conf_low"], high=row["conf_high"]
        )

    def explain(self) -> str:
        """Count the scales that will do, name the weakest item, and say what alpha assumes."""
        good = int((self.table["estimate"] >= RULE).sum())
        text = [
            _(
                "{good} of {all} scales reach an alpha of {rule:.2f}, enough for early research "
                "(Nunnally, 1978); decisions about single customers need more."
            ).format(good=good, all=len(self.table), rule=RULE)
        ]
        weak = self._weakest_item()
        if weak is not None:
            text.append(
                _(
                    "Without {item} the alpha of {name} would rise "
                    "from {value:.2f} to {better:.2f}."
                ).format(
                    item=weak["item"],
                    name=self._name(weak),
                    value=weak["estimate"],
                    better=weak["alpha_if_deleted"],
                )
            )
        if self.differences is not None:
            kept, r = self.differences["estimate"], self.differences["correlation"]
            text.append(
                _(
                    "The gap keeps a reliability of {low:.2f} to {high:.2f}. The two answers "
                    "correlate at most {r:.2f}; the closer they go together, the more of the gap "
                    "is error (Peter, Churchill & Brown, 1993)."
                ).format(low=kept.min(), high=kept.max(), r=r.max())
            )
        if self.correlation == "polychoric":
            text.append(
                _(
                    "These are ordinal coefficients, from polychoric correlations: they hold for "
                    "the opinions behind the answers, and the sum of the answers is less reliable."
                )
            )
        if self.interval != "feldt":
            text.append(_("The intervals come from drawing the respondents again (bootstrap)."))
        text.append(
            _(
                "Alpha takes all items as equally good; omega lets them differ. Neither shows that "
                "a scale measures one thing only."
            )
        )
        return paragraph(text)

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of the method, those of ordinal coefficients and of the bootstrap if used."""
        further = ("zumbo_2007", "olsson_1979") if self.correlation == "polychoric" else ()
        drawn = ("efron_1987",) if self.interval == "bca" else ()
        return (*super().references, *(cite(key) for key in (*further, *drawn)))

    @property
    def advice(self) -> str:
        """Where to look next."""
        return _("Item by item: .items().")

    def drawn(self) -> pd.DataFrame:
        """Return the alphas with the mode as group."""
        rows = self.labelled()
        return rows.assign(group=rows["mode"].map(self.word)) if self._several else rows

    def plot_options(self) -> dict[str, Any]:
        """Give the span of alpha, and the rule of thumb as a line."""
        low = float(np.nanmin(self.table[["estimate", "conf_low"]].to_numpy()))
        return {
            "axis": _("Cronbach's alpha; the line marks the rule of thumb {rule}").format(
                rule=RULE
            ),
            "span": (min(RULE - 0.1, np.floor(10 * low) / 10), 1.0),
            "lines": (RULE,),
        }

    def _name(self, row: pd.Series) -> str:
        name = self.label(row["term"])
        return f"{name} · {self.word(row['mode'])}" if self._several else name

    @property
    def _several(self) -> bool:
        return "mode" in self.table and len(self.table["mode"].unique()) > 1

    def _weakest_item(self) -> pd.Series | None:
        """Return the item whose removal raises alpha most, if any does by more than a trifle."""
        keys = [name for name in ("term", "mode") if name in self.table]
        rows = self.item_table.merge(self.table[[*keys, "estimate"]], on=keys)
        if GAP in rows.get("mode", pd.Series(dtype=str)).to_numpy():
            rows = rows[rows["mode"] != GAP]
        gain = rows["alpha_if_deleted"] - rows["estimate"]
        return rows.iloc[int(gain.argmax())] if (gain > GAIN).any() else None
