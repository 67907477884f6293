"""Customer effort: the share that found it easy, or the mean answer."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.errors import SpecError
from cxlab._core.i18n import N_, _
from cxlab._core.validate import pair, within
from cxlab._stats.intervals import t_interval, t_p_value
from cxlab.metrics._answers import Answers, checked, collect, finish, scale_of, whole_answers
from cxlab.metrics._result import MetricResult
from cxlab.metrics._share import INTERVALS, ShareResult, share_table

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class CesResult(ShareResult):
    """Share of customers who found it easy.

    Parameters
    ----------
    scale, easy
        Ends of the scale, and the answers that count as easy, first and last.
    """

    scale: tuple[float, float]
    easy: tuple[float, float]

    term = "ces"
    title = N_("Customer effort: share that found it easy")
    sources = ("dixon_2010",)

    def name(self) -> str:
        """Return the short name."""
        return _("CES (easy)")

    def _made_of(self, row: pd.Series) -> list[str]:
        return [
            _(
                "Answers {first:g}-{last:g} on a {low:g}-{high:g} scale count as easy; another cut "
                "or another wording gives another number."
            ).format(first=self.easy[0], last=self.easy[1], low=self.scale[0], high=self.scale[1])
        ]


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class CesMeanResult(MetricResult):
    """Mean answer on a scale of effort or ease.

    Parameters
    ----------
    scale
        Ends of the scale.
    """

    scale: tuple[float, float]

    term = "ces"
    title = N_("Customer effort: mean answer")
    sources = ("dixon_2010",)
    unit = "score"
    comparisons = ("welch",)
    units = MappingProxyType({"df": "score"})

    def name(self) -> str:
        """Return the short name."""
        return _("CES (mean)")

    def variances(self) -> Array:
        """Return the variance of each mean; a single answer takes that of the others."""
        sd = self.table["sd"].to_numpy()
        size = self.table.get("n_eff", self.table["n"]).to_numpy(float)
        known = np.isfinite(sd)
        if not known.any():
            raise SpecError(_("No period has two answers, so there is no spread. Join periods."))
        pooled = np.average(sd[known] ** 2, weights=size[known])
        return np.where(known & (sd > 0), sd**2, pooled) / size

    def compared(self, first: pd.DataFrame, second: pd.DataFrame, method: str) -> pd.DataFrame:
        """Return Welch's differences of means, row by row."""
        one, two = (rows["std_error"].to_numpy() ** 2 for rows in (first, second))
        sizes = [rows.get("n_eff", rows["n"]).to_numpy(float) for rows in (first, second)]
        gap = (first["estimate"] - second["estimate"]).to_numpy()
        error = np.sqrt(one + two)
        error = np.where(error > 0, error, np.nan)  # all answers equal: nothing to test by
        span = self.scale[1] - self.scale[0]
        with np.errstate(divide="ignore", invalid="ignore"):
            df = (one + two) ** 2 / (one**2 / (sizes[0] - 1) + two**2 / (sizes[1] - 1))
            statistic = gap / error
        low, high = t_interval(gap, error, df, self.conf)
        return pd.DataFrame(
            {
                "estimate": gap,
                "std_error": error,
                "statistic": statistic,
                "df": df,
                "p_value": t_p_value(statistic, df),
                "conf_low": np.clip(low, -span, span),
                "conf_high": np.clip(high, -span, span),
            }
        )

    def plot_options(self) -> dict[str, Any]:
        """Show the whole scale."""
        return super().plot_options() | {"span": self.scale}

    def _made_of(self, row: pd.Series) -> list[str]:
        return [
            _(
                "The scale runs from {low:g} to {high:g}. Which end is easy depends on the "
                "wording: CES of 2010 asks for effort (low is good), CES 2.0 whether it was made "
                "easy (high is good). A mean takes the steps as equal."
            ).format(low=self.scale[0], high=self.scale[1])
        ]


