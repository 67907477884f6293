"""What one point of retention is worth, beside one per cent of the other levers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from cxlab._core import validate
from cxlab._core.errors import SpecError, warn
from cxlab._core.i18n import _
from cxlab._stats import lifetime
from cxlab.retention._contract import ContractFit
from cxlab.retention._lifetime_value import rate_of_discount
from cxlab.retention._point_value_result import PointValueResult
from cxlab.retention._renewal import FIRST, Array, Renewal, renewal

AROUND = 0.15  # the picture shows the value this far to either side
HIGHEST = 0.98  # rate in the picture, unless today's is higher
ONE = 0.01  # the step of the levers


def point_value(
    retention: ContractFit | Mapping[str, float] | Sequence[float] | float,
    *,
    customers: float,
    margin: float,
    discount: float,
    points: float = 1.0,
    horizon: int | None = None,
    first: str = "later",
    currency: str = "",
) -> PointValueResult:
    """Say what a point of retention is worth over all customers.

    Parameters
    ----------
    retention
        Rate of staying, rates, parameters or a fit, as in ``lifetime_value()``; the points are
        added to the rate of every period, up to 1.
    customers
        Number of customers.
    margin
        Money that a customer brings per period.
    discount
        Discount rate per period, such as 0.1.
    points
        Percentage points by which retention rises.
    horizon
        Number of payments counted; without end when absent.
    first
        When the first payment comes, as in ``lifetime_value()``.
    currency
        Shown beside amounts.

    Returns
    -------
    PointValueResult
        Rows ``points``, and for comparison ``retention`` and ``margin`` 1% better and
        ``discount`` 1% lower. Columns: amount (gain in the value of all customers), share (gain
        as part of that value), std_error, conf_low, conf_high of the amount.

    Raises
    ------
    SpecError
        A rate lies outside 0-1 or would pass 1, there are no customers, the discount is not above
        -1, or the value has no limit.

    Notes
    -----
    At a constant rate r the value of a customer is m r / (1 + d - r) (Gupta and Lehmann, 2003), so
    1% of retention is worth (1 + d) / (1 + d - r) % of it. Gupta, Lehmann and Stuart (2004) found
    3 to 7% for firms of their time, against about 1% for the margin.

    Examples
    --------
    >>> result = point_value(0.8, customers=1000, margin=100, discount=0.1)
    >>> round(result.value), round(result.gain)
    (266667, 12644)
    """
    customers = validate.finite(customers, "customers")
    margin = validate.finite(margin, "margin")
    discount = rate_of_discount(discount)
    points = validate.finite(points, "points")
    first = validate.one_of(first, FIRST, "first")
    currency = validate.text(currency, "currency")
    if customers <= 0:
        raise SpecError(
            _("customers = {value:g}: there is nobody to keep. Give their number.").format(
                value=customers
            )
        )
    if margin <= 0:
        warn(
            _("The margin is not above zero, so more retention brings no money. Check the margin.")
        )
    source = renewal(retention)
    steady = len(source.rates) == 1
    _possible(source, points)
    periods = source.periods(discount, 0, horizon)
    up = Renewal(rates=np.minimum(source.rates + points / 100, 1.0))
    if len(source.rates):
        up.periods(discount, 0, horizon)
    last = np.nan if horizon is not None else source.endless_rate

    def worth(rates: Array, add: float = 0.0, times: float = 1.0, d: float = discount) -> Array:
        moved = np.clip(rates * times + add, 0.0, 1.0)
        end = min(last * times + add, 1.0) if last == last else last
        return lifetime.total(moved, end, d, first)

    def gains(rates: Array) -> Array:
        base = worth(rates)
        better = [
            worth(rates, add=points / 100),
            worth(rates, times=1 + ONE),
            (1 + ONE) * base,
            worth(rates, d=discount * (1 - ONE)),
        ]
        out = np.column_stack([*(each - base for each in better), base])
        return np.where(np.isfinite(out), out, np.nan)

    scale = customers * margin
    value, error, low, high = source.carried(gains, 0, periods)
    moves = _moves(source, points, discount, horizon)
    found = source.carried(
        lambda rates: np.column_stack([worth(rates, add=float(add)) for add in moves]), 0, periods
    )
    curve = {
        "x": 100 * (moves + source.endless_rate) if steady else 100 * moves,
        "estimate": scale * found[0],
        "conf_low": scale * found[2],
        "conf_high": scale * found[3],
    }
    return PointValueResult(
        table=_tabulate(scale, value, error, np.sort([scale * low[:4], scale * high[:4]], axis=0)),
        curve=pd.DataFrame(curve),
        n=source.fit.n if source.fit else 0,
        conf=source.fit.conf if source.fit else 0.95,
        value=float(scale * value[4]),
        rate=source.constant(),
        points=points,
        customers=customers,
        margin=margin,
        discount=discount,
        horizon=horizon,
        first=first,
        currency=currency,
        steady=steady,
    )


def _possible(source: Renewal, points: float) -> None:
    """Refuse points that take a constant rate out of 0-1."""
    if len(source.rates) != 1 or 0 <= source.rates[0] + points / 100 <= 1:
        return
    rate = source.rates[0]
    raise SpecError(
        _(
            "{points:g} points more than {rate:.4g}% leave the range of 0 to 100%. There is room "
            "for {room:.4g} points."
        ).format(
            points=points, rate=100 * rate, room=100 * (1 - rate) if points > 0 else 100 * rate
        )
    )


def _tabulate(scale: float, value: Array, error: Array, ends: Array) -> pd.DataFrame:
    """Return one row per lever; ``value`` and ``error`` end with the value of all customers."""
    return pd.DataFrame(
        {
            "term": ["points", "retention", "margin", "discount"],
            "amount": scale * value[:4],
            "share": value[:4] / value[4] if value[4] else np.nan,
            "std_error": abs(scale) * error[:4],
            "conf_low": ends[0],
            "conf_high": ends[1],
        }
    )


def _moves(source: Renewal, points: float, discount: float, horizon: int | None) -> Array:
    """Return what the picture adds to the rates, from left to right."""
    if len(source.rates) != 1:
        return np.arange(-AROUND, AROUND + ONE / 4, ONE / 2) / 1.5
    center, then = source.endless_rate, source.endless_rate + points / 100
    most = HIGHEST if horizon is not None else min(HIGHEST, 1 + discount - ONE)
    low = max(0.0, min(center, then) - 2 * AROUND)
    high = max(center, then, min(most, max(center, then) + AROUND))
    return np.linspace(low, high, 61) - center
