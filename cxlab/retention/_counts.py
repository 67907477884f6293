"""Customers lost and kept in each period, from a survival table or from durations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core import validate
from cxlab._core.errors import DataError, ModelError, SpecError
from cxlab._core.i18n import _
from cxlab.retention import _durations

Array = NDArray[np.float64]
MOST = 10_000  # periods


@dataclass(frozen=True, eq=False)
class Counts:
    """Customers lost in each period, and those kept at its end; both of shape (periods,)."""

    lost: Array
    kept: Array
    n: int
    n_dropped: int = 0
    dropped: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def at_risk(self) -> Array:
        """Customers at the start of each period."""
        return self.lost + self.kept

    def rates(self) -> Array:
        """Return the observed retention rates; missing where nobody was left."""
        risk = self.at_risk
        return np.divide(self.kept, risk, out=np.full_like(risk, np.nan), where=risk > 0)

    def survival(self) -> Array:
        """Return the observed shares still there (Kaplan and Meier's product)."""
        return np.asarray(self.rates().cumprod(), dtype=np.float64)

    def first(self, periods: int) -> Counts:
        """Keep the first periods only."""
        return Counts(self.lost[:periods], self.kept[:periods], self.n)

    def cells(self) -> Array:
        """Return how many were lost in each period, then how many left the data after each."""
        after = np.append(self.at_risk[1:], 0.0)
        return np.concatenate([self.lost, self.kept - after])


def read(data: pd.DataFrame, column: Any, event: Any, n: int | None) -> Counts:
    """Read a survival table, or durations if ``event`` names a column."""
    if event is None:
        return _from_table(data, column, n)
    if n is not None:
        raise SpecError(
            _("n belongs to a survival table of shares; with event each row is a customer. Drop n.")
        )
    return _from_durations(data, column, event)


def _from_table(data: pd.DataFrame, column: Any, n: int | None) -> Counts:
    values = validate.numeric(data, [validate.column(data, column)])[column]
    if values.isna().any():
        raise DataError(
            _(
                "{name!r} misses {count} of {n} values. A survival table has one row per period, "
                "without gaps."
            ).format(name=column, count=int(values.isna().sum()), n=len(values))
        )
    if len(values) < 2:
        raise DataError(
            _("{name!r} has one row: the start. Add a row for each period.").format(name=column)
        )
    alive = values.to_numpy()
    if n is None:
        n = _whole_start(alive, column)
    else:
        n = validate.whole(n, "n")
        _shares(values)
        alive = alive * n
    rise = np.flatnonzero(np.diff(alive) > 1e-9 * n)
    if (alive < 0).any() or len(rise):
        row = int(rise[0]) + 1 if len(rise) else int((alive < 0).argmax())
        raise DataError(
            _(
                "{name!r} must fall from row to row, and not below zero; row {row} does not "
                "({before:g}, then {after:g}). Who has left does not come back in a survival table."
            ).format(
                name=column,
                row=values.index[row],
                before=values.iloc[max(row - 1, 0)],
                after=values.iloc[row],
            )
        )
    return Counts(np.maximum(-np.diff(alive), 0.0), alive[1:], n)


def _whole_start(alive: Array, column: Any) -> int:
    """Return the number of customers a table of counts starts with."""
    if alive[0] == 0:
        raise DataError(
            _("{name!r} starts with zero customers. The first row is the start.").format(
                name=column
            )
        )
    if 0 < alive[0] <= 1:
        raise SpecError(
            _(
                "{name!r} holds shares, so say of how many customers: n=1000, for example. "
                "Standard errors depend on it."
            ).format(name=column)
        )
    if alive[0] != round(alive[0]) or alive[0] > 1e9:
        raise DataError(
            _(
                "{name!r} starts with {value:g}, no count of customers. Give counts, or shares "
                "and n."
            ).format(name=column, value=alive[0])
        )
    return int(alive[0])


def _shares(values: pd.Series) -> None:
    if values.max() > 1 and values.max() <= 100:
        raise DataError(
            _(
                "{name!r} must hold shares in 0-1 when n is given; it reaches {most:g}. Divide "
                "percentages by 100, or leave n out if these are counts."
            ).format(name=values.name, most=values.max())
        )
    validate.within(values, 0, 1)
    if abs(values.iloc[0] - 1) > 1e-9:
        raise DataError(
            _(
                "{name!r} must begin with the start, share 1; it begins with {value:g}. Add the "
                "row before the first period."
            ).format(name=values.name, value=values.iloc[0])
        )


def _from_durations(data: pd.DataFrame, column: Any, event: Any) -> Counts:
    rows = pd.DataFrame(
        {
            str(column): _durations.durations(data, column),
            str(event): _durations.events(data, event),
        }
    )
    kept, missing = validate.complete(rows.astype(float))
    time, gone = kept.iloc[:, 0], kept.iloc[:, 1]
    wrong = (time != time.round()) | (time > MOST)
    if wrong.any():
        raise DataError(
            _(
                "{name!r} must hold whole periods from 1 to {most:,}; {count} of {n} values do not "
                "(first: {value:g}, row {row}). Round them up, for example by numpy.ceil."
            ).format(
                name=column,
                most=MOST,
                count=int(wrong.sum()),
                n=len(time),
                value=time[wrong].iloc[0],
                row=time.index[wrong][0],
            )
        )
    periods = time.to_numpy(dtype=int) - 1
    length = int(periods.max()) + 1
    lost = np.bincount(periods, weights=gone.to_numpy(), minlength=length).astype(float)
    leaving = np.bincount(periods, minlength=length)
    at_risk = leaving[::-1].cumsum()[::-1].astype(float)
    return Counts(lost, at_risk - lost, len(kept), len(data) - len(kept), MappingProxyType(missing))


def calibration(counts: Counts, periods: int | None, free: int) -> Counts:
    """Return the part of the counts to fit to, once a model of ``free`` parameters can be fitted.

    Raises
    ------
    SpecError
        More periods are asked for than there are.
    ModelError
        There are fewer periods than parameters, or losses in one period only.
    """
    known = len(counts.lost)
    if periods is None:
        periods = known
    periods = validate.whole(periods, "periods")
    if periods > known:
        raise SpecError(
            _("periods = {periods}, but the data hold {known} periods after the start.").format(
                periods=periods, known=known
            )
        )
    if periods < free:
        raise ModelError(
            _(
                "A model with {free} parameters needs at least {free} periods, better twice as "
                "many; there are {periods}."
            ).format(free=free, periods=periods)
        )
    first = counts.first(periods)
    if not first.lost.sum():
        raise ModelError(
            _(
                "Nobody was lost in {periods} periods, so nothing can be said about when customers "
                "leave."
            ).format(periods=periods)
        )
    if not first.kept[0]:
        raise ModelError(
            _("Everybody was lost in the first period; there is no retention to model.")
        )
    if not first.lost[1:].sum():
        raise ModelError(
            _(
                "All losses fall into the first period: alpha and beta run to zero and have no "
                "estimate. Describe them as they are: a share that left, and nobody after."
            )
        )
    return first


def resampled(counts: Counts, boot: int, seed: int | None) -> tuple[Array, Array]:
    """Draw customers anew: how many are lost and kept in each period, shape (boot, periods)."""
    cells = np.maximum(counts.cells(), 0.0)
    drawn = validate.generator(seed).multinomial(counts.n, cells / cells.sum(), size=boot)
    periods = len(counts.lost)
    lost = drawn[:, :periods].astype(float)
    left = (drawn[:, :periods] + drawn[:, periods:]).cumsum(axis=1).astype(float)
    before = np.concatenate([np.zeros((boot, 1)), left[:, :-1]], axis=1)
    return lost, counts.n - before - lost
