"""The effects of a chain of constructs as a tidy frame."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._stats.bootstrap import percentile
from cxlab._stats.intervals import t_interval, t_p_value
from cxlab._stats.moments import Moments
from cxlab._stats.recursive import coefficients, standard_errors

Array = NDArray[np.float64]
ARROW = " -> "  # between the columns of a term


def tabulate(moments: Moments, draws: Array, names: list[str], c: int, conf: float) -> pd.DataFrame:
    """Build the tidy frame.

    Parameters
    ----------
    moments
        Moments of the covariates and the chain, in that order.
    draws
        Resampled scatter matrices, shape (draws, k, k).
    names
        The k columns.
    c
        How many of them, in front, are covariates.
    """
    k, n = len(names), moments.n
    direct, total = coefficients(moments.scatter)
    error = standard_errors(moments.scatter, n)
    again, totals = coefficients(draws)
    sd = np.sqrt(np.diagonal(moments.scatter))
    last, rows = k - 1, []

    def add(route: Sequence[int], group: str, estimate: float, **more: Any) -> None:
        term = ARROW.join(str(names[i]) for i in route)
        beta = estimate * sd[route[0]] / sd[route[-1]]
        rows.append({"term": term, "group": group, "estimate": estimate, **more, "beta": beta})

    def regression(i: int, j: int, group: str) -> None:
        add([i, j], group, direct[j, i], **_t(direct[j, i], error[j, i], n - 1 - j, conf))

    for j in range(c + 1, k):
        for i in range(c, j):
            if (i, j) != (c, last):
                regression(i, j, "path")
    regression(c, last, "direct")
    between = range(c + 1, last)
    parts = [
        part for r in range(1, len(between) + 1) for part in itertools.combinations(between, r)
    ]
    for part in parts:
        steps = list(itertools.pairwise((c, *part, last)))
        spread = np.prod([again[:, j, i] for i, j in steps], axis=0)
        product = float(np.prod([direct[j, i] for i, j in steps]))
        add((c, *part, last), "indirect", product, **_percentiles(spread, conf))
    through = total[last, c] - direct[last, c]
    throughs = totals[:, last, c] - again[:, last, c]
    if len(parts) > 1:
        add([c, last], "all_indirect", through, **_percentiles(throughs, conf))
    short = np.r_[0 : c + 1, last]
    alone = standard_errors(moments.scatter[np.ix_(short, short)], n)[-1, c]
    add([c, last], "total", total[last, c], **_t(total[last, c], alone, n - 2 - c, conf))
    whole = rows[-1]
    sound = whole["conf_low"] * whole["conf_high"] > 0 and through * direct[last, c] >= 0
    with np.errstate(all="ignore"):
        share = _percentiles(throughs / totals[:, last, c] if sound else draws[:0, 0, 0], conf)
    add([c, last], "proportion", through / total[last, c] if sound else np.nan, **share)
    rows[-1] |= {"beta": np.nan, "std_error": np.nan}  # a ratio of estimates has no moments
    for j in range(c + 1, k):
        for i in range(c):
            regression(i, j, "covariate")
    return pd.DataFrame(rows)


def _t(estimate: float, error: float, df: float, conf: float) -> dict[str, float]:
    low, high = t_interval(estimate, error, df, conf)
    return {
        "std_error": error,
        "statistic": estimate / error,
        "df": df,
        "p_value": float(t_p_value(estimate / error, df)),
        "conf_low": float(low),
        "conf_high": float(high),
    }


def _percentiles(draws: Array, conf: float) -> dict[str, float]:
    fields = ("statistic", "df", "p_value")
    if not len(draws):
        return dict.fromkeys(("std_error", *fields, "conf_low", "conf_high"), np.nan)
    low, high = percentile(draws, conf)
    return {
        "std_error": float(draws.std(ddof=1)) if len(draws) > 1 else np.nan,
        **dict.fromkeys(fields, np.nan),
        "conf_low": float(low),
        "conf_high": float(high),
    }
