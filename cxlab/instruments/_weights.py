"""Importance of the dimensions, as shares that sum to 1 for every respondent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.errors import DataError, SpecError, warn
from cxlab._core.i18n import _, listing
from cxlab._core.validate import finite, mapping, numeric, one_of, within
from cxlab.instruments._instrument import Instrument

Array = NDArray[np.float64]


def shares(
    data: pd.DataFrame, instrument: Instrument, weights: Mapping[str, float] | str | None
) -> Array | None:
    """Return weights that sum to 1, shape (n_rows, n_dimensions), or None without weights.

    Raises
    ------
    DataError
        A respondent's weight is missing or negative, or all of them are zero.
    SpecError
        Given weights lack a dimension, name an unknown one, or are negative or all zero.
    """
    if isinstance(weights, Mapping):
        fixed = given(instrument, weights)
        total, found = instrument.weights and instrument.weights.total, sum(weights.values())
        if total and not np.isclose(found, [1, total]).any():
            warn(
                _(
                    "The weights sum to {sum:g}, not to {total:g}. They are divided by their sum."
                ).format(sum=found, total=total)
            )
        return np.broadcast_to(fixed, (len(data), len(fixed)))
    if weights is not None:
        one_of(weights, ["equal"], "weights")
        return None
    own = instrument.weights
    if own is None or not any(name in data.columns for name in own.columns):
        return None
    points = numeric(data, own.columns)
    if own.total is None:
        for name in own.columns:
            within(points[name], instrument.scale.low, instrument.scale.high)
    values = points.to_numpy()
    sums = values.sum(axis=1)
    _refuse(points, np.isnan(sums), _("a missing value"))
    _refuse(points, (values < 0).any(axis=1), _("a negative value"))
    _refuse(points, sums == 0, _("nothing but zeros"))
    if own.total is not None:
        off = ~np.isclose(sums, own.total)
        if off.any():
            warn(
                _(
                    "The importance points should sum to {total:g}; those of {count} of {n} "
                    "respondents do not (first: row {row}, sum {sum:g}). "
                    "Each is divided by its own sum."
                ).format(
                    total=own.total,
                    count=int(off.sum()),
                    n=len(off),
                    row=data.index[off.argmax()],
                    sum=sums[off.argmax()],
                )
            )
    return values / sums[:, None]


def given(instrument: Instrument, weights: Mapping[str, float]) -> Array:
    """Return given weights as shares in the order of the dimensions, shape (n_dimensions,)."""
    names = [dimension.name for dimension in instrument.dimensions]
    for name in mapping(weights, "weights"):
        one_of(name, names, "weights")
    missing = [name for name in names if name not in weights]
    if missing:
        raise SpecError(
            _("The weights lack {names}. Give a weight for every dimension.").format(
                names=listing(missing)
            )
        )
    values = np.array([finite(weights[name], f"weights[{name!r}]") for name in names])
    if (values < 0).any() or not values.sum() > 0:
        raise SpecError(
            _("The weights must be zero or more, and not all zero: {weights}.").format(
                weights=listing(
                    f"{name} {value:g}" for name, value in zip(names, values, strict=True)
                )
            )
        )
    return values / values.sum()


def _refuse(points: pd.DataFrame, bad: Any, what: str) -> None:
    if bad.any():
        raise DataError(
            _(
                "The importance points {first} ... {last} hold {what} in {count} of {n} rows "
                "(first: row {row}). Mend or drop those rows, or set weights='equal'."
            ).format(
                first=points.columns[0],
                last=points.columns[-1],
                what=what,
                count=int(bad.sum()),
                n=len(bad),
                row=points.index[int(bad.argmax())],
            )
        )
