"""Several methods side by side: the ranks of drivers as lines that may cross."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from cxlab._core.theme import GREY, MARKS, SERIES, STYLES
from cxlab.plots._canvas import beside, canvas
from cxlab.plots._wrap import folded

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

REACH = 0.3  # how far the marks of one method spread to either side


def comparison(
    frame: pd.DataFrame,
    *,
    columns: Mapping[str, str],
    axis: str = "",
    note: str = "",
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw one line per driver over the methods, rank 1 on top, bars for the ranks it could have.

    Parameters
    ----------
    frame
        Columns ``label``, ``method``, ``share``, ``rank``, ``rank_low`` and ``rank_high``.
    columns
        The methods from left to right, with their names.
    axis
        Label of the vertical axis.
    note
        What the bars are, below.

    Returns
    -------
    matplotlib.axes.Axes
    """
    order = frame.groupby("label")["share"].mean().sort_values(ascending=False).index
    count, middle = len(order), (len(order) - 1) / 2
    with canvas(ax, title=title, n=n, size=(7.6, 1.7 + 0.42 * count)) as ax:
        ends = []
        for place, name in enumerate(order):
            part = frame[frame["label"] == name].set_index("method").loc[list(columns)]
            at = np.arange(len(columns)) + REACH * (place - middle) / max(middle, 1)
            color = SERIES[place] if place < len(SERIES) else GREY
            ax.vlines(at, part["rank_low"], part["rank_high"], color=color, lw=5, alpha=0.3)
            ax.plot(
                at,
                part["rank"],
                color=color,
                lw=1.8,
                ls=STYLES[place % len(STYLES)],
                marker=MARKS[place % len(MARKS)],
                ms=7,
            )
            ends.append((int(part["rank"].iloc[-1]), name, color))
        taken: dict[int, list[tuple[str, str]]] = {}
        for rank, name, color in ends:
            taken.setdefault(rank, []).append((name, color))
        for rank, names in taken.items():  # a shared rank has its names in one line
            for step, (name, color) in enumerate(names):
                beside(ax, rank + 0.35 * step, folded(name, 24, 2), color=color)
        ax.set_xticks(range(len(columns)), list(columns.values()))
        ax.tick_params(axis="x", length=0)
        ax.set_xlim(-0.5, len(columns) - 0.5)
        ax.set_ylim(count + 0.5, 0.5)
        ax.set_yticks(range(1, count + 1))
        ax.grid(axis="x", visible=False)
        ax.set_ylabel(axis)
        ax.set_xlabel(note, loc="left")
    return ax
