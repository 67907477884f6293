"""Watch expectation run after experience."""

from __future__ import annotations

from typing import Any

from cxlab import frameworks
from cxlab._core.columns import heading
from cxlab._core.i18n import _
from cxlab._core.numerals import signed
from cxlab.widgets._controls import slider
from cxlab.widgets._panel import Panel
from cxlab.widgets._view import view


def drift(
    experience: float = 8.0, expectation: float = 5.0, *, rate: float = 0.3, periods: int = 12
) -> Panel:
    """Move experience, expectation and rate, and watch what is left of satisfaction.

    Parameters
    ----------
    experience, expectation
        Where the sliders begin, on a scale of 0-10.
    rate
        Part of the gap that expectation closes in one period, 0-1.
    periods
        Number of periods shown.

    Returns
    -------
    Panel

    Raises
    ------
    SpecError
        A number lies outside its scale, or is none.

    Examples
    --------
    >>> panel = drift(8, 6, rate=0.5, periods=2)
    >>> panel.result.tidy()["satisfaction"].tolist()
    [2.0, 1.0, 0.5]
    """
    chart = view("trend")
    tips = {
        "experience": _("What customers live through, every period"),
        "expectation": _("What they expect before the first time"),
        "rate": _("Part of the gap to the last experience that expectation closes in one period"),
    }
    controls = {
        "experience": slider(_("Experience"), experience, 0, 10, tooltip=tips["experience"]),
        "expectation": slider(
            _("Expectation at the start"), expectation, 0, 10, tooltip=tips["expectation"]
        ),
        "rate": slider(_("Rate a"), rate, 0, 1, step=0.05, written=".2f", tooltip=tips["rate"]),
    }

    def draw(result: frameworks.DriftResult, now: dict[str, Any]) -> None:
        table = result.tidy()
        last = table.iloc[-1]
        ends = {name: f"{last[name]:.1f}" for name in ("experience", "expectation")}
        ends["satisfaction"] = signed(last["satisfaction"])
        long = table.melt("period", list(ends), "term", "estimate")
        long["label"] = long["term"].map(heading)
        long["text"] = long["term"].map(ends).where(long["period"] == last["period"], "")
        low = min(0, table["satisfaction"].min())
        chart.show(long, low=low, high=10, axis=_("periods"), alt=result.headline())

    return Panel(
        _("Expectation runs after experience"),
        lambda **given: frameworks.drift(**given, periods=periods),
        draw,
        views=[chart],
        controls=controls,
    )
