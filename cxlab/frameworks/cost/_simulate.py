"""Monte Carlo over the shares of a cost tree: how sure the loss is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.errors import SpecError
from cxlab._core.i18n import N_, _
from cxlab._core.numerals import show
from cxlab._core.validate import MOST_DRAWS, confidence, finite, generator, whole
from cxlab._stats.bootstrap import percentile
from cxlab.frameworks._entry import by_term, percent, prose, stop
from cxlab.frameworks.cost._levers import CostView, axis
from cxlab.frameworks.cost._node import OUTCOMES, Node

if TYPE_CHECKING:
    from cxlab.frameworks.cost._result import CostResult

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class SimulationResult(CostView):
    """Mean, sd and percentile interval of lost, at risk and kept over uncertain shares.

    Parameters
    ----------
    samples
        Amounts per draw, one column per outcome.
    draws, seed
        Number of draws, and the seed.
    """

    samples: pd.DataFrame
    draws: int
    seed: int | None = None

    title = N_("Lost, at risk and kept under uncertain shares")
    drawing = "cxlab.plots:draws"
    units: ClassVar[Mapping[str, str]] = dict.fromkeys(
        ("estimate", "mean", "sd", "conf_low", "conf_high"), "money"
    )
    words: ClassVar[Mapping[str, str]] = {
        "lost": N_("lost"),
        "at_risk": N_("at risk"),
        "kept": N_("kept"),
    }

    def label(self, term: str) -> str:
        """Return an outcome in words."""
        return str(self.word(term))

    def notes(self) -> list[str]:
        """Add the number of draws and the seed."""
        drawn = _("{count} draws").format(count=f"{self.draws:,}")
        return [drawn, f"seed = {self.seed}", *super().notes()]

    def headline(self) -> str:
        """State the interval of the loss."""
        row = by_term(self.table)["lost"]
        low, high = show(row["conf_low"], "money"), show(row["conf_high"], "money")
        span = _("{low} to {high}").format(low=low, high=high)
        if self.cost.currency:
            span = _("{currency} {amount}").format(currency=_(self.cost.currency), amount=span)
        return _("{conf} interval of the loss: {span}").format(conf=percent(self.conf), span=span)

    def explain(self) -> str:
        """Say what was drawn, and what the interval does not cover."""
        row = by_term(self.table)["lost"]
        return prose(
            stop(self.headline()),
            _("The mean of {count} draws is {mean}; the tree itself gives {value}.").format(
                count=f"{self.draws:,}",
                mean=self.money(row["mean"]),
                value=self.money(row["estimate"]),
            ),
            _(
                "The interval says how far the loss moves if each split rests on as many "
                "customers as stated; it does not cover a tree that is wrong in itself."
            ),
        )

    def drawn(self) -> pd.DataFrame:
        """Return lost and at risk; what is kept is the rest of revenue."""
        rows = self.labelled()
        return rows[rows["term"] != "kept"]

    def histogram(self, bins: int = 40) -> pd.DataFrame:
        """Count the draws of the loss between ends at equal distances.

        Returns
        -------
        pandas.DataFrame
            ``low``, ``high`` (amounts) and ``count``, a row per bin; the counts sum to ``draws``.
        """
        counts, edges = np.histogram(self.samples["lost"], bins=whole(bins, "bins"))
        return pd.DataFrame({"low": edges[:-1], "high": edges[1:], "count": counts})

    def plot_options(self) -> dict[str, Any]:
        """Draws, and the words beside them."""
        return {
            "samples": self.samples,
            "axis": axis(_("amount in a year"), self.cost.currency),
            "words": (_("value of the tree"), _("{conf} interval").format(conf=percent(self.conf))),
        }


def simulate(
    cost: CostResult,
    draws: int,
    seed: int | None,
    concentration: float | Mapping[str, float],
    conf: float,
) -> SimulationResult:
    """Draw the shares of all splits and push revenue through the tree, all draws at once."""
    count = whole(draws, "draws", low=2, most=MOST_DRAWS)
    level = confidence(conf)
    sure = _concentrations(cost, concentration)
    rng = generator(seed)
    totals = {outcome: np.zeros(count) for outcome in OUTCOMES}
    _flow(cost.tree.branches, np.full(count, cost.revenue), "", (sure, rng, totals))
    samples = pd.DataFrame(totals)
    low, high = percentile(samples.to_numpy(), level)
    now = cost.tree.rates()
    table = pd.DataFrame(
        {
            "term": OUTCOMES,
            "estimate": [now[outcome] * cost.revenue for outcome in OUTCOMES],
            "mean": samples.mean().to_numpy(),
            "sd": samples.std(ddof=1).to_numpy(),
            "conf_low": low,
            "conf_high": high,
        }
    )
    return SimulationResult(
        table=table, n=0, conf=level, cost=cost, samples=samples, draws=count, seed=seed
    )


def _flow(
    branches: tuple[Node, ...],
    inflow: Array,
    above: str,
    state: tuple[Mapping[str, float] | float, np.random.Generator, dict[str, Array]],
) -> None:
    """Divide the inflow of every draw over a split, and go on below."""
    sure, rng, totals = state
    means = np.array([node.share for node in branches])
    weight = sure if isinstance(sure, float) else sure.get(above)
    if weight is None or np.count_nonzero(means) < 2:
        shares = np.broadcast_to(means, (len(inflow), len(means)))
    else:  # gamma draws scaled to 1 are Dirichlet; a share of zero stays zero
        raw = rng.standard_gamma(np.maximum(means * weight, 0), (len(inflow), len(means)))
        shares = raw / raw.sum(axis=1, keepdims=True)
    for k, node in enumerate(branches):
        part = inflow * shares[:, k]
        if node.branches:
            _flow(node.branches, part, f"{above}/{node.name}" if above else node.name, state)
        else:
            totals[node.outcome] += part


def _concentrations(
    cost: CostResult, given: float | Mapping[str, float]
) -> Mapping[str, float] | float:
    """Return one concentration for all splits, or one per named parent ('' is the trunk)."""
    if not isinstance(given, Mapping):
        return _at_least_one(given, "concentration")
    out = {}
    for name, value in given.items():
        path = "" if name == "revenue" else cost.tree.find(name)
        if path and not cost.tree.node(path).branches:
            raise SpecError(
                _("{name!r} does not divide further. Name the parent of a split.").format(name=name)
            )
        out[path] = _at_least_one(value, f"concentration ({name})")
    return out


def _at_least_one(value: float, name: str) -> float:
    number = finite(value, name)
    if number < 1:
        raise SpecError(
            _("{name} = {value:g} must be at least 1: the customers a split rests on.").format(
                name=name, value=number
            )
        )
    return number
