"""Retention rate: the share of customers kept over a period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from cxlab._core.i18n import N_, _
from cxlab.metrics._share import ShareResult, event_share


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class RetentionResult(ShareResult):
    """Share of customers kept over a period."""

    term = "retention"
    title = N_("Retention rate")
    sources = ("reichheld_sasser_1990",)

    def _made_of(self, row: pd.Series) -> list[str]:
        return [
            _(
                "A rate belongs to its period and to those who were customers at its start; new "
                "customers do not count."
            )
        ]


def retention_rate(
    data: pd.DataFrame,
    item: str,
    *,
    stayed: Any = 1,
    by: str | None = None,
    weights: str | None = None,
    counts: str | None = None,
    interval: str = "wilson",
    conf: float = 0.95,
) -> RetentionResult:
    """Estimate the share of customers who stayed.

    Parameters
    ----------
    data
        One row per customer at the start, or with ``counts`` one row per kind of customer.
    item
        Column of two values that says who stayed; missing ones are left out.
    stayed
        The value that stands for having stayed; 0 where the column says who left.
    by
        Column of groups, such as a segment or a period; each is estimated by itself.
    weights
        Column of survey weights. The interval then rests on Kish's effective number of answers.
    counts
        Column with the number of equal customers that a row stands for.
    interval
        ``"wilson"``, ``"clopper_pearson"``, ``"jeffreys"`` or ``"wald"``.
    conf
        Confidence level of the intervals.

    Returns
    -------
    RetentionResult
        ``tidy()`` has one row per group: estimate, std_error, conf_low, conf_high (0-1), n, and
        with weights n_eff. Methods: ``difference(a, b)``, ``differences()``, ``trend()``.

    Raises
    ------
    DataError
        The column is absent, holds more than two values or never ``stayed``, a weight or a count
        is impossible, or nobody is left.
    SpecError
        The kind of interval is unknown.

    Examples
    --------
    >>> customers = pd.DataFrame({"churned": [1, 0, 0, 0]})
    >>> retention_rate(customers, "churned", stayed=0).tidy()["estimate"].item()
    0.75
    """
    return event_share(
        RetentionResult,
        data,
        item,
        (by, weights, counts),
        ("stayed", stayed),
        interval,
        conf,
    )
