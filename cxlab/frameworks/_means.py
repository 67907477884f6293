"""Means with their t intervals, for the whole and by group."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from cxlab._core.errors import warn
from cxlab._core.i18n import _, listing
from cxlab._core.validate import columns
from cxlab._stats.intervals import t_interval, t_p_value


def parts(values: pd.DataFrame, by: str | None) -> Iterator[tuple[str | None, pd.DataFrame]]:
    """Yield each group's name and its rows without the column ``by``; the whole when it is absent.

    A group of one row is warned of: it has a mean and no interval.
    """
    if by is None:
        yield None, values
        return
    sizes = values[by].value_counts()
    if (sizes == 1).any():
        warn(
            _("Groups of one row have no interval: {names}.").format(
                names=listing(sizes.index[sizes == 1])
            )
        )
    for name, part in values.groupby(by, sort=True, observed=True):
        yield str(name), part.drop(columns=by)


def with_group(data: pd.DataFrame, values: pd.DataFrame, by: str | None) -> pd.DataFrame:
    """Put the column ``by`` beside the values; raise DataError if it is absent."""
    return values if by is None else values.assign(**{by: data[columns(data, by)[0]]})


def mean_rows(values: pd.DataFrame, conf: float, group: str | None = None) -> pd.DataFrame:
    """Return a tidy row per column: estimate, std_error, statistic, df, p_value, interval, n."""
    n = len(values)
    mean = values.mean().to_numpy()
    return t_rows(list(values.columns), mean, values.std().to_numpy() / np.sqrt(n), n, conf, group)


def t_rows(
    terms: list[str],
    estimate: np.ndarray,
    std_error: np.ndarray,
    n: int,
    conf: float,
    group: str | None = None,
) -> pd.DataFrame:
    """Return a tidy row per estimate, tested against zero with ``n - 1`` degrees of freedom."""
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = estimate / std_error
        low, high = t_interval(estimate, std_error, n - 1, conf)
        p_value = t_p_value(statistic, n - 1)
    rows = {
        "term": terms,
        "estimate": estimate,
        "std_error": std_error,
        "statistic": statistic,
        "df": n - 1,
        "p_value": p_value,
        "conf_low": low,
        "conf_high": high,
        "n": n,
    }
    return pd.DataFrame(rows if group is None else {"group": group} | rows)
