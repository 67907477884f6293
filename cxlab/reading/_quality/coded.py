"""Columns of answers as small whole numbers, block by block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
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
    codes = np.empty((len(data), len(names)), np.uint8, order="F")
    ends = np.cumsum([0, *(len(columns) for columns in blocks)])
    places = [np.arange(start, stop) for start, stop in pairwise(ends)]
    found = [_found(data, *each, codes) for each in zip(blocks, places, strict=True)]
    scales: dict[tuple[float, float], set[float]] = {}
    for different in found:
        used = set().union(*different)
        scales.setdefault(_ends(used), set()).update(used)
    levels = []
    for different, columns in zip(found, places, strict=True):
        used = set().union(*different)
        whole = scales[_ends(used)]
        levels.append(np.array(sorted(whole if len(whole) <= MOST_LEVELS else used), float))
        for place, values in zip(columns, different, strict=True):
            book = np.full(256, GAP, np.uint8)
            book[: len(values)] = np.searchsorted(levels[-1], values)
            codes[:, place] = book.take(codes[:, place])
    return Answers(codes, levels, places), names


def _ends(used: set[float]) -> tuple[float, float]:
    """Return the ends of a scale as used; blocks with the same ends are on one scale."""
    return (min(used), max(used)) if used else (np.nan, np.nan)


def _found(
    data: pd.DataFrame, columns: list[str], places: NDArray[np.intp], codes: Codes
) -> list[list[float]]:
    """Return the different answers of each column as they come up; write their places as codes."""
    out: list[list[float]] = []
    for name, place in zip(columns, places, strict=True):
        found, different = pd.factorize(_numbers(data, name))
        out.append(different.tolist())
        if len(set().union(*out)) > MOST_LEVELS:
            raise DataError(
                _(
                    "{name!r} and the items before it hold more than {most} different answers; "
                    "that is not a scale. Leave out measurements such as amounts or ages."
                ).format(name=name, most=MOST_LEVELS)
            )
        codes[:, place] = found.astype(np.uint8)  # a gap is -1, and becomes 255
    return out


def _numbers(data: pd.DataFrame, name: str) -> pd.Series | Array:
    """Return a column of numbers; what holds numbers only needs no check."""
    column = data[name]
    if column.dtype.kind in "iu":
        return column
    if pd.api.types.is_numeric_dtype(column.dtype) and column.dtype.kind in "fb":
        values: Any = column.to_numpy(dtype=float, na_value=np.nan)
        if not np.isinf(values).any():
            return values
    return validate.numeric(data, [name])[name].to_numpy()
