"""Relationship quality: trust, commitment and communication."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from cxlab._core.i18n import N_, _
from cxlab._core.result import Result
from cxlab.frameworks._means import extremes
from cxlab.instruments import get, score

INDEX = "index"


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class RelationshipResult(Result):
    """Scores of trust, commitment and communication, and their mean as an index.

    Parameters
    ----------
    span
        Ends of the answer scale.
    """

    span: tuple[float, float]

    title = N_("Relationship quality")
    drawing = "cxlab.plots:dots"
    sources = ("morgan_hunt_1994",)

    def label(self, term: str) -> str:
        """Return a row as a reader should see it."""
        return _("relationship index") if term == INDEX else super().label(term)

    def headline(self) -> str:
        """State the index, and the strongest and the weakest part."""
        index = self.table[self.table["term"] == INDEX]
        if "group" in self.table:
            low, high, apart = extremes(index)
            text = (
                _("Relationship quality runs from {low:.1f} in {least} to {high:.1f} in {most}")
                if apart
                else _(
                    "No clear difference in relationship quality by group: {low:.1f} to {high:.1f}"
                )
            )
            return text.format(
                low=low["estimate"], least=low["group"], high=high["estimate"], most=high["group"]
            )
        weak, strong, _apart = extremes(self.table[self.table["term"] != INDEX])
        return _(
            "Relationship index {index:.1f}; weakest: {weak} ({low:.1f}), strongest: {strong} "
            "({high:.1f})"
        ).format(
            index=index["estimate"].iloc[0],
            weak=self.label(weak["term"]),
            low=weak["estimate"],
            strong=self.label(strong["term"]),
            high=strong["estimate"],
        )

    def explain(self) -> str:
        """Say what the parts are and how to read the index."""
        return _(
            "Trust is confidence in the firm's word, commitment the wish to go on, communication a "
            "talk that goes both ways; the index is their mean, each counting the same, on a "
            "scale from {low:g} to {high:g}. Commitment and trust carry a relationship together "
            "(Morgan & Hunt, 1994). A score says how customers feel now, not whether they will "
            "stay."
        ).format(low=self.span[0], high=self.span[1])

    def plot_options(self) -> dict[str, Any]:
        """Words of the dots."""
        low, high = self.span
        return {
            "axis": _("mean score, scale {low:g}-{high:g}").format(low=low, high=high),
            "span": self.span,
        }


def relationship_quality(
    data: pd.DataFrame, *, by: str | None = None, conf: float = 0.95
) -> RelationshipResult:
    """Score trust, commitment and communication, and their mean.

    Parameters
    ----------
    data
        One row per respondent with the columns of the item bank ``relationship``.
    by
        Column of groups; each is estimated by itself.
    conf
        Confidence level of the intervals.

    Returns
    -------
    RelationshipResult
        ``tidy()`` has a row per part and a row ``index``: ``estimate sd std_error conf_low
        conf_high n``.

    Raises
    ------
    DataError
        A column is absent or an answer lies off the scale.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(1)
    >>> names = [f"rel_{part}{item}" for part in "tcm" for item in (1, 2, 3)]
    >>> answers = pd.DataFrame(rng.integers(1, 8, (20, 9)), columns=names)
    >>> relationship_quality(answers).tidy()["term"].tolist()
    ['trust', 'commitment', 'communication', 'index']
    """
    bank = get("relationship")
    scored = score(data, bank, by=by, conf=conf)
    return RelationshipResult(
        table=scored.tidy().replace({"term": {"overall": INDEX}}),
        n=scored.n,
        n_dropped=scored.n_dropped,
        dropped=scored.dropped,
        conf=conf,
        labels=scored.labels,
        span=(bank.scale.low, bank.scale.high),
    )
