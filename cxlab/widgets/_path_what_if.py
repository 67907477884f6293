"""Raise a construct by some points, and watch what follows along the arrows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cxlab._core.i18n import _
from cxlab._core.labels import opening
from cxlab._core.numerals import signed
from cxlab.widgets._controls import slider
from cxlab.widgets._panel import Panel, accept
from cxlab.widgets._path_rows import arrows, boxes
from cxlab.widgets._view import view

if TYPE_CHECKING:
    from cxlab import paths

FIRST, MOST = 5, 20  # points of the first cause to begin with; of any, up or down


def path_what_if(fit: paths.PlsResult, *, scale: Any = None) -> Panel:
    """Move the constructs that act on others; the diagram shows where each would stand.

    Parameters
    ----------
    fit
        What :func:`cxlab.paths.fit_pls` returns; with ``boot`` there are intervals.
    scale
        Lowest and highest possible answer; where they differ, ``{construct or item: (low, high)}``;
        left out, that of the data's card.

    Returns
    -------
    Panel
        ``result`` is that of :func:`cxlab.paths.what_if`.

    Raises
    ------
    SpecError
        ``fit`` is something else, or its points are not known.
    """
    from cxlab import paths

    accept(fit, paths.PlsResult, "cx.paths.fit_pls()")
    chart, base, lines = view("paths"), boxes(fit), arrows(fit)
    measured = [row["term"] for row in base if row["term"] not in fit.plan.products]
    tip = _("By how many points, of 100, it moves")
    controls = {
        name: slider(
            opening(fit.labels, name),
            FIRST if place == 0 else 0,
            -MOST,
            MOST,
            tooltip=tip,
            step=1,
            written="+.0f",
        )
        for place, name in enumerate(filter(fit.plan.model.effects, measured))
    }

    def compute(**moves: float) -> paths.PathWhatIf:
        return paths.what_if(fit, {name: by for name, by in moves.items() if by}, scale=scale)

    def draw(result: paths.PathWhatIf, now: dict[str, Any]) -> None:
        known = result.tidy().set_index("term").to_dict("index")
        rows = [row for row in base if row["term"] not in known]  # interactions: no points
        for row in [each for each in base if each["term"] in known]:
            own = known[row["term"]]
            moved, level = own["estimate"], own["performance"]
            text, note = f"{level:.1f}", ""
            if moved:
                text = _("{now} → {new}").format(now=text, new=f"{level + moved:.1f}")
                note = signed(moved, 1)
            kind = "moved" if own["change"] else ""
            rows.append({**row, "text": text, "note": note, "kind": kind})
        chart.show(rows, alt=result.headline(), **lines)

    title = _("What if a construct rises?")
    return Panel(title, compute, draw, views=[chart], controls=controls)
