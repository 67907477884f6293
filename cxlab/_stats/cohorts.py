"""Cohort tables by counting: who started when, and who is still there at every age."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Array = NDArray[np.float64]
Codes = NDArray[np.int64]


def stayers(first: Codes, stay: Codes, width: int) -> tuple[Codes, Codes]:
    """Count the starters of every cohort, and those not gone by the end of every age.

    Parameters
    ----------
    first
        Period of the start, 0 … width - 1, shape (n,).
    stay
        Age at which the customer is gone; beyond the last age observed for who is still there.
    width
        Number of periods.

    Returns
    -------
    tuple of arrays
        Starters, shape (width,), and still there by cohort and age, shape (width, width).
    """
    gone = np.minimum(stay, width)
    cells = np.bincount(first * (width + 1) + gone, minlength=width * (width + 1))
    cells = cells.reshape(width, width + 1)
    return cells.sum(axis=1), cells[:, ::-1].cumsum(axis=1)[:, ::-1][:, 1:]


def actives(who: Codes, when: Codes, width: int) -> tuple[Codes, Codes]:
    """Count the customers who came first in every period, and who was active at every age.

    ``who`` and ``when`` have one entry per purchase, shape (n,); returns as :func:`stayers` does.
    """
    pairs = np.unique(who * width + when)
    who, when = pairs // width, pairs % width
    begin = np.flatnonzero(np.concatenate([[True], np.diff(who) > 0]))
    first = np.repeat(when[begin], np.diff([*begin, len(who)]))
    cells = np.bincount(first * width + when - first, minlength=width * width)
    cells = cells.reshape(width, width)
    return cells[:, 0].copy(), cells


def trend(count: Array, n: Array) -> tuple[float, float]:
    """Test for a linear trend of shares over ordered groups (Armitage 1955): z and p.

    NaN where the shares do not vary at all or there are fewer than three groups.
    """
    total, size = count.sum(), n.sum()
    place = np.arange(len(n)) - (np.arange(len(n)) @ n) / size
    share = total / size
    variance = share * (1 - share) * (n @ place**2)
    if len(n) < 3 or not variance > 0:
        return np.nan, np.nan
    z = float(place @ count / np.sqrt(variance))
    return z, float(2 * stats.norm.sf(abs(z)))
