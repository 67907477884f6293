"""A path model as matrices: which numbers are free, fixed or equal, in one group or several."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from cxlab._core.errors import SpecError
from cxlab._core.i18n import _, listing
from cxlab._stats.covariance.model import (
    INTERCEPT,
    LATENT,
    LOADING,
    MEAN,
    PATH,
    RESIDUAL,
    Group,
    Matrices,
    Model,
    Places,
)
from cxlab.paths.model._model import PathModel, computable
from cxlab.paths.model._parts import Construct, Label

EQUAL = (  # what groups can share
    "loadings",
    "intercepts",
    "residuals",
    "regressions",
    "residual_covariances",
    "variances",
    "covariances",
    "means",
)


FAMILY = {  # on the diagonal and beside it
    LOADING: ("loadings", "loadings"),
    PATH: ("regressions", "regressions"),
    LATENT: ("variances", "covariances"),
    RESIDUAL: ("residuals", "residual_covariances"),
    INTERCEPT: ("intercepts", "intercepts"),
    MEAN: ("means", "means"),
}


class Term(NamedTuple):
    """One number of the model: ``left sign right`` in lavaan's notation, and where it stands."""

    left: str
    sign: str
    right: str
    kind: int
    row: int
    col: int
    param: int  # -1 where it is fixed

    @property
    def name(self) -> str:
        """As it is written."""
        return written(self.left, self.sign, self.right)


def written(left: str, sign: str, right: str) -> str:
    """Write a term in lavaan's notation."""
    return f"{left} {sign} {right}".strip()


@dataclass(frozen=True, eq=False)
class Structure:
    """The matrices of a model, and its numbers in reading order, group by group."""

    model: Model
    items: list[str]
    latents: list[str]
    terms: list[list[Term]]


def structure(
    model: PathModel,
    *,
    groups: int = 1,
    equal: Collection[str] = (),
    free: Collection[str] = (),
    means: bool = False,
    ordinal: bool = False,
) -> Structure:
    """Turn a path model into matrices, with the conventions of lavaan's ``sem``.

    The first loading of every construct is 1 unless another is fixed; constructs at which no arrow
    ends vary together freely, and so do the disturbances of constructs where arrows only end. A
    construct with one item is that item.

    Parameters
    ----------
    groups
        Number of groups.
    equal
        What all groups share, of ``EQUAL``; with shared intercepts the latent means of later groups
        are free, unless they are shared too (then all are zero).
    free
        Terms that groups do not share all the same.
    means
        Whether means are part of the model.
    ordinal
        Whether the items are ordered answers: no residual variances, no means.

    Raises
    ------
    SpecError
        A construct is formed by its items, or is a product: that is for PLS.
    """
    _refuse(model)
    items = list(dict.fromkeys(item for each in model.constructs for item in each.items))
    names = model.names
    size, number = 0, dict[tuple[str | int, ...], int]()
    built, terms = [], []
    for g in range(groups):
        draft = _Draft(model, items, names, ordinal)
        draft.arrows()
        draft.relations()
        if means and not ordinal:
            draft.levels(free_latent=g > 0 and "intercepts" in equal and "means" not in equal)
        places, params, rows = [], [], []
        for entry in draft.entries:
            if entry.fixed is not None:
                draft.fix(entry)
                rows.append(Term(*entry.words, *entry.place, -1))
                continue
            alike = entry.family in equal and written(*entry.words) not in free
            shared = alike or isinstance(entry.label, str)
            named = (entry.label,) if isinstance(entry.label, str) else (entry.family, *entry.words)
            key = named if shared else (*named, g)
            if key not in number:
                number[key], size = size, size + 1
            places.append(entry.place)
            params.append(number[key])
            rows.append(Term(*entry.words, *entry.place, number[key]))
        built.append(Group(draft.fixed, Places.of(places), np.array(params, dtype=np.intp)))
        terms.append(rows)
    return Structure(Model(tuple(built), size, means and not ordinal), items, names, terms)


class _Entry(NamedTuple):
    """A number before it is known whether others are equal to it."""

    words: tuple[str, str, str]
    place: tuple[int, int, int]
    family: str
    label: Label = None
    fixed: float | None = None


