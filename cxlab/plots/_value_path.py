"""Value: what a customer has brought so far, payment by payment."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from cxlab._core.numerals import show
from cxlab._core.theme import BLUE, ORANGE
from cxlab.plots._canvas import canvas, draw_band

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

LOOKS: dict[str, dict[str, Any]] = {
    "model": {"color": BLUE, "ls": "-"},
    "constant": {"color": ORANGE, "ls": "--"},
}


def value_path(
    frame: pd.DataFrame,
    *,
    ends: Mapping[str, str],
    words: str = "",
    axis: tuple[str, str] = ("", ""),
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw the value collected so far, by payment, one line per way to reckon.

    Parameters
    ----------
    frame
        Columns ``term``, ``period``, ``estimate``, ``conf_low`` and ``conf_high``.
    ends
        What to write at the end of each term's line.
    words
        What the band is called.
    axis
        Labels of the horizontal and the vertical axis.

    Returns
    -------
    matplotlib.axes.Axes
    """
    from matplotlib.ticker import MaxNLocator

    with canvas(ax, title=title, n=n, size=(7.6, 4.2)) as ax:
        last = {}
        for term, rows in frame.groupby("term", sort=False):
            look = LOOKS[str(term)]
            time = rows["period"]
            ax.plot(time, rows["estimate"], lw=2.2, **look)
            draw_band(ax, time, rows, color=look["color"], word=words)
            last[str(term)] = float(rows["estimate"].iloc[-1])
        ax.margins(x=0.02, y=0.08)
        ax.set_ylim(min(0.0, ax.get_ylim()[0]), max(0.0, ax.get_ylim()[1]))
        _name_ends(ax, float(frame["period"].max()), last, ends)
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.yaxis.set_major_formatter(lambda value, _place: show(value, "money"))
        ax.set_xlabel(axis[0], loc="left")
        ax.set_ylabel(axis[1], loc="top")
    return ax


def _name_ends(ax: Axes, x: float, heights: Mapping[str, float], words: Mapping[str, str]) -> None:
    """Write at the end of each line what it is; two that lie close are moved apart."""
    low, high = ax.get_ylim()
    room = 0.17 * (high - low)
    order = sorted(heights, key=heights.__getitem__)
    places = dict(heights)
    for below, above in pairwise(order):
        push = max(0.0, room - (places[above] - places[below])) / 2
        places[below] -= push
        places[above] += push
    for term, height in places.items():
        ax.annotate(
            words[term],
            (x, height),
            (8, 0),
            textcoords="offset points",
            va="center",
            fontsize=9.5,
            color=LOOKS[term]["color"],
            annotation_clip=False,
        )
