"""What if: the expected outcome when everybody's answers to some drivers move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.design import variables
from cxlab._core.errors import SpecError, warn
from cxlab._core.i18n import N_, _, listing, paragraph
from cxlab._core.labels import opening
from cxlab._core.numerals import share_text, signed
from cxlab._core.result import Result
from cxlab._core.validate import finite, mapping, one_of
from cxlab._stats.intervals import t_interval, t_p_value

if TYPE_CHECKING:
    from cxlab.drivers._regress_result import RegressionResult

Array = NDArray[np.float64]

TOTAL = "total"


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class WhatIfResult(Result):
    """Change of the expected outcome, in all (``total``) and by driver, with intervals.

    Parameters
    ----------
    outcome
        Column of the outcome.
    family
        Of the regression.
    changes
        By how much each driver moves.
    today
        Mean of the outcome as observed.
    """

    outcome: str
    family: str
    changes: Mapping[str, float]
    today: float

    title = N_("What if the drivers move?")
    drawing = "cxlab.plots:bars"
    sources = ("williams_2012",)

    def summary(self) -> dict[str, Any]:
        """Return today's mean and the mean to expect."""
        return {"mean": self.today, "actual": self.today + self._total()["estimate"]}

    def headline(self) -> str:
        """State the change with its interval."""
        return _("{y}: expect {change} ({low} to {high})").format(
            y=opening(self.labels, self.outcome), **self._written()
        )

    def explain(self) -> str:
        """Say what moves, what follows, and under which condition."""
        moved = {name: by for name, by in self.changes.items() if by}
        if not moved:
            return _("Nothing is moved yet, so nothing changes.")
        named = listing(
            _("{x} by {change}").format(x=self.label(name), change=signed(by, 1))
            for name, by in moved.items()
        )
        new = self.today + self._total()["estimate"]
        return paragraph(
            [
                _(
                    "If everybody's answers move ({named}), the mean goes from {first} to {new}."
                ).format(named=named, first=self._mean(self.today), new=self._mean(new)),
                _("Expected change: {change}, {conf:.0%} interval {low} to {high}.").format(
                    conf=self.conf, **self._written()
                ),
                _(
                    "The interval covers the uncertainty of the coefficients only. It supposes "
                    "that the association is a cause and holds beyond the answers given."
                ),
            ]
        )

    def plot_options(self) -> dict[str, Any]:
        """Name the axis."""
        axis = _("change of the mean of {y}, {conf:.0%} interval")
        return {
            "axis": axis.format(y=self.label(self.outcome), conf=self.conf),
            "unit": "share" if self.family == "logit" else "number",
            "sort": False,
        }

    def label(self, term: str) -> str:
        """Return a driver's label, or the word for the whole."""
        return _("together") if term == TOTAL else super().label(term)

    def amount(self, value: float) -> str:
        """Write a change of the outcome: percentage points for a share, else units of its scale."""
        if self.family == "logit":
            return _("{value} points").format(value=signed(100 * value, 1))
        return signed(value, 2)

    def _mean(self, value: float) -> str:
        return share_text(value, 1) if self.family == "logit" else f"{value:.2f}"

    def _written(self) -> dict[str, str]:
        ends = {"change": "estimate", "low": "conf_low", "high": "conf_high"}
        return {name: self.amount(self._total()[column]) for name, column in ends.items()}

    def _total(self) -> pd.Series:
        return self.table.iloc[-1]


def what_if(fit: RegressionResult, changes: Mapping[str, float]) -> WhatIfResult:
    """See :meth:`RegressionResult.what_if`."""
    if fit.family == "ordinal":
        raise SpecError(
            _("what_if() moves the mean of an outcome. Fit family='ols' or 'logit' for it.")
        )
    alone = _alone(fit)
    moves = dict.fromkeys(alone, 0.0)
    for name, by in mapping(changes, "changes").items():
        moves[one_of(name, alone, "changes")] = finite(by, f"changes[{name!r}]")
    x = fit.design.matrix.to_numpy(float)
    step = np.zeros((len(alone) + 1, x.shape[1]))  # each driver alone, then all together
    for row, name in enumerate(alone):
        step[row, fit.design.matrix.columns.get_loc(name)] = moves[name]
    step[-1] = step[:-1].sum(axis=0)
    estimate, slope = _moved(fit, x, step)
    error = np.sqrt(np.einsum("ij,jk,ik->i", slope, fit.fit.cov, slope))
    low, high = t_interval(estimate, error, fit.fit.df, fit.conf)
    with np.errstate(invalid="ignore", divide="ignore"):
        statistic = np.where(error > 0, estimate / error, np.nan)
    table = pd.DataFrame(
        {
            "term": [*alone, TOTAL],
            "change": [*moves.values(), np.nan],
            "estimate": estimate,
            "std_error": error,
            "statistic": statistic,
            "p_value": t_p_value(statistic, fit.fit.df),
            "conf_low": low,
            "conf_high": high,
        }
    )
    today = float(np.average(fit.observed.to_numpy(float), weights=fit.weights))
    _doubt(fit, moves, today + float(estimate[-1]))
    return WhatIfResult(
        table=table,
        n=fit.n,
        n_dropped=fit.n_dropped,
        dropped=fit.dropped,
        conf=fit.conf,
        labels=fit.labels,
        outcome=fit.outcome,
        family=fit.family,
        changes=MappingProxyType(moves),
        today=today,
    )


def _alone(fit: RegressionResult) -> list[str]:
    """Return the drivers that are numbers and stand in no other term: they can move alone."""
    columns, owner = list(fit.design.terms.columns), fit.design.owner
    named = {name: variables(owner[name], columns) for name in fit.design.drivers}
    return [
        name
        for name in fit.design.drivers
        if name in columns and sum(name in others for others in named.values()) == 1
    ]


def _moved(fit: RegressionResult, x: Array, step: Array) -> tuple[Array, Array]:
    """Return the change of the mean for each step, and its gradient by the coefficients."""
    if fit.family == "ols":
        return step @ fit.fit.params, step
    weights = np.ones(len(x)) if fit.weights is None else fit.weights
    weights = weights / weights.sum()

    def mean(design: Array) -> tuple[float, Array]:
        p = 1 / (1 + np.exp(-(design @ fit.fit.params)))
        return float(weights @ p), (weights * p * (1 - p)) @ design

    start, slope = mean(x)
    ends = [mean(x + row) for row in step]
    return np.array([end - start for end, _g in ends]), np.array([g - slope for _e, g in ends])


def _doubt(fit: RegressionResult, moves: Mapping[str, float], new: float) -> None:
    """Warn where the answer leaves what was ever observed."""
    y, x = fit.observed.to_numpy(float), fit.design.matrix
    if not y.min() <= new <= y.max():
        warn(
            _(
                "The mean would be {new:.2f}, outside of what anybody answered "
                "({low:g} to {high:g})."
            ).format(new=new, low=y.min(), high=y.max())
        )
    outside = [
        name for name, by in moves.items() if not _within(x[name].to_numpy(float), by, fit.weights)
    ]
    if outside:
        warn(
            _("The mean of {names} would lie outside of what anybody answered.").format(
                names=listing(map(fit.label, outside))
            )
        )


def _within(values: Array, by: float, weights: Array | None) -> bool:
    moved = np.average(values, weights=weights) + by
    return bool(values.min() <= moved <= values.max())
