"""Point gain: value against retention, and what a point more of it brings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cxlab._core.numerals import show
from cxlab._core.theme import BLUE, GREY, INK, MUTED, ORANGE
from cxlab.plots._canvas import canvas, draw_band

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def point_gain(
    frame: pd.DataFrame,
    *,
    marks: Sequence[tuple[float, float, str]],
    words: str = "",
    axis: tuple[str, str] = ("", ""),
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw value against retention, today's point and the one after it marked.

    Parameters
    ----------
    frame
        Columns ``x``, ``estimate``, ``conf_low`` and ``conf_high``.
    marks
        Place, height and words of today's point and of the other.
    words
        What the band is called.
    axis
        Labels of the horizontal and the vertical axis.

    Returns
    -------
    matplotlib.axes.Axes
    """
    with canvas(ax, title=title, n=n, size=(7.2, 4.4)) as ax:
        ax.plot(frame["x"], frame["estimate"], color=BLUE, lw=2.2)
        draw_band(ax, frame["x"], frame, color=BLUE, word=words)
        ax.set_ylim(min(0.0, float(frame["estimate"].min())), None)
        (x, height, today), (other, reached, gain) = marks
        ax.plot([x, other, other], [height, height, reached], color=INK, lw=1.2)
        ax.vlines(x, 0, height, color=GREY, lw=1, ls=":")
        ax.plot([x], [height], "o", color=BLUE, ms=7)
        ax.plot([other], [reached], "o", color=ORANGE, ms=7)
        look: dict[str, Any] = {"textcoords": "offset points", "fontsize": 9.5}
        ax.annotate(today, (x, height), (-8, 8), ha="right", va="bottom", color=MUTED, **look)
        ax.annotate(
            gain, (other, (height + reached) / 2), (10, 0), ha="left", va="top", color=INK, **look
        )
        ax.yaxis.set_major_formatter(lambda value, _place: show(value, "money"))
        ax.set_xlabel(axis[0], loc="left")
        ax.set_ylabel(axis[1], loc="top")
    return ax
