"""Dominance analysis: which driver adds more, in every sub-model, by size, and on average."""

from __future__ import annotations

import dataclasses
import itertools
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core import validate
from cxlab._core.columns import heading
from cxlab._core.i18n import N_, _, listing, paragraph, shortlist
from cxlab._core.labels import opening
from cxlab._core.result import Result, resamples
from cxlab._stats.dominance import TIE, complete, conditional
from cxlab.drivers._affordable import affordable
from cxlab.drivers._outranking import between, named

if TYPE_CHECKING:
    from cxlab.drivers._importance_result import ImportanceResult

Array = NDArray[np.float64]

KINDS = {
    "complete": N_("complete"),
    "conditional": N_("conditional"),
    "general": N_("general"),
    "none": N_("none"),
}  # the strongest first; each implies the next


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class DominanceResult(Result):
    """One row per pair, the driver with the larger average gain first.

    ``estimate`` is the difference of the average gains (general dominance), ``share`` the part of
    the sub-models to which the driver adds more than its rival, ``dominance`` the strongest kind
    that holds, ``reproduced`` the share of resamples in which it holds as well.
    """

    drivers: tuple[str, ...]
    gains: Array
    leads: Array
    boot: int

    title = N_("Dominance analysis")
    drawing = "cxlab.plots:dominance"
    unshown = ("driver", "rival", "n")
    words = MappingProxyType(KINDS)
    sources = ("budescu_1993", "azen_budescu_2003")

    def general(self) -> pd.Series:
        """Return the average gain of each driver over all sub-models, as LMG divides it.

        Returns
        -------
        pandas.Series
            Sums to R².
        """
        return pd.Series(self.gains.mean(axis=1), index=list(self.drivers), name="general")

    def conditional(self) -> pd.DataFrame:
        """Return the average gain of each driver by the number of others already in.

        Returns
        -------
        pandas.DataFrame
            One column per number of others, 0 for alone.
        """
        return pd.DataFrame(self.gains, index=list(self.drivers))

    def complete(self) -> pd.DataFrame:
        """Return the share of sub-models to which the row's driver adds more than the column's.

        Returns
        -------
        pandas.DataFrame
            NaN on the diagonal; 1 says complete dominance.
        """
        return pd.DataFrame(self.leads, index=list(self.drivers), columns=list(self.drivers))

    def headline(self) -> str:
        """Say how many others the first driver dominates completely."""
        first = self.drivers[int(self.gains.mean(axis=1).argmax())]
        held = self.table["dominance"].eq("complete") & self.table["driver"].eq(first)
        return _("{x} dominates {count} of {total} others completely").format(
            x=opening(self.labels, first), count=int(held.sum()), total=len(self.drivers) - 1
        )

    def explain(self) -> str:
        """List the pairs by kind of dominance, and say how often the pattern came back."""
        texts = {
            "complete": N_("Completely, adding more to every sub-model: {named}."),
            "conditional": N_("Conditionally, adding more at every number of drivers: {named}."),
            "general": N_("On average only, the order turns from sub-model to sub-model: {named}."),
            "none": N_("Equal on average: {named}."),
        }
        rows = self.labelled()
        sentences = [
            _(texts[kind]).format(named=shortlist(rows.loc[rows["dominance"] == kind, "label"], 6))
            for kind in KINDS
            if (rows["dominance"] == kind).any()
        ]
        again = (
            _(
                "Over {boot:,} resamples these patterns came back in {low:.0%} to {high:.0%}."
            ).format(
                boot=self.boot,
                low=rows["reproduced"].min(),
                high=rows["reproduced"].max(),
            )
            if self.boot
            else ""
        )
        caveat = _("Dominance orders what the sub-models explain; it is no proof of a cause.")
        return paragraph([*sentences, again, caveat])

    @property
    def advice(self) -> str:
        """Name complete dominance that did not come back in the resamples."""
        rows = self.labelled()
        weak = rows[rows["dominance"].eq("complete") & rows["reproduced"].lt(self.conf)]
        if not len(weak):
            return ""
        return _("Complete here, but not in {conf:.0%} of the resamples: {named}.").format(
            conf=self.conf, named=listing(weak["label"])
        )

    def drawn(self) -> pd.DataFrame:
        """Return the square of shares with readers' names, the largest average gain first."""
        order = self.general().sort_values(ascending=False, kind="stable").index
        return named(self.complete().loc[order, order], self)

    def plot_options(self) -> dict[str, Any]:
        """Name the number in a cell, and mark complete dominance."""
        return {
            "axis": _("share of sub-models to which the row's driver adds more than the column's"),
            "note": _("bold: complete dominance, one way or the other"),
            "ends": (0.0, 1.0),
        }

    def shown(self) -> pd.DataFrame:
        """Return the table for readers."""
        table = super().shown()
        return table if self.boot else table.drop(columns=heading("reproduced"))

    def notes(self) -> list[str]:
        """Add the number of resamples."""
        return [*super().notes(), *resamples(self.boot)]


def dominate(result: ImportanceResult, boot: int | None) -> DominanceResult:
    """Compare the drivers of a result sub-model by sub-model.

    Raises
    ------
    SpecError
        There are too many drivers, or too many resamples for them.
    """
    boot = result.boot if boot is None else boot
    boot = validate.whole(boot, "boot", low=0, most=validate.MOST_DRAWS)
    division = dataclasses.replace(result.division, boot=boot)
    affordable(division, "dominance")
    values = division.values()
    gains, leads = conditional(values)[0], complete(values)[0]
    general = gains.mean(axis=1)
    order = np.argsort(-general.round(12), kind="stable")
    first, second = np.array(list(itertools.combinations(order, 2))).T
    kinds = np.select(
        [held[0] for held in _kinds(values, first, second)], list(KINDS)[:3], default="none"
    )
    names = result.table["term"].to_numpy()
    a, b = names[first], names[second]
    frame = pd.DataFrame(
        {
            "term": [f"{x} > {z}" for x, z in zip(a, b, strict=True)],
            "driver": a,
            "rival": b,
            "estimate": general[first] - general[second],
            "share": leads[first, second],
            "dominance": kinds,
            "reproduced": np.nan,
            "n": result.n,
        }
    )
    if boot:
        held = [_kinds(part, first, second) for part in division.revalues()]
        again = np.concatenate(held, axis=1).mean(axis=1)  # (kinds, pairs)
        none = 1 - again[2]
        frame["reproduced"] = np.select(
            [kinds == kind for kind in KINDS], [again[0], again[1], again[2], none]
        )
    return DominanceResult(
        table=frame,
        n=result.n,
        n_dropped=result.n_dropped,
        dropped=result.dropped,
        conf=result.conf,
        labels=MappingProxyType({**result.labels, **between(frame, result.labels, ">")}),
        drivers=tuple(names),
        gains=gains,
        leads=leads,
        boot=boot,
    )


def _kinds(values: Array, first: Any, second: Any) -> NDArray[np.bool_]:
    """Say in which draws the first of each pair dominates, shape (kinds, draws, pairs)."""
    gains = conditional(values)
    step = gains[:, first] - gains[:, second]
    return np.stack(
        [
            complete(values)[:, first, second] == 1,
            (step > TIE).all(axis=2),
            step.mean(axis=2) > TIE,
        ]
    )
