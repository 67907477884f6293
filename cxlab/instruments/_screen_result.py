"""What screening found about items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import numpy as np
import pandas as pd

from cxlab._core.i18n import N_, _, listing, paragraph, shortlist
from cxlab._core.labels import inside
from cxlab._core.numerals import decimals
from cxlab._core.references import cite
from cxlab._core.result import Result

STRAIGHT = 0.05  # share of one-answer rows from which the hint is given


class Rule(NamedTuple):
    """A limit that an item should keep: a largest value, or a ``least`` one."""

    code: str
    column: str
    limit: float
    source: str
    least: bool = False


RULES = (
    Rule("item_total", "estimate", 0.30, "nunnally_bernstein_1994", least=True),
    Rule("discrimination", "discrimination", 0.20, "ebel_frisbie_1991", least=True),
    Rule("floor", "floor", 0.15, "terwee_2007"),
    Rule("ceiling", "ceiling", 0.15, "terwee_2007"),
    Rule("skew", "skew", 2.0, "west_finch_curran_1995"),
    Rule("missing", "missing", 0.05, "schafer_1999"),
)


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ScreenResult(Result):
    """Items with their statistics and the rules they break.

    Parameters
    ----------
    limits
        The limit of every rule.
    straight
        Share of respondents with one and the same answer to all items.
    ends
        Ends of the answers to each scale.
    """

    limits: Mapping[str, float]
    straight: float
    ends: Mapping[str, tuple[float, float]]

    title = N_("Do the items do their work?")
    drawing = "cxlab.plots:dots"
    sources = (*dict.fromkeys(rule.source for rule in RULES), "kelley_1939")
    words: ClassVar[Mapping[str, str]] = {
        "item_total": N_("goes badly with the others"),
        "discrimination": N_("does not tell people apart"),
        "floor": N_("many at the low end"),
        "ceiling": N_("many at the high end"),
        "skew": N_("skewed"),
        "missing": N_("many unanswered"),
    }

    def rules(self) -> pd.DataFrame:
        """Return the rules.

        Returns
        -------
        pandas.DataFrame
            ``kind`` (the code in ``flags``), ``threshold``, ``source``, ``n_items`` that break it.
        """
        broken = [set(text.split()) for text in self.table["flags"]]
        return pd.DataFrame(
            {
                "kind": [rule.code for rule in RULES],
                "threshold": [self.limits[rule.code] for rule in RULES],
                "source": [cite(rule.source) for rule in RULES],
                "n_items": [sum(rule.code in codes for codes in broken) for rule in RULES],
            }
        )

    def summary(self) -> dict[str, Any]:
        """Return the number of items, of those flagged, and the share of straight lines."""
        return {
            "n_items": len(self.table),
            "flagged": len(self._flagged),
            "straight": self.straight,
        }

    def headline(self) -> str:
        """Count the items that break a rule."""
        if not len(self._flagged):
            return _("All {count} items keep the rules").format(count=len(self.table))
        return _("{count} of {all} items break a rule").format(
            count=len(self._flagged), all=len(self.table)
        )

    def explain(self) -> str:
        """Name the items that break a rule, by rule."""
        text = [
            _("{word}: {items}.").format(
                word=self.word(rule.code).capitalize(),
                items=shortlist(
                    [
                        inside(self.labels, row["term"])
                        for row in self._flagged.to_dict("records")
                        if rule.code in row["flags"].split()
                    ],
                    3,
                ),
            )
            for rule in RULES
            if any(rule.code in codes.split() for codes in self._flagged["flags"])
        ]
        if not text:
            text = [_("No item breaks a rule.")]
        if self.straight > STRAIGHT:
            text.append(
                _(
                    "{share:.0%} gave the same answer to everything; look at them with "
                    "cx.reading.quality."
                ).format(share=self.straight)
            )
        weakest = self.table["estimate"]
        if weakest.notna().any():
            row = self.table.iloc[int(np.nanargmin(weakest))]
            text.append(
                _("The item that goes least with its scale is {item} ({r}).").format(
                    item=inside(self.labels, row["term"]), r=decimals(row["estimate"])
                )
            )
        text.append(
            _("A flag is a reason to read the question again, not to delete it: content decides.")
        )
        return paragraph(text)

    @property
    def advice(self) -> str:
        """Where to look next."""
        return _("The rules with their limits and sources: .rules().")

    def shown(self) -> pd.DataFrame:
        """Return the table with the flags in words."""
        plain = super().shown()
        words = [listing(self.word(code) for code in text.split()) for text in self.table["flags"]]
        if "scale" in self.table:
            names = [self.label(name) for name in self.table["scale"]]
            plain.iloc[:, list(self.table.columns).index("scale")] = names
        return plain.assign(**{plain.columns[list(self.table.columns).index("flags")]: words})

    def drawn(self) -> pd.DataFrame:
        """Return the items with their correlation with the others; single items are left out."""
        return self.labelled()

    def plot_options(self) -> dict[str, Any]:
        """Give the axis, and the least item-total correlation as a line."""
        limit = self.limits["item_total"]
        values = self.table["estimate"].fillna(0)
        return {
            "axis": _("correlation with the other items of the scale; line at {limit:g}").format(
                limit=limit
            ),
            "span": (min(0.0, np.floor(10 * values.min()) / 10), 1.0),
            "lines": (limit,),
        }

    @property
    def _flagged(self) -> pd.DataFrame:
        return self.table[self.table["flags"] != ""]
