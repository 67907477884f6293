"""What net scores share: NPS and net experience, points from -100 to 100."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.i18n import _
from cxlab._core.numerals import percent
from cxlab._stats.net_score import adjusted, net_difference, net_interval, net_variance
from cxlab.metrics._answers import Answers
from cxlab.metrics._result import MetricResult

Array = NDArray[np.float64]
INTERVALS = ("adjusted_wald", "tango", "wald")


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class NetResult(MetricResult):
    """A share minus another share of one sample, in points; both shares stand in the table."""

    unit = "points"
    comparisons = ("adjusted_wald", "wald")
    drawing = "cxlab.plots:net_bars"
    parts: ClassVar[tuple[str, str, str]]  # columns of the shares: up, neither, down
    part_words: ClassVar[tuple[str, str, str]]  # the same in words marked with N_

    def part_names(self) -> tuple[str, str, str]:
        """Return the three parts in the language in use: up, neither, down."""
        up, neither, down = self.part_words
        return _(up), _(neither), _(down)

    def variances(self) -> Array:
        """Return the sampling variances in squared points, with three answers added."""
        up, down, n = self._parts(self.table)
        near = adjusted(up, down, n)
        return np.asarray(10_000 * net_variance(near[0], near[1]) / n)

    def compared(self, first: pd.DataFrame, second: pd.DataFrame, method: str) -> pd.DataFrame:
        """Return the differences of two tables in points, row by row, with interval and test."""
        one, two = self._parts(first), self._parts(second)
        low, high, statistic, p_value = net_difference(one, two, self.conf, method)
        spread = net_variance(*one[:2]) / one[2] + net_variance(*two[:2]) / two[2]
        return pd.DataFrame(
            {
                "estimate": (first["estimate"] - second["estimate"]).to_numpy(),
                "std_error": 100 * np.sqrt(spread),
                "statistic": statistic,
                "p_value": p_value,
                "conf_low": 100 * low,
                "conf_high": 100 * high,
            }
        )

    def plot_options(self) -> dict[str, Any]:
        """Name the parts and the axes."""
        return {
            "parts": self.parts,
            "words": (*self.part_names(), self._axis()),
            "axis": _("share of answers in %; the dot is the score in points"),
            "side": self._by(),
        }

    def _parts(self, rows: pd.DataFrame) -> tuple[Array, Array, Array]:
        up, _neither, down = self.parts
        size = rows.get("n_eff", rows["n"]).to_numpy(float)
        return rows[up].to_numpy(), rows[down].to_numpy(), size

    def _made_of(self, row: pd.Series) -> list[str]:
        up, _neither, down = self.part_names()
        parts = _("That is {up_share} {up} minus {down_share} {down}.").format(
            up_share=percent(f"{100 * row[self.parts[0]]:.1f}"),
            up=up,
            down_share=percent(f"{100 * row[self.parts[2]]:.1f}"),
            down=down,
        )
        if row["conf_low"] > 0 or row["conf_high"] < 0:
            return [parts]
        return [
            parts,
            _("The interval holds zero: which side is larger is not settled by these answers."),
        ]


def net_table(
    answers: Answers, up: Any, down: Any, names: tuple[str, str, str], interval: str, conf: float
) -> pd.DataFrame:
    """Return shares, net, standard error and interval per group; scores in points."""
    table = answers.tally(**{names[0]: up, names[1]: ~(up | down), names[2]: down})
    high, low = table[names[0]].to_numpy(), table[names[2]].to_numpy()
    size = table.get("n_eff", table["n"]).to_numpy(float)
    table["estimate"] = 100 * (high - low)
    table["std_error"] = 100 * np.sqrt(net_variance(high, low) / size)
    ends = net_interval(high, low, size, conf, interval)
    table["conf_low"], table["conf_high"] = 100 * ends[0], 100 * ends[1]
    return table
