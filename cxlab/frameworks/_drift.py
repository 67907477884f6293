"""Expectation drift: what was experienced today is expected tomorrow."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from cxlab._core.errors import SpecError
from cxlab._core.i18n import N_, _, paragraph
from cxlab._core.numerals import signed
from cxlab._core.result import Result
from cxlab._core.validate import finite, share, whole

MOST = 10_000  # periods; a reader sees no more


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class DriftResult(Result):
    """Experience, expectation and satisfaction, period by period.

    Parameters
    ----------
    rate
        Part of the gap that expectation closes in one period, 0-1.
    """

    rate: float

    title = N_("Expectation drift")
    drawing = "cxlab.plots:drift_lines"
    sources = ("li_2005", "oliver_1980")

    @property
    def half_life(self) -> float:
        """Periods until half of a gap is closed: infinite for rate 0, zero for rate 1."""
        if self.rate in (0, 1):
            return 0.0 if self.rate else math.inf
        return math.log(0.5) / math.log(1 - self.rate)

    def summary(self) -> dict[str, Any]:
        """Return rate and half-life."""
        return {"rate": self.rate, "half_life": self.half_life}

    def labelled(self) -> pd.DataFrame:
        """Return ``tidy()`` with the period as ``label``."""
        return self.tidy().assign(label=self.table["period"].astype(str))

    def shown(self) -> pd.DataFrame:
        """Return the table as readers see it; the period names the row."""
        return super().shown().drop(columns=_("term"))

    def headline(self) -> str:
        """State how fast expectation follows and what that does to satisfaction."""
        first, last = self.table["satisfaction"].iloc[[0, -1]]
        if self.rate == 0:
            text = _("Expectation stands still; satisfaction goes from {first} to {last}")
        elif self.rate == 1:
            text = _("Expectation follows at once; satisfaction goes from {first} to {last}")
        else:
            text = _(
                "Expectation closes half of any gap in {half:.1f} periods; satisfaction goes from "
                "{first} to {last}"
            )
        return text.format(half=self.half_life, first=signed(first), last=signed(last))

    def explain(self) -> str:
        """Say how expectation moves and what keeps satisfaction up."""
        first, last = self.table.iloc[0], self.table.iloc[-1]
        texts = [
            _(
                "Each period expectation moves {rate:.0%} of the way to the experience just had: "
                "E(t+1) = E(t) + a (X(t) − E(t)). In {periods} periods it goes from {e0:.1f} to "
                "{e1:.1f}, and satisfaction from {s0} to {s1}."
            )
        ]
        if self.rate:
            texts.append(
                _(
                    "A constant experience, however good, stops delighting in the end: to keep "
                    "satisfaction at +1, experience must rise by {rate:.2f} each period."
                )
            )
        texts.append(
            _(
                "The rate is an assumption, the same upwards and downwards: try others, or "
                "estimate it from answers over time."
            )
        )
        return paragraph(texts).format(
            rate=self.rate,
            periods=int(last.period),
            e0=first.expectation,
            e1=last.expectation,
            s0=signed(first.satisfaction),
            s1=signed(last.satisfaction),
        )

    def plot_options(self) -> dict[str, Any]:
        """Words of the lines."""
        return {
            "axis": (_("periods"), _("points on the scale")),
            "words": (_("experience"), _("expectation"), _("content"), _("disappointed")),
        }


def drift(
    experience: float | Sequence[float],
    expectation: float,
    *,
    rate: float,
    periods: int | None = None,
) -> DriftResult:
    """Let expectation follow experience: E(t+1) = E(t) + a (X(t) - E(t)).

    Parameters
    ----------
    experience
        One number for all periods, or one per period; the last one holds on if ``periods`` is
        longer.
    expectation
        Expectation at the start, before the first experience.
    rate
        Part ``a`` of the gap that is closed in one period, 0-1.
    periods
        Number of updates; 12, or as many as the sequence gives, when absent.

    Returns
    -------
    DriftResult
        ``tidy()`` has a row per period, 0 to ``periods``: experience, expectation, and satisfaction
        (X - E).

    Raises
    ------
    SpecError
        The rate lies outside 0-1, or a value is not a finite number.

    Notes
    -----
    With constant experience the gap after t periods is (1 - a)^t of the first, so its half-life is
    ln 0.5 / ln(1 - a). With experience rising by g each period, satisfaction tends to g / a.

    Examples
    --------
    >>> drift(8, 6, rate=0.5, periods=2).tidy()["satisfaction"].tolist()
    [2.0, 1.0, 0.5]
    """
    rate = share(rate, "rate")
    lived = np.atleast_1d(np.asarray(experience, dtype=object)).tolist()
    if not lived:
        raise SpecError(_("experience is an empty sequence. Give at least one number."))
    lived = [finite(value, "experience") for value in lived]
    if periods is None:
        periods = len(lived) - 1 or 12
    periods = whole(periods, "periods", most=MOST)
    lived += [lived[-1]] * (periods + 1 - len(lived))
    expected = [finite(expectation, "expectation")]
    for value in lived[:periods]:
        expected.append(expected[-1] + rate * (value - expected[-1]))
    table = pd.DataFrame(
        {
            "period": range(periods + 1),
            "experience": lived[: periods + 1],
            "expectation": expected,
        }
    )
    table["satisfaction"] = table["experience"] - table["expectation"]
    return DriftResult(table=table, n=0, rate=rate)
