"""What every metric says: the number, its interval, how many answered, and what is weak."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from numbers import Number
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.i18n import _, paragraph, shortlist
from cxlab._core.labels import opening, short
from cxlab._core.numerals import decimals, percent, signed
from cxlab._core.privacy import LEAST, refuse_beside_total, refuse_small, warn_small
from cxlab._core.references import cite
from cxlab._core.result import Result
from cxlab._core.validate import whole
from cxlab._stats.suppression import beside_totals

if TYPE_CHECKING:
    from cxlab.metrics._difference import DifferenceResult
    from cxlab.metrics._trend import TrendResult

Array = NDArray[np.float64]
FEW = 30  # below it a group is named: its interval is wide, and single answers move it
SOURCES = {
    "adjusted_wald": ("rocks_2016",),
    "tango": ("tango_1998", "rocks_2016"),
    "wald": ("brown_cai_dasgupta_2001",),
    "wilson": ("wilson_1927", "brown_cai_dasgupta_2001"),
    "clopper_pearson": ("clopper_pearson_1934", "brown_cai_dasgupta_2001"),
    "jeffreys": ("brown_cai_dasgupta_2001",),
    "newcombe": ("newcombe_1998",),
    "miettinen_nurminen": ("miettinen_nurminen_1985",),
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class MetricResult(Result, ABC):
    """A metric with its interval: one row, or one row per group.

    Parameters
    ----------
    item, by
        The column it was computed from, and the column of groups.
    interval
        How the interval was made.
    """

    item: str
    by: str | None = None
    interval: str = ""

    term: ClassVar[str]  # what its rows are called
    unit: ClassVar[str] = "share"  # or "points" (-100 to 100), "score" (of the answers' scale)
    comparisons: ClassVar[tuple[str, ...]]  # methods of difference(), the usual one first
    drawing = "cxlab.plots:shares"

    def name(self) -> str:
        """Return the metric's name in the language in use."""
        return _(self.title)

    @abstractmethod
    def variances(self) -> Array:
        """Return the sampling variance of each estimate; a trend is held against it."""

    @abstractmethod
    def compared(self, first: pd.DataFrame, second: pd.DataFrame, method: str) -> pd.DataFrame:
        """Return the differences of two tables, row by row, with interval and test."""

    def label(self, term: str) -> str:
        """Return the metric's name for its rows; other names as the data label them."""
        return self.name() if term == self.table["term"].iloc[0] else super().label(term)

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of the metric, of its interval, and with weights of the effective n."""
        keys = [*self.sources, *SOURCES.get(self.interval, ())]
        return tuple(cite(key) for key in [*keys, *(["kish_1965"] if self.weighted else [])])

    @property
    def weighted(self) -> bool:
        """Whether survey weights were used."""
        return "n_eff" in self.table

    def summary(self) -> dict[str, Any]:
        """Return the number of groups, and with weights the design effect."""
        out: dict[str, Any] = {"groups": len(self.table)}
        return out | {"deff": self._deff()} if self.weighted else out

    def difference(self, a: Any, b: Any, *, method: str | None = None) -> DifferenceResult:
        """Return group ``a`` minus group ``b`` with its interval and test.

        Parameters
        ----------
        a, b
            Two of the groups.
        method
            How the interval is made; see :class:`DifferenceResult`.

        Raises
        ------
        SpecError
            There is no such group, or no groups at all.
        """
        from cxlab.metrics._difference import differ

        return differ(self, [(a, b)], method)

    def differences(self, *, baseline: Any = None, method: str | None = None) -> DifferenceResult:
        """Return the differences of all pairs of groups, p-values adjusted by Holm's rule.

        Parameters
        ----------
        baseline
            A group that every other is compared with; all pairs when absent.
        method
            How the intervals are made; see :class:`DifferenceResult`.

        Raises
        ------
        SpecError
            There are fewer than two groups, or no such baseline.
        """
        from cxlab.metrics._difference import differ, pairs

        return differ(self, pairs(self, baseline), method)

    def trend(self) -> TrendResult:
        """Return the straight line through the groups, which must be periods in order.

        Raises
        ------
        SpecError
            The groups are no numbers or periods, or fewer than three.
        """
        from cxlab.metrics._trend import fit_trend

        return fit_trend(self)

    def large_groups(self, least: int = LEAST, *, total_shown: bool = False) -> Self:
        """Return the groups with enough answers to be shown; the others are named in a warning.

        A number out of a few answers tells what single people said.

        Parameters
        ----------
        least
            Answers that a group must have.
        total_shown
            The total is shown too. Then one small group left out alone could be worked out, so
            further ones are left out until those missing have ``least`` answers together.

        Raises
        ------
        DataError
            No group has so many, or none can stand beside the total.
        """
        least = whole(least, "least")
        if self.by is None:
            return self
        counts = self.table["n"].tolist()
        large = kept = np.array([n >= least for n in counts], dtype=bool)
        refuse_small(int(large.sum()), least)
        if total_shown:
            shown = beside_totals(counts, large.tolist(), [range(len(counts))], least)
            refuse_beside_total(shown, least)
            kept = np.array(shown, dtype=bool)
        names = np.array([self.group(each) for each in self.table["group"]], dtype=object)
        warn_small(names[~large], least, names[large & ~kept])
        table = self.table[kept].reset_index(drop=True)
        return replace(self, table=table, n=int(table["n"].sum()))

    def amount(self, value: float) -> str:
        """Write a value of the metric for a sentence."""
        if self.unit == "points":
            return signed(value, 1)
        return percent(decimals(100 * value, 1)) if self.unit == "share" else decimals(value, 2)

    def change(self, value: float, digits: int = 1, *, bare: bool = False) -> str:
        """Write a difference of two values of the metric, with its sign; bare without its unit."""
        if self.unit == "share":
            number = signed(100 * value, digits)
            return number if bare else _("{value} pp").format(value=number)
        return signed(value, digits if self.unit == "points" else digits + 1)

    def group(self, value: Any) -> str:
        """Write a group for a sentence; a number with the name of its column."""
        plain = isinstance(value, Number) and not isinstance(value, bool)
        if not plain:
            return str(value)
        return _("{side} {group}").format(side=self.label(str(self.by)), group=f"{value:g}")

    def headline(self) -> str:
        """State the metric with its interval; of groups the highest and the lowest."""
        if self.by is None or len(self.table) == 1:
            row = self.table.iloc[0]
            return _("{name} {estimate} ({conf:.0%} interval {low} to {high})").format(
                name=self.name(), conf=self.conf, **self._ends(row)
            )
        best, worst = self._extremes()
        return _("{name}: highest {best} ({top}), lowest {worst} ({bottom})").format(
            name=self.name(),
            best=short(self.group(best["group"])),
            top=self.amount(best["estimate"]),
            worst=short(self.group(worst["group"])),
            bottom=self.amount(worst["estimate"]),
        )

    def explain(self) -> str:
        """Say the number and its interval, what it is made of, and what is weak about it."""
        return paragraph([*self._finding(), *self._cautions()])

    @property
    def advice(self) -> str:
        """Where to look next."""
        if not self.item:  # published shares: there are no rows to compare
            return ""
        if self.by is None or len(self.table) < 2:
            return _(
                "Compare groups or periods with by=; plan the next survey with "
                "cx.metrics.sample_size()."
            )
        if len(self.table) > 2 and pd.api.types.is_numeric_dtype(self.table["group"]):
            return _("Whether it rises or falls over the periods is answered by .trend().")
        return _("Which groups differ is answered by .differences(), not by comparing intervals.")

    def drawn(self) -> pd.DataFrame:
        """Return the rows with the groups as labels."""
        rows = self.tidy()
        labels = map(str, rows["group"]) if self.by is not None else [self.name()]
        return rows.assign(label=list(labels))

    def plot_options(self) -> dict[str, Any]:
        """Name the axes."""
        return self.axes()

    def axes(self) -> dict[str, Any]:
        """Return the words and the unit of the axes."""
        return {"unit": self.unit, "axis": self._axis(), "side": self._by()}

    def _axis(self) -> str:
        if "conf_low" not in self.table:
            return self.name()
        text = (
            _("{name}, points; {conf:.0%} interval")
            if self.unit == "points"
            else _("{name}; {conf:.0%} interval")
        )
        return text.format(name=self.name(), conf=self.conf)

    def _by(self) -> str:
        return "" if self.by is None else short(opening(self.labels, self.by), 60)

    def _finding(self) -> list[str]:
        if self.by is None or len(self.table) == 1:
            row = self.table.iloc[0]
            text = _(
                "{name} is {estimate}, from {n:,} answers; the {conf:.0%} interval runs from {low} "
                "to {high}."
            ).format(name=self.name(), conf=self.conf, n=self.n, **self._ends(row))
            return [text, *self._made_of(row)]
        best, worst = self._extremes()
        text = _(
            "{name} in {count} groups, from {n:,} answers. Highest: {best} with {top} "
            "({conf:.0%} interval {high_from} to {high_to}); lowest: {worst} with {bottom} "
            "({low_from} to {low_to})."
        ).format(
            name=self.name(),
            count=len(self.table),
            n=self.n,
            conf=self.conf,
            best=self.group(best["group"]),
            top=self.amount(best["estimate"]),
            high_from=self.amount(best["conf_low"]),
            high_to=self.amount(best["conf_high"]),
            worst=self.group(worst["group"]),
            bottom=self.amount(worst["estimate"]),
            low_from=self.amount(worst["conf_low"]),
            low_to=self.amount(worst["conf_high"]),
        )
        test = _(
            "The highest and the lowest of several groups lie apart by chance alone, and "
            "overlapping intervals are no test: a difference has an interval of its own."
        )
        return [text, test]

    def _made_of(self, row: pd.Series) -> list[str]:
        """Say what the number of one row is made of."""
        return []

    def _cautions(self) -> list[str]:
        out = []
        few = self.table[self.table["n"] < FEW]
        if len(few) and self.by is None:
            out.append(
                _("With only {n} answers one more or less moves the number visibly.").format(
                    n=int(few["n"].iloc[0])
                )
            )
        elif len(few):
            out.append(
                _("Fewer than {few} answers: {groups}; read these with care.").format(
                    few=FEW, groups=shortlist(map(self.group, few["group"]), 4)
                )
            )
        if self.weighted:
            out.append(
                _(
                    "The weights cost precision: {n:,} answers count like {n_eff:,.0f} unweighted "
                    "ones (design effect {deff:.2f}, Kish's approximation)."
                ).format(n=self.n, n_eff=self._effective(), deff=self._deff())
            )
        if self.interval == "wald":
            out.append(
                _("Wald intervals cover less than they promise when answers are few or one-sided.")
            )
        return out

    def _ends(self, row: pd.Series) -> dict[str, str]:
        return {
            "estimate": self.amount(row["estimate"]),
            "low": self.amount(row["conf_low"]),
            "high": self.amount(row["conf_high"]),
        }

    def _extremes(self) -> tuple[pd.Series, pd.Series]:
        rows = self.table.sort_values("estimate", kind="stable")
        return rows.iloc[-1], rows.iloc[0]

    def _deff(self) -> float:
        return float(self.table["n"].sum() / self._effective())

    def _effective(self) -> float:
        """Return how many unweighted answers the weighted ones count like."""
        return float(self.table["n_eff"].sum())
