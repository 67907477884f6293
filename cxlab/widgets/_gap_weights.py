"""Weigh the dimensions of service quality, and watch the ranking of the gaps change."""

from __future__ import annotations

from typing import Any

from cxlab._core.i18n import _
from cxlab._core.numerals import signed
from cxlab.instruments import GapResult
from cxlab.widgets._controls import slider
from cxlab.widgets._panel import Panel, accept
from cxlab.widgets._view import records, view


def gap_weights(gaps: GapResult) -> Panel:
    """Move the importance of each dimension; the weighted gaps are ranked anew.

    Parameters
    ----------
    gaps
        Result of ``cxlab.instruments.score()`` on a paired questionnaire, without groups. Where the
        respondents gave weights of their own, the sliders begin at the means.

    Returns
    -------
    Panel
        ``result`` is ``gaps.reweight(...)`` with the sliders as weights, the same for everybody.

    Raises
    ------
    SpecError
        ``gaps`` is something else, or has groups.
    """
    accept(gaps, GapResult, "cx.instruments.score()")
    chart = view("bars")
    equal = gaps.reweight({each.name: 1 for each in gaps.instrument.dimensions})
    even = dict(zip(equal.tidy()["term"], equal.tidy()["weighted"], strict=True))
    begin = (gaps if "weight" in gaps.tidy() else equal).drawn()
    points = dict(zip(begin["term"], begin["weight"].mul(100).round(), strict=True))
    tip = _("Importance of {name}; only the proportions count")
    controls = {
        term: slider(
            name, points[term], 0, 100, step=1, written=".0f", tooltip=tip.format(name=name)
        )
        for term, name in zip(begin["term"], begin["label"], strict=True)
    }

    def draw(result: GapResult, now: dict[str, Any]) -> None:
        frame = result.drawn().sort_values("weighted")
        chart.show(
            frame.drop(columns=["conf_low", "conf_high"]).assign(
                estimate=frame["weighted"],
                reference=frame["term"].map(even),
                text=[signed(value, 2) for value in frame["weighted"]],
                note=[f"{weight:.0%}" for weight in frame["weight"]],
            ),
            axis=_("gap × importance, points of the scale; beside it the importance for everybody"),
            words=_("with equal weights"),
            alt=result.headline(),
        )

    def say(result: GapResult, now: dict[str, Any]) -> str:
        whole = result.tidy().set_index("term")["estimate"]["overall_weighted"]
        first = records(result.drawn().nsmallest(1, "weighted"))[0]
        text = _(
            "{name} weighs most: {part} of {whole} points, with {weight:.0%} of the importance."
        )
        return text.format(
            name=first["label"],
            part=signed(first["weighted"], 2),
            whole=signed(float(whole), 2),
            weight=first["weight"],
        )

    def compute(**weights: float) -> GapResult:
        return gaps.reweight(weights)

    title = _("Which shortfall weighs most?")
    return Panel(title, compute, draw, views=[chart], controls=controls, say=say)
