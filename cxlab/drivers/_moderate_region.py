"""Johnson-Neyman: the values of a moderator for which a slope is clear of zero."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.errors import SpecError
from cxlab._core.i18n import N_, _, listing, paragraph
from cxlab._core.labels import opening
from cxlab._core.numerals import show
from cxlab._core.result import Result
from cxlab._stats.johnson_neyman import critical, edges, slopes
from cxlab.drivers._moderate_result import ModerationResult

Array = NDArray[np.float64]

POINTS = 121  # of the line in the picture
STATUS = {
    "positive": N_("clear of zero, positive"),
    "negative": N_("clear of zero, negative"),
    "open": N_("not clear of zero"),
}


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class RegionResult(Result):
    """One row per stretch of the moderator within the answers, in order.

    ``status`` is ``positive``, ``negative`` or ``open``; ``share`` says how many of the answers lie
    in the stretch. ``edges`` holds the exact ends of the region, also those beyond the answers.
    """

    outcome: str
    driver: str
    moderator: str
    edges: tuple[float, ...]
    centre: float
    coef: Array
    cov: Array
    reach: float
    answers: Array
    simultaneous: bool

    title = N_("Johnson-Neyman region")
    drawing = "cxlab.plots:johnson_neyman"
    words = MappingProxyType(STATUS)
    sources = (
        "johnson_neyman_1936",
        "bauer_curran_2005",
        "potthoff_1964",
        "esarey_sumner_2018",
    )

    def summary(self) -> dict[str, Any]:
        """Return the share of answers where the slope is clear, and the critical value."""
        rows = self.table[self.table["status"] != "open"]
        return {"share": float(rows["share"].sum()), "statistic": self.reach}

    def at(self, values: Any) -> pd.DataFrame:
        """Return the slope with its interval at any values of the moderator.

        Parameters
        ----------
        values
            A number or a list of numbers.

        Returns
        -------
        pandas.DataFrame
            moderator, estimate, std_error, conf_low, conf_high.
        """
        z = np.atleast_1d(np.asarray(values, float))
        slope, error = slopes(z - self.centre, self.coef, self.cov)
        return pd.DataFrame(
            {
                "moderator": z,
                "estimate": slope,
                "std_error": error,
                "conf_low": slope - self.reach * error,
                "conf_high": slope + self.reach * error,
            }
        )

    def headline(self) -> str:
        """Say where the slope is clear, and for how many of the answers."""
        rows = self.table[self.table["status"] != "open"]
        words = {
            "x": opening(self.labels, self.driver),
            "y": self.label(self.outcome),
            "by": self.label(self.moderator),
        }
        if not len(rows):
            return _("{x} → {y}: clear of zero at no value of {by}").format(**words)
        if len(rows) == len(self.table) == 1:
            return _("{x} → {y}: clear of zero at every value of {by}").format(**words)
        return _("{x} → {y} by {by}: clear for {share:.0%} of the answers").format(
            share=rows["share"].sum(), **words
        )

    def explain(self) -> str:
        """Name every stretch with its share of the answers, and what the level holds for."""
        named = [self._stretch(row) for row in self.table.to_dict("records")]
        return paragraph(
            [
                _("The slope of {x} on {y}, by {by}: {named}.").format(
                    x=self.label(self.driver),
                    y=self.label(self.outcome),
                    by=self.label(self.moderator),
                    named=listing(named),
                ),
                _("The level of {conf:.0%} holds for all values of {by} at once.").format(
                    conf=self.conf, by=self.label(self.moderator)
                )
                if self.simultaneous
                else _(
                    "The level of {conf:.0%} holds for one value of {by} at a time; looking at all "
                    "of them finds a clear slope by chance more often. With simultaneous=True it "
                    "holds for all at once."
                ).format(conf=self.conf, by=self.label(self.moderator)),
                _("Few answers near an end of the scale carry little proof of what holds there.")
                if self.table["share"].min() < 0.05
                else "",
            ]
        )

    def drawn(self) -> pd.DataFrame:
        """Return the slope with its band along the answers, with the edges among the points."""
        low, high = self.answers.min(), self.answers.max()
        points = np.union1d(
            np.linspace(low, high, POINTS), [edge for edge in self.edges if low < edge < high]
        )
        return self.at(points)

    def plot_options(self) -> dict[str, Any]:
        """Pass the stretches and the answers; name both axes."""
        return {
            "stretches": self.table,
            "answers": self.answers,
            "axis": self.label(self.moderator),
            "up": _("slope of {x} on {y}").format(
                x=self.label(self.driver), y=self.label(self.outcome)
            ),
            "note": _("coloured: clear of zero ({conf:.0%}); marks below: the answers").format(
                conf=self.conf
            ),
        }

    def notes(self) -> list[str]:
        """Say whether the level holds for one value or for all, and the exact edges."""
        kind = (
            _("simultaneous for all values")
            if self.simultaneous
            else _("one value of the moderator at a time")
        )
        ends = listing(show(edge, "score") for edge in self.edges) or "–"
        return [
            f"n = {self.n:,}",
            _("{conf:.0%} intervals").format(conf=self.conf),
            kind,
            _("edges: {edges}").format(edges=ends),
        ]

    def _stretch(self, row: dict[Any, Any]) -> str:
        return _("{low} to {high} {status} ({share:.0%} of the answers)").format(
            low=show(row["moderator_low"], "score"),
            high=show(row["moderator_high"], "score"),
            status=self.word(row["status"]),
            share=row["share"],
        )


def region(result: ModerationResult, simultaneous: bool) -> RegionResult:
    """Divide the answers on the moderator into stretches by what the slope says there.

    Raises
    ------
    SpecError
        The moderator has categories, or two values only.
    """
    parts = result.parts
    if parts.levels or len(np.unique(parts.answers)) == 2:
        raise SpecError(
            _(
                "A Johnson-Neyman region needs a moderator of numbers with more than two values; "
                "{name!r} has categories. Read the slopes themselves."
            ).format(name=result.moderator)
        )
    places = [parts.driver, parts.interaction[0]]
    coef, cov = parts.coef[places], parts.cov[np.ix_(places, places)]
    reach = critical(parts.df, result.conf, simultaneous=simultaneous)
    found = [edge + parts.centre for edge in edges(coef, cov, reach)]
    low, high = float(parts.answers.min()), float(parts.answers.max())
    ends = [low, *(edge for edge in found if low < edge < high), high]
    middle = (np.array(ends[:-1]) + ends[1:]) / 2
    slope, error = slopes(middle - parts.centre, coef, cov)
    inside = np.digitize(parts.answers, ends[1:-1])
    table = pd.DataFrame(
        {
            "term": result.moderator,
            "moderator_low": ends[:-1],
            "moderator_high": ends[1:],
            "status": np.where(
                np.abs(slope) <= reach * error, "open", np.where(slope > 0, "positive", "negative")
            ),
            "share": [float(np.mean(inside == place)) for place in range(len(middle))],
            "n": [int(np.sum(inside == place)) for place in range(len(middle))],
        }
    )
    return RegionResult(
        table=table,
        n=result.n,
        n_dropped=result.n_dropped,
        dropped=result.dropped,
        conf=result.conf,
        labels=result.labels,
        outcome=result.outcome,
        driver=result.driver,
        moderator=result.moderator,
        edges=tuple(found),
        centre=parts.centre,
        coef=coef,
        cov=cov,
        reach=reach,
        answers=parts.answers,
        simultaneous=simultaneous,
    )
