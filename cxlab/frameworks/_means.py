"""Means with their t intervals, for the whole and by group."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core import validate
from cxlab._stats.intervals import t_interval, t_p_value

Array = NDArray[np.float64]


def parts(values: pd.DataFrame, groups: pd.Series | None) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield the rows of each group, sorted by its name; all rows under "" without groups."""
    if groups is None:
        yield "", values
        return
    for name, part in values.groupby(groups, sort=True, observed=True):
        yield str(name), part


def group_of(data: pd.DataFrame, by: str | None) -> pd.Series | None:
    """Return the column of groups by row number, if there is one."""
    return None if by is None else validate.groups(data, by)


def mean_rows(values: pd.DataFrame, conf: float, group: str = "") -> pd.DataFrame:
    """Return a tidy row per column, over the rows that have it."""
    n = values.notna().sum().to_numpy()
    mean, error = (part.to_numpy(dtype=float) for part in (values.mean(), values.sem()))
    return t_rows(list(values.columns), mean, error, n, conf, group)


def extremes(rows: pd.DataFrame) -> tuple[dict[Any, Any], dict[Any, Any], bool]:
    """Return the lowest and the highest row, and whether their intervals lie apart."""
    ranked = rows.sort_values("estimate", kind="stable").to_dict("records")
    least, most = ranked[0], ranked[-1]
    return least, most, bool(least["conf_high"] < most["conf_low"])


def t_rows(
    terms: list[str],
    estimate: Array,
    std_error: Array,
    n: NDArray[np.int_],
    conf: float,
    group: str = "",
) -> pd.DataFrame:
    """Return a tidy row per estimate, tested against zero with ``n - 1`` degrees of freedom."""
    df = np.where(n > 1, n - 1, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = np.where(std_error > 0, estimate / std_error, np.nan)
        low, high = t_interval(estimate, std_error, df, conf)
        p_value = t_p_value(statistic, df)
    rows = {
        "term": terms,
        "estimate": estimate,
        "std_error": std_error,
        "statistic": statistic,
        "df": df,
        "p_value": p_value,
        "conf_low": low,
        "conf_high": high,
        "n": n,
    }
    return pd.DataFrame({"group": group} | rows if group else rows)
