"""What the quality report says: flags with their rules, who carries several, what chance does."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import pandas as pd

from cxlab._core import validate
from cxlab._core.columns import heading
from cxlab._core.i18n import N_, _, paragraph, shortlist
from cxlab._core.numerals import decimals, share_text, show
from cxlab._core.result import Result
from cxlab.reading._quality.rules import CARELESS, COPIES, FLAGS, KINDS, STATES, QualityRules
from cxlab.reading._quality.table import ANY, SEVERAL, of_kind, several


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Quality(Result):
    """How carefully a survey was answered; nobody has been dropped.

    Parameters
    ----------
    flags
        True where a flag is raised: a row per respondent, a column per flag.
    indices
        The numbers behind the flags, a row per respondent: ``run`` longest run of one answer,
        ``spread`` standard deviation within blocks on scales from 0 to 1, ``distance``
        Mahalanobis' D², ``order`` share of shuffled orders that fit as well (only for those far
        out),
        ``consistency`` within-person correlation, ``answered`` share of the questions,
        ``seconds`` per question and ``faster`` times as fast as the median.
    rules
        The thresholds.
    method
        How consistency was measured: ``"twins"``, ``"halves"``, or not at all.
    n_items
        Questions judged.
    certain
        By flag, how many are so far out that in 95 of 100 files chance would bring nobody there.
    """

    flags: pd.DataFrame
    indices: pd.DataFrame
    rules: QualityRules = field(default_factory=QualityRules)
    method: str = ""
    n_items: int = 0
    certain: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    title = N_("Response quality")
    drawing = "cxlab.plots:flags"
    sources = (
        "johnson_2005",
        "meade_craig_2012",
        "dunn_2018",
        "huang_2012",
        "leiner_2019",
        "ilagan_falk_2023",
        "curran_2016",
        "olsson_1982",
        "aapor_2015",
    )

    def rows(self, *flags: str) -> pd.Series:
        """Tell for each respondent whether one of the flags is raised.

        Parameters
        ----------
        flags
            Names of flags (``"straight"``); none picks those with two kinds of carelessness or
            more.

        Returns
        -------
        pandas.Series
            True and False, with the index of the data: ``data[~quality.rows("straight")]``.

        Raises
        ------
        SpecError
            There is no such flag.
        """
        if not flags:
            return pd.Series(several(self.flags), index=self.flags.index, name="flagged")
        names = [validate.one_of(name, FLAGS, "flag") for name in flags]
        return self.flags[names].any(axis=1).rename("flagged")

    def label(self, term: str) -> str:
        """Return a flag in words."""
        if term in self.labels:
            return super().label(term)
        name = KINDS[ANY] if term == SEVERAL else FLAGS[term].name
        return _(name)

    def called(self, term: str) -> str:
        """Return a flag in words, with the name to type behind them."""
        if term == SEVERAL:
            return self.label(term)
        return _("{words} ({name})").format(words=self.label(term), name=term)

    def rule(self, term: str) -> str:
        """Return the rule of a flag in words, with its threshold."""
        if term == SEVERAL:
            return _("flagged for two or more of sameness, haste and disorder")
        rules, row = self.rules, self._rows()[term]
        return _(FLAGS[term].rule).format(
            chance=share_text(rules.chance, 1),
            seconds=f"{rules.seconds:g}",
            faster=f"{rules.faster:g}",
            outlier=f"{rules.outlier:g}",
            far=f"{rules.far:g}",
            order=share_text(rules.order),
            threshold=decimals(row["threshold"]),
            copies=share_text(COPIES, 1),
            answered=share_text(rules.answered),
        )

    def summary(self) -> dict[str, Any]:
        """Return how many carry any flag, and two kinds or more."""
        return {
            "n_items": self.n_items,
            "any_flag": int(self.flags.any(axis=1).sum()),
            "several": int(self.rows().sum()),
        }

    def headline(self) -> str:
        """Count those with several kinds of evidence against them."""
        count = int(self.rows().sum())
        if not count:
            return _("No respondent shows two kinds of carelessness")
        return _("{count:,} of {n:,} respondents show two or more kinds of carelessness").format(
            count=count, n=self.n
        )

    def explain(self) -> str:
        """Say who is flagged and for what, what chance does, and what could not be judged."""
        any_flag = self.flags.any(axis=1)
        both = self._rows()[SEVERAL]
        found = [row for row in self._rows().values() if row["flagged"] and row is not both]
        found.sort(key=lambda row: -row["flagged"])
        named = [
            _("{words} ({name}: {count:,})").format(
                words=self.label(row["term"]), name=row["term"], count=row["flagged"]
            )
            for row in found
        ]
        text = [
            _("Of {n:,} respondents {count:,} ({share}) carry a flag: {named}.").format(
                n=self.n,
                count=int(any_flag.sum()),
                share=share_text(float(any_flag.mean()), 1),
                named=shortlist(named, 6),
            )
            if named
            else _("None of the {n:,} respondents carries a flag.").format(n=self.n),
            _(
                "Two or more kinds of carelessness (sameness, haste, disorder) show in "
                "{count:,}; by chance they would in {share} of careful respondents."
            ).format(count=both["flagged"], share=share_text(both["expected"], 2))
            if not math.isnan(both["expected"])
            else "",
            self._by_chance(found),
            self._not_judged(),
            _("A flag is a question to ask of an answer, not a verdict: none drops anybody."),
        ]
        return paragraph(text)

    def _rows(self) -> dict[str, dict[str, Any]]:
        """Return the rows of the table by their flags."""
        rows: list[dict[str, Any]] = self.table.to_dict("records")  # type: ignore[assignment]
        return {row["term"]: row for row in rows}

    def _by_chance(self, found: list[dict[str, Any]]) -> str:
        """Name the flag that chance alone would raise most often."""
        known = [row for row in found if row["expected"] > 0]
        if not known:
            return ""
        most = max(known, key=lambda row: row["expected"])
        return _(
            "One flag alone says little: chance gives '{name}' to {share} of careful respondents."
        ).format(name=self.label(most["term"]), share=share_text(most["expected"], 1))

    def _not_judged(self) -> str:
        left = self.table[self.table["status"] != "judged"]
        if not len(left):
            return ""
        named = [
            _("{words} ({name}: {reason})").format(
                words=self.label(term), name=term, reason=_(STATES[state])
            )
            for term, state in zip(left["term"], left["status"], strict=True)
        ]
        return _("Not judged: {named}.").format(named=shortlist(named, 6))

    @property
    def advice(self) -> str:
        """Say whom to look at first, and how to see whether it matters."""
        if not self.rows().any() and not self.flags.any(axis=None):
            return ""
        return _(
            "Look first at those with two or more kinds: data[quality.rows()]. Then run "
            "the analysis with and without them; if the result stays the same, leave them "
            "in."
        )

    def drawn(self) -> pd.DataFrame:
        """Return the flags with the part that is flagged for another kind as well."""
        rows = self.labelled()
        rows = rows[(rows["status"] == "judged") & (rows["group"] != ANY)]
        return rows.assign(
            label=[self.called(term) for term in rows["term"]],
            also=[self._also(term) for term in rows["term"]],
            share=rows["share"].fillna(0.0),
        )

    def _also(self, term: str) -> int:
        """Count the flagged who carry a flag of another kind of carelessness."""
        others = [name for kind in CARELESS if kind != FLAGS[term].kind for name in of_kind(kind)]
        return int((self.flags[term] & self.flags[others].any(axis=1)).sum())

    def plot_options(self) -> dict[str, Any]:
        """Give the words of the marks and of the axis."""
        return {
            "words": (
                _("this kind only"),
                _("several kinds"),
                _("by chance"),
            ),
            "axis": _("share of the respondents judged"),
        }

    def shown(self) -> pd.DataFrame:
        """Return the table for readers: the rules in words, and why a flag was not judged."""
        rows = self.labelled()
        judged = rows["status"] == "judged"
        out = {
            heading("term"): [self.called(term) for term in rows["term"]],
            heading("group"): [_(KINDS[kind]) for kind in rows["group"]],
            heading("flagged"): [
                show(row["flagged"], "count") if ok else "–"
                for ok, row in zip(judged, rows.to_dict("records"), strict=True)
            ],
            heading("share"): [show(value, "share") for value in rows["share"]],
            heading("expected"): [show(value, "share") for value in rows["expected"]],
            heading("criterion"): [
                self.rule(term) if ok else _("not judged: {reason}").format(reason=_(STATES[state]))
                for term, ok, state in zip(rows["term"], judged, rows["status"], strict=True)
            ],
        }
        return pd.DataFrame(out)
