"""Shares or means with their intervals, one row per group, and how many answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxlab._core.numerals import decimals, percent
from cxlab._core.theme import BLUE, MUTED
from cxlab.plots._canvas import beside, canvas, in_percent

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def shares(
    frame: pd.DataFrame,
    *,
    unit: str = "share",
    axis: str = "",
    side: str = "",
    span: tuple[float, float] | None = None,
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw a dot with its interval per row, in the frame's order, the first on top.

    Parameters
    ----------
    frame
        Columns ``label``, ``estimate``, ``conf_low``, ``conf_high`` and ``n``.
    unit
        ``"share"`` (an axis in percent, from zero) or ``"score"``.
    axis, side
        Labels of the horizontal axis and of the rows.
    span
        Ends of the horizontal axis; of shares zero to where the intervals end when absent.

    Returns
    -------
    matplotlib.axes.Axes
    """
    step = 0.36 if len(frame) <= 12 else 0.28
    with canvas(ax, title=title, size=(7.2, 1.6 + step * len(frame))) as ax:
        height = range(len(frame))
        ax.hlines(height, frame["conf_low"], frame["conf_high"], lw=2.2, color=BLUE)
        ax.plot(frame["estimate"], height, "o", ms=7, color=BLUE)
        for y, row in zip(height, frame.to_dict("records"), strict=True):
            beside(ax, y, f"{_written(row['estimate'], unit)}  n = {row['n']:,}", color=MUTED)
        ax.set_yticks(height, frame["label"])
        ax.set_ylim(len(frame) - 0.4, -0.6)
        if span is None and unit == "share":
            span = (0.0, min(1.0, 1.06 * float(frame["conf_high"].max())))
        if span is not None:
            ax.set_xlim(*span)
        if unit == "share":
            in_percent(ax.xaxis)
        ax.grid(axis="y", visible=False)
        ax.tick_params(axis="y", length=0)
        ax.set_xlabel(axis, loc="left")
        ax.set_ylabel(side)
    return ax


def _written(value: float, unit: str) -> str:
    """Write an estimate: a share in percent, a score with two decimals, points with one."""
    if unit == "share":
        return percent(f"{100 * value:.1f}")
    return decimals(value, 1 if unit == "points" else 2)
