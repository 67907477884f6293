"""Signs of careless answering: how many carry each, how many another too, and what chance does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxlab._core.numerals import percent, show
from cxlab._core.theme import BLUE, INK, ORANGE
from cxlab.plots._canvas import beside, canvas, in_percent, key_below, label_below

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def flags(
    frame: pd.DataFrame,
    *,
    words: tuple[str, str, str],
    axis: str = "",
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw a bar per flag, in the frame's order, divided by whether another flag is raised too.

    Parameters
    ----------
    frame
        Columns ``label``, ``n`` judged, ``flagged``, ``also`` (of them for another kind), ``share``
        and ``expected``, missing where chance has no part in it.
    words
        Names of the two parts of a bar and of the mark of chance.
    axis
        Label of the horizontal axis.

    Returns
    -------
    matplotlib.axes.Axes
    """
    alone, too, chance = words
    with canvas(ax, title=title, n=n, size=(7.8, 1.9 + 0.36 * len(frame))) as ax:
        for y, row in enumerate(frame.to_dict("records")):
            judged = max(row["n"], 1)
            also = row["also"] / judged
            rest = row["share"] - also
            ax.barh(y, also, 0.62, color=ORANGE, hatch="///", edgecolor="white", lw=0)
            ax.barh(y, rest, 0.62, also, color=BLUE, lw=0)
            if row["expected"] == row["expected"]:
                ends = [row["expected"]] * 2, [y - 0.42, y + 0.42]
                ax.plot(*ends, color="white", lw=4.5, solid_capstyle="butt")
                ax.plot(*ends, color=INK, lw=2, solid_capstyle="butt")
            share = percent(f"{100 * row['share']:.1f}")
            beside(ax, y, f"{show(row['flagged'], 'count')}  {share}")
        ax.barh(0, 0, color=ORANGE, hatch="///", edgecolor="white", lw=0, label=too)
        ax.barh(0, 0, color=BLUE, lw=0, label=alone)
        ax.plot([], [], color=INK, lw=2, label=chance)
        ax.set_yticks(range(len(frame)), frame["label"])
        ax.set_ylim(len(frame) - 0.4, -0.6)
        most = max([0.01, *frame["share"], *frame["expected"].dropna()])
        ax.set_xlim(0, 1.04 * most)
        in_percent(ax.xaxis)
        ax.tick_params(axis="y", length=0)
        ax.grid(axis="y", visible=False)
        key_below(ax, last=chance)
        label_below(ax, axis)
    return ax
