"""Churn rate: the share of customers lost in a period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from cxlab._core.i18n import N_, _
from cxlab.metrics._share import ShareResult, event_share


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ChurnResult(ShareResult):
    """Share of customers lost in a period."""

    term = "churn"
    title = N_("Churn rate")
    sources = ("reichheld_sasser_1990",)

    def _made_of(self, row: pd.Series) -> list[str]:
        return [
            _(
                "A rate belongs to its period: a year's rate is not twelve times a month's. "
                "Customers who came late had less time to leave; cohorts show that."
            )
        ]


def churn_rate(
    data: pd.DataFrame,
    item: str,
    *,
    left: Any = 1,
    by: str | None = None,
    weights: str | None = None,
    counts: str | None = None,
    interval: str = "wilson",
    conf: float = 0.95,
) -> ChurnResult:
    """Estimate the share of customers who left.

    Parameters
    ----------
    data
        One row per customer who could leave, or with ``counts`` one row per kind of customer.
    item
        Column of two values that says who left; missing ones are left out.
    left
        The value that stands for having left.
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
    ChurnResult
        ``tidy()`` has one row per group: estimate, std_error, conf_low, conf_high (0-1), n, and
        with weights n_eff. Methods: ``difference(a, b)``, ``differences()``, ``trend()``.

    Raises
    ------
    DataError
        The column is absent, holds more than two values or never ``left``, a weight or a count is
        impossible, or nobody is left.
    SpecError
        The kind of interval is unknown.

    Examples
    --------
    >>> churn_rate(pd.DataFrame({"gone": [1, 0, 0, 0]}), "gone").tidy()["estimate"].item()
    0.25
    """
    return event_share(
        ChurnResult, data, item, (by, weights, counts), ("left", left), interval, conf
    )