def ces(
    data: pd.DataFrame,
    item: str,
    *,
    scale: tuple[float, float] | None = None,
    easy: tuple[float, float] | None = None,
    by: str | None = None,
    weights: str | None = None,
    counts: str | None = None,
    interval: str = "wilson",
    conf: float = 0.95,
) -> CesResult | CesMeanResult:
    """Estimate the Customer Effort Score: the mean answer, or the share that found it easy.

    Two questions go by this name. CES (2010): "how much effort did you have to put forth", 1-5,
    low is good, reported as a mean. CES 2.0: "the company made it easy for me", 1-7 agreement, high
    is good, reported as the share of answers 5-7 or as a mean.

    Parameters
    ----------
    data
        One row per answer, or with ``counts`` one row per kind of answer.
    item
        Column with the answers; missing ones are left out.
    scale
        Ends of the scale, ``(1, 5)`` or ``(1, 7)``. Data of the kit know their scales; for other
        data it must be given.
    easy
        First and last answer that count as easy: ``(5, 7)`` for CES 2.0, ``(1, 2)`` for the older
        one. Absent: the mean of the answers.
    by
        Column of groups, such as a channel or a month; each is estimated by itself.
    weights
        Column of survey weights. The interval then rests on Kish's effective number of answers.
    counts
        Column with the number of equal answers that a row stands for.
    interval
        Of the share: ``"wilson"``, ``"clopper_pearson"``, ``"jeffreys"`` or ``"wald"``. The mean
        has Student's t interval.
    conf
        Confidence level of the intervals.

    Returns
    -------
    CesResult or CesMeanResult
        ``tidy()`` has one row per group: estimate (share 0-1, or mean with its sd), std_error,
        conf_low, conf_high, n, and with weights n_eff. Methods: ``difference(a, b)``,
        ``differences()``, ``trend()``.

    Raises
    ------
    DataError
        The column is absent, an answer lies off the scale, a weight or a count is impossible, or
        nobody answered.
    SpecError
        The scale is not known, the easy answers are none of it or all of it, or the kind of
        interval is unknown.

    Examples
    --------
    >>> answers = pd.DataFrame({"made_easy": [7, 6, 5, 3]})
    >>> ces(answers, "made_easy", scale=(1, 7), easy=(5, 7)).tidy()["estimate"].item()
    0.75
    >>> ces(answers, "made_easy", scale=(1, 7)).tidy()["estimate"].item()
    5.25
    """
    interval, conf = checked(interval, INTERVALS, conf)
    answers = collect(data, item, by, weights, counts)
    low, high = scale_of(data, item, scale)
    within(answers.said, low, high)
    fields: dict[str, Any] = {"item": item, "by": by, "conf": conf, "scale": (low, high)}
    if easy is None:
        table = _mean_table(answers, conf)
        return finish(CesMeanResult, data, answers, table, interval="t", **fields)
    first, last = pair(easy, "easy")
    if not low <= first <= last <= high or (first, last) == (low, high):
        raise SpecError(
            _(
                "easy = ({first:g}, {last:g}) must be a part of the scale {low:g}-{high:g}, from "
                "its first to its last easy answer."
            ).format(first=first, last=last, low=low, high=high)
        )
    whole_answers(answers, item, _("{first:g}-{last:g} count.").format(first=first, last=last))
    marks = answers.said.between(first, last).to_numpy(bool)
    table = share_table(answers, marks, interval, conf)
    return finish(CesResult, data, answers, table, interval=interval, easy=(first, last), **fields)


def _mean_table(answers: Answers, conf: float) -> pd.DataFrame:
    """Return the mean answer per group, with sd, standard error and t interval."""
    said = answers.said.to_numpy()
    table = answers.tally(estimate=said, squares=said**2)
    size = table.get("n_eff", table["n"]).to_numpy(float)
    around = np.maximum(table.pop("squares") - table["estimate"] ** 2, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        several = size > 1
        sd = np.where(several, np.sqrt(around * size / (size - 1)), np.nan)
        table["sd"], table["std_error"] = sd, sd / np.sqrt(size)
        ends = t_interval(
            table["estimate"], table["std_error"], np.where(several, size - 1, np.nan), conf
        )
    table["conf_low"], table["conf_high"] = ends
    return table
