"""What shares have in common: CSAT, easy answers, churn and retention, 0 to 1."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.arguments import single
from cxlab._core.errors import DataError, SpecError
from cxlab._core.i18n import _, listing
from cxlab._core.validate import brief, closest
from cxlab._stats.proportions import equal_shares, share_difference, share_interval
from cxlab.metrics._answers import Answers, checked, collect, finish
from cxlab.metrics._result import MetricResult

Array = NDArray[np.float64]
INTERVALS = ("wilson", "clopper_pearson", "jeffreys", "wald")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class ShareResult(MetricResult):
    """A share of answers, 0 to 1, with its interval."""

    units = MappingProxyType(
        dict.fromkeys(("estimate", "std_error", "conf_low", "conf_high"), "share")
    )
    comparisons = ("newcombe", "miettinen_nurminen", "wald")

    def variances(self) -> Array:
        """Return the sampling variances, with two answers added on either side."""
        share, n = self._parts(self.table)
        near = (n * share + 2) / (n + 4)
        return np.asarray(near * (1 - near) / n)

    def compared(self, first: pd.DataFrame, second: pd.DataFrame, method: str) -> pd.DataFrame:
        """Return the differences of two tables, row by row, with interval and test."""
        one, two = self._parts(first), self._parts(second)
        low, high = share_difference(one, two, self.conf, method)
        statistic, p_value = equal_shares(*one, *two)
        spread = one[0] * (1 - one[0]) / one[1] + two[0] * (1 - two[0]) / two[1]
        return pd.DataFrame(
            {
                "estimate": one[0] - two[0],
                "std_error": np.sqrt(spread),
                "statistic": statistic,
                "p_value": p_value,
                "conf_low": low,
                "conf_high": high,
            }
        )

    def _parts(self, rows: pd.DataFrame) -> tuple[Array, Array]:
        return rows["estimate"].to_numpy(), rows.get("n_eff", rows["n"]).to_numpy(float)


def share_table(answers: Answers, marks: Any, interval: str, conf: float) -> pd.DataFrame:
    """Return the share of marked answers per group, with standard error and interval."""
    table = answers.tally(estimate=marks)
    share = table["estimate"].to_numpy()
    size = table.get("n_eff", table["n"]).to_numpy(float)
    table["std_error"] = np.sqrt(share * (1 - share) / size)
    table["conf_low"], table["conf_high"] = share_interval(share, size, conf, interval)
    return table


def event_share(
    kind: type[ShareResult],
    data: pd.DataFrame,
    item: str,
    columns: tuple[str | None, str | None, str | None],
    event: tuple[str, Any],
    interval: str,
    conf: float,
) -> Any:
    """Return the share of rows in which something happened, a column of two values.

    Parameters
    ----------
    columns
        Names of the columns of groups, weights and counts.
    event
        The option's name and the value that says that it happened.
    """
    interval, conf = checked(interval, INTERVALS, conf)
    option, value = event
    if not single(value) or isinstance(value, tuple):
        raise SpecError(
            _("{option} must be one value of the column, not {value}.").format(
                option=option, value=brief(value)
            )
        )
    answers = collect(data, item, *columns, words=True)
    found = list(pd.unique(answers.said))
    if len(found) > 2:
        raise DataError(
            _(
                "{name!r} must hold two values, happened or not; it holds {count}: {values}. "
                "Recode it to 0 and 1."
            ).format(name=item, count=len(found), values=listing(map(brief, found[:6])))
        )
    binary = set(found) <= {0, 1}
    if value not in found and not (binary and value in (0, 1)):
        raise DataError(
            _("No row of {name!r} says {option} = {value}. {hint}")
            .format(name=item, option=option, value=brief(value), hint=closest(value, found))
            .strip()
        )
    table = share_table(answers, (answers.said == value).to_numpy(bool), interval, conf)
    return finish(
        kind,
        data,
        answers,
        table,
        item=item,
        by=columns[0],
        interval=interval,
        conf=conf,
    )
