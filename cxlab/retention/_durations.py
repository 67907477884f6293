"""Columns of durations above zero, and a 0/1 column for who left, as the caller gives them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core import validate
from cxlab._core.arguments import LARGEST
from cxlab._core.errors import DataError, warn
from cxlab._core.grouping import distinct
from cxlab._core.i18n import _, listing

MOST_GROUPS = 24  # more curves can't be told apart


def durations(data: pd.DataFrame, name: str) -> pd.Series:
    """Return the durations as floats, missing ones kept.

    Raises
    ------
    DataError
        The column is absent, holds text or dates, or a duration is not above zero.
    """
    values = data[validate.column(data, name)]
    if values.dtype.kind not in "iuf":  # numbers hidden in objects, nullable columns
        values = validate.numeric(data, [name])[name]
    array = values.to_numpy()
    if values.dtype.kind == "f" and (array > LARGEST).any():
        validate.numeric(data, [name])
    if not len(array) or not np.nanmin(array, initial=1) > 0:
        bad = np.flatnonzero(array <= 0)
        raise DataError(
            _(
                "{name!r} must hold durations above 0; {count} of {n} do not (first: {value:g}, "
                "row {row}). Count the month of joining as the first (add 1), or leave those rows "
                "out."
            ).format(
                name=name,
                count=len(bad),
                n=len(array),
                value=array[bad[0]],
                row=values.index[bad[0]],
            )
        )
    return values


def events(data: pd.DataFrame, name: str) -> pd.Series:
    """Return who had the event as 0/1, missing values kept.

    Raises
    ------
    DataError
        The column is absent, or holds anything but 0 and 1.
    """
    values = data[validate.column(data, name)]
    if isinstance(values.dtype, pd.SparseDtype):
        values = values.sparse.to_dense()
    if values.isna().all():
        return pd.Series(np.nan, index=values.index, name=name)
    if values.dtype == bool:
        return values
    array = values.to_numpy()
    if values.dtype.kind in "iuf" and bool(((array == 0) | (array == 1) | (array != array)).all()):
        return values
    found = values.dropna()
    kinds = list(found.drop_duplicates()) if found.map(np.isscalar).all() else list(found[:6])
    if all(isinstance(kind, (bool, np.bool_, int, float)) and kind in (0, 1) for kind in kinds):
        return values.astype("Float64").astype(float)
    named = [validate.brief(kind) for kind in kinds[:6]] + (["…"] if len(kinds) > 6 else [])
    raise DataError(
        _(
            "{name!r} must hold 1 for who left and 0 for who was still there; it holds {found}. "
            "Make it so first, such as data[{name!r}] = (data[{name!r}] == 'Yes').astype(int)."
        ).format(name=name, found=listing(named))
    )


def codes(keys: pd.Series, by: str) -> tuple[NDArray[np.intp], list[str]]:
    """Return the codes of complete groups and their names, in their own order.

    Raises
    ------
    DataError
        There are more groups than curves can show.
    """
    kinds = distinct(keys, by).astype("category").cat.remove_unused_categories()
    names = list(map(str, kinds.cat.categories))
    if len(names) > MOST_GROUPS:
        raise DataError(
            _(
                "{name!r} has {count} groups; at most {most} can be compared. "
                "Group its values first, such as with pd.cut."
            ).format(name=by, count=len(names), most=MOST_GROUPS)
        )
    found = np.asarray(kinds.cat.codes, dtype=np.intp)
    alone = [name for name, size in zip(names, np.bincount(found), strict=True) if size == 1]
    if alone:
        warn(
            _(
                "One customer only in {names} of {by!r}: that says next to nothing about the "
                "group. Merge it with another."
            ).format(names=listing(map(repr, alone)), by=by)
        )
    return found, names


def weak_events(times: NDArray[np.number], left: int, n: int, name: str) -> None:
    """Warn where nobody left, or all who did at one time; ``times`` are those with an event."""
    if not left:
        warn(
            _(
                "Nobody has the event in {name!r} among {n:,} customers: all that is known is "
                "that they stayed at least so long. Check the column if that surprises."
            ).format(name=name, n=n)
        )
    elif left > 1 and len(times) == 1:
        warn(
            _(
                "All {count:,} events fall at {time:g}: the curve is a single step. Check how "
                "the durations were counted."
            ).format(count=left, time=times[0])
        )
