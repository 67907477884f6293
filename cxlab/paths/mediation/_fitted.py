"""Mediation in a fitted path model: the effects along a chain of its constructs."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core import validate
from cxlab._core.errors import SpecError
from cxlab._core.i18n import _, listing
from cxlab.paths.mediation._chain import Chain, read
from cxlab.paths.mediation._effects import EMPTY, Effects, through
from cxlab.paths.mediation._result import MediationResult
from cxlab.paths.model._model import PathModel
from cxlab.paths.model._parts import ARROW
from cxlab.paths.pls._effects import along, totals_of
from cxlab.paths.pls._estimate import Estimates
from cxlab.paths.pls._fit import arrows
from cxlab.paths.pls._result import PlsResult
from cxlab.paths.sem._effects import INTERVALS, LEAST_DRAWS, of_parameters
from cxlab.paths.sem._result import SemResult

Array = NDArray[np.float64]
Route = tuple[int, ...]

DRAWS = 20_000  # of the parameters, for intervals by Monte Carlo
ROUNDING = 1e-9  # share of an effect below which a difference is none


@dataclass(frozen=True, eq=False)
class ModelChain(Chain):
    """A chain along the arrows of a model.

    Parameters
    ----------
    kept
        The routes of the chain that the model has, by the places of their constructs.
    others
        Whether the model has further routes, through constructs that the chain does not name.
    """

    kept: tuple[Route, ...] = ()
    others: bool = False

    def routes(self) -> list[Route]:
        """Return the places along every indirect route of the model, short routes first."""
        return list(self.kept)


def mediate_fit(
    fit: PlsResult | SemResult,
    chain: Sequence[str | Sequence[str]],
    *,
    interval: str | None,
    draws: int | None,
    seed: int | None,
    conf: float | None,
) -> MediationResult:
    """Take the effects along a chain from a fitted model; see :func:`mediate`."""
    conf = fit.conf if conf is None else validate.confidence(conf)
    model = fit.plan.model if isinstance(fit, PlsResult) else fit.model
    own = _read(model, chain)
    links = _links(model, own)
    if isinstance(fit, PlsResult):
        paths, effects, beta = _of_pls(fit, own, links, conf, (interval, draws, seed))
        kind, used = fit.interval, fit.boot
    else:
        kind = INTERVALS[0] if interval is None else interval
        kind = validate.one_of(kind, INTERVALS, "interval")
        used = DRAWS if draws is None else draws
        used = validate.whole(used, "boot", low=LEAST_DRAWS, most=validate.MOST_DRAWS)
        used = used if kind == "montecarlo" else 0
        paths, effects, beta = _of_sem(fit, own, links, conf, (used, seed))
    table = _tabulate(own, paths, effects, beta).assign(n=fit.n)
    return MediationResult(
        table=table,
        n=fit.n,
        n_dropped=fit.n_dropped,
        dropped=fit.dropped,
        conf=conf,
        labels=MappingProxyType(arrows(list(dict.fromkeys(table["term"])), fit.labels)),
        chain=own,
        effects=effects,
        r2=MappingProxyType({name: fit.r2[name] for name in own.names[1:]}),
        sobel=(np.nan, np.nan),
        interval=kind,
        boot=used,
        engine="pls" if isinstance(fit, PlsResult) else "sem",
    )


def _read(model: PathModel, chain: Any) -> ModelChain:
    """Return the chain with the routes that the model has.

    Raises
    ------
    SpecError
        A construct is not in the model or on no route, or arrows run in a circle.
    """
    drawn = read(chain, None)
    names = [validate.text(name, "chain") for name in drawn.names]
    for name in names:
        if model.construct(name).product:
            raise SpecError(
                _(
                    "{name!r} is an interaction: it changes a path and is no link of a chain. Name "
                    "the constructs of that path."
                ).format(name=name)
            )
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise SpecError(
            _("{names} stands twice in the chain. Name each construct once.").format(
                names=listing(map(repr, twice))
            )
        )
    model.layers()  # refuses circles
    there = {(names.index(a), names.index(b)) for a, b in _ends(model) if {a, b} <= {*names}}
    kept = [route for route in drawn.routes() if there.issuperset(itertools.pairwise(route))]
    used = {place for route in kept for place in route}
    loose = [name for place, name in enumerate(names[1:-1], 1) if place not in used]
    if loose:
        raise SpecError(
            _(
                "In this model no arrows lead from {x!r} through {m} to {y!r}. Leave it out of the "
                "chain, or draw the arrows and fit the model anew."
            ).format(x=names[0], m=listing(map(repr, loose)), y=names[-1])
        )
    direct = (0, len(names) - 1) in there
    others = _count(model, names[0], names[-1]) > len(kept) + direct
    return ModelChain((), drawn.stages, tuple(kept), others)


def _count(model: PathModel, start: str, end: str) -> int:
    """Return how many ways lead from one construct to another; interactions are no links."""
    ways = {start: 1}
    for layer in model.layers():
        for name in layer:
            if name != start:
                ways[name] = sum(ways.get(cause, 0) for cause in model.causes(name))
    return ways[end]


def _ends(model: PathModel) -> list[tuple[str, str]]:
    return [(each.source, each.target) for each in model.paths]


def _links(model: PathModel, chain: Chain) -> list[Route]:
    """Return the arrows between constructs of the chain, the direct one last if there is one."""
    names, last = chain.names, (0, len(chain.names) - 1)
    at = {name: number for number, stage in enumerate(chain.stages) for name in stage}
    found = [
        (names.index(a), names.index(b))
        for a, b in _ends(model)
        if a in at and b in at and at[a] < at[b]
    ]
    return sorted(found, key=lambda pair: (pair == last, pair[1], pair[0]))


def _of_pls(
    fit: PlsResult, chain: Chain, links: list[Route], conf: float, asked: tuple[Any, ...]
) -> tuple[pd.DataFrame, Effects, Array]:
    """Return arrows, effects and standardised effects of a PLS model, from its resamples."""
    if any(each is not None for each in asked):
        raise SpecError(
            _(
                "A model fitted by PLS has its resamples already: give boot=, seed= and interval= "
                "to fit_pls(), not to mediate()."
            )
        )
    if not fit.boot:
        raise SpecError(
            _("The model was fitted without resamples. Fit it with fit_pls(..., boot=2000).")
        )
    place = [fit.plan.constructs.index(name) for name in chain.names]
    routes = [tuple(place[step] for step in route) for route in chain.routes()]
    ends = place[0], place[-1]

    def columns(found: Estimates) -> Array:
        total = totals_of(found, fit.plan)[[ends[0]], [ends[1]]]
        parts = along(found, routes)
        return np.concatenate(
            [parts, total - found.paths[[ends[0]], [ends[1]]] - parts.sum(0), total]
        )

    inference = replace(fit.inference, conf=conf)
    one, other = (np.array([place[link[side]] for link in links]) for side in (0, 1))
    paths = pd.DataFrame(inference.of(lambda found: found.paths[one, other]))
    paths = paths.assign(link=pd.Series(links), beta=paths["estimate"])
    left = None if inference.left_out is None else columns(inference.left_out).T
    draws = columns(fit.inference.draws).T if fit.inference.draws is not None else np.empty((0, 1))
    effects = Effects(columns(inference.sample)[:, 0], draws, left, conf)
    return paths, effects, effects.estimate


def _of_sem(
    fit: SemResult, chain: Chain, links: list[Route], conf: float, asked: tuple[int, int | None]
) -> tuple[pd.DataFrame, Effects, Array]:
    """Return arrows, effects and standardised effects of a covariance model."""
    if fit.groups:
        raise SpecError(
            _(
                "The model was fitted in groups, and a chain is followed in one. Fit the rows of "
                "one group, or see .effects(source=, target=) for the effects in each."
            )
        )
    place = [fit.plan.latents.index(name) for name in chain.names]
    routes = [*chain.routes(), *links]
    wanted = [tuple(place[step] for step in route) for route in routes]
    found = of_parameters(fit, wanted, (place[0], place[-1]), *asked)
    count = len(chain.routes())
    direct = [count + k for k, link in enumerate(links) if link == (0, len(place) - 1)]
    turn = np.zeros((count + 2, len(wanted) + 1))  # from routes, links and total to columns
    turn[:count, :count] = np.eye(count)
    turn[count + 1, -1] = turn[count, -1] = 1
    turn[count, [*range(count), *direct]] = -1
    effects = Effects(
        turn @ found.effect, found.draws @ turn.T, None, conf, turn @ found.cov @ turn.T
    )
    arrow = Effects(found.effect, found.draws, None, conf, found.cov)
    paths = pd.DataFrame(
        [
            {
                "link": link,
                "estimate": found.effect[count + k],
                **arrow.interval(lambda values, k=k: values[..., count + k]),  # type: ignore[misc]
                "beta": found.beta[count + k],
            }
            for k, link in enumerate(links)
        ]
    )
    return paths, effects, turn @ found.beta


def _tabulate(
    chain: ModelChain, paths: pd.DataFrame, effects: Effects, beta: Array
) -> pd.DataFrame:
    """Build the tidy frame: arrows, then effects."""
    names, routes = [str(name) for name in chain.names], chain.routes()
    last, count = (0, len(names) - 1), len(routes)
    rows: list[dict[str, Any]] = []

    def add(route: Sequence[int], group: str, more: dict[Any, Any]) -> None:
        rows.append({"term": ARROW.join(names[i] for i in route), "group": group, **EMPTY, **more})

    def effect(route: Sequence[int], group: str, measure: Any) -> dict[Any, Any]:
        values = {"estimate": float(measure(effects.estimate)), **effects.interval(measure)}
        add(route, group, values | {"beta": float(measure(beta))})
        return rows[-1]

    for row in paths.to_dict("records"):
        link = row.pop("link")
        add(link, "direct" if link == last else "path", row)
    for k, route in enumerate(routes):
        effect(route, "indirect", lambda values, k=k: values[..., k])

    def named(values: Array) -> Array:
        return np.asarray(values[..., :count].sum(axis=-1))

    others = chain.others
    if others and count > 1:
        effect(last, "chain_indirect", named)
    if others:
        effect(last, "other_indirect", lambda values: values[..., count])
    if others or count > 1:
        effect(last, "all_indirect", through)
    total = effect(last, "total", lambda values: values[..., -1])
    whole, rest = float(named(effects.estimate)), total["estimate"] - float(named(effects.estimate))
    if abs(rest) < ROUNDING * abs(whole):  # nothing runs past the chain
        rest = 0.0
    sound = total["conf_low"] * total["conf_high"] > 0 and whole * rest >= 0
    if sound:
        with np.errstate(all="ignore"):
            effect(last, "proportion", lambda values: named(values) / values[..., -1])
        rows[-1] |= {"beta": np.nan, "std_error": np.nan, "statistic": np.nan, "p_value": np.nan}
    else:
        add(last, "proportion", {"estimate": np.nan, "beta": np.nan})
    order = ["term", "group", "estimate", *EMPTY, "beta"]
    return pd.DataFrame(rows)[order]
