"""Move what customers expect, and see what is left of their satisfaction."""

from __future__ import annotations

from typing import Any

from cxlab._core.i18n import _
from cxlab._core.numerals import signed
from cxlab._core.validate import pair
from cxlab.frameworks import SatisfactionResult, what_if
from cxlab.frameworks._expectation import triangle_words
from cxlab.widgets._panel import Panel, accept
from cxlab.widgets._view import view


def triangle(law: SatisfactionResult, *, scale: tuple[float, float] = (0, 10)) -> Panel:
    """Drag the expectation of each experience type; satisfaction is experience minus expectation.

    Parameters
    ----------
    law
        Result of ``cxlab.frameworks.satisfaction()``, without groups.
    scale
        Ends of the answer scale.

    Returns
    -------
    Panel

    Raises
    ------
    SpecError
        ``law`` is something else, or has groups; ``scale`` is not two numbers.

    Examples
    --------
    >>> import pandas as pd
    >>> from cxlab.frameworks import satisfaction
    >>> answers = pd.DataFrame({"x_price": [7, 6, 8], "e_price": [7, 7, 7]})
    >>> panel = triangle(satisfaction(answers))
    >>> panel.views[0].event = {"kind": "move", "term": "price", "value": 5}
    >>> panel.result.tidy()["estimate"].tolist()
    [2.0, 2.0]
    """
    accept(law, SatisfactionResult, "cx.frameworks.satisfaction()")
    lines, plane = view("dumbbell"), view("triangle")
    ends = dict(zip(("low", "high"), pair(scale, "scale"), strict=True))

    def draw(result: SatisfactionResult, now: dict[str, Any]) -> None:
        words = triangle_words()
        frame = result.drawn()
        frame["text"] = [signed(value) for value in frame["estimate"]]
        frame["strong"] = frame["term"] == now["chosen"]
        lines.show(
            frame.rename(columns={"expectation": "start", "experience": "end"}),
            **{"step": 0.1, "drag": True, "alt": result.headline(), **ends},
            words=[_("expectation (drag it, or use the arrow keys)"), _("experience")],
            axis=_("points on the scale; the number is satisfaction"),
        )
        plane.show(frame.rename(columns={"expectation": "x", "experience": "y"}), **words, **ends)

    def move(term: str, value: float) -> None:
        panel.update(levels={**panel.state["levels"], term: value}, chosen=term)

    lines.hear(move=move, choose=lambda term: panel.update(chosen=term))
    panel = Panel(
        _("The triangle law: satisfaction = experience − expectation"),
        lambda levels, chosen: what_if(law, levels),
        draw,
        views=[lines, plane],
        beside=True,
        state={"levels": {}, "chosen": law.key[0]},
    )
    return panel
