"""The good bank with discontented customers and the poor telecom with contented ones."""

from __future__ import annotations

from typing import Any

from cxlab import frameworks
from cxlab._core.i18n import _
from cxlab._core.numerals import signed
from cxlab.frameworks._expectation import FIRMS
from cxlab.widgets._controls import slider
from cxlab.widgets._panel import Panel
from cxlab.widgets._view import view

START = {"bank": (8.0, -1.0), "telecom": (5.0, 1.0)}


def paradox() -> Panel:
    """Move experience and satisfaction of two firms; see which expectations explain them.

    Returns
    -------
    Panel
        ``result`` is a :class:`cxlab.frameworks.ParadoxResult`.

    Examples
    --------
    >>> panel = paradox()
    >>> panel.result.tidy()["expectation"].tolist(), panel.result.holds
    ([9.0, 4.0], True)
    """
    chart = view("triangle")
    names = {firm: _(word) for firm, word in FIRMS.items()}
    words = {
        "experience": (_("{firm}: experience"), _("How good the experience is, 0-10"), 0, 10),
        "satisfaction": (_("{firm}: satisfaction"), _("Experience minus expectation"), -5, 5),
    }
    controls = {
        f"{firm}_{what}": slider(
            text.format(firm=name), START[firm][place], low, high, step=0.5, tooltip=tooltip
        )
        for firm, name in names.items()
        for place, (what, (text, tooltip, low, high)) in enumerate(words.items())
    }

    def compute(**given: float) -> frameworks.ParadoxResult:
        sides = ({firm: given[f"{firm}_{what}"] for firm in names} for what in words)
        return frameworks.paradox(*sides)

    def draw(result: frameworks.ParadoxResult, now: dict[str, Any]) -> None:
        frame = result.labelled().rename(columns={"expectation": "x", "experience": "y"})
        frame["text"] = [signed(value) for value in frame["satisfaction"]]
        reach = frame[["x", "y"]].to_numpy()
        chart.show(
            frame.assign(strong=True),
            low=min(0, reach.min()),
            high=max(10, reach.max()),
            alt=result.headline(),
            **result.plot_options(),
        )

    return Panel(
        _("The expectations behind two firms"), compute, draw, views=[chart], controls=controls
    )
