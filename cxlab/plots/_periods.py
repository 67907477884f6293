"""A metric over periods: each with its interval, and a straight line through all answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxlab._core.theme import BLUE, INK, ORANGE
from cxlab.plots._canvas import canvas, in_percent, key_below

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def periods(
    frame: pd.DataFrame,
    *,
    unit: str = "points",
    words: str = "",
    axis: str = "",
    side: str = "",
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw the estimates of the periods from left to right, and the line fitted to them.

    Parameters
    ----------
    frame
        Columns ``time``, ``group``, ``estimate``, ``conf_low``, ``conf_high``, ``fitted``.
    unit
        ``"points"``, ``"share"`` (an axis in percent) or ``"score"``.
    words
        What the line is, for the legend.
    axis, side
        Labels of the upright axis and of the periods.

    Returns
    -------
    matplotlib.axes.Axes
    """
    with canvas(ax, title=title, n=n, size=(7.6, 4.0)) as ax:
        time, value = frame["time"], frame["estimate"]
        if unit == "points":
            ax.axhline(0, color=INK, lw=1)
        ax.vlines(time, frame["conf_low"], frame["conf_high"], color=BLUE, lw=1.8)
        ax.plot(time, value, "o", ms=5.5, color=BLUE)
        ax.plot(time, frame["fitted"], color=ORANGE, lw=2, ls="--", label=words)
        step = -(-len(frame) // 12)
        shown = frame.iloc[::step]
        ax.set_xticks(shown["time"], [str(group) for group in shown["group"]])
        if unit == "share":
            in_percent(ax.yaxis)
        else:
            ax.yaxis.set_major_formatter(lambda value, _place: f"{value:g}".replace("-", "−"))
        ax.set_xlabel(side, loc="left")
        ax.set_ylabel(axis)
        key_below(ax)
        ax.margins(x=0.03)
    return ax
