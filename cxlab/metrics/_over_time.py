"""A metric over periods, for all customers or group by group."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pandas as pd

from cxlab._core.errors import CxWarning, SpecError
from cxlab._core.grouping import distinct
from cxlab._core.i18n import _
from cxlab._core.labels import Attached, labels_of
from cxlab._core.privacy import refuse_beside_total, refuse_small, warn_small
from cxlab._core.validate import brief, closest, column, groups, mapping, one_of, whole
from cxlab._stats.suppression import beside_margins
from cxlab.metrics._answers import question
from cxlab.metrics._ces import ces
from cxlab.metrics._csat import csat
from cxlab.metrics._nps import nps
from cxlab.metrics._over_time_result import OverTimeResult, period_text
from cxlab.metrics._result import MetricResult

VERBS: Mapping[str, Any] = MappingProxyType({"nps": nps, "csat": csat, "ces": ces})
OWN = ("data", "item", "by")  # arguments that are no options


def over_time(
    data: pd.DataFrame,
    item: str,
    period: str,
    *,
    metric: str = "nps",
    by: str | None = None,
    least: int = 1,
    total_shown: bool = False,
    options: Mapping[str, Any] | None = None,
) -> OverTimeResult:
    """Follow a metric over periods, for all customers or group by group.

    Parameters
    ----------
    data
        One row per answer.
    item
        Column with the answers.
    period
        Column of periods: numbers such as 1-12, or what :func:`periods` makes of dates.
    metric
        ``"nps"``, ``"csat"`` or ``"ces"``.
    by
        Column of groups, such as a branch; each gets a line of its own.
    least
        Answers that a point must have to be shown; 10 keeps single people from being recognised.
    total_shown
        The totals of periods and groups are shown too: then further points are left out, so that
        no small one can be worked out.
    options
        What the metric takes besides, such as ``{"scale": (1, 5), "top": 2}``.

    Returns
    -------
    OverTimeResult
        ``tidy()`` has a row per period (and ``group``) with the columns of the metric;
        ``trends()`` a row per group with the change from the first to the last period.

    Raises
    ------
    DataError
        A column is absent, its periods have no order, or no point has enough answers.
    SpecError
        The metric or an option is unknown, or the periods are no numbers and no periods.

    Examples
    --------
    >>> answers = pd.DataFrame({"recommend": [9, 3, 10, 9], "month": [1, 1, 2, 2]})
    >>> over_time(answers, "recommend", "month").tidy()[["period", "estimate", "n"]]
       period  estimate  n
    0       1       0.0  2
    1       2     100.0  2
    """
    verb, least = VERBS[one_of(metric, VERBS, "metric")], whole(least, "least")
    given = _known(verb, metric, options)
    if period is None:
        raise SpecError(
            _("No period is named. Name a column of periods, such as the month, or of dates.")
        )
    name, time = question(data, item), column(data, period)
    slim = _slim(data, [name, time, by, given.get("weights"), given.get("counts")])
    parts = {None: _in_order(verb(slim, name, by=time, **given))}
    lost = dict(parts[None].dropped)
    if by is not None:
        keys = distinct(groups(data, by), by)
        there = (slim[name].notna() & slim[time].notna()).to_numpy()
        lost[str(by)] = int((there & keys.isna().to_numpy()).sum())
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", CxWarning)  # said once, of all answers
            parts = {
                key: verb(
                    slim[there & (keys == key).fillna(False).to_numpy(bool)], name, by=time, **given
                )
                for key in pd.factorize(keys[there].dropna(), sort=True)[1]
            }
    labels = labels_of(data, [each for each in (time, by) if each is not None])
    return replace(
        _conclude(parts, by, least, labels, total_shown),
        n_dropped=sum(lost.values()),
        dropped={each: rows for each, rows in lost.items() if rows},
    )


def _known(verb: Any, metric: str, options: Mapping[str, Any] | None) -> dict[str, Any]:
    given = dict(mapping(options, "options")) if options is not None else {}
    taken = [each for each in inspect.signature(verb).parameters if each not in OWN]
    for each in given:
        if each not in taken:
            raise SpecError(
                _("{metric}() takes no option {name}. {hint}")
                .format(metric=metric, name=brief(each), hint=closest(each, taken))
                .strip()
            )
    return given


def _slim(data: pd.DataFrame, names: list[Any]) -> pd.DataFrame:
    """Return the columns in use with their labels and scales: frames carry those along."""
    wanted = list(dict.fromkeys(column(data, name) for name in names if name is not None))
    kept = {}
    for about in ("labels", "scales"):
        held = data.attrs.get(about)
        if isinstance(held, Mapping):
            kept[about] = Attached({name: held[name] for name in wanted if name in held})
    bare = data.copy(deep=False)
    bare.attrs = {}
    out = bare[wanted]
    out.attrs.update(kept)
    return out


def _in_order(part: MetricResult) -> MetricResult:
    """Return a metric whose groups are periods.

    Raises
    ------
    SpecError
        They are no numbers and no periods.
    """
    times = part.table["group"]
    if isinstance(times.dtype, pd.PeriodDtype):
        return part
    if pd.api.types.is_numeric_dtype(times) and not pd.api.types.is_bool_dtype(times):
        return part
    raise SpecError(
        _(
            "{name!r} must hold periods in order, such as 1-12; it holds {value}. Make periods out "
            "of dates with cx.metrics.periods(data, {name!r})."
        ).format(name=part.by, value=brief(times.iloc[0]))
    )


def _conclude(
    parts: Mapping[Any, MetricResult], by: str | None, least: int, labels: Any, total_shown: bool
) -> OverTimeResult:
    """Leave out points with too few answers, and put the rest together."""
    points = pd.concat(
        [part.table[["group", "n"]].assign(part=place) for place, part in enumerate(parts.values())]
    ).reset_index(drop=True)
    sure = points["n"] >= least
    refuse_small(int(sure.sum()), least)
    if total_shown:
        margins = [pd.factorize(points[margin])[0] for margin in ("part", "group")]
        shown = beside_margins(points["n"], margins, least)
        refuse_beside_total(shown, least)
        sure &= pd.Series(shown)
    hidden: list[str] = []
    further: list[str] = []
    kept, tables = {}, []
    for place, (group, part) in enumerate(parts.items()):
        large = sure[points["part"] == place].reset_index(drop=True)
        for period, n in part.table.loc[~large, ["group", "n"]].itertuples(index=False):
            text = period_text(period) if by is None else f"{group} · {period_text(period)}"
            (hidden if n < least else further).append(text)
        if large.any():
            table = part.table[large].reset_index(drop=True)
            kept[group] = replace(part, table=table, n=int(table["n"].sum()))
            table = table.rename(columns={"group": "period"})
            if by is not None:
                table.insert(1, "group", group)
            tables.append(table)
    warn_small(hidden, least, further)
    one = next(iter(kept.values()))
    return OverTimeResult(
        table=pd.concat(tables, ignore_index=True),
        n=sum(part.n for part in kept.values()),
        conf=one.conf,
        labels=labels,
        parts=tuple(kept.values()),
        by=by,
        groups=tuple(kept),
        hidden=tuple(hidden),
        further=tuple(further),
        least=least,
    )
