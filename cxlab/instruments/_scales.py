"""Scales of items however they are named: a bank, an instrument, or lists of columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.errors import DataError, ModelError, SpecError, warn
from cxlab._core.i18n import _, listing
from cxlab._core.labels import Labels, labels_of
from cxlab._core.validate import frame, listed, numeric, sharp
from cxlab.instruments._answers import answers, constant
from cxlab.instruments._bank import resolve
from cxlab.instruments._instrument import Instrument

Named = str | Instrument | Mapping[str, Sequence[str]]


class Scales(NamedTuple):
    """Answers with reversed items turned, the columns of each scale, readers' names, the ends."""

    answers: pd.DataFrame
    columns: dict[str, list[str]]
    labels: Labels
    ends: tuple[float, float] | None


def scales(data: pd.DataFrame, named: Named, mode: str | None = None) -> Scales:
    """Return the scales with their answers.

    Raises
    ------
    DataError
        A column is absent or no number, or an answer is off the scale of the instrument.
    SpecError
        No scale is named, or an item stands in two of them.
    """
    if isinstance(named, Mapping):
        columns = listed_scales(named)
        every = [item for items in columns.values() for item in items]
        twice = [item for item in dict.fromkeys(every) if every.count(item) > 1]
        if twice:
            raise SpecError(
                _("Every item belongs to one scale; {names} is named more than once.").format(
                    names=listing(map(repr, twice))
                )
            )
        return Scales(numeric(frame(data), every), columns, labels_of(data, every), None)
    spec = resolve(named)
    asked = spec.mode(mode).name if mode else spec.modes[0].name
    values = pd.DataFrame(
        answers(data, spec, asked), columns=spec.columns(asked), index=frame(data).index
    )
    own = {dimension.name: dimension.label for dimension in spec.dimensions}
    ends = (float(spec.scale.low), float(spec.scale.high))
    return Scales(values, spec.scales(asked), {**spec.labels(), **own}, ends)


def listed_scales(named: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return scales that are given by their columns.

    Raises
    ------
    SpecError
        There is none.
    """
    if not named:
        raise SpecError(_("No scale was named. Give one, such as dict(quality=['q1', 'q2'])."))
    return {str(name): listed(items, str(name)) for name, items in named.items()}


def refuse_constant(values: pd.DataFrame) -> None:
    """Refuse items that everybody answered alike, but for rounding.

    Raises
    ------
    DataError, ModelError
        There is one.
    """
    same = constant(values.to_numpy())
    if same.any():
        raise DataError(
            _(
                "Everybody gave the same answer to {names}, so it goes together with nothing. "
                "Leave it out."
            ).format(names=listing(np.array(values.columns)[same]))
        )
    sharp(values)


def refuse_cancelling(scale: str, cov: NDArray[np.float64]) -> None:
    """Refuse items whose sum does not vary; ``cov`` are their covariances, shape (k, k).

    Raises
    ------
    ModelError
        They cancel each other.
    """
    if cov.sum() <= 1e-12 * np.trace(cov):
        raise ModelError(
            _(
                "The sum of the items of {scale!r} does not vary: they cancel each other. "
                "Mark reversed items as reversed."
            ).format(scale=scale)
        )


def doubt_negative(items: Sequence[str]) -> None:
    """Warn of items that run against the others of their scale, if there are any."""
    if items:
        warn(
            _(
                "Negative item-total correlation: {names}. Was a reversed item left unmarked, or "
                "marked twice? Correct the instrument and run again."
            ).format(names=listing(items))
        )
