"""Dumbbell: from expectation to perception, sorted by the gap, with the interval of the gap."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cxlab._core.numerals import signed
from cxlab._core.theme import BLUE, GREY, INK, ORANGE
from cxlab.plots._canvas import canvas, key_below

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def dumbbell(
    frame: pd.DataFrame,
    *,
    start: str,
    end: str,
    words: tuple[str, ...],
    axis: str = "",
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw one line per row from column ``start`` to column ``end``, the largest shortfall on top.

    Parameters
    ----------
    frame
        Columns ``label``, ``estimate`` (end minus start), optionally ``conf_low`` and ``conf_high``
        of the estimate, and the two columns named by ``start`` and ``end``.
    words
        Legend words for start and end, and perhaps one for the interval.
    axis
        Label of the horizontal axis, with its unit.

    Returns
    -------
    matplotlib.axes.Axes
    """
    rows = frame.dropna(subset=["estimate"]).sort_values("estimate", ascending=False)
    height = range(len(rows))
    tall = 1.45 + 0.44 * len(rows)
    with canvas(ax, title=title, n=n, size=(7.2, tall)) as ax:
        first, last = rows[start], rows[end]
        colors = [BLUE if gap >= 0 else ORANGE for gap in rows["estimate"]]
        ax.hlines(height, first, last, color=colors, lw=2.4, zorder=2)
        band: dict[str, Any] = {"color": INK, "lw": 9, "alpha": 0.22, "zorder": 1}
        far = rows[[start, end]].max(axis=1)
        if "conf_low" in rows:
            ax.hlines(height, first + rows["conf_low"], first + rows["conf_high"], **band)
            far = far.combine(first + rows["conf_high"].fillna(0), max)
        ax.scatter(first, height, s=72, facecolor="white", edgecolor=GREY, lw=2, zorder=3)
        ax.scatter(last, height, s=38, color=BLUE, zorder=4)
        for y, place, gap in zip(height, far, rows["estimate"], strict=True):
            ax.annotate(
                signed(gap, 2),
                (place, y),
                (10, 0),
                textcoords="offset points",
                va="center",
                fontsize=9.5,
            )
        ax.set_yticks(height, rows["label"])
        ax.set_ylim(-0.6, len(rows) - 0.4)
        ax.tick_params(axis="y", length=0)
        ax.grid(axis="y", visible=False)
        ax.margins(x=0.1)
        left, right = ax.get_xlim()
        ax.set_xlim(left, right + 0.05 * (right - left))  # room for the numbers
        ax.set_xlabel(axis, loc="left")
        _legend(ax, words, band)
    return ax


def _legend(ax: Axes, words: tuple[str, ...], band: dict[str, Any]) -> None:
    """Write what the marks mean on the line where n stands, below the axis."""
    ax.scatter([], [], s=72, facecolor="white", edgecolor=GREY, lw=2, label=words[0])
    ax.scatter([], [], s=38, color=BLUE, label=words[1])
    if len(words) > 2:
        ax.plot([], [], label=words[2], solid_capstyle="butt", **band)
    key_below(ax)
