"""Power by simulation: how often a test sees a difference that is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from cxlab._core.arguments import Level
from cxlab._core.errors import SpecError
from cxlab._core.i18n import N_, _, paragraph
from cxlab._core.numerals import percent
from cxlab._core.progress import blocks
from cxlab._core.result import Result
from cxlab._core.validate import MOST_DRAWS, confidence, generator, sequence, whole
from cxlab._stats.planning import rejections
from cxlab._stats.proportions import share_interval
from cxlab.metrics._plan import (
    Array,
    amount_of,
    assumed_shares,
    metric_of,
    shares_in_words,
    worst_shares,
    written,
)

ENOUGH = 0.8  # the power that is usually asked for
AROUND = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0)


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class PowerResult(Result):
    """Power per size of the groups, with the error of the simulation.

    Parameters
    ----------
    asked
        The size asked for; of several the last.
    difference, metric
        The difference that is there, as a share, and what it is a difference of.
    first, second
        The shares of the two groups.
    draws
        Simulated pairs of samples per size.
    """

    asked: int
    difference: float
    metric: str
    first: tuple[float, ...]
    second: tuple[float, ...]
    draws: int

    title = N_("Power of a comparison")
    drawing = "cxlab.plots:curve"
    unshown = ("draws",)
    sources = ("cohen_1988",)
    units = MappingProxyType(
        dict.fromkeys(("estimate", "std_error", "conf_low", "conf_high"), "share")
    )

    @property
    def power(self) -> float:
        """The power at the size asked for."""
        return float(self._row()["estimate"])

    def summary(self) -> dict[str, Any]:
        """Return the size asked for, its power, and the simulated pairs of samples."""
        return {"n_group": self.asked, "power": self.power, "draws": self.draws}

    def label(self, term: str) -> str:
        """Return a size as it stands."""
        return term

    def headline(self) -> str:
        """State the power at the size asked for."""
        return _("{n:,} answers per group show a difference of {size} {power} of the time").format(
            n=self.asked,
            size=written(abs(self.difference), self.metric),
            power=self._percent(self.power),
        )

    def explain(self) -> str:
        """Say what the power means, how sure it is, and where it reaches the usual 80%."""
        row = self._row()
        enough = self.table[self.table["estimate"] >= ENOUGH]
        reached = (
            _("{level} is reached with {n:,} per group among the sizes tried.").format(
                level=self._percent(ENOUGH), n=int(enough["n_group"].min())
            )
            if len(enough)
            else _("None of the sizes tried reaches {level}.").format(level=self._percent(ENOUGH))
        )
        return paragraph(
            [
                _(
                    "If the two groups truly differ by {size}, two samples of {n:,} show it at the "
                    "{level:.0%} level {power} of the time; the simulation itself is good to "
                    "±{error}."
                ).format(
                    size=written(self.difference, self.metric, sign=True),
                    n=self.asked,
                    level=Level(1 - self.conf),
                    power=self._percent(self.power),
                    error=_("{value} pp").format(value=f"{196 * row['std_error']:.1f}"),
                ),
                reached,
                _("Assumed for the first group: {shares}.").format(
                    shares=shares_in_words(np.array(self.first))
                ),
                _("A difference that so small a sample does show tends to be overstated.")
                if self.power < ENOUGH
                else "",
            ]
        )

    @property
    def advice(self) -> str:
        """Point to the width of the interval."""
        return _("How closely a sample pins a number down is answered by sample_size().")

    def plot_options(self) -> dict[str, Any]:
        """Name the axes, the size asked for, and the usual aim."""
        return {
            "x": "n_group",
            "y": "estimate",
            "mark": float(self.asked),
            "words": self._percent(self.power),
            "axis": (
                _("answers per group; {conf:.0%} interval of the simulation").format(
                    conf=self.conf
                ),
                _("share of samples that show it"),
            ),
            "unit": "share",
            "aim": ENOUGH,
        }

    def _row(self) -> pd.Series:
        return self.table[self.table["n_group"] == self.asked].iloc[0]

    @staticmethod
    def _percent(value: float) -> str:
        return percent(f"{100 * value:.0f}")


def power(
    difference: float,
    n: int | Sequence[int],
    *,
    metric: str = "nps",
    assumed: Any = None,
    draws: int = 10_000,
    seed: int | None = None,
    conf: float = 0.95,
) -> PowerResult:
    """Simulate how often two groups that differ are seen to differ.

    Parameters
    ----------
    difference
        The true difference, second group minus first: points for the NPS, 0-1 for a share.
    n
        Answers per group; several sizes, or one, which is then shown among sizes around it.
    metric
        ``"nps"`` (any net score) or ``"share"`` (CSAT, churn, retention).
    assumed
        The shares of the first group: ``(promoters, passives, detractors)`` that sum to 1, or one
        share. The worst case when absent: half and half.
    draws
        Simulated pairs of samples per size.
    seed
        Seed of the random numbers.
    conf
        One minus the level of the test.

    Returns
    -------
    PowerResult
        ``power`` is the power at the size asked for. ``tidy()`` has one row per size: n_group,
        estimate (power, 0-1), std_error, conf_low, conf_high (of the simulation), draws.

    Raises
    ------
    SpecError
        The difference leads to impossible shares, or an option is unknown.

    Notes
    -----
    In the second group half of the difference is added to the promoters and half taken from the
    detractors. Net scores are tested by the adjusted Wald test, shares by Pearson's chi-squared,
    as in ``difference()``.

    Examples
    --------
    >>> 0.75 < power(10, 1000, assumed=(0.4, 0.3, 0.3), seed=1).power < 0.82
    True
    """
    metric, conf = metric_of(metric), confidence(conf)
    size = amount_of(difference, metric, "difference")
    first = worst_shares(metric) if assumed is None else assumed_shares(assumed, metric)
    second = _shifted(first, size, metric)
    several = isinstance(n, Sequence | np.ndarray)
    given = [whole(each, "n", low=2) for each in (sequence(n, "n") if several else [n])]
    if not given:
        raise SpecError(_("n holds no size. Give the answers per group, such as n=400."))
    count = whole(draws, "draws", low=100, most=MOST_DRAWS)
    rng = generator(seed)
    around = [max(2, round(factor * given[0])) for factor in AROUND]
    sizes = list(dict.fromkeys([given[-1], *(given if several else around)]))
    hits = []
    for part in blocks(len(sizes), 1, _("sizes")):
        hits += [rejections(first, second, each, count, conf, rng) for each in sizes[part]]
    share = np.array(hits) / count
    low, high = share_interval(share, count, conf)
    table = pd.DataFrame(
        {
            "term": [f"n = {each:,}" for each in sizes],
            "n_group": sizes,
            "estimate": share,
            "std_error": np.sqrt(share * (1 - share) / count),
            "conf_low": low,
            "conf_high": high,
            "draws": count,
        }
    ).sort_values("n_group", ignore_index=True)
    return PowerResult(
        table=table,
        n=0,
        conf=conf,
        asked=given[-1],
        difference=size,
        metric=metric,
        first=tuple(first),
        second=tuple(second),
        draws=count,
    )


def _shifted(first: Array, size: float, metric: str) -> Array:
    """Return the shares of the second group.

    Raises
    ------
    SpecError
        A share would leave 0-1.
    """
    move = np.array([size, -size]) if len(first) == 2 else np.array([size / 2, 0, -size / 2])
    second = first + move
    if (second < -1e-12).any() or (second > 1 + 1e-12).any():
        raise SpecError(
            _(
                "A difference of {size} is not possible from {shares}: a share would leave 0-1. "
                "Choose a smaller one, or other shares."
            ).format(size=written(size, metric, sign=True), shares=shares_in_words(first))
        )
    return np.clip(second, 0, 1)
