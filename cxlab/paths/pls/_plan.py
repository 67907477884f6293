"""A path model as stages of PLS: which columns measure which construct, and the arrows."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np

from cxlab._core.errors import SpecError, warn
from cxlab._core.i18n import _, listing
from cxlab._stats.pls_design import Design
from cxlab._stats.pls_stages import Stage
from cxlab.paths.model._model import PathModel, computable
from cxlab.paths.model._parts import ARROW


class Indicator(NamedTuple):
    """What stands for a construct: an item, or the score of a construct of a lower order."""

    construct: str
    name: str
    stage: int
    place: int  # among the items of the stage


@dataclass(frozen=True, eq=False)
class Plan:
    """The stages of a model; the paths are those of the last one.

    Parameters
    ----------
    items
        The columns of the data, in the order of the moments.
    stages
        What is fitted one after another.
    names
        The constructs of each stage, in the order of its design.
    columns
        The names of the items of each stage.
    products
        Names of the interactions; each stands for itself in the last stage.
    """

    model: PathModel
    items: list[str]
    stages: list[Stage]
    names: list[list[str]]
    columns: list[list[str]]
    consistent: bool = False
    products: list[str] = field(default_factory=list)

    @property
    def design(self) -> Design:
        """The items and arrows of the last stage."""
        return self.stages[-1].design

    @property
    def constructs(self) -> list[str]:
        """The constructs of the last stage."""
        return self.names[-1]

    @property
    def plain(self) -> bool:
        """Whether one stage does it: no interaction, no construct of a higher order."""
        return len(self.stages) == 1

    @property
    def arrows(self) -> list[tuple[int, int]]:
        """Cause and effect of every path, by their places in the last stage, as the model has them.

        An arrow of a construct stands once, in the order of the model.
        """
        at = self.constructs.index
        return [(at(each.source), at(each.target)) for each in self.model.paths]

    @property
    def order(self) -> list[int]:
        """The constructs of the last stage without interactions, causes before effects."""
        return [j for j in self.design.order if self.constructs[j] not in self.products]

    @cached_property
    def indicators(self) -> list[Indicator]:
        """What stands for each construct, where it was measured last; interactions left out."""
        found = []
        for each in self.model.constructs:
            if each.product:
                continue
            stage = max(s for s, names in enumerate(self.names) if each.name in names)
            design = self.stages[stage].design
            at = design.items(self.names[stage].index(each.name))
            found += [
                Indicator(each.name, self.columns[stage][place], stage, place)
                for place in range(at.start, at.stop)
            ]
        return found

    def of(self, construct: str) -> list[int]:
        """Return the places of a construct among the indicators."""
        return [i for i, each in enumerate(self.indicators) if each.construct == construct]


def plan(model: PathModel, scheme: str, *, consistent: bool = False) -> Plan:
    """Turn a path model into stages.

    Raises
    ------
    SpecError
        PLS cannot fit such a model; the message says which part, and who can.
    """
    suited(model, consistent)
    level = {each.name: 0 for each in model.constructs if each.items}
    while len(level) < len([each for each in model.constructs if not each.product]):
        ready = [
            each
            for each in model.constructs
            if each.of and each.name not in level and all(part in level for part in each.of)
        ]
        if not ready:
            higher = [each.name for each in model.constructs if each.of and each.name not in level]
            raise SpecError(
                _("{names} is made of itself, or of an interaction. Name its parts anew.").format(
                    names=listing(map(repr, higher))
                )
            )
        level |= {each.name: 1 + max(level[part] for part in each.of) for each in ready}
    items = [item for each in model.constructs for item in each.items]
    products = [each.name for each in model.constructs if each.product]
    draft = _Draft(model, scheme, items, level)
    rounds = max(level.values()) + 1
    for stage in range(rounds):
        draft.add(stage, last=stage == rounds - 1)
    if products:
        draft.add(rounds - 1, last=True, products=products)
    return Plan(model, items, draft.stages, draft.names, draft.columns, consistent, products)


class _Draft:
    """The stages as they are gathered."""

    def __init__(
        self, model: PathModel, scheme: str, items: list[str], level: dict[str, int]
    ) -> None:
        self.model, self.scheme, self.level = model, scheme, level
        self.table = list(items)  # names of the columns made so far
        self.stages: list[Stage] = []
        self.names: list[list[str]] = []
        self.columns: list[list[str]] = []

    def add(self, depth: int, *, last: bool, products: list[str] | None = None) -> None:
        """Add the stage in which constructs up to a depth stand for themselves."""
        above = {
            part
            for each in self.model.constructs
            if each.of and self.level[each.name] <= depth
            for part in each.of
        }
        active = [
            each
            for each in self.model.constructs
            if (each.product and products)
            or (not each.product and self.level[each.name] <= depth and each.name not in above)
        ]
        names = [each.name for each in active]
        own = [[each.name] if each.product else [*(each.items or each.of)] for each in active]
        formative = np.array([each.mode == "B" and not each.product for each in active])
        arrows = np.zeros((len(names), len(names)), dtype=bool)
        for arrow in self.model.paths:
            for source in self._stand_ins(arrow.source, names):
                for target in self._stand_ins(arrow.target, names):
                    arrows[names.index(source), names.index(target)] = True
        design = Design(tuple(map(len, own)), formative, arrows, self.scheme)
        columns = [name for part in own for name in part]
        coming = {
            part
            for each in self.model.constructs
            if each.of and self.level[each.name] == depth + 1
            for part in each.of
        }
        needed = [name for name in names if name in coming and not last]
        asked = last and products is None
        pairs = [each.product for each in self.model.constructs if each.product] if asked else []
        self.stages.append(
            Stage(
                design,
                np.array([self._column(name) for name in columns]),
                scores=tuple(names.index(name) for name in needed),
                products=tuple((names.index(one), names.index(other)) for one, other in pairs),
            )
        )
        self.names.append(names)
        self.columns.append(columns)
        self.table += [f"{ARROW}{name}" for name in needed]
        if asked:
            self.table += [each.name for each in self.model.constructs if each.product]

    def _column(self, name: str) -> int:
        """Return the place of an item, or of the score that a construct has left."""
        score = f"{ARROW}{name}"  # no item is called so
        return self.table.index(score if score in self.table else name)

    def _stand_ins(self, name: str, active: list[str]) -> list[str]:
        """Return the construct if it is there yet, else the parts that stand in for it."""
        if name in active:
            return [name]
        return [
            found
            for part in self.model.construct(name).of
            for found in self._stand_ins(part, active)
        ]


def suited(model: PathModel, consistent: bool) -> None:
    """Refuse what PLS cannot fit.

    Raises
    ------
    SpecError
        It can't; the message names the part.
    """
    if not model.paths:
        raise SpecError(
            _(
                "The model has no paths. PLS needs arrows between constructs, such as "
                "path('quality', to='loyalty'); fit_cfa() measures constructs without them."
            )
        )
    computable(model)
    model.layers()  # refuses circles
    _items(model)
    _labels(model)
    _parts(model)
    _products(model)
    if consistent:
        odd = [each.name for each in model.constructs if each.of or each.product]
        if odd:
            raise SpecError(
                _(
                    "consistent=True is for constructs that items measure, not for {names}. "
                    "Leave it out, or take the construct out."
                ).format(names=listing(map(repr, odd)))
            )


def _items(model: PathModel) -> None:
    owners: dict[str, str] = {}
    for each in model.constructs:
        for item in each.items:
            if item in owners:
                raise SpecError(
                    _(
                        "{item!r} measures both {one!r} and {other!r}. In PLS an item belongs to "
                        "one construct; fit_sem() allows two."
                    ).format(item=item, one=owners[item], other=each.name)
                )
            owners[item] = each.name


def _labels(model: PathModel) -> None:
    marked = [each.name for each in model.constructs if any(v is not None for v in each.labels)]
    marked += [f"{each.source} -> {each.target}" for each in model.paths if each.label is not None]
    if marked:
        raise SpecError(
            _(
                "{names} has numbers that are fixed or equal. PLS estimates every number freely; "
                "fit_sem() keeps them fixed or equal."
            ).format(names=listing(map(repr, marked)))
        )
    if model.covariances:
        pairs = [f"{each.one} ~~ {each.other}" for each in model.covariances]
        raise SpecError(
            _(
                "PLS has no covariances to set ({pairs}): constructs correlate as their scores do. "
                "Leave them out, or use fit_sem()."
            ).format(pairs=listing(pairs))
        )


def _parts(model: PathModel) -> None:
    """Refuse parts of higher constructs that act on their own, and constructs without arrows."""
    ends = {end for each in model.paths for end in (each.source, each.target)}
    owners: dict[str, str] = {}
    for each in model.constructs:
        for part in each.of:
            if part in owners:
                raise SpecError(
                    _(
                        "{part!r} is part of both {one!r} and {other!r}. In PLS a construct is "
                        "part of one other."
                    ).format(part=part, one=owners[part], other=each.name)
                )
            owners[part] = each.name
            if part in ends:
                raise SpecError(
                    _(
                        "{part!r} is part of {whole!r} and has arrows of its own. Let the arrows "
                        "start or end at {whole!r}."
                    ).format(part=part, whole=each.name)
                )
    used = {name for each in model.constructs for name in each.product or ()}
    loose = [name for name in model.names if name not in ends | used | set(owners)]
    if loose:
        raise SpecError(
            _(
                "No arrow starts or ends at {names}. In PLS the arrows decide how items are "
                "weighted: connect it, or leave it out."
            ).format(names=listing(map(repr, loose)))
        )


def _products(model: PathModel) -> None:
    """Refuse interactions that cannot be formed; warn of those without their main effects."""
    parts = {part for each in model.constructs for part in each.of}
    products = {each.name for each in model.constructs if each.product}
    for each in model.constructs:
        if not each.product:
            continue
        inner = [name for name in each.product if name in parts | products]
        if inner or each.name in parts:
            raise SpecError(
                _(
                    "The interaction {name!r} can't be formed: it multiplies two constructs that "
                    "stand in the model themselves, no parts of others and no interactions."
                ).format(name=each.name)
            )
        if model.causes(each.name):
            raise SpecError(
                _(
                    "An arrow ends at the interaction {name!r}. It can only act, not be acted on."
                ).format(name=each.name)
            )
        for target in model.effects(each.name):
            if target in each.product:
                raise SpecError(
                    _(
                        "The interaction {name!r} acts on {target!r}, one of its own two sides."
                    ).format(name=each.name, target=target)
                )
            absent = [name for name in each.product if name not in model.causes(target)]
            if absent:
                warn(
                    _(
                        "{name!r} acts on {target!r} without {absent}. An interaction is read "
                        "beside both main effects: add path({first!r}, to={target!r})."
                    ).format(
                        name=each.name,
                        target=target,
                        absent=listing(map(repr, absent)),
                        first=absent[0],
                    )
                )
