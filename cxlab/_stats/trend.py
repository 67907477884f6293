"""A straight line through estimates of successive periods."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from cxlab._stats.intervals import t_interval, t_p_value

Array = NDArray[np.float64]


class Line(NamedTuple):
    """Slope and intercept, the slope's error and test, and how well the line fits.

    ``scatter`` is chi-squared of the periods about the line over its ``df``: near 1 where sampling
    alone moves them. The standard error is widened by its root where it exceeds 1.
    """

    slope: float
    intercept: float
    std_error: float
    statistic: float
    p_value: float
    scatter: float
    df: int
    p_scatter: float

    @property
    def widened(self) -> bool:
        """Whether the periods scatter about the line more than sampling alone makes them."""
        return self.scatter > 1

    def interval(self, conf: float) -> tuple[float, float]:
        """Return the interval of the slope, by Student's t where it is widened, else normal."""
        df = self.df if self.widened else np.inf
        low, high = t_interval(self.slope, self.std_error, df, conf)
        return float(low), float(high)


def line(x: Array, y: Array, variance: Array, size: Array) -> Line:
    """Fit a line through periods weighted by their size, so that every answer counts once.

    Parameters
    ----------
    x, y, variance, size
        Time, estimate, sampling variance of the estimate and number of answers, shape (n_periods,).
    """
    centre = np.average(x, weights=size)
    away = x - centre
    lever = size * away / (size @ away**2)
    slope = float(lever @ y)
    level = float(np.average(y, weights=size))
    df = len(x) - 2
    chi2 = float(((y - level - slope * away) ** 2 / variance).sum())
    scatter = chi2 / df
    error = float(np.sqrt(lever**2 @ variance * max(1.0, scatter)))
    z = slope / error
    return Line(
        slope,
        level - slope * float(centre),
        error,
        z,
        float(t_p_value(z, df if scatter > 1 else np.inf)),
        scatter,
        df,
        float(special.chdtrc(df, chi2)),
    )
