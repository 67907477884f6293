"""Columns of answers as small whole numbers, block by block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core import validate
from cxlab._core.errors import DataError, SpecError
from cxlab._core.i18n import _
from cxlab._stats.answers import GAP, MOST_LEVELS, Answers, Codes

Array = NDArray[np.float64]
Items = Sequence[str] | Mapping[str, Sequence[str]]


def coded(data: pd.DataFrame, items: Items) -> tuple[Answers, list[str]]:
    """Return the answers to the items, and the names of the items in the order asked."""
    validate.frame(data)
    if isinstance(items, Mapping):
        blocks = [validate.listed(each, str(name)) for name, each in items.items()]
    else:
        blocks = [validate.listed(items, "items")]
    if not all(blocks):
        raise SpecError(_("A block of items is empty. Name its columns, or leave it out."))
    names = validate.columns(data, [name for columns in blocks for name in columns])
    found = [_different(data, columns) for columns in blocks]
    scales: dict[tuple[float, float], set[float]] = {}
    for used in found:
        scales.setdefault(_ends(used), set()).update(used)
    codes = np.empty((len(data), len(names)), np.uint8, order="F")
    levels, places, start = [], [], 0
    for columns, used in zip(blocks, found, strict=True):
        whole = scales[_ends(used)]
        scale = np.array(sorted(whole if len(whole) <= MOST_LEVELS else used))
        for place, name in enumerate(columns, start):
            codes[:, place] = _places(_numbers(data, name), scale)
        levels.append(scale)
        places.append(np.arange(start, start + len(columns)))
        start += len(columns)
    return Answers(codes, levels, places), names


def _ends(used: set[float]) -> tuple[float, float]:
    """Return the ends of a scale as used; blocks with the same ends are on one scale."""
    return (min(used), max(used)) if used else (np.nan, np.nan)


def _different(data: pd.DataFrame, columns: list[str]) -> set[float]:
    """Return the different answers of a block."""
    used: set[float] = set()
    for name in columns:
        found = np.asarray(pd.unique(_numbers(data, name)))
        used |= set(found[~np.isnan(found)].tolist())
        if len(used) > MOST_LEVELS:
            raise DataError(
                _(
                    "{name!r} and the items before it hold more than {most} different answers; "
                    "that is no scale. Leave measurements such as amounts or ages out."
                ).format(name=name, most=MOST_LEVELS)
            )
    return used


def _numbers(data: pd.DataFrame, name: str) -> Array:
    """Return a column as floats, NaN where missing; what holds numbers only needs no check."""
    column = data[name]
    if pd.api.types.is_numeric_dtype(column.dtype) and column.dtype.kind in "iufb":
        values: Any = column.to_numpy(dtype=float, na_value=np.nan)
        if not np.isinf(values).any():
            return values
    return validate.numeric(data, [name])[name].to_numpy()


def _places(values: Array, levels: Array) -> Codes:
    """Return the place of each answer among the levels."""
    if not len(levels):
        return np.full(len(values), GAP, np.uint8)
    span = levels - levels[0]
    if span[-1] < 10_000 and (levels == np.rint(levels)).all():  # whole numbers: look them up
        book = np.full(int(span[-1]) + 2, GAP, np.uint8)
        book[span.astype(int)] = np.arange(len(levels))
        return book[np.where(np.isnan(values), span[-1] + 1, values - levels[0]).astype(np.int16)]
    places = np.searchsorted(levels, values).astype(np.uint8)  # NaN is sorted behind all
    places[np.isnan(values)] = GAP
    return places