@dataclass
class _Draft:
    """The numbers of one group as they are gathered."""

    model: PathModel
    items: list[str]
    names: list[str]
    ordinal: bool
    entries: list[_Entry] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.fixed = Matrices.zeros(len(self.items), len(self.names))
        self.pairs = {frozenset((c.one, c.other)): c.label for c in self.model.covariances}

    def add(self, words: tuple[str, str, str], place: tuple[int, int, int], label: Label) -> None:
        """Add a number: fixed where its label is one."""
        inner = place[0] == PATH and words[1] == "=~"
        own, across = FAMILY[LOADING if inner else place[0]]
        family = own if place[1] == place[2] else across
        fixed = None if label is None or isinstance(label, str) else float(label)
        self.entries.append(_Entry(words, place, family, label, fixed))

    def fix(self, entry: _Entry) -> None:
        """Write a fixed number into its matrix."""
        kind, row, col = entry.place
        matrix, value = self.fixed[kind], entry.fixed
        if kind in (INTERCEPT, MEAN):
            matrix[row] = value
            return
        matrix[row, col] = value
        if kind in (LATENT, RESIDUAL):
            matrix[col, row] = value

    def arrows(self) -> None:
        """Add loadings and paths."""
        for j, each in enumerate(self.model.constructs):
            for label, part in zip(_marked(each), each.items or each.of, strict=True):
                if each.items:
                    place = (LOADING, self.items.index(part), j)
                else:
                    place = (PATH, self.names.index(part), j)
                self.add((each.name, "=~", part), place, label)
        for arrow in self.model.paths:
            place = (PATH, self.names.index(arrow.target), self.names.index(arrow.source))
            self.add((arrow.target, "~", arrow.source), place, arrow.label)

    def relations(self) -> None:
        """Add variances, and the covariances of constructs and of residuals."""
        alone = {each.items[0] for each in self.model.constructs if len(each.items) == 1}
        for i, item in enumerate(self.items):
            label = self.pairs.get(frozenset((item,)), 0.0 if item in alone else None)
            if item not in self.names and not self.ordinal:
                self.add((item, "~~", item), (RESIDUAL, i, i), label)
        for j, name in enumerate(self.names):
            self.add((name, "~~", name), (LATENT, j, j), self.pairs.get(frozenset((name,))))
        given = [key for key in self.pairs if len(key) == 2]
        for key in dict.fromkeys([*map(frozenset, self._together()), *given]):
            one, other = sorted(key, key=[*self.names, *self.items].index)
            if one in self.names and other in self.names:
                kind, order = LATENT, self.names
            elif one in self.items and other in self.items:
                kind, order = RESIDUAL, self.items
            else:
                raise SpecError(
                    _(
                        "{one!r} is a construct and {other!r} an item. A covariance joins two "
                        "constructs, or two items."
                    ).format(one=one, other=other)
                )
            a, b = order.index(one), order.index(other)
            self.add((one, "~~", other), (kind, max(a, b), min(a, b)), self.pairs.get(key))

    def levels(self, *, free_latent: bool) -> None:
        """Add intercepts and the latent means that are free."""
        for i, item in enumerate(self.items):
            if item not in self.names:
                self.add((item, "~1", ""), (INTERCEPT, i, 0), None)
        for j, each in enumerate(self.model.constructs):
            if each.observed or free_latent:
                self.add((each.name, "~1", ""), (MEAN, j, 0), None)

    def _together(self) -> list[tuple[str, str]]:
        """Return the constructs that vary together unless the model says otherwise."""
        inner = {part for each in self.model.constructs for part in each.of}
        ends = {*self.model.outcomes, *inner}
        starts = {each.source for each in self.model.paths}
        starts |= {each.name for each in self.model.constructs if each.of}
        first = [name for name in self.names if name not in ends]
        last = [name for name in self.names if name in ends and name not in {*starts, *inner}]
        return [
            (one, other)
            for side in (first, last)
            for place, other in enumerate(side)
            for one in side[:place]
        ]


def _marked(each: Construct) -> tuple[Label, ...]:
    """Return the labels of the loadings, the first one fixed to 1 where none is fixed."""
    parts = each.items or each.of
    labels = each.labels or (None,) * len(parts)
    if any(isinstance(label, float) and label for label in labels):
        return labels
    return (1.0, *labels[1:])


def _refuse(model: PathModel) -> None:
    computable(model)
    formed = [each.name for each in model.constructs if each.mode == "B" and not each.observed]
    if formed:
        raise SpecError(
            _(
                "{names} is formed by its items (mode B), which a covariance model does not "
                "estimate. Use fit_pls(), or mode A."
            ).format(names=listing(map(repr, formed)))
        )
    products = [each.name for each in model.constructs if each.product]
    if products:
        raise SpecError(
            _(
                "{names} is an interaction, which a covariance model does not estimate. "
                "Use fit_pls()."
            ).format(names=listing(map(repr, products)))
        )
