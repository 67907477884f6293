"""Weigh what customers get against what they give."""

from __future__ import annotations

from typing import Any

from cxlab._core.i18n import _
from cxlab._core.numerals import signed
from cxlab.frameworks import ValueResult, what_if
from cxlab.widgets._controls import slider
from cxlab.widgets._panel import Panel, accept
from cxlab.widgets._view import records, view


def value_balance(value: ValueResult) -> Panel:
    """Move benefits and costs, and see which side is heavier.

    Parameters
    ----------
    value
        Result of ``cxlab.frameworks.perceived_value()``, without groups.

    Returns
    -------
    Panel
        ``result`` is a ``ValueResult``; a part that was not moved keeps its mean.

    Raises
    ------
    SpecError
        ``value`` is something else, or has groups.
    """
    accept(value, ValueResult, "cx.frameworks.perceived_value()")
    chart = view("balance")
    sides = {part: "benefit" for part in value.plot_options()["right"]} | {
        part: "cost" for part in value.costs
    }
    means = value.tidy().set_index("term")["estimate"].round(1)
    controls = {
        part: slider(
            value.label(part),
            means[part],
            *value.span,
            tooltip=_("Set the mean of {name}, in points of the scale").format(
                name=value.label(part)
            ),
        )
        for part in sides
    }

    def compute(**levels: float) -> ValueResult:
        return what_if(value, {part: at for part, at in levels.items() if at != means[part]})

    def draw(result: ValueResult, now: dict[str, Any]) -> None:
        frame = result.labelled()
        frame["text"] = [f"{mean:.1f}" for mean in frame["estimate"]]
        rows = {row["term"]: row for row in records(frame)}
        net = rows["net"]
        chart.show(
            [{**rows[part], "side": side} for part, side in sides.items()],
            words=[f"{rows[side]['label']}  {rows[side]['text']}" for side in ("benefit", "cost")],
            net=net["estimate"],
            net_text=f"{net['label']}  {signed(net['estimate'])}",
            most=value.span[1],
            alt=result.headline(),
        )

    return Panel(
        _("What customers get against what they give"),
        compute,
        draw,
        views=[chart],
        controls=controls,
    )
