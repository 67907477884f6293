"""Dates and whole numbers as periods: weeks, months, quarters, years."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core import validate
from cxlab._core.errors import DataError, SpecError
from cxlab._core.i18n import _

PERIODS = ("week", "month", "quarter", "year")


def periods(
    data: pd.DataFrame, name: str, period: str, *, dated: bool = False
) -> tuple[NDArray[np.float64], bool]:
    """Return the periods of a column as numbers (NaN where missing), and whether they are dates.

    A column without any value is of the kind that ``dated`` says.

    Raises
    ------
    DataError
        The column is absent, or holds text or numbers that are not whole.
    """
    values = data[validate.column(data, name)]
    if values.isna().all():
        return np.full(len(values), np.nan), dated
    if isinstance(values.dtype, pd.PeriodDtype):
        values = values.dt.to_timestamp()
    kind = pd.api.types.infer_dtype(values, skipna=True)
    if kind in ("string", "mixed"):
        raise DataError(
            _(
                "{name!r} holds text (first: {value}). Turn it into dates with pd.to_datetime, "
                "or into whole numbers that count periods."
            ).format(name=name, value=validate.brief(values.dropna().iloc[0]))
        )
    if "date" in kind:
        dates = pd.to_datetime(values)
        return _counted(dates.dt.tz_localize(None) if dates.dt.tz else dates, period), True
    numbers = validate.numeric(data, [name])[name]
    odd = (numbers.notna() & (numbers % 1 != 0)).to_numpy()
    if odd.any():
        row = int(odd.argmax())
        raise DataError(
            _(
                "{name!r} must hold dates, or whole numbers that count periods; {count} of {n} "
                "are not whole (first: {value:g}, row {row})."
            ).format(
                name=name,
                count=int(odd.sum()),
                n=len(numbers),
                value=numbers.iloc[row],
                row=numbers.index[row],
            )
        )
    return numbers.to_numpy(), False


def last_period(until: Any, period: str, dated: bool, seen: NDArray[np.float64]) -> int:
    """Return the last period that is observed to its end; without ``until`` the last one seen.

    Raises
    ------
    SpecError
        ``until`` is not a date, or not a whole number where periods are numbers.
    """
    if until is None:
        return int(np.nanmax(seen))
    if not dated:
        return validate.whole(until, "until", low=-(10**9))
    try:
        date = pd.NaT if isinstance(until, (int, float)) else pd.Timestamp(until)
    except (TypeError, ValueError):
        date = pd.NaT
    if date is pd.NaT:
        raise SpecError(
            _("until must be a date such as '2025-12-31', not {value}.").format(
                value=validate.brief(until)
            )
        )
    day = date.tz_localize(None).to_datetime64().astype("datetime64[D]")
    both = pd.Series(np.array([day, day + 1], dtype="datetime64[s]"))
    today, tomorrow = _counted(both, period)
    return int(tomorrow) - 1 if tomorrow > today else int(today) - 1


def title(number: int, period: str, dated: bool) -> str:
    """Name a period: 2025-03, 2025-Q1, the Monday of a week, or the number.

    Examples
    --------
    >>> title(660, "month", True), title(220, "quarter", True), title(3, "month", False)
    ('2025-01', '2025-Q1', '3')
    """
    if not dated:
        return f"{number}"
    if period == "quarter":
        return f"{1970 + number // 4}-Q{number % 4 + 1}"
    if period == "week":
        return str(np.datetime64(7 * number - 3, "D"))
    return str(np.datetime64(number, "Y" if period == "year" else "M"))


def _counted(dates: pd.Series, period: str) -> NDArray[np.float64]:
    """Count the periods since the one that holds the first day of 1970."""
    gap = dates.isna().to_numpy()
    days = dates.fillna(pd.Timestamp(1970, 1, 1)).to_numpy().astype("datetime64[D]")
    if period == "week":  # Monday to Sunday; 1970-01-01 was a Thursday
        found = (days.astype(np.int64) + 3) // 7
    else:
        unit = "Y" if period == "year" else "M"
        found = days.astype(f"datetime64[{unit}]").astype(np.int64)
        found = found // 3 if period == "quarter" else found
    return np.where(gap, np.nan, found.astype(float))
