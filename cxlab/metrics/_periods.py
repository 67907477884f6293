"""Periods out of dates: months, quarters or years that a trend can follow."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd

from cxlab._core.errors import DataError
from cxlab._core.i18n import _
from cxlab._core.labels import Attached
from cxlab._core.validate import brief, column, one_of, text

ZONE = re.compile(r"(:\d\d(?:\.\d+)?) ?(?:Z|[+-]\d\d(?::?\d\d)?)$")
EVERY = MappingProxyType(
    {
        "month": ("M", {"en": "month", "zh": "月份"}),
        "quarter": ("Q", {"en": "quarter", "zh": "季度"}),
        "year": ("Y", {"en": "year", "zh": "年份"}),
    }
)


def periods(
    data: pd.DataFrame, dates: str, *, every: str = "month", name: str = "period"
) -> pd.DataFrame:
    """Return the data with a further column: the month, quarter or year of a date.

    Parameters
    ----------
    data
        One row per answer.
    dates
        Column of dates, or of texts such as ``2024-04-24`` or ``2024-04``; missing ones stay
        missing.
    every
        ``"month"``, ``"quarter"`` or ``"year"``.
    name
        What the new column is called.

    Returns
    -------
    pandas.DataFrame
        A copy with the column ``name`` of pandas periods, which ``by=`` and ``.trend()`` take.

    Raises
    ------
    DataError
        The column is absent, holds something else than dates, or ``name`` is taken.
    SpecError
        The length of a period is unknown.

    Examples
    --------
    >>> visits = pd.DataFrame({"date": ["2024-01-31", "2024-04-02"], "recommend": [9, 3]})
    >>> periods(visits, "date", every="quarter")["period"].astype(str).tolist()
    ['2024Q1', '2024Q2']
    """
    code, words = EVERY[one_of(every, EVERY, "every")]
    values, known = data[column(data, dates)], text(name, "name")
    if known in data.columns:
        raise DataError(
            _("The data have a column {name!r} already. Give the periods another name.").format(
                name=known
            )
        )
    moments = in_time(values)
    odd = moments.isna() & values.notna()
    if odd.any():
        row = int(odd.to_numpy().argmax())
        first = values.iloc[row]
        raise DataError(
            _(
                "{name!r} must hold dates; {count} of {n} values are none (first: {value}, row "
                "{row}). Write dates as 2024-04-24."
            ).format(
                name=dates,
                count=int(odd.sum()),
                n=len(values),
                value=brief(first.item() if hasattr(first, "item") else first),
                row=values.index[row],
            )
        )
    out = data.assign(**{known: moments.dt.to_period(code)})
    labels = data.attrs.get("labels")
    if isinstance(labels, Mapping):
        out.attrs["labels"] = Attached({**labels, known: words})
    return out


def in_time(values: pd.Series) -> pd.Series:
    """Return dates as datetimes without a zone; what is no date becomes missing."""
    if isinstance(values.dtype, pd.PeriodDtype):
        return values.dt.to_timestamp()
    if pd.api.types.is_datetime64_any_dtype(values):
        return values.dt.tz_localize(None)
    if pd.api.types.is_numeric_dtype(values):
        return pd.Series(pd.NaT, index=values.index)
    written = values.map(lambda value: value if pd.isna(value) else _local(str(value)))
    found = pd.to_datetime(written, format="ISO8601", errors="coerce", utc=True)
    return found.dt.tz_localize(None)


def _local(text: str) -> str:
    """Return a moment without its zone: the day is the one that was written."""
    return ZONE.sub(r"\1", text.strip())


def dated(values: pd.Series) -> bool:
    """Tell whether a column holds dates only, some at least."""
    if pd.api.types.is_datetime64_any_dtype(values) or isinstance(values.dtype, pd.PeriodDtype):
        return bool(values.notna().any())
    if pd.api.types.is_numeric_dtype(values) or isinstance(values.dtype, pd.CategoricalDtype):
        return False
    kinds = values.dropna().drop_duplicates()
    first = str(kinds.iloc[0]) if len(kinds) else ""
    return first[:4].isdigit() and first[4:5] == "-" and bool(in_time(kinds).notna().all())
