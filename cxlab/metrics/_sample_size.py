"""How many answers a margin of error needs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.errors import SpecError, warn
from cxlab._core.i18n import N_, _, paragraph
from cxlab._core.references import cite
from cxlab._core.result import Result
from cxlab._core.validate import brief, confidence, one_of
from cxlab._stats.net_score import net_difference, net_interval
from cxlab._stats.planning import LIMIT, needed
from cxlab._stats.proportions import share_difference, share_interval
from cxlab.metrics import _net, _share
from cxlab.metrics._difference import SOURCES as OF_DIFFERENCES
from cxlab.metrics._plan import (
    amount_of,
    assumed_shares,
    metric_of,
    shares_in_words,
    worst_shares,
    written,
)
from cxlab.metrics._result import SOURCES

Array = NDArray[np.float64]
AROUND = (0.5, 0.6, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)  # margins of the curve, times the one asked for


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class SampleSizeResult(Result):
    """Answers needed for a margin, and for margins around it.

    Parameters
    ----------
    needed, margin
        Answers needed (per group where two are compared), for the margin in the metric's unit.
    metric, compare, interval
        What is planned: a net score or a share, one group or the difference of two, and the
        interval it will have.
    assumed
        Shares of the answers that were assumed.
    worst
        Whether they are the worst case, because nothing else was assumed.
    """

    needed: int
    margin: float
    metric: str
    compare: bool
    interval: str
    assumed: tuple[float, ...]
    worst: bool

    title = N_("Answers needed")
    drawing = "cxlab.plots:curve"
    units = MappingProxyType({"margin": "score"})

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of the interval that is planned for."""
        found = (OF_DIFFERENCES if self.compare else SOURCES).get(self.interval)
        return tuple(cite(key) for key in found or SOURCES["wald"])

    def summary(self) -> dict[str, Any]:
        """Return the margin and the answers it needs."""
        return {"margin": self.margin, "n_needed": self.needed}

    def label(self, term: str) -> str:
        """Return a margin as it stands."""
        return term

    def headline(self) -> str:
        """State the number needed for the margin."""
        text = (
            N_("±{margin} for a difference: {n:,} answers per group")
            if self.compare
            else N_("±{margin}: {n:,} answers")
        )
        return _(text).format(margin=self._written(), n=self.needed)

    def explain(self) -> str:
        """Say what was assumed, what halving the margin costs, and what a margin leaves out."""
        text = (
            N_(
                "To know the difference of two groups to within ±{margin} at {conf:.0%}, each "
                "group needs {n:,} answers."
            )
            if self.compare
            else N_("To know it to within ±{margin} at {conf:.0%}, {n:,} answers are needed.")
        )
        basis = (
            _(
                "That is the worst case, answers split half and half; with what you expect "
                "(assumed=) it may be fewer."
            )
            if self.worst
            else _("Assumed: {shares}. The worst case would need {n:,}.").format(
                shares=shares_in_words(np.array(self.assumed)), n=int(self._row()["n_worst"])
            )
        )
        half = int(self.table["n_needed"].iloc[0])
        return paragraph(
            [
                _(text).format(margin=self._written(), conf=self.conf, n=self.needed),
                basis,
                _("Half the margin needs about four times as many: {n:,}.").format(n=half),
                _(
                    "These are answers, not invitations, drawn at random. Whoever does not answer "
                    "may think otherwise, and no number of answers mends that."
                ),
            ]
        )

    @property
    def advice(self) -> str:
        """Point to the power of a test."""
        return _("What such a sample can show of a given difference is answered by power().")

    def plot_options(self) -> dict[str, Any]:
        """Name the axes and the point asked for."""
        points = _("margin, points of the NPS")
        shares = _("margin, share (0.05 is 5 percentage points)")
        return {
            "x": "margin",
            "y": "n_needed",
            "mark": self.margin,
            "words": _("{n:,} answers").format(n=self.needed),
            "axis": (
                points if self.metric == "nps" else shares,
                _("answers per group") if self.compare else _("answers needed"),
            ),
        }

    def _written(self) -> str:
        return written(self.margin / (100 if self.metric == "nps" else 1), self.metric)

    def _row(self) -> pd.Series:
        return self.table[self.table["margin"] == self.margin].iloc[0]


