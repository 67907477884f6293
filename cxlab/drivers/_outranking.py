"""Drivers two by two: differences of their shares, and how surely one outranks the other."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cxlab._core.errors import SpecError
from cxlab._core.i18n import LANGUAGES, N_, _, paragraph, shortlist
from cxlab._core.labels import Labels
from cxlab._core.result import Result, resamples
from cxlab._stats.bootstrap import percentile
from cxlab._stats.dominance import TIE

if TYPE_CHECKING:
    from cxlab.drivers._importance_result import ImportanceResult


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class OutrankingResult(Result):
    """One row per pair, the larger share first.

    ``estimate`` is the difference in R² units, ``share`` the same as a part of R². ``outranks`` is
    the share of resamples in which the first is the larger, ``outranked`` that of the second;
    what is missing to one are ties. ``settled`` says whether the interval leaves out zero.
    """

    drivers: tuple[str, ...]
    boot: int

    title = N_("Which driver outranks which")
    drawing = "cxlab.plots:dominance"
    unshown = ("driver", "rival", "estimate", "conf_low", "conf_high", "outranked", "n")
    sources = ("groemping_2006", "efron_tibshirani_1993")

    def matrix(self) -> pd.DataFrame:
        """Return the probability that the row's driver outranks the column's; NaN on the diagonal.

        Returns
        -------
        pandas.DataFrame
            Drivers by share, largest first.
        """
        return paired(self.table, self.drivers, "outranks", "outranked")

    def headline(self) -> str:
        """Count the pairs whose order is settled."""
        return _("Order settled for {count} of {total} pairs of drivers").format(
            count=int(self.table["settled"].sum()), total=len(self.table)
        )

    def explain(self) -> str:
        """Count the settled pairs, name the open ones, and say what the intervals allow for."""
        table = self.labelled()
        unsettled = table[~table["settled"]]
        open_pairs = [
            _("{pair} ({share:.0%})").format(pair=pair, share=share)
            for pair, share in zip(unsettled["label"], unsettled["outranks"], strict=True)
        ]
        return paragraph(
            [
                _(
                    "Of {total} pairs {count} are settled: the {conf:.0%} interval of the "
                    "difference leaves out zero."
                ).format(total=len(table), count=int(table["settled"].sum()), conf=self.conf),
                _(
                    "Open, with the share of {boot:,} resamples in which the first is the larger: "
                    "{named}."
                ).format(boot=self.boot, named=shortlist(open_pairs, 6))
                if open_pairs
                else "",
                _(
                    "Each interval stands for its own pair: among {total} pairs of equal drivers "
                    "about {wrong:.1f} would seem settled by chance."
                ).format(total=len(table), wrong=(1 - self.conf) * len(table)),
            ]
        )

    @property
    def advice(self) -> str:
        """Say what to do with open pairs."""
        if self.table["settled"].all():
            return ""
        return _("Don't print a league table of open pairs: show them side by side.")

    def drawn(self) -> pd.DataFrame:
        """Return the matrix with readers' names."""
        return named(self.matrix(), self)

    def plot_options(self) -> dict[str, Any]:
        """Name the number in a cell, and mark the settled pairs."""
        tail = (1 - self.conf) / 2
        return {
            "axis": _("share of resamples in which the row's driver outranks the column's"),
            "note": _("bold: settled, the interval of the difference leaves out zero"),
            "bold": paired(
                self.table.assign(no=False, yes=self.table["settled"]), self.drivers, "yes", "yes"
            ).to_numpy()
            == 1,
            "ends": (tail, 1 - tail),
        }

    def notes(self) -> list[str]:
        """Add the number of resamples."""
        return [*super().notes(), *resamples(self.boot)]


def outrank(result: ImportanceResult) -> OutrankingResult:
    """Compare the drivers of a result two by two.

    Raises
    ------
    SpecError
        There are no resamples.
    """
    if not result.boot:
        raise SpecError(_("Differences need resamples. Run importance() again with boot=1000."))
    order = result.table.sort_values("rank", kind="stable").index.to_numpy()
    pairs = list(itertools.combinations(order, 2))
    first, second = np.array(pairs).T
    draws, totals = result.draws
    lead = draws[:, first] - draws[:, second]
    low, high = percentile(lead, result.conf)
    ends = percentile(lead / totals[:, None], result.conf)
    names, table = result.table["term"].to_numpy(), result.table.set_index("term")
    a, b = names[first], names[second]
    frame = pd.DataFrame(
        {
            "term": [f"{x} - {z}" for x, z in zip(a, b, strict=True)],
            "driver": a,
            "rival": b,
            "estimate": table.loc[a, "estimate"].to_numpy() - table.loc[b, "estimate"].to_numpy(),
            "conf_low": low,
            "conf_high": high,
            "share": table.loc[a, "share"].to_numpy() - table.loc[b, "share"].to_numpy(),
            "share_low": ends[0],
            "share_high": ends[1],
            "outranks": (lead > TIE).mean(axis=0),
            "outranked": (lead < -TIE).mean(axis=0),
            "settled": (low > 0) | (high < 0),
            "n": result.n,
        }
    )
    return OutrankingResult(
        table=frame,
        n=result.n,
        n_dropped=result.n_dropped,
        dropped=result.dropped,
        conf=result.conf,
        labels=MappingProxyType({**result.labels, **between(frame, result.labels, "−")}),
        drivers=tuple(names[order]),
        boot=result.boot,
    )


def between(frame: pd.DataFrame, labels: Labels, mark: str) -> dict[str, Mapping[str, str]]:
    """Return readers' names of pairs, ``service − price``."""

    def word(name: str, lang: str) -> str:
        return labels[name][lang] if name in labels else name

    return {
        term: {lang: f"{word(a, lang)} {mark} {word(b, lang)}" for lang in LANGUAGES}
        for term, a, b in zip(frame["term"], frame["driver"], frame["rival"], strict=True)
    }


def paired(table: pd.DataFrame, drivers: tuple[str, ...], above: str, below: str) -> pd.DataFrame:
    """Spread rows of pairs over a square: ``above`` for (driver, rival), ``below`` the reverse."""
    square = pd.DataFrame(np.nan, index=list(drivers), columns=list(drivers))
    for _place, row in table.iterrows():
        square.loc[row["driver"], row["rival"]] = float(row[above])
        square.loc[row["rival"], row["driver"]] = float(row[below])
    return square


def named(square: pd.DataFrame, result: Result) -> pd.DataFrame:
    """Return a square with readers' names on both sides."""
    names = [result.label(name) for name in square.index]
    return square.set_axis(names, axis=0).set_axis(names, axis=1)
