"""Lifetime value: the margins a customer still brings, discounted, with retention as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from cxlab._core import validate
from cxlab._core.errors import SpecError, warn
from cxlab._core.i18n import _
from cxlab._stats import lifetime
from cxlab.retention._contract import ContractFit
from cxlab.retention._counts import MOST
from cxlab.retention._lifetime_value_result import LifetimeValueResult
from cxlab.retention._renewal import FIRST, Array, Renewal, renewal

ENOUGH = 0.9  # of the value is in the picture
LEAST, LONGEST = 12, 60  # periods in the picture


def lifetime_value(
    retention: ContractFit | Mapping[str, float] | Sequence[float] | float,
    *,
    margin: float,
    discount: float,
    horizon: int | None = None,
    age: int = 0,
    first: str = "now",
    currency: str = "",
) -> LifetimeValueResult:
    """Add up the discounted margins that a customer is expected to bring.

    Parameters
    ----------
    retention
        Rate of staying per period in 0-1; or a rate for each period, the last of which holds on;
        or a result of ``fit_sbg()`` or ``fit_bdw()``; or the parameters of the shifted
        beta-geometric model, ``{"alpha": 0.7, "beta": 1.2}`` or
        ``{"churn": 0.37, "heterogeneity": 0.35}``.
    margin
        Money that a customer brings per period.
    discount
        Discount rate per period, such as 0.1.
    horizon
        Number of payments counted; without end when absent.
    age
        Renewals the customer has already made; 0 for a new one.
    first
        When the first payment comes: ``"now"``, for sure; at the ``"renewal"`` that is due now; or
        a period ``"later"``, if the customer stays.
    currency
        Shown beside amounts.

    Returns
    -------
    LifetimeValueResult
        Rows ``model`` (retention as it develops), ``constant`` (one rate for all) and
        ``difference``; for a single rate ``constant`` only. Columns: lifetime (expected renewals
        to come, undiscounted), discounted (number of margins paid at once that are worth as
        much), amount, std_error, conf_low, conf_high.

    Raises
    ------
    SpecError
        A rate lies outside 0-1, the discount is not above -1 or is typed in percent, or the value
        has no limit.

    Notes
    -----
    With survival S(t) after t renewals the number of margins is the sum of S(t) / (1 + d)^t, from
    t = 0 for ``first="now"`` (discounted expected lifetime, DEL, of Fader and Hardie, 2010) and
    from t = 1 for ``"later"``, which at a constant rate r is r / (1 + d - r) (Gupta and Lehmann,
    2003). ``"renewal"`` is (1 + d) times the latter: the discounted expected residual lifetime
    (DERL) of a customer in his n-th period has ``age=n - 1``. Sums over a model are added term by
    term. Intervals carry the fit's: delta method on the logarithm, or its bootstrap.

    Examples
    --------
    >>> lifetime_value(0.8, margin=100, discount=0.1, first="later").headline()
    'A customer is worth 266.67 at 80.0% retention'
    >>> new = lifetime_value({"alpha": 0.668, "beta": 3.806}, margin=1, discount=0.1)
    >>> new.tidy()["discounted"].round(2).tolist()
    [5.92, 4.41, -1.51]
    """
    margin = validate.finite(margin, "margin")
    discount = rate_of_discount(discount)
    age = validate.whole(age, "age", low=0, most=MOST)
    first = validate.one_of(first, FIRST, "first")
    currency = validate.text(currency, "currency")
    source = renewal(retention)
    needed = source.periods(discount, age, horizon)
    steady = Renewal(rates=np.array([source.constant()]))
    if margin < 0:
        warn(
            _(
                "The margin is negative: each period costs money, so the longer customers stay the "
                "more is lost."
            )
        )
    if horizon is None:
        steady.periods(discount, age, None)
    alone = len(source.rates) == 1
    shown = _shown(source, discount, age, needed, first) if horizon is None else needed
    shown = min(shown, LONGEST)
    rows, paths = [], []
    for term, each in (("model", source), ("constant", steady))[alone:]:
        some = max(needed, shown) if each is source else shown if horizon is None else needed
        row, path = _reckon(each, term, margin, discount, (age, some, shown, horizon), first)
        rows.append(row)
        paths.append(path)
    table = pd.DataFrame(rows)
    if len(table) == 2:
        gap = (table.iloc[1, 1:4] - table.iloc[0, 1:4]).replace(-np.inf, np.nan)
        table.loc[2] = ["difference", *gap, np.nan, np.nan, np.nan]
    return LifetimeValueResult(
        table=table,
        path=pd.concat(paths, ignore_index=True),
        n=source.fit.n if source.fit else 0,
        conf=source.fit.conf if source.fit else 0.95,
        margin=margin,
        discount=discount,
        horizon=horizon,
        age=age,
        first=first,
        currency=currency,
        rate=source.constant(),
        fitted=source.fit.periods if source.fit else 0,
        after=_beyond(source, discount, age, needed, first),
        rising=bool(np.diff(source.at(age, LONGEST)[0, :: LONGEST - 1])[0] > 0),
    )


def rate_of_discount(discount: Any) -> float:
    """Return a discount rate once it lies above -1 and below 1."""
    number = validate.finite(discount, "discount")
    if 1 <= number <= 100:
        raise SpecError(
            _("discount = {value:g} is no rate per period: write {value:g}% as {mend:g}.").format(
                value=number, mend=number / 100
            )
        )
    if not -1 < number < 1:
        raise SpecError(
            _("discount = {value:g} must lie above -1 and below 1, such as 0.1.").format(
                value=number
            )
        )
    return number


def _reckon(
    source: Renewal,
    term: str,
    margin: float,
    discount: float,
    spans: tuple[int, int, int, int | None],
    first: str,
) -> tuple[dict[str, Any], pd.DataFrame]:
    """Return the row of one way to reckon, and the value collected by period."""
    age, some, shown, horizon = spans
    last = np.nan if horizon is not None else source.endless_rate

    def worth(rates: Array) -> Array:
        so_far = lifetime.discounted(rates[:, :shown], discount, first).cumsum(axis=1)
        return np.column_stack([lifetime.total(rates, last, discount, first), so_far])

    value, error, low, high = source.carried(worth, age, some)
    if margin < 0:
        low, high = high, low
    row = {
        "term": term,
        "lifetime": source.expected(age, horizon),
        "discounted": value[0],
        "amount": margin * value[0],
        "std_error": abs(margin) * error[0],
        "conf_low": margin * low[0],
        "conf_high": margin * high[0],
    }
    path = {
        "term": term,
        "period": np.arange(1, shown + 1),
        "share": source.at(age, shown)[0].cumprod(),
        "estimate": margin * value[1:],
        "conf_low": margin * low[1:],
        "conf_high": margin * high[1:],
    }
    return row, pd.DataFrame(path)


def _shown(source: Renewal, discount: float, age: int, needed: int, first: str) -> int:
    """Return how many periods bring most of the value."""
    rates = source.at(age, max(needed, LONGEST))
    so_far = lifetime.discounted(rates, discount, first)[0].cumsum()
    whole = lifetime.total(rates, source.endless_rate, discount, first)[0]
    return max(LEAST, int((so_far < ENOUGH * whole).sum()) + 1)


def _beyond(source: Renewal, discount: float, age: int, needed: int, first: str) -> float:
    """Return the share of the value that a fit's periods do not cover; missing without a fit."""
    if source.fit is None:
        return np.nan
    parts = lifetime.discounted(source.at(age, needed), discount, first)[0]
    covered = max(0, source.fit.periods - age + (first == "now"))
    return float(parts[covered:].sum() / parts.sum())
