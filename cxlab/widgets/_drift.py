"""Watch expectation run after experience."""

from __future__ import annotations

from typing import Any

from cxlab import frameworks
from cxlab._core.columns import heading, signed
from cxlab._core.i18n import _
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
        ``result`` is a :class:`cxlab.frameworks.DriftResult`.

    Examples
    --------
    >>> panel = drift(8, 6, rate=0.5, periods=2)
    >>> panel.result.tidy()["satisfaction"].tolist()
    [2.0, 1.0, 0.5]
    """
    chart = view("lines")
    controls = {
        "experience": slider(
            _("Experience"), experience, 0, 10, tooltip=_("What customers live through, every period")
        ),
        "expectation": slider(
            _("Expectation at the start"),
            expectation,
            0,
            10,
            tooltip=_("What they expect before the first time"),
        ),
        "rate": slider(
            _("Rate a"),
            rate,
            0,
            1,
            step=0.05,
            written=".2f",
            tooltip=_("Part of the gap to the last experience that expectation closes in one period"),
        ),
    }

    def draw(result: frameworks.DriftResult, now: dict[str, Any]) -> None:
        table = result.tidy()
        last = len(table) - 1
        rows = [
            {"term": name, "label": heading(name), "period": row["period"], "estimate": row[name]}
            | {"text": (signed(row[name]) if sign else f"{row[name]:.1f}") if i == last else ""}
            for name, sign in (("experience", 0), ("expectation", 0), ("satisfaction", 1))
            for i, row in enumerate(table.to_dict("records"))
        ]
        chart.show(
            rows, low=min(0, table["satisfaction"].min()), high=10, axis=_("periods"), alt=result.headline()
        )

    return Panel(
        _("Expectation runs after experience"),
        lambda **given: frameworks.drift(**given, periods=periods),
        draw,
        views=[chart],
        controls=controls,
    )
