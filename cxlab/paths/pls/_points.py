"""Scores of a PLS model in points: 0 the worst possible answer to all items, 100 the best."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core import validate
from cxlab._core.errors import SpecError
from cxlab._core.i18n import _, shortlist
from cxlab.paths.pls._plan import Plan

if TYPE_CHECKING:
    from cxlab.paths.pls._result import PlsResult

Array = NDArray[np.float64]
Pairs = tuple[tuple[float, float], ...]


def answers(result: PlsResult, given: Any) -> Pairs:
    """Return the lowest and the highest possible answer of each item.

    Raises
    ------
    SpecError
        They are not known of all items, or the lower is not the lower.
    """
    items = result.plan.items
    if isinstance(given, Mapping):
        found = _named(result, given)
    elif given is not None:
        found = dict.fromkeys(items, validate.pair(given, "scale"))
    else:
        found = {name: tuple(result.scales[name]) for name in items if name in result.scales}
    first = {item: each.name for each in result.plan.model.constructs for item in each.items}
    absent = dict.fromkeys(first[name] for name in items if name not in found)
    if absent:
        raise SpecError(
            _(
                "Performance needs the lowest and the highest possible answer, here of {names}. "
                "Give them, such as scale=(1, 10), or where they differ scale={example}."
            ).format(
                names=shortlist(map(repr, absent), 3), example=f"{{{next(iter(absent))!r}: (1, 5)}}"
            )
        )
    for low, high in found.values():
        if not low < high:
            raise SpecError(
                _(
                    "scale = ({low:g}, {high:g}) must run from the lowest answer to the highest."
                ).format(low=low, high=high)
            )
    return tuple(found[name] for name in items)


def _named(result: PlsResult, given: Mapping[Any, Any]) -> dict[str, tuple[float, float]]:
    """Return the scales by item, from those of the data's card and what is given by name."""
    plan = result.plan
    found = {name: tuple(result.scales[name]) for name in plan.items if name in result.scales}
    blocks: dict[str, list[str]] = {}
    for each in plan.model.constructs:
        if not each.product:
            blocks[each.name] = _below(plan, each.name)
    names = [*blocks, *(item for item in plan.items if item not in blocks)]
    for name in given:
        validate.one_of(name, names, "scale")
    for name in sorted(given, key=names.index, reverse=True):  # what is said of an item counts
        pair = validate.pair(given[name], f"scale[{name!r}]")
        if name in blocks:
            own = [item for item in blocks[name] if item not in given or item == name]
            found |= dict.fromkeys(own, pair)
        else:
            found[name] = pair
    return found


def _below(plan: Plan, name: str) -> list[str]:
    """Return the items of a construct, those of its parts included."""
    each = plan.model.construct(name)
    return [*each.items, *(item for part in each.of for item in _below(plan, part))]


def scales(result: PlsResult, pairs: Pairs) -> tuple[Array, Array]:
    """Return the lowest answer and the width of the scale of each item, held against the answers.

    Raises
    ------
    DataError
        An answer lies outside.
    """
    rows = pd.DataFrame(result.sample.rows, index=result.index, columns=result.plan.items)
    for name, pair in zip(rows, pairs, strict=True):
        validate.within(rows[name], *pair)
    ends = np.array(pairs, dtype=float)
    return ends[:, 0], ends[:, 1] - ends[:, 0]


def owners(plan: Plan) -> tuple[NDArray[np.intp], list[list[int]]]:
    """Return the construct of the last stage that each item serves, and the weights on the way.

    The weight of an item in it is the product of those of these indicators: the item's own, then
    those of the constructs between.
    """
    whole = {part: each.name for each in plan.model.constructs for part in each.of}
    at = {(each.construct, each.name): i for i, each in enumerate(plan.indicators)}
    first = {item: each.name for each in plan.model.constructs for item in each.items}
    owner, chains = [], []
    for item in plan.items:
        name = first[item]
        chain = [at[name, item]]
        while name in whole:
            chain.append(at[whole[name], name])
            name = whole[name]
        owner.append(plan.constructs.index(name))
        chains.append(chain)
    return np.array(owner), chains


def scaled(
    weights: Array, means: Array, covs: Array, plan: Plan, scale: tuple[Array, Array]
) -> tuple[Array, Array, Array]:
    """Return weights of answers that sum to one, and spread and mean of constructs, 0 to 100.

    ``weights`` has shape (n_indicators, draws), ``means`` (draws, n_items). An interaction has
    no points: nan.
    """
    low, width = scale
    owner, chains = owners(plan)
    member = (owner == np.arange(len(plan.constructs))[:, None]).astype(float)
    spread = 100 * np.sqrt(np.diagonal(covs, axis1=1, axis2=2)).T / width[:, None]
    share = np.stack([np.prod(weights[chain], axis=0) for chain in chains]) / spread
    with np.errstate(all="ignore"):
        # a score of variance one is the sum of weights times items / spread
        size = 1 / (member @ share)
        share = share * size[owner]
    size[~member.any(axis=1)] = np.nan
    answered = 100 * (means.T - low[:, None]) / width[:, None]
    mean = member @ (share * answered)
    mean[~member.any(axis=1)] = np.nan
    return share, size, mean
