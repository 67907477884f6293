"""Checks at the door of every verb: foresee the mistake, name it, say the way out."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cxlab._core.errors import DataError, SpecError
from cxlab._core.i18n import _, listing

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


def closest(name: object, allowed: Iterable[object]) -> str:
    """Return a hint that names the closest known words, or all when few; empty if none fits."""
    words = [str(word) for word in allowed]
    near = difflib.get_close_matches(str(name), words, n=3, cutoff=0.6)
    if near:
        return _("Did you mean {names}?").format(names=listing(repr(word) for word in near))
    if len(words) <= 12:
        return _("Choose one of: {names}.").format(names=listing(words))
    return ""


def one_of(value: Any, allowed: Iterable[Any], name: str) -> Any:
    """Return ``value`` if it is allowed.

    Raises
    ------
    SpecError
        It is not; the message lists what is.
    """
    allowed = list(allowed)
    if value not in allowed:
        raise SpecError(
            _("{name} = {value!r} is not known. {hint}")
            .format(name=name, value=value, hint=closest(value, allowed))
            .strip()
        )
    return value


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
            ).format(kind=type(data).__name__)
        )
    if not len(data):
        raise DataError(_("The data have no rows. Check the file, or the filter you applied."))
    return data


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
    wanted = [names] if isinstance(names, str) else list(names)
    if not wanted:
        raise SpecError(_("No column was named. Name at least one column of the data."))
    for name in wanted:
        if name not in data.columns:
            raise DataError(
                _("The data have no column {name!r}. {hint}")
                .format(name=name, hint=closest(name, data.columns))
                .strip()
            )
        if wanted.count(name) > 1:
            raise SpecError(
                _("Column {name!r} is named twice. Name each column once.").format(name=name)
            )
        if list(data.columns).count(name) > 1:
            raise DataError(
                _(
                    "The data have {count} columns called {name!r}. "
                    "Give each column a name of its own."
                ).format(count=list(data.columns).count(name), name=name)
            )
    return wanted


def numeric(data: pd.DataFrame, names: str | Sequence[str]) -> pd.DataFrame:
    """Return the named columns as float64 (missing values as NaN), the index kept.

    Raises
    ------
    DataError
        A column is absent, holds text, or holds an infinite value.
    """
    import numpy as np
    import pandas as pd

    wanted = columns(data, names)
    out: dict[str, pd.Series] = {}
    for name in wanted:
        values = data[name]
        numbers = pd.to_numeric(values, errors="coerce").astype("float64")
        text = numbers.isna() & values.notna()
        if text.any():
            raise DataError(
                _(
                    "{name!r} must hold numbers; {count} of {n} values do not "
                    "(first: {value!r}, row {row}). Recode the answers to numbers first."
                ).format(name=name, count=int(text.sum()), n=len(values), **_first(values, text))
            )
        infinite = np.isinf(numbers)
        if infinite.any():
            raise DataError(
                _(
                    "{name!r} must be finite; {count} of {n} values are not (first: row {row}). "
                    "Recode them to NA."
                ).format(
                    name=name,
                    count=int(infinite.sum()),
                    n=len(values),
                    row=_first(values, infinite)["row"],
                )
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
                "(first: {value:g}, row {row}). Recode missing codes to NA, or check the scale."
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
    values = numeric(data, name)[name]
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


def share(value: float, name: str) -> float:
    """Return a share once it is a number in 0-1.

    Raises
    ------
    SpecError
        It is not; 22 typed for 22 % is recognised.
    """
    number = finite(value, name)
    if 1 < number <= 100:
        raise SpecError(
            _(
                "{name} = {value:g} is not a share. Shares lie in 0-1: "
                "write {value:g} % as {mend:g}."
            ).format(name=name, value=number, mend=number / 100)
        )
    if not 0 <= number <= 1:
        raise SpecError(
            _("{name} = {value:g} is not a share. Shares lie in 0-1.").format(
                name=name, value=number
            )
        )
    return number


def finite(value: Any, name: str) -> float:
    """Return a value as a float once it is a finite number.

    Raises
    ------
    SpecError
        It is missing, text, or infinite.
    """
    import math

    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number):
        raise SpecError(
            _("{name} must be a finite number, not {value!r}.").format(name=name, value=value)
        )
    return number


def confidence(conf: float) -> float:
    """Return a confidence level once it lies strictly between 0 and 1.

    Raises
    ------
    SpecError
        It does not; 95 typed for 0.95 is recognised.
    """
    number = finite(conf, "conf")
    if not 0 < number < 1:
        raise SpecError(
            _("conf = {value:g} must lie between 0 and 1, such as 0.95.").format(value=number)
        )
    return number


def whole(value: Any, name: str, *, low: int = 1) -> int:
    """Return a whole number of at least ``low``.

    Raises
    ------
    SpecError
        It is not whole, or smaller.
    """
    number = finite(value, name)
    if number != int(number) or number < low:
        raise SpecError(
            _("{name} must be a whole number of at least {low}, not {value!r}.").format(
                name=name, low=low, value=value
            )
        )
    return int(number)


def _first(values: pd.Series, mask: Any) -> Mapping[str, Any]:
    row = mask.to_numpy().argmax()
    return {"value": values.iloc[row], "row": values.index[row]}
