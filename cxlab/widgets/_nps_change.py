"""Choose two groups or periods, and see whether the score really differs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from cxlab._core.i18n import _
from cxlab._core.labels import labels_of, opening
from cxlab._core.numerals import signed
from cxlab.widgets._controls import choice
from cxlab.widgets._panel import Panel
from cxlab.widgets._view import view

if TYPE_CHECKING:
    from cxlab.metrics import DifferenceResult


def nps_change(data: pd.DataFrame, item: str, *, by: str) -> Panel:
    """Compare the Net Promoter Scores of two groups: both intervals, and that of the difference.

    Parameters
    ----------
    data, item
        One row per answer, and the column with the 0-10 answers.
    by
        Column of groups or periods to choose from; the last two are chosen first.

    Returns
    -------
    Panel
        ``result`` is that of ``cxlab.metrics.nps(data, item, by=by).difference(now, before)``.

    Raises
    ------
    DataError
        A column is absent, or an answer lies outside 0-10.

    Examples
    --------
    >>> data = pd.DataFrame({"score": [9, 10, 3, 8] * 30, "month": [1, 1, 2, 2] * 30})
    >>> nps_change(data, "score", by="month").result.tidy()["estimate"].item()
    -150.0
    """
    from cxlab import metrics

    whole, chart = metrics.nps(data, item, by=by), view("bars")
    table, side = whole.tidy(), opening(labels_of(data, [by]), by)
    table["label"] = [_("{side} {group}").format(side=side, group=g) for g in table["group"]]
    names = dict(zip(table["label"], table["group"], strict=True))
    controls: dict[str, Any] = {
        "before": choice(
            _("Before"), names, [*names.values()][-2:][0], tooltip=_("What to compare with")
        ),
        "now": choice(
            _("Now"), names, [*names.values()][-1], tooltip=_("What is said to be better or worse")
        ),
    }

    def draw(result: DifferenceResult, chosen: dict[str, Any]) -> None:
        both = [table[table["group"] == chosen[name]] for name in ("before", "now")]
        rows = pd.concat([*both, result.tidy().assign(label=_("change"))]).drop(columns="group")
        rows["term"] = ["before", "now", "change"]
        rows["text"] = [signed(score, 1) for score in rows["estimate"]]
        rows["note"] = [f"n = {count:,}" for count in rows["n"]]
        axis = _("NPS in points, {conf:.0%} interval").format(conf=result.conf)
        chart.show(rows, axis=axis, alt=result.headline())

    return Panel(
        _("Did the score really move?"),
        lambda before, now: whole.difference(now, before),
        draw,
        views=[chart],
        controls=controls,
        say=lambda result, _now: result.explain(),
    )
