"""Intraclass correlations from the mean squares of rows (targets) by columns (judges)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import special

Array = NDArray[np.float64]

KINDS = ("oneway", "agreement", "consistency")


@dataclass(frozen=True)
class Intraclass:
    """A coefficient with its interval, and the F test that rows do not differ."""

    estimate: float
    low: float
    high: float
    statistic: float
    df: tuple[int, int]
    p_value: float


def intraclass(values: Array, kind: str, conf: float) -> tuple[Intraclass, Intraclass]:
    """Return the coefficient of one judge and that of the mean of all k.

    Parameters
    ----------
    values
        Shape (n, k), complete, with rows and columns of different means.
    kind
        ``oneway``: judges differ from row to row, ICC(1); ``agreement``: the same judges, drawn
        from many, whose level counts, ICC(2) or ICC(A,1); ``consistency``: levels do not count,
        ICC(3) or ICC(C,1).
    conf
        Confidence level.

    Notes
    -----
    Shrout and Fleiss (1979), McGraw and Wong (1996); the interval of agreement has the degrees of
    freedom of Satterthwaite, with the estimate put in.
    """
    n, k = values.shape
    columns = values.mean(axis=0)
    around = values - columns  # no difference of judges, however large, blurs what is left
    rows = around.mean(axis=1)
    left = ((around - rows[:, None]) ** 2).sum()
    judges = n * ((columns - columns.mean()) ** 2).sum()
    ms_rows = k * (rows**2).sum() / (n - 1)
    ms_judges = judges / (k - 1)
    residual = left / ((n - 1) * (k - 1))
    error = (left + judges) / (n * (k - 1)) if kind == "oneway" else residual
    df = (n - 1, n * (k - 1) if kind == "oneway" else (n - 1) * (k - 1))
    ratio = ms_rows / error
    p_value = float(special.fdtrc(*df, ratio))
    tail = (1 + conf) / 2
    if kind == "agreement":
        one = (ms_rows - residual) / (ms_rows + (k - 1) * residual + k * (ms_judges - residual) / n)
        free = _free(one, ms_judges / residual, n, k)
        low, high = _agreement_limits(ms_rows, ms_judges, residual, (n, k, free, tail))
    else:
        one = (ratio - 1) / (ratio + k - 1)
        least = ratio / special.fdtri(*df, tail)
        most = ratio * special.fdtri(*df[::-1], tail)
        low, high = (float((edge - 1) / (edge + k - 1)) for edge in (least, most))
    single = Intraclass(float(one), low, high, float(ratio), df, p_value)
    estimate, low, high = (_stepped(value, k) for value in (float(one), low, high))
    return single, replace(single, estimate=estimate, low=low, high=high)


def _free(one: float, ratio: float, n: int, k: int) -> float:
    """Return the degrees of freedom of the denominator of agreement."""
    a = k * one * ratio
    b = n * (1 + (k - 1) * one) - k * one
    return float((k - 1) * (n - 1) * (a + b) ** 2 / ((n - 1) * a**2 + b**2))


def _agreement_limits(
    ms_rows: float, ms_judges: float, residual: float, shape: tuple[int, int, float, float]
) -> tuple[float, float]:
    n, k, free, tail = shape
    above, below = special.fdtri(n - 1, free, tail), special.fdtri(free, n - 1, tail)
    noise = k * ms_judges + (k * n - k - n) * residual
    low = n * (ms_rows - above * residual) / (above * noise + n * ms_rows)
    high = n * (below * ms_rows - residual) / (noise + n * below * ms_rows)
    return float(low), float(high)


def _stepped(value: float, k: int) -> float:
    """Return the reliability of the mean of k judges, each with this one (Spearman-Brown).

    NaN where the judges go against each other so far that their means do not differ.
    """
    rest = 1 + (k - 1) * value
    return k * value / rest if rest > 1e-12 else float("nan")
