"""One glossary for the columns of all results: meaning, unit and heading."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from cxlab._core.i18n import N_, _


@dataclass(frozen=True)
class Column:
    """A column's heading and meaning (both marked for translation) and its unit."""

    heading: str
    meaning: str
    unit: str = "number"  # number, share, points, p, count, money, text

    @property
    def label(self) -> str:
        """The heading in the language in use."""
        return _(self.heading)


GLOSSARY: dict[str, Column] = {
    "term": Column(N_("term"), N_("what the row is about"), "text"),
    "group": Column(N_("group"), N_("the subset of the data the row belongs to"), "text"),
    "model": Column(N_("model"), N_("the model the row belongs to"), "text"),
    "estimate": Column(N_("estimate"), N_("the estimated quantity, in the unit the result names")),
    "std_error": Column(N_("std. error"), N_("standard error of the estimate")),
    "statistic": Column(N_("statistic"), N_("test statistic (t, z or F)")),
    "df": Column(N_("df"), N_("degrees of freedom of the statistic")),
    "p_value": Column(N_("p"), N_("two-sided p-value of the hypothesis that the estimate is zero"), "p"),
    "conf_low": Column(N_("low"), N_("lower end of the confidence interval")),
    "conf_high": Column(N_("high"), N_("upper end of the confidence interval")),
    "n": Column(N_("n"), N_("answers counted after exclusions"), "count"),
    "n_dropped": Column(N_("dropped"), N_("rows left out, for the reasons the result gives"), "count"),
    "mean": Column(N_("mean"), N_("arithmetic mean")),
    "sd": Column(N_("sd"), N_("standard deviation with n - 1 in the denominator")),
    "rank": Column(N_("rank"), N_("position, 1 for the largest"), "count"),
    "share": Column(N_("share"), N_("part of a whole, 0 to 1"), "share"),
}


def heading(name: str) -> str:
    """Return a column's heading in the language in use; unknown names stand as they are."""
    return GLOSSARY[name].label if name in GLOSSARY else name


def show(value: Any, unit: str = "number") -> str:
    """Write one value for a reader: the only place, with ``explain``, where numbers are rounded.

    Examples
    --------
    >>> show(0.098252, "share"), show(0.00004, "p"), show(4912600.0, "money"), show(None)
    ('9.83 %', '< .001', '4,912,600', '–')
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "–"
    if unit == "text" or isinstance(value, str):
        return str(value)
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return _("yes") if value else _("no")
    number = float(value)
    if unit == "p":
        return "< .001" if number < 0.001 else f"{number:.3f}"
    if unit == "share":
        return f"{100 * number:.2f} %"
    if unit == "count":
        return f"{number:,.0f}"
    if unit == "money":
        return f"{number:,.0f}".replace("-", "−")
    if abs(number) >= 10_000:
        return f"{number:,.0f}".replace("-", "−")
    return (f"{number:.3g}" if 0 < abs(number) < 0.01 else f"{number:.3f}").replace("-", "−")
