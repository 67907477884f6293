"""Several methods side by side: ranks as lines that may cross, and claims as a table of support."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from cxlab._core.theme import BLUE, GREY, INK, MUTED, PALE, SERIES
from cxlab.plots._canvas import beside, canvas

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

MARKS = "osD^vP"
STYLES = ("-", (0, (6, 2)), (0, (2, 1.5)), (0, (7, 2, 1.5, 2)))
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
                beside(ax, rank + 0.35 * step, name, color=color)
        ax.set_xticks(range(len(columns)), list(columns.values()))
        ax.tick_params(axis="x", length=0)
        ax.set_xlim(-0.5, len(columns) - 0.5)
        ax.set_ylim(count + 0.5, 0.5)
        ax.set_yticks(range(1, count + 1))
        ax.grid(axis="x", visible=False)
        ax.set_ylabel(axis)
        ax.set_xlabel(note, loc="left")
    return ax


def claims(
    frame: pd.DataFrame,
    *,
    columns: Mapping[str, str],
    verdicts: Sequence[str],
    level: float,
    note: str = "",
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw one row per claim and one cell per method with its support; dark where it is enough.

    Parameters
    ----------
    frame
        Column ``label`` and the columns of support, shares or missing values.
    columns
        The columns of support from left to right, with their headings.
    verdicts
        A word for each row, at its right-hand end.
    level
        Support from which a claim holds.
    note
        What numbers and colours are, below.

    Returns
    -------
    matplotlib.axes.Axes
    """
    from matplotlib.patches import Rectangle

    values = frame[list(columns)].to_numpy(float)
    with canvas(ax, title=title, n=n, size=(8.2, 1.5 + 0.32 * len(frame))) as ax:
        for y, row in enumerate(values):
            for x, support in enumerate(row):
                if np.isnan(support):
                    continue
                holds = support >= level
                ax.add_patch(
                    Rectangle(
                        (x - 0.46, y - 0.42),
                        0.92,
                        0.84,
                        fc=BLUE if holds else PALE,
                        ec=BLUE if holds else GREY,
                        lw=0.8,
                    )
                )
                ax.text(
                    x,
                    y,
                    f"{np.floor(100 * support) / 100:.0%}",  # 94.9 % is not 95 %
                    ha="center",
                    va="center",
                    fontsize=9.5,
                    color="white" if holds else INK,
                )
        for y, word in enumerate(verdicts):
            beside(ax, y, word, color=MUTED)
        ax.set_xticks(range(len(columns)), list(columns.values()))
        ax.set_yticks(range(len(frame)), frame["label"])
        ax.xaxis.tick_top()
        ax.tick_params(length=0)
        ax.spines[["left", "bottom"]].set_visible(False)
        ax.set_xlim(-0.5, len(columns) - 0.5)
        ax.set_ylim(len(frame) - 0.5, -0.5)
        ax.grid(visible=False)
        ax.set_xlabel(note, loc="right")
    return ax
