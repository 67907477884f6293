"""Checks at the door of every verb: foresee the mistake, name it, say the way out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cxlab._core.arguments import (
    LARGEST,
    MOST_DRAWS,
    brief,
    closest,
    confidence,
    finite,
    generator,
    inside,
    kind,
    listed,
    mapping,
    one_of,
    pair,
    sequence,
    share,
    single,
    switch,
    text,
    whole,
)
from cxlab._core.computable import independent, resamples, sharp
from cxlab._core.errors import DataError, SpecError
from cxlab._core.floats import floats, plain
from cxlab._core.i18n import _, listing
from cxlab._core.labels import in_words

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

__all__ = [
    "MOST_DRAWS",
    "brief",
    "closest",
    "column",
    "columns",
    "complete",
    "confidence",
    "finite",
    "frame",
    "generator",
    "groups",
    "independent",
    "inside",
    "kind",
    "listed",
    "mapping",
    "numeric",
    "one_of",
    "pair",
    "resamples",
    "sequence",
    "share",
    "sharp",
    "switch",
    "text",
    "weights",
    "whole",
    "within",
]


def frame(data: Any) -> pd.DataFrame:
    """Return ``data`` if it is a DataFrame with at least one row.

    Raises
    ------
    DataError
        It is something else, or it is empty.
    """
    import pandas as pd

    if not isinstance(data, pd.DataFrame):
        raise DataError(
            _(
                "The data must be a pandas DataFrame, not {kind}. "
                "Use pd.DataFrame(...) or cx.load(...)."
            ).format(kind=kind(data))
        )
    if not len(data):
        raise DataError(_("The data have no rows. Check the file, or the filter you applied."))
    if data.columns.nlevels > 1:
        raise DataError(
            _(
                "The data have column names in {levels} levels. Join them first: "
                "data.columns = data.columns.map('_'.join)."
            ).format(levels=data.columns.nlevels)
        )
    return data


def column(data: pd.DataFrame, name: Any) -> Any:
    """Return the name once it is that of one column of the data.

    Raises
    ------
    DataError
        The column is absent; the message gives the closest names.
    SpecError
        A list stands where one name belongs.
    """
    frame(data)
    if not single(name) or isinstance(name, tuple):
        raise SpecError(
            _("One column is asked for, not {value}. Give its name.").format(value=brief(name))
        )
    return columns(data, [name])[0]


def columns(data: pd.DataFrame, names: str | Sequence[str]) -> list[str]:
    """Return the names as a list once every one is a column of the data, given once.

    Raises
    ------
    DataError
        A column is absent; the message gives the closest names.
    SpecError
        A name is given twice, or none is given.
    """
    frame(data)
    wanted = listed(names, "columns")
    if not wanted:
        raise SpecError(_("No column was named. Name at least one column of the data."))
    given, asked = Counter(map(str, data.columns)), Counter(wanted)
    for name in wanted:
        if name not in data.columns:
            raise DataError(
                _("The data have no column {name}. {hint}")
                .format(name=brief(name), hint=closest(name, data.columns))
                .strip()
            )
        if asked[name] > 1:
            raise SpecError(
                _("Column {name!r} is named twice. Name each column once.").format(name=name)
            )
        if given[str(name)] > 1:
            raise DataError(
                _(
                    "The data have {count} columns called {name!r}. "
                    "Give each column a name of its own."
                ).format(count=given[str(name)], name=name)
            )
    return wanted


def groups(data: pd.DataFrame, by: Any) -> pd.Series:
    """Return the column that divides the data into groups, by row number.

    Codes of answers whose words the data carry come as their words.

    Raises
    ------
    DataError
        The column is absent, holds no group at all, or holds lists.
    """
    keys = data[column(data, by)].reset_index(drop=True)
    odd = keys.notna() & (keys.dtype == object)  # columns of other kinds hold no lists
    if odd.any():
        odd &= keys.map(lambda key: not single(key))
    if odd.any():
        raise DataError(
            _(
                "{name!r} must name a group in each row; {count} of {n} rows hold something else "
                "(first: {value}, row {row}). Use texts or numbers."
            ).format(name=by, count=int(odd.sum()), n=len(keys), **_first(data[by], odd))
        )
    if keys.isna().all():
        raise DataError(
            _("{name!r} names no group in any of {n} rows. Check the column.").format(
                name=by, n=len(keys)
            )
        )
    return in_words(keys, data, by)


def numeric(data: pd.DataFrame, names: str | Sequence[str]) -> pd.DataFrame:
    """Return the named columns as float64 (missing values as NaN), the index kept.

    Raises
    ------
    DataError
        A column is absent, holds text, or holds an infinite value.
    """
    import pandas as pd

    wanted = columns(data, names)
    block = plain(data[wanted])
    if block is not None:
        return pd.DataFrame(block, index=data.index, columns=wanted)
    out: dict[str, pd.Series] = {}
    for name in wanted:
        values = data[name]
        numbers = floats(values)
        text = numbers.isna() & values.notna()
        if text.any():
            raise DataError(
                _(
                    "{name!r} must hold numbers; {count} of {n} values do not "
                    "(first: {value}, row {row}). Recode the answers to numbers first."
                ).format(name=name, count=int(text.sum()), n=len(values), **_first(values, text))
            )
        infinite = numbers.abs() > LARGEST
        if infinite.any():
            raise DataError(
                _(
                    "{name!r} must be finite; {count} of {n} values are not, or are beyond "
                    "{most:g} (first: {value}, row {row}). Recode them to NA."
                ).format(
                    name=name,
                    count=int(infinite.sum()),
                    n=len(values),
                    most=LARGEST,
                    **_first(numbers, infinite),
                )
            )
        if 0 < numbers.abs().max() < 1 / LARGEST:
            raise DataError(
                _(
                    "{name!r} holds no number beyond {least:g}, too small to compute with. "
                    "Give it in a smaller unit."
                ).format(name=name, least=1 / LARGEST)
            )
        out[name] = numbers
    return pd.DataFrame(out, index=data.index)


def within(values: pd.Series, low: float, high: float) -> pd.Series:
    """Return the values if all that are present lie in ``low``-``high``.

    Raises
    ------
    DataError
        Some do not; the message counts them and names the first.
    """
    outside = values.notna() & ~values.between(low, high)
    if outside.any():
        raise DataError(
            _(
                "{name!r} must lie in {low:g}-{high:g}; {count} of {n} values do not "
                "(first: {value}, row {row}). Recode missing codes to NA, or check the scale."
            ).format(
                name=values.name,
                low=low,
                high=high,
                count=int(outside.sum()),
                n=len(values),
                **_first(values, outside),
            )
        )
    return values


def complete(data: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, int]]:
    """Keep the rows without a missing value; also count the missing answers per column.

    Raises
    ------
    DataError
        Nobody is left; the message names the column with most missing answers.
    """
    missing = {str(name): int(count) for name, count in data.isna().sum().items() if count}
    kept = data.dropna()
    if not len(kept):
        worst = max(missing, key=missing.__getitem__)
        raise DataError(
            _(
                "No row is complete in all of {names}; {worst!r} misses {count} of {n} answers. "
                "Drop that column, or fill it first."
            ).format(names=listing(data.columns), worst=worst, count=missing[worst], n=len(data))
        )
    return kept, missing


def weights(data: pd.DataFrame, name: str | None) -> np.ndarray | None:
    """Return the weight column as floats, shape (n_rows,), or ``None`` when no name is given.

    Raises
    ------
    DataError
        A weight is missing or negative, or all are zero.
    """
    if name is None:
        return None
    values = numeric(data, [column(data, name)])[name]
    if values.isna().any():
        raise DataError(
            _("The weights {name!r} miss {count} values. Fill them, or drop those rows.").format(
                name=name, count=int(values.isna().sum())
            )
        )
    if (values < 0).any() or not values.sum() > 0:
        raise DataError(
            _(
                "The weights {name!r} must be zero or more, and not all zero. Check the column."
            ).format(name=name)
        )
    return values.to_numpy()


def _first(values: pd.Series, mask: Any) -> Mapping[str, Any]:
    row = mask.to_numpy().argmax()
    found = values.iloc[row]
    found = found.item() if hasattr(found, "item") else found  # False, not np.False_
    value = f"{found:g}" if isinstance(found, float) else brief(found)
    return {"value": value, "row": values.index[row]}
