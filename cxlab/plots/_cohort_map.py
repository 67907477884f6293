"""Cohort map: cohorts by age in one hue, the share in each cell, grey where few started."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from cxlab._core.theme import BLUE, INK, MUTED, PALE
from cxlab.plots._canvas import canvas

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

MOST_NAMES = 40  # of rows
MOST_NUMBERS = 25  # ages; more leave no room for a number in a cell
DARK = 0.62  # share from which numbers are white


def cohort_map(
    frame: pd.DataFrame,
    *,
    axis: str = "",
    heading: str = "",
    note: str = "",
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw shares of cohorts by age as a map.

    Parameters
    ----------
    frame
        Columns ``label``, ``age``, ``estimate`` (0-1), ``n``, ``small`` (drawn grey) and ``total``
        (the row of all cohorts, set apart below).
    axis
        Label of the horizontal axis.
    heading
        What the labels of the rows are.
    note
        What grey means.

    Returns
    -------
    matplotlib.axes.Axes
    """
    from matplotlib.cm import ScalarMappable
    from matplotlib.collections import PatchCollection
    from matplotlib.colors import LinearSegmentedColormap, Normalize
    from matplotlib.patches import Rectangle

    hue = LinearSegmentedColormap.from_list("share", [PALE, BLUE])
    labels = list(dict.fromkeys(frame["label"]))
    shift = {name: 0.45 if part["total"].any() else 0.0 for name, part in frame.groupby("label")}
    height = {name: place + shift[name] for place, name in enumerate(labels)}
    ages = int(frame["age"].max()) + 1
    wide = min(3.2 + 0.42 * ages, 11.0)
    with canvas(
        ax, title=title, n=0, size=(max(wide, 5.5), 1.5 + 0.3 * min(len(labels), MOST_NAMES))
    ) as ax:
        numbers = ages <= MOST_NUMBERS
        wide_cell = 0.96 if numbers else 1.0
        cells = [Rectangle((0, 0), 0, 0) for _row in frame.index]
        colors: list[Any] = []
        for cell, row in zip(cells, frame.to_dict("records"), strict=True):
            y = height[row["label"]]
            cell.set_bounds(row["age"] - wide_cell / 2, y - 0.46, wide_cell, 0.92)
            colors.append("#d9dee3" if row["small"] else hue(row["estimate"]))
            if numbers:
                white = not row["small"] and row["estimate"] > DARK
                ax.text(
                    row["age"],
                    y,
                    f"{100 * row['estimate']:.0f}",
                    ha="center",
                    va="center",
                    fontsize=8.5 if ages <= 16 else 7,
                    color="white" if white else MUTED if row["small"] else INK,
                )
        ax.add_collection(PatchCollection(cells, facecolor=colors, lw=0))
        if not numbers:
            bar = ax.figure.colorbar(
                ScalarMappable(Normalize(0, 100), hue), ax=ax, fraction=0.03, pad=0.02
            )
            bar.ax.yaxis.set_major_formatter(lambda value, _place: f"{value:.0f}%")
            bar.outline.set_visible(False)
        starters = frame.groupby("label")["n"].max()
        step = -(-len(labels) // MOST_NAMES)
        marked = [name for place, name in enumerate(labels) if place % step == 0 or shift[name]]
        ax.set_yticks(
            [height[name] for name in marked],
            [f"{name}   n = {starters[name]:,}" for name in marked],
        )
        ax.set_xticks(np.arange(0, ages, max(1, ages // 24)))
        ax.set_xlim(-0.6, ages - 0.4)
        ax.set_ylim(max(height.values()) + 0.6, -0.6)
        ax.grid(visible=False)
        ax.tick_params(length=0)
        ax.spines[["left", "bottom"]].set_visible(False)
        words = " · ".join(text for text in (axis, "%" if numbers else "", note) if text)
        ax.set_xlabel(words, loc="left")
        ax.set_ylabel(heading, loc="top")
    return ax
