"""A cohort table in words: which share is left at an age, and whether newer cohorts do better."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pandas as pd

from cxlab._core.i18n import N_, _, paragraph
from cxlab._core.numerals import p_text
from cxlab._core.result import Result
from cxlab._stats.cohorts import trend
from cxlab.retention._words import rough

ALL = "all"
FEW = 10  # starters; smaller cohorts are drawn grey


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class CohortsResult(Result):
    """Cohorts by age: who started together, and which share is still there.

    ``tidy()`` has one row per cohort and age, then the rows ``all``: every cohort that was
    observed to that age, together.
    """

    period: str
    active: bool
    last: str
    assumed: bool
    late: int

    title = N_("Cohorts: who is still there?")
    drawing = "cxlab.plots:cohort_map"
    sources = ("wilson_1927", "armitage_1955")
    units = MappingProxyType({"estimate": "share", "conf_low": "share", "conf_high": "share"})

    def label(self, term: str) -> str:
        """Return a cohort as a reader should see it."""
        return _("all cohorts") if term == ALL else super().label(term)

    def wide(self) -> pd.DataFrame:
        """Return the shares as a triangle: one row per cohort, one column per age."""
        rows = self.table[self.table["term"] != ALL]
        order = list(dict.fromkeys(rows["term"]))
        wide = rows.pivot_table(index="term", columns="age", values="estimate")
        return wide.loc[order]

    @property
    def age(self) -> int:
        """The age that headlines speak of: the largest one that half of the cohorts reached."""
        rows = self.table[self.table["term"] != ALL]
        reached = rows.groupby("term", sort=False)["age"].max()
        return int(reached.sort_values(ascending=False).iloc[(len(reached) - 1) // 2])

    def trend(self) -> tuple[float, float]:
        """Return z and p of the test for a trend over the cohorts, at the age of the headline."""
        rows = self._at(self.age)
        return trend(rows["retained"].to_numpy(float), rows["n"].to_numpy(float))

    def summary(self) -> dict[str, Any]:
        """Return the age of the headline, and the test for a trend over the cohorts there."""
        z, p_value = self.trend()
        return {"age": self.age, "statistic": z, "p_value": p_value}

    def headline(self) -> str:
        """State the share of all cohorts that is still there at the age that half reached."""
        row = self._all(self.age)
        text = (
            _("Active at age {age}: {share} ({low} to {high})")
            if self.active
            else _("Still there at age {age}: {share} ({low} to {high})")
        )
        return text.format(
            age=self._aged(self.age),
            share=rough(row["estimate"]),
            low=rough(row["conf_low"]),
            high=rough(row["conf_high"]),
        )

    def explain(self) -> str:
        """Say how many stay, whether newer cohorts do better, and what the numbers rest on."""
        rows = self.table[self.table["term"] != ALL]
        few = rows.loc[rows["n"] < FEW, "term"].nunique()
        row = self._all(self.age)
        first = (
            _(
                "{n:,} customers started in {count} cohorts. Of those observed to age {age}, "
                "{share} were active then ({low} to {high})."
            )
            if self.active
            else _(
                "{n:,} customers started in {count} cohorts. Of those observed to age {age}, "
                "{share} were still there ({low} to {high})."
            )
        )
        sentences = [
            first.format(
                n=self.n,
                count=rows["term"].nunique(),
                age=self._aged(self.age),
                share=rough(row["estimate"]),
                low=rough(row["conf_low"]),
                high=rough(row["conf_high"]),
            ),
            self._tendency(),
        ]
        if few:
            sentences.append(
                _("Cohorts of fewer than {few} are grey ({count}): their shares jump.").format(
                    few=FEW, count=few
                )
            )
        if self.active:
            sentences.append(
                _("Not active in a period does not mean gone: such customers may come back.")
            )
        if self.assumed:
            sentences.append(
                _(
                    "The last period, {last}, is taken to be over; if it is not, give until=, or "
                    "its column looks too good or too bad."
                ).format(last=self.last)
            )
        return paragraph(sentences)

    @property
    def advice(self) -> str:
        """Point to the curve that uses all cohorts."""
        return _("One curve out of all cohorts, with the last ones too: cx.retention.survival().")

    def drawn(self) -> pd.DataFrame:
        """Return the rows, the cohorts that are too small marked."""
        rows = self.labelled()
        return rows.assign(small=rows["n"] < FEW, total=rows["term"] == ALL)

    def plot_options(self) -> dict[str, Any]:
        """Name the axis and what grey means."""
        small = bool((self.table["n"] < FEW).any())
        return {
            "axis": _("age ({unit})").format(unit=self._unit()),
            "heading": _("started"),
            "note": _("grey: fewer than {few} customers").format(few=FEW) if small else "",
        }

    def shown(self) -> pd.DataFrame:
        """Return the triangle for readers: shares by cohort and age, with n."""
        rows = self.labelled()
        wide = rows.pivot_table(index="term", columns="age", values="estimate").map(rough)
        order = list(dict.fromkeys(rows["term"]))
        wide = wide.loc[order].replace("–", "")
        wide.insert(0, "n", [f"{n:,}" for n in rows.groupby("term")["n"].max().loc[order]])
        wide.insert(0, _("started"), [self.label(term) for term in order])
        return wide.reset_index(drop=True).rename_axis(columns=None).rename(columns=str)

    def notes(self) -> list[str]:
        """Say how many rows lie after the last period that is over."""
        late = _("{count:,} of them after {last}, the last period that is over").format(
            count=self.late, last=self.last
        )
        return [*super().notes(), *([late] if self.late else [])]

    def _at(self, age: int) -> pd.DataFrame:
        return self.table[(self.table["term"] != ALL) & (self.table["age"] == age)]

    def _all(self, age: int) -> pd.Series:
        return self.table[(self.table["term"] == ALL) & (self.table["age"] == age)].iloc[0]

    def _unit(self) -> str:
        units = {
            "week": _("weeks"),
            "month": _("months"),
            "quarter": _("quarters"),
            "year": _("years"),
            "": _("periods"),
        }
        return units[self.period]

    def _aged(self, age: int) -> str:
        return _("{age} ({unit})").format(age=age, unit=self._unit())

    def _tendency(self) -> str:
        z, p_value = self.trend()
        rows = self._at(self.age)
        if pd.isna(p_value):
            return ""
        texts = (
            _("Newer cohorts keep fewer (cohort {a} {first}, cohort {b} {last}; trend {p})."),
            _("Newer cohorts keep more (cohort {a} {first}, cohort {b} {last}; trend {p})."),
            _("No trend over the cohorts is shown (cohort {a} {first}, cohort {b} {last}; {p})."),
        )
        text = texts[2] if p_value >= 1 - self.conf else texts[int(z > 0)]
        return text.format(
            first=rough(rows["estimate"].iloc[0]),
            a=rows["term"].iloc[0],
            last=rough(rows["estimate"].iloc[-1]),
            b=rows["term"].iloc[-1],
            p=p_text(p_value),
        )
