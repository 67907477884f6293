"""What relative importance says: shares, signs, ranks, and where they are not settled."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.i18n import N_, _, listing, paragraph, unsure
from cxlab._core.labels import opening
from cxlab._core.numerals import signed
from cxlab._core.references import cite
from cxlab._core.result import Result, resamples
from cxlab.drivers._division import MEASURES, Division, weighing
from cxlab.drivers._dominance import DominanceResult, dominate
from cxlab.drivers._outranking import OutrankingResult, outrank

Array = NDArray[np.float64]

NAMES = {
    "lmg": "LMG",
    "johnson": "Johnson",
    "first": N_("each alone"),
    "last": N_("each last"),
    "pratt": "Pratt",
}
FITS = {"": "R²", "mcfadden": "McFadden R²", "mckelvey_zavoina": "McKelvey–Zavoina R²"}
SIGNS = {
    "positive": N_("positive"),
    "negative": N_("negative"),
    "turns": N_("turns"),
    "several": N_("several columns"),
}
SOURCES = {
    "lmg": ("lindeman_1980", "groemping_2006"),
    "johnson": ("johnson_2000",),
    "first": ("groemping_2006",),
    "last": ("groemping_2006",),
    "pratt": ("pratt_1987",),
    "mcfadden": ("mcfadden_1974", "azen_traxel_2009"),
    "mckelvey_zavoina": ("mckelvey_zavoina_1975", "azen_traxel_2009"),
    "": (),
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ImportanceResult(Result):
    """Shares of R² per driver, in R² units (``estimate``) and as parts of R² (``share``)."""

    outcome: str
    method: str
    r2: float
    boot: int
    division: Division
    draws: tuple[Array, Array] = field(repr=False)
    weights: str = ""
    effective: float = float("nan")

    title = N_("Relative importance of drivers")
    drawing = "cxlab.plots:importance"
    unshown = ("correlation", "beta", "share_low", "share_high", "n")
    words = MappingProxyType(SIGNS)

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of the method, of the pseudo-R², and of bootstrap and weights if used."""
        keys = [*SOURCES[self.method], *SOURCES[MEASURES[self.division.family]]]
        keys += ["efron_tibshirani_1993"] * bool(self.boot) + ["kish_1965"] * bool(self.weights)
        return tuple(cite(key) for key in keys)

    @property
    def measure(self) -> str:
        """The fit that is divided: R², or the name of a pseudo-R²."""
        return FITS[MEASURES[self.division.family]]

    def summary(self) -> dict[str, Any]:
        """Return R² and the number of drivers and resamples."""
        name = "pseudo_r2" if MEASURES[self.division.family] == "mcfadden" else "r2"
        basis = {name: self.r2, "k": len(self.table), "draws": self.boot}
        return basis | ({"n_eff": self.effective} if self.weights else {})

    def differences(self) -> OutrankingResult:
        """Compare the drivers two by two: who outranks whom, and whether that is settled.

        Returns
        -------
        OutrankingResult
            ``tidy()`` has one row per pair, the larger share first.

        Raises
        ------
        SpecError
            There are no resamples (``boot=0``).
        """
        return outrank(self)

    def dominance(self, *, boot: int | None = None) -> DominanceResult:
        """Ask of every pair which driver adds more, sub-model by sub-model.

        Parameters
        ----------
        boot
            Resamples behind ``reproduced``; left out, as many as behind the shares.

        Returns
        -------
        DominanceResult
            ``tidy()`` has one row per pair; ``general()``, ``conditional()`` and ``complete()`` are
            the three tables of dominance analysis.

        Raises
        ------
        SpecError
            There are too many drivers, or too many resamples for them.
        """
        return dominate(self, boot)

    def headline(self) -> str:
        """Name the driver with the largest share, with a question mark if others may hold it."""
        first = self.table.sort_values("rank").iloc[0]
        texts = {
            "first": N_("{y}: alone {x} explains most ({share:.0%} of {r2})"),
            "last": N_("{y}: without {x} most is lost ({share:.0%} of {r2})"),
        }
        most = N_("{y}: {x} weighs most ({share:.0%} of {r2})")
        line = self.division.family == "ols"
        whole = "R² = {value:.2f}" if line else _("pseudo R² = {value:.2f}")
        text = texts.get(self.method, most)
        return _(text).format(
            x=unsure(self.label(first["term"]), bool(self._rivals())),
            share=first["share"],
            y=opening(self.labels, self.outcome),
            r2=whole.format(value=self.r2).replace(" ", "\u00a0"),
        )

    def explain(self) -> str:
        """Say the shares, the signs, how sure the first rank is, and what is weak."""
        return paragraph(
            [
                self._whole(),
                self._parts(),
                self._ranks() if self.boot else "",
                *self._signs(),
                self._caveat(),
            ]
        )

    @property
    def advice(self) -> str:
        """Point to the pairs, and to the map that sets importance against performance."""
        pairs = _("See who outranks whom with .differences() and .dominance().")
        other = _("Set the shares against today's performance with cx.drivers.ipa().")
        return paragraph([pairs if self.boot else "", other])

    def drawn(self) -> pd.DataFrame:
        """Return the rows with the side they are drawn on: left where y falls."""
        turned = np.where(self.table["correlation"] < 0, -1, 1)
        side = np.sign(self.table["estimate"]) if self.method == "pratt" else turned
        frame = self.labelled().assign(side=side)
        turns = frame["sign"] == "turns"
        return frame.assign(label=frame["label"].where(~turns, frame["label"] + " (±)"))

    def plot_options(self) -> dict[str, Any]:
        """Name the axis, the column of ranks and the marks."""
        axis = _("share of {measure} ({method})").format(
            measure=self.measure, method=_(NAMES[self.method])
        )
        if self.boot:
            axis = _("{axis}, {conf:.0%} bootstrap interval").format(axis=axis, conf=self.conf)
        y, marks = self.label(self.outcome), []
        if self.method == "pratt" and (self.table["estimate"] < 0).any():
            marks.append(_("hatched: negative share"))
        elif self.method != "pratt" and (self.table["correlation"] < 0).any():
            marks.append(_("hatched, to the left: goes with lower {y}").format(y=y))
        if (self.table["sign"] == "turns").any():
            marks.append(_("(±): the coefficient has the other sign"))
        return {"axis": axis, "rank": _("rank"), "note": "\n".join(marks)}

    def shown(self) -> pd.DataFrame:
        """Return the table for readers, largest share first."""
        table = super().shown()
        return table.iloc[np.argsort(self.table["rank"].to_numpy(), kind="stable")]

    def notes(self) -> list[str]:
        """Say R², the weights and the number of resamples."""
        notes = [f"{self.measure} = {self.r2:.3f}", *super().notes()]
        notes += [weighing(self.weights, self.effective)] if self.weights else []
        return [*notes, *resamples(self.boot)]

    def _whole(self) -> str:
        texts = {
            "": N_("The drivers explain {r2:.0%} of the variance of {y} (n = {n:,})."),
            "mcfadden": N_(
                "The drivers reach McFadden's pseudo R² of {r2:.2f} for {y} (n = {n:,}): a gain in "
                "likelihood, no share of a variance, and lower than the R² of a line."
            ),
            "mckelvey_zavoina": N_(
                "The drivers explain {r2:.0%} of the variance of the tendency behind {y} "
                "(McKelvey and Zavoina's pseudo R², n = {n:,})."
            ),
        }
        return _(texts[MEASURES[self.division.family]]).format(
            r2=self.r2, y=self.label(self.outcome), n=self.n
        )

    def _parts(self) -> str:
        rows = self.table.sort_values("rank", kind="stable")
        named = listing(
            _("{x} {share:.0%}").format(x=self.label(term), share=share)
            for term, share in zip(rows["term"], rows["share"], strict=True)
        )
        texts = {
            "first": N_(
                "Alone each reaches this part of it: {named}; {total:.0%} in sum, for they overlap."
            ),
            "last": N_(
                "Without a driver this part of it is lost: {named}; {total:.0%} in sum, the rest "
                "is shared."
            ),
        }
        whole = N_("Divided by {method}, the shares are: {named}.")
        text = texts.get(self.method, whole)
        return _(text).format(named=named, method=_(NAMES[self.method]), total=rows["share"].sum())

    def _signs(self) -> list[str]:
        rows, y = self.labelled(), self.label(self.outcome)
        down = rows.loc[rows["sign"] == "negative", "label"]
        turns = [
            _("{x} (r = {r}, β = {b})").format(
                x=row["label"], r=signed(row["correlation"], 2), b=signed(row["beta"], 2)
            )
            for _place, row in rows[rows["sign"] == "turns"].iterrows()
        ]
        return [
            _("More of {named} goes with less of {y}.").format(named=listing(down), y=y)
            if len(down)
            else "",
            _(
                "For {named} correlation and coefficient differ in sign: beside the others the "
                "driver acts as a suppressor."
            ).format(named=listing(turns))
            if turns
            else "",
        ]

    def _caveat(self) -> str:
        texts = {
            "first": N_("What overlaps is counted for each; it is no proof of a cause."),
            "last": N_("What overlaps is counted for nobody; it is no proof of a cause."),
            "pratt": N_(
                "Pratt's shares can be negative where drivers overlap; a negative share has no "
                "plain reading, and none is a proof of a cause."
            ),
        }
        whole = N_(
            "A share counts what a driver explains alone and with others, whatever the "
            "sign; it is no proof of a cause."
        )
        text = texts.get(self.method, whole)
        return _(text)

    def _rivals(self) -> list[str]:
        """Return the drivers beside the first whose range of ranks reaches the first place."""
        rows = self.table.sort_values("rank", kind="stable").iloc[1:]
        return [self.label(term) for term in rows.loc[rows["rank_low"] == 1, "term"]]

    def _ranks(self) -> str:
        rivals = self._rivals()
        if not rivals:
            return _("No other driver's range of ranks reaches the first place.")
        return _("The first rank is not settled: {named} could hold it as well.").format(
            named=listing(rivals)
        )
