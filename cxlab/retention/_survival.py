"""How long customers stay: Kaplan-Meier curves with intervals, by group."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np
import pandas as pd

from cxlab._core import validate
from cxlab._core.labels import labels_of
from cxlab._stats import survival as stats
from cxlab.retention import _durations
from cxlab.retention._survival_result import ALL, SurvivalResult


def survival(
    data: pd.DataFrame,
    duration: str,
    event: str,
    *,
    by: str | None = None,
    weights: str | None = None,
    interval: str = "log-log",
    conf: float = 0.95,
) -> SurvivalResult:
    """Estimate how long customers stay, by Kaplan and Meier's product-limit curve.

    Parameters
    ----------
    data
        One row per customer; rows with a missing value in a column that is used are left out.
    duration
        How long the customer was seen, above zero, in any unit such as months.
    event
        1 for who left at the end of that time, 0 for who was still there.
    by
        Column of groups; each has a curve of its own, and the log-rank test compares them.
    weights
        Column of survey weights; standard errors are then linearised, and groups are not tested.
    interval
        Scale on which the interval is symmetric: ``"log-log"`` (keeps within 0-1 and covers best
        in small samples), ``"log"`` or ``"plain"``.
    conf
        Confidence level of the intervals, which hold for one time at a time.

    Returns
    -------
    SurvivalResult
        ``tidy()``: term (the group), time, n_risk, n_event, n_censored, estimate (share still
        there), std_error, conf_low, conf_high. ``at(times)``, ``quantiles(share)`` and
        ``mean(horizon)`` give numbers with intervals, ``compare()`` the tests in pairs.

    Raises
    ------
    DataError
        A column is absent, a duration is not above zero, the event is not 0/1, too many groups.
    SpecError
        The kind of interval is not known.

    Notes
    -----
    S(t) is the product of 1 - d/Y over the times up to t, with d events among Y under observation;
    who is last seen at t is under observation at t. Greenwood's formula gives the variance.
    With weights d and Y are sums of weights; equal weights give Greenwood's errors again.
    Whole durations are counted without sorting.

    Examples
    --------
    >>> data = pd.DataFrame({"months": [1, 2, 2, 3, 4], "left": [1, 1, 0, 1, 0]})
    >>> survival(data, "months", "left").tidy()[["time", "n_risk", "estimate"]].round(3)
       time  n_risk  estimate
    0   1.0       5       0.8
    1   2.0       4       0.6
    2   3.0       2       0.3
    3   4.0       1       0.3
    """
    conf = validate.confidence(conf)
    validate.one_of(interval, stats.INTERVALS, "interval")
    names = [name for name in (duration, event, by, weights) if name is not None]
    validate.columns(data, names)
    rows: dict[str, pd.Series] = {
        "duration": _durations.durations(data, duration),
        "event": _durations.events(data, event),
    }
    if by is not None:
        rows["by"] = validate.groups(data, by)
    heavy = validate.weights(data, weights)
    missing = {
        str(name): int(values.isna().sum())
        for name, values in zip((duration, event, by), rows.values(), strict=False)
        if values.hasnans
    }
    kept = np.ones(len(data), dtype=bool) if heavy is None else heavy > 0
    for values in rows.values():
        if values.hasnans:
            kept &= values.notna().to_numpy()
    if not kept.any():
        validate.complete(data[names])
    every = bool(kept.all())
    time, left = (
        values.to_numpy() if every else values.to_numpy()[kept]
        for values in (rows["duration"], rows["event"])
    )
    used = None if heavy is None else heavy[kept]
    group, terms = None, [ALL]
    if by is not None:
        group, terms = _durations.codes(rows["by"][kept], str(by))
    counts = stats.count(time, left, group, used)
    plain = counts if used is None else stats.count(time, left, group)
    n_left, n_stayed = plain.left.sum(axis=1), plain.stayed.sum(axis=1)
    spots = plain.time[plain.left.any(axis=0)]
    _durations.weak_events(spots, int(n_left.sum()), len(time), str(event))
    curves = {term: stats.curve(counts, place) for place, term in enumerate(terms)}
    tables = [
        _rows(term, curves[term], stats.curve(plain, place), interval, conf)
        for place, term in enumerate(terms)
    ]
    return SurvivalResult(
        table=pd.concat(tables, ignore_index=True),
        n=len(time),
        n_dropped=len(data) - len(time),
        dropped=MappingProxyType(missing),
        conf=conf,
        labels=MappingProxyType(labels_of(data, names)),
        duration=str(duration),
        event=str(event),
        by=None if by is None else str(by),
        interval=interval,
        weighted=used is not None,
        curves=MappingProxyType(curves),
        sizes=MappingProxyType(
            {term: (int(a + b), int(a)) for term, a, b in zip(terms, n_left, n_stayed, strict=True)}
        ),
        counts=counts,
        test=stats.log_rank(counts) if used is None and len(terms) > 1 else None,
    )


def _rows(
    term: str, curve: stats.Curve, plain: stats.Curve, interval: str, conf: float
) -> pd.DataFrame:
    """Return the tidy rows of a group; ``plain`` counts customers where ``curve`` is weighted."""
    low, high = curve.interval(conf, interval)
    return pd.DataFrame(
        {
            "term": term,
            "time": curve.time,
            "n_risk": plain.at_risk.astype(int),
            "n_event": plain.left.astype(int),
            "n_censored": plain.stayed.astype(int),
            "estimate": curve.survival,
            "std_error": curve.std_error,
            "conf_low": low,
            "conf_high": high,
        }
    )
