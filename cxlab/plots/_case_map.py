"""Worksheet of a case: one row per type, one column per step, missing cells with their bounds."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from cxlab._core.numerals import show
from cxlab._core.theme import BLUE, GREY, INK, MUTED, ORANGE
from cxlab.plots._canvas import canvas

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def case_map(
    frame: pd.DataFrame,
    *,
    columns: Mapping[str, str],
    signed: Sequence[str],
    bounded: str,
    marked: Sequence[str] = (),
    scale: tuple[float, float] = (0, 10),
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw the worksheet as a map of tinted cells: orange below zero, blue above, grey for levels.

    Parameters
    ----------
    frame
        Column ``label``, the columns named in ``columns``, and ``low`` and ``high`` of ``bounded``.
    columns
        Heading of each column, in order.
    signed
        Columns whose sign matters.
    bounded
        The column that ``low`` and ``high`` belong to; they stand in its missing cells.
    marked
        Labels of the rows to frame.
    scale
        Ends of the scale of the other columns.

    Returns
    -------
    matplotlib.axes.Axes
    """
    from matplotlib.patches import Rectangle

    size = (1.9 + 1.05 * len(columns), 1.3 + 0.5 * len(frame))
    with canvas(ax, title=title, n=n, size=size) as ax:
        for x, name in enumerate(columns):
            reach = max(frame[name].abs().max(), 1) if name in signed else 0
            for y, row in enumerate(frame.to_dict("records")):
                value = row[name]
                face = _tint(value, reach, scale)
                ax.add_patch(Rectangle((x, y), 1, 1, facecolor=face, edgecolor="white", lw=2))
                missing = math.isnan(value)
                within = missing and name == bounded
                ax.text(
                    x + 0.5,
                    y + (0.36 if within else 0.5),
                    show(value, "score"),
                    ha="center",
                    va="center",
                    color=MUTED if missing else INK,
                    fontsize=11,
                )
                if within:
                    ends = f"{show(row['low'], 'score')} … {show(row['high'], 'score')}"
                    ax.text(
                        x + 0.5, y + 0.72, ends, ha="center", va="center", fontsize=8, color=MUTED
                    )
        for y, label in enumerate(frame["label"]):
            if label in marked:
                edge = Rectangle((0, y), len(columns), 1, fill=False, edgecolor=ORANGE, lw=2.2)
                ax.add_patch(edge).set_clip_on(False)
        ax.set(xlim=(0, len(columns)), ylim=(len(frame), 0))
        ax.set_xticks([x + 0.5 for x in range(len(columns))], list(columns.values()), fontsize=9)
        ax.set_yticks([y + 0.5 for y in range(len(frame))], frame["label"])
        ax.tick_params(length=0)
        ax.xaxis.tick_top()
        ax.grid(visible=False)
        ax.spines[:].set_visible(False)
    return ax


def _tint(value: float, reach: float, scale: tuple[float, float]) -> tuple[float, float, float]:
    """Mix a colour with white so that black numbers stay readable."""
    from matplotlib.colors import to_rgb

    if math.isnan(value):
        return 0.985, 0.985, 0.985
    if reach:
        colour, weight = (ORANGE if value < 0 else BLUE), 0.75 * abs(value) / reach
    else:
        colour, weight = GREY, 0.08 + 0.6 * (value - scale[0]) / (scale[1] - scale[0])
    red, green, blue = (1 - min(weight, 1) * (1 - part) for part in to_rgb(colour))
    return red, green, blue
