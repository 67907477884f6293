"""A curve over a size or a margin, the point asked for marked on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxlab._core.theme import BLUE, GREY, INK, MUTED, ORANGE
from cxlab.plots._canvas import canvas, in_percent

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def curve(
    frame: pd.DataFrame,
    *,
    x: str,
    y: str,
    mark: float,
    words: str = "",
    axis: tuple[str, str] = ("", ""),
    unit: str = "count",
    aim: float | None = None,
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw ``y`` over ``x`` with its interval where the frame has one.

    Parameters
    ----------
    frame
        The columns named by ``x`` and ``y``, optionally ``conf_low`` and ``conf_high``.
    x, y
        Columns to draw.
    mark
        The value of ``x`` that was asked for.
    words
        What to write at the mark.
    axis
        Labels of both axes.
    unit
        ``"count"`` or ``"share"``, the unit of ``y``.
    aim
        A level of ``y`` to draw a line at.

    Returns
    -------
    matplotlib.axes.Axes
    """
    with canvas(ax, title=title, n=n, size=(7.2, 3.8)) as ax:
        rows = frame.sort_values(x)
        ax.plot(rows[x], rows[y], "-o", ms=4.5, color=BLUE, lw=2)
        if "conf_low" in rows:
            ax.vlines(rows[x], rows["conf_low"], rows["conf_high"], color=INK, lw=1.6)
        if aim is not None:
            ax.axhline(aim, color=GREY, lw=1.4, ls="--")
        asked = rows[rows[x] == mark].iloc[0]
        ax.plot(asked[x], asked[y], "o", ms=10, color=ORANGE, zorder=4)
        ax.axvline(mark, color=GREY, lw=1.2, ls=":")
        falls = rows[y].iloc[0] > rows[y].iloc[-1]
        ax.annotate(
            words,
            (asked[x], asked[y]),
            (10, 10 if falls else -16),
            textcoords="offset points",
            color=MUTED,
        )
        ax.set_ylim(0, 1.04 if unit == "share" else None)
        if unit == "share":
            in_percent(ax.yaxis)
        else:
            ax.yaxis.set_major_formatter(lambda value, _place: f"{value:,.0f}")
        if rows[x].max() >= 10_000:
            ax.xaxis.set_major_formatter(lambda value, _place: f"{value:,.0f}")
        ax.set_xlabel(axis[0], loc="left")
        ax.set_ylabel(axis[1])
    return ax
