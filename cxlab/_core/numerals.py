"""Numbers as readers see them: rounded by unit, signed, with their percent sign or currency."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from cxlab._core.i18n import N_, _


def show(value: Any, unit: str = "number") -> str:
    """Write one value for a reader: the only place, with ``explain``, where numbers are rounded.

    Examples
    --------
    >>> show(0.098252, "share"), show(0.00004, "p"), show(4912600.0, "money"), show(None)
    ('9.83%', '< .001', '4,912,600', '–')
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "–"
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return _("yes") if value else _("no")
    if unit == "text" or isinstance(value, str):
        return str(value)
    number = float(value)
    if unit == "p":
        return "< .001" if number < 0.001 else f"{number:.3f}"
    if unit == "share":
        return percent(f"{100 * number:.2f}".replace("-", "−"))
    if unit == "count":
        return f"{number:,.0f}"
    if unit == "index":
        return f"{round(number, 3) + 0.0:.3f}".replace("-", "−")
    if unit == "money":
        return f"{number:,.0f}".replace("-", "−")
    if unit == "score":
        return f"{number + 0.0:.4g}".replace("-", "−")
    if abs(number) >= 10_000:
        return f"{number:,.0f}".replace("-", "−")
    return (f"{number:.3g}" if 0 < abs(number) < 0.01 else f"{number:.3f}").replace("-", "−")


def percent(number: str) -> str:
    """Put the sign behind a number already multiplied by 100.

    Examples
    --------
    >>> percent("9.83")
    '9.83%'
    """
    return f"{number}%"


CURRENCIES = (N_("USD"), N_("HKD"), N_("CNY"), N_("EUR"))


def money(amount: float, currency: str = "") -> str:
    """Write an amount with its currency, as the language in use does.

    Examples
    --------
    >>> money(4912600.0, "USD")
    'USD 4,912,600'
    """
    number = show(amount, "money")
    if not currency:
        return number
    return _("{currency} {amount}").format(currency=_(currency), amount=number)


def signed(value: float, digits: int = 1) -> str:
    """Write a number with its sign, for sentences and labels.

    Examples
    --------
    >>> signed(2), signed(-0.25, 2)
    ('+2.0', '−0.25')
    >>> signed(-0.01)
    '0.0'
    """
    if math.isnan(value):
        return "–"
    number = round(value, digits) or 0.0  # no −0.0
    return f"{number:{'+' if number else ''}.{digits}f}".replace("-", "−")


def decimals(value: float, digits: int = 2) -> str:
    """Write a number for a sentence; a missing one as a dash.

    Examples
    --------
    >>> decimals(4.333), decimals(float("nan"))
    ('4.33', '–')
    """
    return "–" if math.isnan(value) else f"{value:.{digits}f}".replace("-", "−")


def share_text(value: float, digits: int = 0) -> str:
    """Write a share as a percentage for a sentence; a missing one as a dash.

    Examples
    --------
    >>> share_text(0.324), share_text(0.0983, 1), share_text(float("nan"))
    ('32%', '9.8%', '–')
    """
    return "–" if math.isnan(value) else percent(decimals(100 * value, digits))


def with_interval(row: Mapping[Any, Any], write: Callable[[float], str]) -> str:
    """Write the estimate of a row with the ends of its interval, each by the same writer.

    Examples
    --------
    >>> with_interval({"estimate": 4.333, "conf_low": 4.1, "conf_high": 4.5}, decimals)
    '4.33 (4.10 to 4.50)'
    """
    return _("{estimate} ({low} to {high})").format(
        estimate=write(row["estimate"]), low=write(row["conf_low"]), high=write(row["conf_high"])
    )


def short_ratio(value: float) -> str:
    """Write a ratio with two decimals; a very small or large one with two digits.

    Examples
    --------
    >>> short_ratio(1.284), short_ratio(0.0123)
    ('1.28', '0.012')
    """
    return decimals(value) if 0.1 <= value < 100 else f"{value:.2g}"


def p_text(value: float) -> str:
    """Write a p-value for a sentence.

    Examples
    --------
    >>> p_text(0.0123), p_text(1e-9)
    ('p = 0.012', 'p < .001')
    """
    text = show(value, "p")
    return f"p {text}" if text.startswith("<") else f"p = {text}"


def missing(value: Any) -> bool:
    """Whether a value is a missing one; lists and other things are not."""
    from pandas import api, isna

    return bool(api.types.is_scalar(value) and isna(value))
