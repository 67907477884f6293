"""Weigh the dimensions of service quality, and watch the ranking of the gaps change."""

from __future__ import annotations

from typing import Any

from cxlab._core.columns import signed
from cxlab._core.i18n import _
from cxlab.instruments import GapResult
from cxlab.widgets._controls import slider
from cxlab.widgets._panel import Panel
from cxlab.widgets._view import view


def gap_weights(gaps: GapResult) -> Panel:
    """Move the importance of each dimension; the weighted gaps are ranked anew.

    Parameters
    ----------
    gaps
        Result of ``cxlab.instruments.score()`` on a paired questionnaire, without groups.

    Returns
    -------
    Panel
        ``result`` is ``gaps.reweight(...)`` with the sliders as weights; only their proportions count.
    """
    chart = view("bars")
    equal = gaps.reweight({each.name: 1 for each in gaps.instrument.dimensions})
    start = gaps if "weight" in gaps.tidy() else equal
    even = equal.tidy().set_index("term")["weighted"]
    points = start.drawn().set_index("term")["weight"].mul(100).round()
    controls = {
        name: slider(
            gaps.label(name),
            value,
            0,
            100,
            step=1,
            written=".0f",
            tooltip=_("Importance of {name}; only the proportions count").format(name=gaps.label(name)),
        )
        for name, value in points.items()
    }

    def draw(result: GapResult, now: dict[str, Any]) -> None:
        frame = result.drawn().sort_values("weighted")
        chart.show(
            frame.assign(
                estimate=frame["weighted"],
                reference=frame["term"].map(even),
                text=[signed(value, 2) for value in frame["weighted"]],
                note=[f"{weight:.0%}" for weight in frame["weight"]],
            ).drop(columns=["conf_low", "conf_high"]),
            axis=_("gap × importance, in points of the scale; beside it the importance"),
            words=_("with equal weights"),
            alt=result.headline(),
        )

    def say(result: GapResult, now: dict[str, Any]) -> str:
        rows = result.tidy().set_index("term")
        first = result.drawn().sort_values("weighted").iloc[0]
        return _("{name} weighs most: {part} of {whole} points, with {weight:.0%} of the importance.").format(
            name=first["label"],
            part=signed(first["weighted"], 2),
            whole=signed(rows.loc["overall_weighted", "estimate"], 2),
            weight=first["weight"],
        )

    return Panel(
        _("Which shortfall weighs most?"),
        lambda **weights: gaps.reweight(weights),
        draw,
        views=[chart],
        controls=controls,
        say=say,
    )