def sample_size(
    margin: float,
    *,
    metric: str = "nps",
    assumed: Any = None,
    compare: bool = False,
    interval: str | None = None,
    conf: float = 0.95,
) -> SampleSizeResult:
    """Return how many answers keep the interval within a margin on either side.

    Parameters
    ----------
    margin
        Half the width of the interval: points for the NPS, 0-1 for a share.
    metric
        ``"nps"`` (any net score) or ``"share"`` (CSAT, churn, retention).
    assumed
        The shares expected: ``(promoters, passives, detractors)`` that sum to 1, or one share. The
        worst case when absent: half and half.
    compare
        Plan the difference of two groups of equal size instead of one group.
    interval
        As in :func:`nps`, :func:`csat`, or as the ``method`` of ``difference()``; the usual one
        when absent. ``"wald"`` gives the numbers of the textbook formula.
    conf
        Confidence level.

    Returns
    -------
    SampleSizeResult
        ``needed`` is the number. ``tidy()`` has one row per margin around the one asked for:
        margin, n_needed, n_worst (the worst case); per group with ``compare``.

    Raises
    ------
    SpecError
        The margin is zero or too small, the shares do not sum to 1, or an option is unknown.

    Examples
    --------
    >>> sample_size(0.05, metric="share", interval="wald").needed
    385
    >>> sample_size(5, assumed=(0.4, 0.35, 0.25)).needed
    961
    """
    metric, conf = metric_of(metric), confidence(conf)
    reach = amount_of(margin, metric, "margin")
    margin = float(margin)
    if not reach > 0:
        raise SpecError(
            _(
                "margin = {margin} must be above 0, in points for the NPS and 0-1 for a share."
            ).format(margin=brief(margin))
        )
    if metric == "nps" and reach < 0.005:
        warn(
            _(
                "margin = {margin} is a fraction of a point of the NPS, which runs from -100 to "
                "100. Five points are written 5, not 0.05."
            ).format(margin=brief(margin))
        )
    one_of(compare, (True, False), "compare")
    kind = _net.NetResult if metric == "nps" else _share.ShareResult
    single = _net.INTERVALS if metric == "nps" else _share.INTERVALS
    allowed = kind.comparisons if compare else single
    way = allowed[0] if interval is None else one_of(interval, allowed, "interval")
    worst = worst_shares(metric)
    shares = worst if assumed is None else assumed_shares(assumed, metric)
    rows = []
    for factor in AROUND:
        size = {
            name: needed(partial(_reach, at, compare, way, conf), factor * reach)
            for name, at in (("n_needed", shares), ("n_worst", worst))
        }
        rows.append({"term": f"±{factor * margin:g}", "margin": factor * margin} | size)
    table = pd.DataFrame(rows)
    asked = int(table["n_needed"].iloc[AROUND.index(1.0)])
    if asked >= LIMIT:
        raise SpecError(
            _(
                "margin = {margin} asks for more answers than there are people. Margins are in "
                "points for the NPS and 0-1 for a share."
            ).format(margin=brief(margin))
        )
    return SampleSizeResult(
        table=table,
        n=0,
        conf=conf,
        needed=asked,
        margin=float(table["margin"].iloc[AROUND.index(1.0)]),
        metric=metric,
        compare=bool(compare),
        interval=way,
        assumed=tuple(shares),
        worst=assumed is None,
    )


def _reach(shares: Array, compare: bool, way: str, conf: float, n: int) -> float:
    """Return half the width of the interval that ``n`` answers of these shares would give."""
    ends: tuple[Array, ...]
    if len(shares) == 3:
        net = (shares[0], shares[2], n)
        ends = net_difference(net, net, conf, way) if compare else net_interval(*net, conf, way)
    elif compare:
        ends = share_difference((shares[0], n), (shares[0], n), conf, way)
    else:
        ends = share_interval(shares[0], n, conf, way)
    return float(ends[1] - ends[0]) / 2
