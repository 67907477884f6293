"""An instrument is sound when its names are single and every mode has all items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from cxlab._core.errors import SpecError
from cxlab._core.i18n import _, listing
from cxlab._core.validate import listed, one_of

if TYPE_CHECKING:
    from cxlab.instruments._instrument import Instrument

MODES = ("answer", "perception", "experience", "expectation", "importance")


def check(instrument: Instrument) -> None:
    """Refuse an instrument that does not add up."""
    name, scale = instrument.name, instrument.scale
    if not scale.low < scale.high:
        raise SpecError(
            _("The scale of {name!r} runs from {low:g} to {high:g}. Give low below high.").format(
                name=name, low=scale.low, high=scale.high
            )
        )
    items = len(instrument._pairs())
    if not items or not all(dimension.items for dimension in instrument.dimensions):
        raise SpecError(
            _("The instrument {name!r} has a dimension without items. Add items to it.").format(
                name=name
            )
        )
    for mode in instrument.modes:
        one_of(mode.name, MODES, "mode")
        if len(mode.columns) != items:
            raise SpecError(
                _(
                    "The mode {mode!r} of {name!r} has {count} columns, but there are {items} "
                    "items. Every item needs its answer in each mode."
                ).format(mode=mode.name, name=name, count=len(mode.columns), items=items)
            )
    for mode_name in instrument.pair or ():
        instrument.mode(mode_name)
    weights = instrument.weights
    if weights and len(weights.columns) != len(instrument.dimensions):
        raise SpecError(
            _(
                "{name!r} has {count} weight columns for {dimensions} dimensions. "
                "Give one for each dimension."
            ).format(name=name, count=len(weights.columns), dimensions=len(instrument.dimensions))
        )
    once([dimension.name for dimension in instrument.dimensions], name)
    once([item.id for _dimension, item in instrument._pairs()], name)
    once([mode.name for mode in instrument.modes], name)
    once(instrument.columns(), name)


def paired(
    dimensions: Mapping[str, Sequence[str]], expectation: Mapping[str, Sequence[str]]
) -> list[str]:
    """List the expectation columns in the order of the dimensions, as many in each."""
    for dimension, columns in dimensions.items():
        found = listed(expectation.get(dimension, ()), dimension)
        if len(found) != len(columns):
            raise SpecError(
                _(
                    "{dimension!r} has {count} perception items but {found} expectation items. "
                    "Pair every perception with its expectation."
                ).format(dimension=dimension, count=len(columns), found=len(found))
            )
    return [
        column for dimension in dimensions for column in listed(expectation[dimension], dimension)
    ]


def once(names: Iterable[str], where: str) -> None:
    """Refuse names that stand more than once.

    Raises
    ------
    SpecError
        One does.
    """
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        raise SpecError(
            _("In {where!r} {names} stands more than once. Give each a name of its own.").format(
                where=where, names=listing(repr(name) for name in twice)
            )
        )
