"""Simple slopes: one line with its band per value of a moderator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cxlab._core.theme import MUTED, SERIES, STYLES
from cxlab.plots._canvas import canvas, label_below
from cxlab.plots._wrap import folded

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

Array = NDArray[np.float64]

APART = 0.062  # least distance between two words, as a share of the height
LINE = 1.3  # distance of their heading, in such distances


def simple_slopes(
    frame: pd.DataFrame,
    *,
    axis: str = "",
    up: str = "",
    legend: str = "",
    note: str = "",
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw the predicted outcome along the driver, each line named at its right-hand end.

    Parameters
    ----------
    frame
        Columns ``label`` (one per line), ``value``, ``estimate``, ``conf_low`` and ``conf_high``.
    axis, up
        Labels of the axes.
    legend
        What the words at the ends of the lines are.
    note
        What the bands are, below the axis.

    Returns
    -------
    matplotlib.axes.Axes
    """
    with canvas(ax, title=title, n=n, size=(7.2, 4.4)) as ax:
        ends = []
        for place, (name, part) in enumerate(frame.groupby("label", sort=False)):
            color = SERIES[place % len(SERIES)]
            ax.fill_between(
                part["value"], part["conf_low"], part["conf_high"], color=color, alpha=0.16, lw=0
            )
            ax.plot(
                part["value"],
                part["estimate"],
                color=color,
                lw=2.2,
                ls=STYLES[place % len(STYLES)],
            )
            ends.append((float(part["estimate"].iloc[-1]), folded(str(name), 24, 2), color))
        ax.margins(x=0, y=0.05)
        low, high = ax.get_ylim()
        heights = _spread((np.array([end for end, *_ in ends]) - low) / (high - low))
        for height, (_end, name, color) in zip(heights, ends, strict=True):
            ax.text(
                1.015,
                height,
                name,
                transform=ax.transAxes,
                va="center",
                fontsize=9.5,
                color=color,
            )
        ax.text(
            1.015,
            heights.max() + LINE * APART,
            folded(legend, 24, 2),
            transform=ax.transAxes,
            va="center",
            fontsize=9.5,
            color=MUTED,
        )
        label_below(ax, axis, note)
        ax.set_ylabel(up)
    return ax


def _spread(heights: Array) -> Array:
    """Push words apart until no two stand closer than ``APART``, and none leaves the picture."""
    order = np.argsort(heights)
    out = heights[order]
    for place in range(1, len(out)):
        out[place] = max(out[place], out[place - 1] + APART)
    out -= max(0.0, out[-1] - 1 + LINE * APART)  # room for the heading above
    for place in range(len(out) - 2, -1, -1):
        out[place] = min(out[place], out[place + 1] - APART)
    back = np.empty_like(out)
    back[order] = out
    return back
