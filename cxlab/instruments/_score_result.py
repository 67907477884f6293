"""What a scored questionnaire says: plain means, or gaps of pairs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.i18n import N_, _, listing, localized, paragraph
from cxlab._core.labels import opened, short
from cxlab._core.numerals import decimals, signed
from cxlab._core.privacy import LEAST, refuse_beside_total, refuse_small, warn_small
from cxlab._core.references import printed
from cxlab._core.result import Result
from cxlab._core.validate import whole
from cxlab._stats.suppression import beside_totals
from cxlab.instruments._instrument import Instrument
from cxlab.instruments._score_table import OVERALL, WEIGHTED, score_table
from cxlab.instruments._weights import given

Array = NDArray[np.float64]
MANY = 8  # gaps; more are counted rather than named
FEW = 30  # below it the t interval leans on the shape of the answers


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ScoreResult(Result):
    """Means of the dimensions with their intervals.

    Parameters
    ----------
    instrument
        The questionnaire that was scored.
    respondents, performances
        Scores and performance scores per respondent; read them as ``scores`` and ``performance``.
    blocks
        Of pairs: the scores in both modes over the items answered in both, shape (n_rows, k).
    keys
        The group of each respondent.
    """

    instrument: Instrument
    respondents: pd.DataFrame
    performances: pd.DataFrame
    blocks: Mapping[str, Array]
    keys: pd.Series

    title = N_("Scores of the dimensions")
    drawing = "cxlab.plots:dots"
    units: ClassVar[Mapping[str, str]] = {"df": "count"}

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of the questionnaire."""
        return tuple(printed(key) for key in self.instrument.sources)

    @property
    def scores(self) -> pd.DataFrame:
        """Scores of the respondents as a copy, one column per dimension; of pairs the gaps."""
        return self.respondents.copy()

    @property
    def performance(self) -> pd.DataFrame:
        """Scores of the first mode alone, as a copy: SERVPERF where the instrument is SERVQUAL."""
        return self.performances.copy()

    def reweight(self, weights: Mapping[str, float]) -> Self:
        """Return the same scores under other importance of the dimensions, as ``score()`` would.

        Parameters
        ----------
        weights
            ``{dimension: points}``, one for every dimension; only their proportions count.

        Raises
        ------
        SpecError
            A dimension is missing or unknown, or the weights are negative or all zero.
        """
        main = self.respondents.to_numpy()
        weight = np.broadcast_to(given(self.instrument, weights), main.shape)
        names = list(self.respondents.columns)
        table = score_table(names, main, self.blocks, weight, self.keys, self.conf)
        return replace(self, table=table)

    def large_groups(self, least: int = LEAST, *, total_shown: bool = False) -> Self:
        """Return the groups with enough respondents to be shown; the others are named in a warning.

        Parameters
        ----------
        least
            Answers that a group must have in every row.
        total_shown
            The total is shown too. Then one small group left out alone could be worked out, so
            further ones are left out until those missing have ``least`` answers together.

        Raises
        ------
        DataError
            No group has so many.
        """
        least = whole(least, "least")
        if "group" not in self.table:
            return self
        fewest = self.table.groupby("group", sort=False, observed=True)["n"].min()
        large = kept = (fewest >= least).to_numpy()
        refuse_small(int(large.sum()), least)
        if total_shown:
            line = [range(len(fewest))]
            kept = np.array(beside_totals(fewest.tolist(), large.tolist(), line, least), dtype=bool)
            refuse_beside_total(kept, least)
        small, further = fewest.index[~large], fewest.index[large & ~kept]
        warn_small(map(str, small), least, map(str, further))
        shown = fewest.index[kept]
        table = self.table[self.table["group"].isin(shown)].reset_index(drop=True)
        keys = self.keys.where(self.keys.isin(shown))
        counted = self.respondents.notna().any(axis=1).to_numpy() & keys.notna().to_numpy()
        return replace(self, table=table, keys=keys, n=int(counted.sum()))

    def label(self, term: str) -> str:
        """Return a dimension's name, or that of the rows over all dimensions."""
        if term == OVERALL:
            return _("Overall")
        return _("Overall, weighted") if term == WEIGHTED else super().label(term)

    def headline(self) -> str:
        """Name the highest and the lowest dimension."""
        rows = self._dimensions().sort_values("estimate")
        low, high = rows.iloc[0], rows.iloc[-1]
        if len(rows) == 1:
            return _("{name}: {value:.2f} on average, on a {low:g}-{high:g} scale").format(
                name=self._name(high),
                value=high["estimate"],
                low=self.instrument.scale.low,
                high=self.instrument.scale.high,
            )
        return _("Highest: {best} ({top:.2f}); lowest: {worst} ({bottom:.2f})").format(
            best=self._name(high),
            top=high["estimate"],
            worst=self._name(low),
            bottom=low["estimate"],
        )

    def explain(self) -> str:
        """Say how high the dimensions stand and how surely they differ."""
        rows = self._dimensions().sort_values("estimate")
        low, high = rows.iloc[0], rows.iloc[-1]
        text = [
            _(
                "{n:,} respondents. {name} stands at {value:.2f} ({conf:.0%} interval {low} to "
                "{high}) on a scale from {bottom:g} to {top:g}."
            ).format(
                n=self.n,
                name=self._said(high),
                value=high["estimate"],
                conf=self.conf,
                low=decimals(high["conf_low"]),
                high=decimals(high["conf_high"]),
                bottom=self.instrument.scale.low,
                top=self.instrument.scale.high,
            )
        ]
        if len(rows) > 1:
            text.append(
                _("{name} is lowest with {value:.2f} ({low} to {high}).").format(
                    name=self._said(low),
                    value=low["estimate"],
                    low=decimals(low["conf_low"]),
                    high=decimals(low["conf_high"]),
                )
            )
        text.append(
            _(
                "The mean takes the steps of the scale as equal; compare dimensions rather than "
                "trust the level."
            )
        )
        return paragraph([*text, *self._cautions()])

    @property
    def advice(self) -> str:
        """Where to look next."""
        if all(len(dimension.items) == 1 for dimension in self.instrument.dimensions):
            return ""
        return _("Whether the items of a dimension measure one thing is answered by reliability().")

    def drawn(self) -> pd.DataFrame:
        """Return the dimensions without the rows over all of them."""
        rows = self.labelled()
        return rows[~rows["term"].isin([OVERALL, WEIGHTED])]

    def plot_options(self) -> dict[str, Any]:
        """Words and the span of the scale."""
        scale = self.instrument.scale
        words = (
            [localized(anchor) for anchor in scale.anchors]
            if scale.anchors
            else [_("lowest"), _("highest")]
        )
        axis = _("mean on the scale ({low:g} {first}, {high:g} {last})").format(
            low=scale.low, high=scale.high, first=words[0], last=words[1]
        )
        return {"axis": axis, "span": (scale.low, scale.high)}

    def _dimensions(self) -> pd.DataFrame:
        """Return the rows to speak of: those with an interval, if there are any."""
        rows = self.table[~self.table["term"].isin([OVERALL, WEIGHTED])]
        rows = rows.dropna(subset=["estimate"])
        sure = rows.dropna(subset=["conf_low"])
        return sure if len(sure) else rows

    def _name(self, row: pd.Series) -> str:
        name = self.label(row["term"])
        return f"{name} · {row['group']}" if "group" in row else name

    def _said(self, row: pd.Series) -> str:
        """Return the name as a sentence takes it: the words of an item in quotation marks."""
        name = self._name(row)
        item = row["term"] in self.instrument.columns()
        return _("'{name}'").format(name=name) if item else name

    def _cautions(self) -> list[str]:
        few = int(self._dimensions()["n"].min())
        if few >= FEW:
            return []
        return [
            _("With as few as {n} answers in a row the intervals are rough.").format(n=few),
        ]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class GapResult(ScoreResult):
    """Means of two modes, such as perception and expectation, and the gap between them."""

    title = N_("Gaps against expectation")

    @property
    def drawing(self) -> str:  # type: ignore[override]
        """The dumbbell; with groups, dots of the gap."""
        return "cxlab.plots:dots" if "group" in self.table else "cxlab.plots:dumbbell"

    def headline(self) -> str:
        """Name the largest shortfall; say so when there is none."""
        rows = self._dimensions()
        worst = rows.iloc[int(rows["estimate"].argmin())]
        text = (
            _("Largest shortfall: {name}, {value} points")
            if worst["estimate"] < 0
            else _("Every dimension meets its expectation; least to spare: {name} ({value})")
        )
        return text.format(name=short(self._name(worst), 52), value=signed(worst["estimate"], 2))

    def drawn(self) -> pd.DataFrame:
        """Return the dimensions; ``open`` says that the interval of a gap includes 0."""
        rows = super().drawn()
        return rows.assign(open=~((rows["conf_high"] < 0) | (rows["conf_low"] > 0)))

    def explain(self) -> str:
        """Say which gaps are sure, what the weights change, and what gap scores cost."""
        rows = self._dimensions()
        worst = rows.iloc[int(rows["estimate"].argmin())]
        end, start = self._ends()
        below, above = rows["conf_high"] < 0, rows["conf_low"] > 0
        text = [
            _(
                "{n:,} respondents. {name} was rated {end:.2f} and expected at {start:.2f}: "
                "a gap of {gap} ({conf:.0%} interval {low} to {high})."
            ).format(
                n=self.n,
                name=opened(self._said(worst)),
                end=worst[end],
                start=worst[start],
                gap=signed(worst["estimate"], 2),
                conf=self.conf,
                low=signed(worst["conf_low"], 2),
                high=signed(worst["conf_high"], 2),
            ),
            self._sides(rows, below, above),
        ]
        if "weighted" in rows and rows["weighted"].notna().any():
            heavy = rows.iloc[int(rows["weighted"].argmin())]
            text.append(
                _(
                    "Weighted by importance {name} weighs most: {weighted} points of the weighted "
                    "gap, with {weight:.0%} of the importance."
                ).format(
                    name=self._name(heavy),
                    weighted=signed(heavy["weighted"], 2),
                    weight=heavy["weight"],
                )
            )
        text.append(
            _(
                "A gap carries the errors of both answers and is often less reliable than either; "
                "set it beside the perceptions alone (.performance)."
            )
        )
        return paragraph([*text, *self._cautions()])

    def plot_options(self) -> dict[str, Any]:
        """Words of the dumbbell, or of the dots."""
        if "group" in self.table:
            return {"axis": _("gap in points of the scale"), "lines": (0.0,)}
        end, start = self._ends()
        return {
            "start": start,
            "end": end,
            "words": (
                *(localized(self.instrument.mode(mode).label) for mode in (start, end)),
                _("{conf:.0%} interval of the gap").format(conf=self.conf),
            ),
            "axis": _("mean on a {low:g}-{high:g} scale; the number is the gap").format(
                low=self.instrument.scale.low, high=self.instrument.scale.high
            ),
        }

    def _sides(self, rows: pd.DataFrame, below: pd.Series, above: pd.Series) -> str:
        """Say which rows lie below and above expectation; of many how many."""
        if len(rows) > MANY:
            return _(
                "Of {count} gaps: {short} below expectation, {above} above, {rest} without a clear "
                "difference."
            ).format(
                count=len(rows),
                short=int(below.sum()),
                above=int(above.sum()),
                rest=int((~below & ~above).sum()),
            )
        return _("Below expectation: {short}; above: {above}; no clear difference: {rest}.").format(
            short=listing(self._names(rows[below])) or _("none"),
            above=listing(self._names(rows[above])) or _("none"),
            rest=listing(self._names(rows[~below & ~above])) or _("none"),
        )

    def _ends(self) -> tuple[str, str]:
        return self.instrument.pair or ("perception", "expectation")

    def _names(self, rows: pd.DataFrame) -> list[str]:
        return [self._name(row) for _index, row in rows.iterrows()]
