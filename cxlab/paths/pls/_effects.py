"""Effects of a PLS model: direct, through other constructs, and in total."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.errors import SpecError
from cxlab._core.i18n import N_, _, listing, paragraph
from cxlab._core.labels import opening
from cxlab._core.numerals import signed
from cxlab._core.result import Result, resamples
from cxlab._stats.pls import totals
from cxlab.paths.model._effect_words import EFFECTS, span
from cxlab.paths.model._parts import ARROW, MOST_ROUTES
from cxlab.paths.pls._estimate import Estimates, Sample
from cxlab.paths.pls._plan import Plan

if TYPE_CHECKING:
    from cxlab.paths.pls._result import PlsResult

Array = NDArray[np.float64]
Measure = Callable[[Estimates], Array]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class PlsEffects(Result):
    """Effects of standardised constructs; ``group`` says what a row is.

    Terms are written ``x -> y``, those of single routes ``x -> m -> y``.
    """

    outcome: str
    routes: bool
    boot: int

    title = N_("Effects of a path model")
    drawing = "cxlab.plots:dots"
    unshown = ("n",)
    words = MappingProxyType(EFFECTS)
    units = MappingProxyType(
        dict.fromkeys(("estimate", "std_error", "conf_low", "conf_high"), "index")
    )
    sources = ("hair_2017", "preacher_hayes_2008")

    def headline(self) -> str:
        """Name the largest total effect on the last outcome, or the largest route."""
        rows = self._last()
        first = rows.iloc[int(rows["estimate"].abs().argmax())]
        if self.routes:
            return _("Strongest route to {y}: {term} ({size})").format(
                y=self.label(self.outcome),
                term=self.label(first["term"]) if len(first["term"]) < 45 else self._between(first),
                size=signed(first["estimate"], 2),
            )
        return _("{y}: largest total effect from {x} ({size})").format(
            y=opening(self.labels, self.outcome),
            x=self.label(first["term"].split(ARROW)[0]),
            size=signed(first["estimate"], 2),
        )

    def explain(self) -> str:
        """Say the effects on the last outcome, and what they hang on."""
        rows = self._last().sort_values("estimate", key=np.abs, ascending=False, kind="stable")
        named = listing(
            f"{self.label(row['term'])} {span(row)}" for row in rows.head(6).to_dict("records")
        )
        through = self.table[self.table["group"].isin(["indirect", "all_indirect"])]
        clear = through[through["conf_low"] * through["conf_high"] > 0]
        text = (
            _("Along single routes to {y}: {effects}.")
            if self.routes
            else _("In total on {y}: {effects}.")
        )
        return paragraph(
            [
                text.format(y=self.label(self.outcome), effects=named),
                _("One standard deviation more of the cause goes with so many of the outcome."),
                _("Of {all} indirect effects {count} are clear of zero.").format(
                    all=len(through), count=len(clear)
                )
                if self.boot and len(through)
                else "",
                _(
                    "An effect through others presupposes that the arrows run in this order and "
                    "that nothing hidden moves two of them."
                ),
            ]
        )

    def drawn(self) -> pd.DataFrame:
        """Return the effects on the last outcome, largest first; dots without their intervals."""
        rows = self.labelled().loc[self._last().index]
        rows = rows.sort_values("estimate", key=np.abs, ascending=False, kind="stable").head(15)
        names = ["label", "estimate", *(["conf_low", "conf_high"] if self.boot else [])]
        return rows[names]

    def plot_options(self) -> dict[str, Any]:
        """Mark zero and name the axis."""
        axis = _("effect in standard deviations, {conf:.0%} bootstrap interval")
        plain = _("effect in standard deviations")
        return {"axis": axis.format(conf=self.conf) if self.boot else plain, "lines": [0]}

    def notes(self) -> list[str]:
        """Say the number of resamples."""
        return [*super().notes(), *resamples(self.boot)]

    def _last(self) -> pd.DataFrame:
        """Return the total effects, or the routes, that end at the last outcome."""
        table = self.table if self.routes else self.table[self.table["group"] == "total"]
        rows = table[table["term"].str.endswith(ARROW + self.outcome)]
        return rows if len(rows) else table

    def _between(self, row: pd.Series) -> str:
        return _("through {names}").format(
            names=listing(self.label(name) for name in row["term"].split(ARROW)[1:-1])
        )


def effects(result: PlsResult) -> PlsEffects:
    """Tabulate direct, indirect and total effects of every pair that is connected."""
    plan, parts = result.plan, []
    reached = _reached(plan)
    if not reached:
        raise SpecError(
            _("Only interactions act in this model; their paths are all there is, see tidy().")
        )
    names = plan.constructs
    causes, ends = (np.array(place) for place in zip(*reached, strict=True))

    def direct(found: Estimates) -> Array:
        return found.paths[causes, ends]

    def total(found: Estimates) -> Array:
        return totals_of(found, plan)[causes, ends]

    measures: dict[str, Measure] = {
        "direct": direct,
        "all_indirect": lambda found: total(found) - direct(found),
        "total": total,
    }
    terms = [f"{names[i]}{ARROW}{names[j]}" for i, j in reached]
    for group, measure in measures.items():
        parts.append(pd.DataFrame({"term": terms, "group": group, **result.inference.of(measure)}))
    table = pd.concat(parts)
    arrow = plan.design.arrows[causes, ends]
    deeper = np.array([len(list(_routes(plan, i, j, 1))) > 0 for i, j in reached])
    keep = np.concatenate([arrow, deeper, np.full(len(reached), True)])
    order = np.tile(np.arange(len(reached)), 3)
    rows = table[keep].iloc[np.argsort(order[keep], kind="stable")].reset_index(drop=True)
    return _made(result, rows, routes=False)


def indirect(result: PlsResult) -> PlsEffects:
    """Tabulate what runs along each route through one or more other constructs."""
    plan = result.plan
    found: list[tuple[int, ...]] = []
    for i, j in _reached(plan):
        for route in _routes(plan, i, j, MOST_ROUTES + 1 - len(found)):
            found.append(route)
        if len(found) > MOST_ROUTES:
            raise SpecError(
                _(
                    "The model has more than {most:,} indirect routes. See effects() for what all "
                    "routes carry together."
                ).format(most=MOST_ROUTES)
            )
    if not found:
        raise SpecError(
            _("No construct stands between two others, so there is no indirect effect.")
        )
    found.sort(key=len)

    terms = [ARROW.join(plan.constructs[place] for place in route) for route in found]
    rows = pd.DataFrame(
        {"term": terms, "group": "indirect", **result.inference.of(lambda each: along(each, found))}
    )
    return _made(result, rows, routes=True)


def scores(result: PlsResult) -> dict[str, Array]:
    """Return the scores of the constructs of the last stage, and of interactions."""
    return scores_of(result.plan, result.sample)


def scores_of(plan: Plan, sample: Sample) -> dict[str, Array]:
    """Return the scores of the constructs of a fitted sample, standardised."""
    found: dict[str, Array] = {}
    for names, (_table, made) in zip(plan.names, walked(plan, sample), strict=True):
        found |= zip(names, made, strict=True)
    return {name: found[name] for name in plan.model.names if name in plan.constructs}


def walked(plan: Plan, sample: Sample) -> Iterator[tuple[Array, Array]]:
    """Yield stage by stage what its items are, shape (n_items, n), and the scores made of them."""
    table = (sample.rows - sample.moments.mean).T
    for stage, staged in zip(plan.stages, sample.staged, strict=True):
        own = table[stage.columns]
        made = np.add.reduceat(
            own / staged.spread * staged.fit.weights, stage.design.starts, axis=0
        )
        yield own, made
        table = np.vstack([table, *([made[list(stage.scores)]] if stage.scores else [])])
        for one, other in stage.products:
            both = made[one] * made[other]
            table = np.vstack([table, both - both.mean()])


def along(found: Estimates, routes: Sequence[tuple[int, ...]]) -> Array:
    """Return the products of the paths along routes, shape (routes, draws)."""
    steps = found.paths
    return np.stack(
        [np.prod([steps[a, b] for a, b in itertools.pairwise(route)], axis=0) for route in routes]
    )


def totals_of(found: Estimates, plan: Plan) -> Array:
    """Return total effects; interactions change paths, and are no links of a route."""
    paths = found.paths
    if plan.products:
        paths = paths.copy()
        paths[[plan.constructs.index(name) for name in plan.products]] = 0
    return totals(paths, plan.order)


def _reached(plan: Plan) -> list[tuple[int, int]]:
    """Return the pairs of constructs between which a route runs, causes in causal order."""
    order, arrows = plan.order, plan.design.arrows
    reach = arrows.copy()
    for middle in order:
        reach |= np.outer(reach[:, middle], reach[middle])
    return [(i, j) for i in order for j in order if reach[i, j]]


def _routes(plan: Plan, start: int, end: int, most: int) -> Iterator[tuple[int, ...]]:
    """Yield at most so many routes from one construct to another through others."""
    todo: list[tuple[int, ...]] = [(start,)]
    count = 0
    while todo and count < most:
        route = todo.pop()
        for after in np.flatnonzero(plan.design.arrows[route[-1]])[::-1]:
            longer = (*route, int(after))
            if after != end:
                todo.append(longer)
            elif len(longer) > 2:
                yield longer
                count += 1


def _made(result: PlsResult, rows: pd.DataFrame, *, routes: bool) -> PlsEffects:
    from cxlab.paths.pls._fit import arrows

    return PlsEffects(
        table=rows.assign(n=result.n),
        n=result.n,
        n_dropped=result.n_dropped,
        dropped=result.dropped,
        conf=result.conf,
        labels=MappingProxyType(arrows(list(rows["term"]), result.labels)),
        outcome=result.outcome,
        routes=routes,
        boot=result.boot,
    )
