"""The answers that a covariance model is fitted to, group by group."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core import validate
from cxlab._core.errors import DataError, ModelError, SpecError
from cxlab._core.grouping import distinct
from cxlab._core.i18n import _, listing
from cxlab._stats.covariance import estimators
from cxlab._stats.covariance.estimators import Fitted
from cxlab._stats.moments import Moments
from cxlab.paths.model._lost_rows import lost_rows
from cxlab.paths.sem._checks import classes, rows_suffice
from cxlab.paths.sem._structure import Structure

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows of every group, shape (n, p) each.

    Parameters
    ----------
    parts
        The answers; for ``wlsmv`` their classes.
    groups
        Names of the groups in order; empty without groups.
    n, n_dropped, dropped
        Rows used and left out, and the missing answers per column.
    places, index
        Where the rows of every group stand in the data, and the data's index; empty for a matrix.
    """

    parts: list[Array]
    groups: tuple[str, ...]
    n: int
    n_dropped: int
    dropped: Mapping[str, int]
    places: tuple[NDArray[np.intp], ...] = ()
    index: pd.Index = field(default_factory=lambda: pd.RangeIndex(0))


def gathered(data: pd.DataFrame, items: list[str], by: Any, estimator: str) -> Rows:
    """Take the rows that a model of these items can be fitted to.

    Raises
    ------
    DataError
        A column is absent or holds no numbers, or nobody answered all.
    ModelError
        The rows (of a group) do not determine the covariances of the items.
    SpecError
        ``by`` names one group only, or is an item itself.
    """
    answers = validate.numeric(data, validate.columns(data, items)).reset_index(drop=True)
    keys = None if by is None else _keys(data, by, items)
    if estimator == "fiml":
        kept, lost = answers.dropna(how="all"), answers.isna().sum()
        missing = {str(name): int(count) for name, count in lost.items() if count}
    else:
        kept, missing = validate.complete(answers)
        lost_rows(len(answers), len(kept), missing, fiml=estimator != "wlsmv")
    groups: tuple[str, ...] = ()
    frames = [kept]
    if keys is not None:
        unknown = int(keys.isna().sum())
        missing |= {str(by): unknown} if unknown else {}
        kept = kept[keys[kept.index].notna()]
        groups, frames = _split(kept, keys[kept.index], by)
    for name, frame in zip(groups or ("",), frames, strict=True):
        _suffice(frame, name, missing=estimator == "fiml")
    places = tuple(frame.index.to_numpy() for frame in frames)
    if estimator == "wlsmv":
        frames = [classes(frame) for frame in frames]
    left = len(data) - len(kept)
    return Rows(
        [frame.to_numpy() for frame in frames],
        groups,
        len(kept),
        left,
        MappingProxyType(missing if left else {}),
        places,
        data.index,
    )


def fitted(plan: Structure, rows: Rows, estimator: str) -> Fitted:
    """Fit the model to the rows."""
    if estimator == "ml":
        return estimators.from_moments(plan.model, [Moments.of(part) for part in rows.parts])
    if estimator == "mlr":
        return estimators.robust(plan.model, rows.parts)
    if estimator == "fiml":
        return estimators.incomplete(plan.model, rows.parts)
    return estimators.ordinal(plan.model, [part.astype(np.intp) for part in rows.parts])


def _keys(data: pd.DataFrame, by: Any, items: list[str]) -> pd.Series:
    keys = distinct(validate.groups(data, by), by)
    if by in items:
        raise SpecError(
            _("{name!r} is an item of the model; by= names a column that divides it.").format(
                name=by
            )
        )
    return keys


def _split(kept: pd.DataFrame, keys: pd.Series, by: Any) -> tuple[tuple[str, ...], list[Any]]:
    if isinstance(keys.dtype, pd.CategoricalDtype):
        names = [name for name in keys.cat.categories if (keys == name).any()]
    else:
        names = sorted(keys.unique())
    if len(names) < 2:
        raise SpecError(
            _(
                "{name!r} names one group only ({group}) in the rows that count. Groups are "
                "compared: two or more are needed."
            ).format(name=by, group=listing(map(repr, map(str, names))))
        )
    return tuple(map(str, names)), [kept[(keys == name).to_numpy()] for name in names]


def _suffice(frame: pd.DataFrame, group: str, *, missing: bool) -> None:
    """Refuse the rows of a group by its name."""
    try:
        rows_suffice(frame, missing=missing)
    except (ModelError, DataError) as error:
        if not group:
            raise
        raise type(error)(
            _("In group {group}: {problem}").format(group=repr(group), problem=error)
        ) from error
