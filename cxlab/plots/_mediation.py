"""A small path diagram: constructs on an arc, arrows as wide as their standardised effect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from cxlab._core.numerals import signed
from cxlab._core.theme import BLUE, INK, MUTED, ORANGE, PALE
from cxlab.plots._canvas import canvas
from cxlab.plots._wrap import wrap

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

LETTERS = 16  # of a construct's name on one line
LINE = 0.23  # height of a line below the diagram
LONGEST = 92  # Latin letters of a line below the diagram


def mediation(
    frame: pd.DataFrame,
    *,
    stages: Sequence[Mapping[str, tuple[str, float]]],
    lines: Sequence[str] = (),
    legend: str = "",
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw the cause at the left, the outcome at the right, and the mediators above them.

    Parameters
    ----------
    frame
        Columns ``term`` (``x -> y``), ``group`` (only ``path`` and ``direct`` are drawn),
        ``estimate``, ``beta``, ``conf_low`` and ``conf_high``.
    stages
        The constructs in causal order, with their names and R² (NaN for none); those of one stage
        stand side by side.
    lines
        Sentences below the diagram.
    legend
        What width and dashes mean.

    Returns
    -------
    matplotlib.axes.Axes
    """
    from matplotlib.patches import FancyArrowPatch

    place, top = _places(stages)
    at = {name: number for number, stage in enumerate(stages) for name in stage}
    lines = [part for line in lines for part in wrap(line, LONGEST)]
    foot = -0.75 - LINE * (len(lines) + 1)
    with canvas(ax, title=title, size=(7.2, 0.7 + 1.15 * (top + 0.5 - foot))) as ax:
        ax.set(xlim=(-3, 3), ylim=(foot, top + 0.5))
        ax.set_axis_off()
        boxes, last = {}, len(stages) - 1
        for name, (words, r2) in ((n, node) for stage in stages for n, node in stage.items()):
            text = "\n".join(wrap(words, LETTERS))
            if np.isfinite(r2):
                text += f"\nR² = {r2:.2f}"
            boxes[name] = ax.text(
                *place[name],
                text,
                ha="center",
                va="center",
                linespacing=1.35,
                zorder=1.5,
                bbox={"boxstyle": "round,pad=0.55", "fc": PALE, "ec": INK, "lw": 1},
            )
        for row in frame[frame["group"].isin(["path", "direct"])].to_dict("records"):
            start, end = row["term"].split(" -> ")
            color = BLUE if row["estimate"] >= 0 else ORANGE
            holds_zero = row["conf_low"] * row["conf_high"] <= 0
            ax.add_patch(
                FancyArrowPatch(
                    place[start],
                    place[end],
                    patchA=boxes[start].get_bbox_patch(),
                    patchB=boxes[end].get_bbox_patch(),
                    shrinkA=3,
                    shrinkB=3,
                    arrowstyle="-|>",
                    mutation_scale=16,
                    lw=1 + 5 * min(abs(row["beta"]), 1),
                    ls=(0, (3, 1.6)) if holds_zero else "-",
                    color=color,
                    zorder=2,
                )
            )
            near = at[end] - at[start] == 1
            share = 0.5 if near or row["group"] == "direct" else 0.7 if at[end] == last else 0.36
            (left, low), (right, high) = place[start], place[end]
            ax.text(
                left + share * (right - left),
                low + share * (high - low),
                signed(row["estimate"], 2),
                ha="center",
                va="center",
                fontsize=10,
                zorder=3,
                bbox={"boxstyle": "round,pad=0.2", "fc": "white", "ec": "none"},
            )
        for number, line in enumerate([*lines, f"{legend} · n = {n:,}"]):
            ax.text(
                -3,
                -0.75 - LINE * number,
                line,
                va="top",
                fontsize=9.5,
                color=MUTED if number == len(lines) else INK,
            )
    return ax


def _places(
    stages: Sequence[Mapping[str, tuple[str, float]]],
) -> tuple[dict[str, tuple[float, float]], float]:
    """Return where every construct stands, and the height of the highest.

    Stages follow an arc; constructs of one stage are stacked, with the arc's place at the bottom.
    """
    angle = np.linspace(np.pi, 0, len(stages))
    place = {}
    for a, stage in zip(angle, stages, strict=True):
        low = 1.5 * np.sin(a) - (0.35 if len(stage) > 1 else 0)
        for number, name in enumerate(stage):
            place[name] = (2.3 * np.cos(a), low + 1.05 * (len(stage) - 1 - number))
    return place, max(height for _, height in place.values())
