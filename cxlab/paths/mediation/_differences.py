"""Differences between indirect effects: whether one route carries more than another."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pandas as pd

from cxlab._core.errors import SpecError
from cxlab._core.i18n import LANGUAGES, N_, _, listing, paragraph
from cxlab._core.labels import Labels
from cxlab._core.numerals import signed
from cxlab._core.result import Result
from cxlab.paths.mediation._result import MediationResult, basis
from cxlab.paths.model._effect_words import span
from cxlab.paths.model._parts import ARROW


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class RouteDifferences(Result):
    """One row per pair of routes: the first indirect effect minus the second.

    A term is written ``x -> m1 -> y - x -> m2 -> y``; readers see the mediators only.
    """

    interval: str
    boot: int

    title = N_("Differences between indirect effects")
    drawing = "cxlab.plots:dots"
    sources = ("preacher_hayes_2008",)

    def headline(self) -> str:
        """Say how many pairs differ, or by how much if there is one pair."""
        clear = self._clear()
        if len(self.table) == 1:
            row = self.table.iloc[0]
            text = (
                _("Routes differ: {pair} = {size}")
                if len(clear)
                else _("No difference of routes shown ({pair} = {size})")
            )
            return text.format(pair=self.label(row["term"]), size=signed(row["estimate"], 2))
        return _("{count} of {all} pairs of routes differ").format(
            count=len(clear), all=len(self.table)
        )

    def explain(self) -> str:
        """Name the pairs that differ and those that don't, and what the intervals allow for."""
        clear = self._clear()
        other = self.table.drop(clear.index)
        return paragraph(
            [
                _("These indirect effects differ: {pairs}.").format(pairs=self._named(clear))
                if len(clear)
                else "",
                _("Not shown to differ: {pairs}.").format(pairs=self._named(other))
                if len(other)
                else "",
                _("A difference compares points of the outcome per point of the same cause."),
                _("The intervals hold for one pair at a time, not for all {count} at once.").format(
                    count=len(self.table)
                )
                if len(self.table) > 1
                else "",
            ]
        )

    def plot_options(self) -> dict[str, Any]:
        """Mark zero and name the axis."""
        axis = _("difference, {conf:.0%} interval")
        return {"axis": axis.format(conf=self.conf), "lines": [0]}

    def notes(self) -> list[str]:
        """Say the kind of the intervals."""
        return [*super().notes(), basis(self.interval, self.boot)]

    def _clear(self) -> pd.DataFrame:
        return self.table[self.table["conf_low"] * self.table["conf_high"] > 0]

    def _named(self, rows: pd.DataFrame) -> str:
        return listing(f"{self.label(row['term'])} {span(row)}" for row in rows.to_dict("records"))


def differences(result: MediationResult) -> RouteDifferences:
    """Compare the indirect effects of a mediation two by two.

    Raises
    ------
    SpecError
        There is one indirect effect only, or it was computed with ``boot=0``.
    """
    chain, effects = result.chain, result.effects
    routes, names = chain.routes(), [str(name) for name in chain.names]
    if len(routes) < 2:
        raise SpecError(_("Differences need two or more indirect effects; this chain has one."))
    if not result.boot and result.interval != "delta":
        raise SpecError(_("Differences need resamples. Call mediate() with boot=2000."))
    rows, labels = [], {}
    for i, j in itertools.combinations(range(len(routes)), 2):
        first, second = ([names[place] for place in routes[k]] for k in (i, j))
        term = f"{ARROW.join(first)} - {ARROW.join(second)}"
        labels[term] = {
            lang: f"{_between(first, result.labels, lang)} − "
            f"{_between(second, result.labels, lang)}"
            for lang in LANGUAGES
        }
        more = effects.interval(lambda values, i=i, j=j: values[..., i] - values[..., j])  # type: ignore[misc]
        rows.append(
            {
                "term": term,
                "estimate": effects.estimate[i] - effects.estimate[j],
                **{name: more[name] for name in ("std_error", "conf_low", "conf_high")},
                "n": result.n,
            }
        )
    return RouteDifferences(
        table=pd.DataFrame(rows),
        n=result.n,
        n_dropped=result.n_dropped,
        dropped=result.dropped,
        conf=result.conf,
        labels=MappingProxyType(labels),
        interval=result.interval,
        boot=result.boot,
    )


def _between(route: list[str], given: Labels, lang: str) -> str:
    """Name a route by its mediators, bound closely: ``value→satisfaction``."""
    return "→".join(given[name][lang] if name in given else name for name in route[1:-1])
