"""Cohorts: the share of those who started together that is still there, by age."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core import validate
from cxlab._core.errors import DataError, SpecError, warn
from cxlab._core.i18n import _
from cxlab._core.labels import labels_of
from cxlab._stats.cohorts import actives, stayers
from cxlab._stats.proportions import share_interval
from cxlab.retention._cohorts_result import ALL, CohortsResult
from cxlab.retention._periods import PERIODS, last_period, periods, title

Codes = NDArray[np.int64]

MOST = 600  # periods; a table of more can't be read


def cohorts(
    data: pd.DataFrame,
    start: str,
    *,
    end: str | None = None,
    customer: str | None = None,
    until: Any = None,
    period: str = "month",
    conf: float = 0.95,
) -> CohortsResult:
    """Follow customers who started in the same period: the share still there at every age.

    Parameters
    ----------
    data
        One row per customer with ``end``, or one row per purchase or visit with ``customer``.
    start
        When the customer started, or when the purchase was made: dates, or whole numbers that
        count periods. Rows without it are left out.
    end
        When the customer left, of the same kind; missing for who is still there.
    customer
        Column of customers' names: the first period of each is the start, and "still there" means
        active in that period.
    until
        The last period observed: a date, or a whole number. A date before the end of its period
        leaves that period out, as it is not over. By default the last period in the data.
    period
        What dates are counted in: ``"week"``, ``"month"``, ``"quarter"`` or ``"year"``.
    conf
        Confidence level of the intervals.

    Returns
    -------
    CohortsResult
        ``tidy()``: term (the period of the start, ``all`` for all cohorts observed so long), age,
        n (who started), retained, estimate (their share) with Wilson's interval.

    Raises
    ------
    DataError
        A column is absent, holds text, or a customer left before the start.
    SpecError
        Neither or both of ``end`` and ``customer`` are given; the period or ``until`` does not fit.

    Notes
    -----
    Age counts whole periods: age 0 is the period of the start. With ``end`` a customer is still
    there at an age if he or she has not left by the end of that period, so the share never rises;
    with ``customer`` it may. Only ages that a cohort has reached by ``until`` are in the table.

    Examples
    --------
    >>> data = pd.DataFrame({"joined": [1, 1, 1, 2, 2], "left": [2, None, 3, None, 3]})
    >>> table = cohorts(data, "joined", end="left").tidy()
    >>> table.loc[table["term"] == "1", ["age", "retained", "estimate"]].round(2)
       age  retained  estimate
    0    0         3      1.00
    1    1         2      0.67
    2    2         1      0.33
    """
    conf = validate.confidence(conf)
    validate.one_of(period, PERIODS, "period")
    if (end is None) == (customer is None):
        raise SpecError(
            _(
                "Give either end=, the column with the date of leaving (one row per customer), or "
                "customer=, the column with their names (one row per purchase)."
            )
        )
    second = str(end if end is not None else customer)
    validate.columns(data, [start, second])
    if data[start].isna().all():
        validate.complete(data[[start]])
    begun, dated = periods(data, start, period)
    if end is not None:
        gone, same = periods(data, end, period, dated=dated)
        _agree(data, str(start), second, begun, gone, dated == same)
        seen, known = np.fmax(begun, gone), ~np.isnan(begun)
    else:
        keys = validate.groups(data, second)
        seen, known = begun, ~np.isnan(begun) & keys.notna().to_numpy()
    if not known.any():
        validate.complete(data[[start, second]])
    last = last_period(until, period, dated, seen[known])
    started = int(known.sum())
    known &= ~(begun > last)
    _anybody(known, str(start))
    first, origin = begun[known].astype(np.int64), int(begun[known].min())
    width = last - origin + 1
    _affordable(width)
    if end is not None:
        stay = np.where(gone[known] <= last, gone[known], last + 1) - first
        sizes, kept = stayers(first - origin, stay.astype(np.int64), width)
    else:
        who = pd.factorize(keys[known])[0].astype(np.int64)
        sizes, kept = actives(who, first - origin, width)
    titles = [title(origin + place, period, dated) for place in range(width)]
    table = _tabulate(sizes, kept, titles, conf)
    if width == 1:
        warn(
            _(
                "Every cohort is observed in its first period only, so nothing can be said about "
                "staying. Give until= if the data reach further."
            )
        )
    return CohortsResult(
        table=table,
        n=int(sizes.sum()),
        n_dropped=len(data) - int(known.sum()),
        conf=conf,
        labels=labels_of(data, [start, second]),
        period=period if dated else "",
        active=customer is not None,
        last=titles[-1],
        assumed=until is None,
        late=started - int(known.sum()),
    )


def _anybody(known: NDArray[np.bool_], start: str) -> None:
    if not known.any():
        raise DataError(
            _(
                "Nobody started in {start!r} before the last period observed was over. Check "
                "until=, or count in shorter periods."
            ).format(start=start)
        )


def _agree(
    data: pd.DataFrame,
    start: str,
    end: str,
    begun: NDArray[np.float64],
    gone: NDArray[np.float64],
    same: bool,
) -> None:
    """Refuse ends of another kind than the starts, and ends before them."""
    if not same:
        raise DataError(
            _(
                "{start!r} and {end!r} must be of one kind, both dates or both whole numbers. "
                "Convert one, such as with pd.to_datetime."
            ).format(start=start, end=end)
        )
    early = gone < begun
    if early.any():
        row = int(early.argmax())
        raise DataError(
            _(
                "{count} of {n} customers left ({end!r}) before they started ({start!r}); the "
                "first in row {row}. Correct the dates, or leave those rows out."
            ).format(count=int(early.sum()), n=len(data), start=start, end=end, row=data.index[row])
        )


def _affordable(width: int) -> None:
    """Refuse tables of more periods than can be read, before memory is taken for them."""
    if width > MOST:
        raise SpecError(
            _(
                "From first to last there are {count:,} periods; a table of more than {most} "
                "can't be read. Count in longer periods."
            ).format(count=width, most=MOST)
        )


def _tabulate(sizes: Codes, kept: Codes, titles: list[str], conf: float) -> pd.DataFrame:
    """Build the tidy frame: the cohorts by age, then all that were observed so long together."""
    width = len(sizes)
    cohort, age = np.nonzero(np.add.outer(np.arange(width), np.arange(width)) < width)
    used = sizes[cohort] > 0
    cohort, age = cohort[used], age[used]
    n, retained = sizes[cohort], kept[cohort, age]
    ages = np.arange(width)
    reach = np.bincount(age, n, minlength=width).astype(np.int64)
    together = np.bincount(age, retained, minlength=width).astype(np.int64)
    ages = ages[reach > 0]
    table = pd.DataFrame(
        {
            "term": [*(titles[place] for place in cohort), *[ALL] * len(ages)],
            "age": [*age, *ages],
            "n": [*n, *reach[ages]],
            "retained": [*retained, *together[ages]],
        }
    )
    share = table["retained"] / table["n"]
    low, high = share_interval(share.to_numpy(), table["n"].to_numpy(float), conf, "wilson")
    return table.assign(estimate=share, conf_low=low, conf_high=high)
