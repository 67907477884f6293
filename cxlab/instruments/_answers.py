"""From columns to answers: present, numeric, within the scale, reversed items turned."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.errors import DataError
from cxlab._core.i18n import _, listing, localized
from cxlab._core.validate import frame, numeric, within
from cxlab.instruments._instrument import Instrument

Array = NDArray[np.float64]


def answers(data: pd.DataFrame, instrument: Instrument, mode: str) -> Array:
    """Return the answers of one mode, shape (n_rows, n_items), reversed items turned.

    Raises
    ------
    DataError
        The block or a column is absent, an answer is no number or off the scale, or a dimension
        has no answer at all.
    """
    names = instrument.columns(mode)
    _present(frame(data), instrument, mode)
    low, high = instrument.scale.low, instrument.scale.high
    block = numeric(data, names)
    values = block.to_numpy()
    if ((values < low) | (values > high)).any():
        for name in names:
            within(block[name], low, high)
    answered = dict(zip(names, ~np.isnan(values).all(axis=0), strict=True))
    for dimension, columns in instrument.scales(mode).items():
        if not any(answered[column] for column in columns):
            raise DataError(
                _(
                    "The scale {scale!r} has no answer at all in {columns}. "
                    "Check the import, or leave the scale out."
                ).format(scale=dimension, columns=listing(columns))
            )
    turned = np.array(instrument.reversed)
    return np.where(turned, low + high - values, values) if turned.any() else values


def constant(values: Array) -> NDArray[np.bool_]:
    """Return which columns hold one and the same answer throughout, among two answers or more."""
    same = np.fmin.reduce(values, axis=0) == np.fmax.reduce(values, axis=0)
    return same & ((~np.isnan(values)).sum(axis=0) > 1)


def _present(data: pd.DataFrame, instrument: Instrument, mode: str) -> None:
    """Say so when a whole block is absent, or name the columns that are."""
    names = instrument.columns(mode)
    missing = [name for name in names if name not in data.columns]
    if not missing:
        return
    if len(missing) == 1 and len(names) > 1:
        return  # the common check names the closest columns
    if len(missing) < len(names):
        raise DataError(
            _(
                "The data lack {count} of the {all} columns of the {mode} block: {names}. Add "
                "them, or map your columns with rename({{'yours': {first!r}, ...}})."
            ).format(
                count=len(missing),
                all=len(names),
                mode=localized(instrument.mode(mode).label),
                names=listing(missing),
                first=missing[0],
            )
        )
    other = next((each.name for each in instrument.modes if each.name != mode), "")
    hint = _("Map your columns with rename({{'yours': {first!r}, ...}}).").format(first=names[0])
    if other and any(name in data.columns for name in instrument.columns(other)):
        hint = _(
            "A gap needs both blocks; score one block alone with only({other!r}), or map your "
            "columns with rename({{'yours': {first!r}, ...}})."
        ).format(other=other, first=names[0])
    raise DataError(
        _(
            "The data have no {mode} block: none of the {count} columns {first} ... {last}. {hint}"
        ).format(
            mode=localized(instrument.mode(mode).label),
            count=len(names),
            first=names[0],
            last=names[-1],
            hint=hint,
        )
    )
