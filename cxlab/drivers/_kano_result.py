"""What Kano analysis found: counts, categories, better and worse, each with its doubt."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core import validate
from cxlab._core.columns import heading
from cxlab._core.i18n import N_, _, listing, paragraph, shortlist, unsure
from cxlab._core.numerals import decimals
from cxlab._core.result import Result
from cxlab.drivers._kano_table import CATEGORIES, CODES, KanoTable, table_of

LETTERS = "AOMIRQ"  # of the categories, as the literature writes them
PRIORITY = ("must_be", "one_dimensional", "attractive", "indifferent", "reverse", "questionable")
VERDICTS = {
    "clear": N_("clear"),
    "weak": N_("by Fong's rule only"),
    "open": N_("open"),
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class KanoResult(Result):
    """One row per attribute, and per group: counts, modal category, better and worse.

    ``statistic`` is Fong's ratio of the modal category's lead over the runner-up, ``p_value`` that
    of the exact test of the same two counts.
    """

    pairs: NDArray[np.int64]  # counts of pairs of answers, shape (rows, 5, 5)
    incomplete: int
    by: str = ""

    title = N_("Kano analysis")
    drawing = "cxlab.plots:kano"
    sources = (
        "kano_1984",
        "berger_1993",
        "fong_1996",
        "hung_fithian_2019",
        "lee_newcomb_1997",
        "wilson_1927",
    )
    words = MappingProxyType(CATEGORIES | VERDICTS)

    def named(self, category: str) -> list[str]:
        """Return the attributes of one category as readers see them, most important first.

        Parameters
        ----------
        category
            ``"must_be"``, ``"one_dimensional"``, ``"attractive"``, ``"indifferent"``,
            ``"reverse"`` or ``"questionable"``; with groups, an attribute that is so in each.
        """
        validate.one_of(category, CODES, "category")
        rows = self.labelled()
        if "importance" in rows:
            rows = rows.sort_values("importance", ascending=False, kind="stable")
        same = rows["category"].eq(category).groupby(rows["term"]).transform("all")
        return list(dict.fromkeys(rows.loc[same, "label"]))

    def changing(self) -> list[str]:
        """Return the attributes whose modal category is not the same in all groups."""
        return [self.label(term) for term in self._changing()]

    def answers(self, term: str, group: str | None = None) -> KanoTable:
        """Return the 25 counts behind one attribute.

        Parameters
        ----------
        term
            Name of the attribute.
        group
            One group; all of them together when absent.

        Returns
        -------
        KanoTable

        Raises
        ------
        SpecError
            There is no such attribute or group.
        """
        mask = self.table["term"] == validate.one_of(term, list(self.table["term"]), "term")
        if group is not None:
            known = list(self.table["group"]) if self.by else []
            mask &= self.table["group"] == validate.one_of(group, known, "group")
        return table_of(self.pairs[mask.to_numpy()].sum(axis=0))

    def headline(self) -> str:
        """Name what must be there and what delights; with groups, what they see differently."""
        if self.by:
            changing, sure = self._changing(), self._changing(clear=True)
            if not changing:
                return _("Every group sees the attributes alike")
            marked = [unsure(self.label(term), term not in sure) for term in changing]
            return _("Not the same for every group: {named}").format(named=shortlist(marked, 1))
        parts = {
            "must_be": N_("Must be there: {named}"),
            "attractive": N_("Delights: {named}"),
            "one_dimensional": N_("The more, the better: {named}"),
        }
        doubted = set(self.labelled().loc[self.table["verdict"] != "clear", "label"])
        told = []
        for code, text in parts.items():
            named = [unsure(name, name in doubted) for name in self.named(code)]
            if named:
                told.append(_(text).format(named=shortlist(named, 1)))
        told[1:] = [line[:1].lower() + line[1:] for line in told[1:2]]
        return _("; ").join(told) or _("No attribute is asked for")

    def explain(self) -> str:
        """Say the categories, which leads are settled, the strongest effects and the doubts."""
        return paragraph(
            [
                *(
                    _("{category}: {named}.").format(
                        category=_(CATEGORIES[code]).capitalize(), named=listing(self.named(code))
                    )
                    for code in PRIORITY
                    if self.named(code)
                ),
                *self._differences(),
                *self._doubts(),
                self._extremes(),
                _(
                    "People judge here what they imagine, not what they lived through, and a "
                    "category that leads may still speak for less than half of them."
                ),
            ]
        )

    @property
    def advice(self) -> str:
        """Where to look next."""
        if self.by:
            return ""
        return _(
            "One category for all may hide two groups that want different things: repeat with by=."
        )

    def plot_options(self) -> dict[str, Any]:
        """Pass the words of categories and axes."""
        return {
            "categories": {code: _(text) for code, text in CATEGORIES.items()},
            "axes": (
                _("annoyed if it is not there (worse, sign dropped)"),
                _("pleased if it is there (better)"),
            ),
            "counts": _("answers by category"),
            "legend": _("{conf:.0%} Wilson intervals; hollow: lead is open").format(conf=self.conf),
        }

    def shown(self) -> pd.DataFrame:
        """Return the table for readers: counts, category, better and worse with their intervals."""
        rows = self.table.to_dict("records")
        table = super().shown()
        for name in ("better", "worse"):
            table[heading(name)] = [
                "–"
                if np.isnan(row[name])
                else f"{decimals(row[name])} "
                f"[{decimals(row[f'{name}_low'])},\u00a0{decimals(row[f'{name}_high'])}]"
                for row in rows
            ]
        names = ["group"] * bool(self.by) + [*CODES, "category", "verdict", "better", "worse"]
        names += ["importance"] * ("importance" in self.table)
        letters = {heading(code): letter for code, letter in zip(CODES, LETTERS, strict=True)}
        return table[[heading(name) for name in ["term", *names]]].rename(columns=letters)

    def notes(self) -> list[str]:
        """Add what the letters stand for, and how many pairs were not complete."""
        lines = super().notes()
        names = map(_, CATEGORIES.values())
        lines.append(listing(f"{a} {name}" for a, name in zip(LETTERS, names, strict=True)))
        if self.incomplete:
            lines.append(_("{count} incomplete pairs left out").format(count=self.incomplete))
        return [*lines, _("{conf:.0%} intervals").format(conf=self.conf)]

    def _changing(self, *, clear: bool = False) -> list[str]:
        """Name the terms whose categories differ; only where both leads are clear, if asked."""
        rows = self.table[self.table["verdict"].eq("clear") | (not clear)]
        kinds = rows.groupby("term", sort=False)["category"].agg(set)
        return [str(term) for term, seen in kinds.items() if len(seen) > 1]

    def _rows(self, mask: Any) -> str:
        rows = self.labelled()[mask]
        if not self.by:
            return listing(rows["label"])
        text = _("{name} ({group})")
        return listing(
            text.format(name=name, group=group)
            for name, group in zip(rows["label"], rows["group"], strict=True)
        )

    def _differences(self) -> list[str]:
        """Say what every group makes of the attributes they do not see alike."""
        rows, lines = self.table, []
        for term in self._changing():
            seen, name = rows[rows["term"] == term], self.label(term)
            text = _("{group} {category}")
            told = listing(
                text.format(group=group, category=_(CATEGORIES[code]))
                for group, code in zip(seen["group"], seen["category"], strict=True)
            )
            lines.append(
                _("Not alike for every group: {name} ({told}).").format(name=name, told=told)
            )
        return lines

    def _doubts(self) -> list[str]:
        verdict = self.table["verdict"]
        lines = []
        if (verdict == "open").any():
            lines.append(
                _("Lead over the runner-up within chance, so open: {named}.").format(
                    named=self._rows(verdict == "open")
                )
            )
        if (verdict == "weak").any():
            lines.append(
                _(
                    "Fong's rule calls the lead of {named} real, the exact test does not: the rule "
                    "takes the two counts as independent and passes too much."
                ).format(named=self._rows(verdict == "weak"))
            )
        return lines

    def _extremes(self) -> str:
        """Name the largest better and the largest worse with their intervals."""
        rows = self.labelled().dropna(subset="better")
        if not len(rows):
            return ""
        best = rows.sort_values("better").iloc[-1]
        worst = rows.sort_values("worse").iloc[0]
        text = _(
            "Having it pleases most with {best} (better {better}, {better_low} to {better_high}); "
            "lacking it annoys most with {worst} (worse {worse}, {worse_low} to {worse_high})."
        )
        ends = {
            name + end: decimals(row[name + end])
            for name, row in (("better", best), ("worse", worst))
            for end in ("", "_low", "_high")
        }
        return text.format(best=best["label"], worst=worst["label"], **ends)
