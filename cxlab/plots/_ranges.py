"""Ranges: one bar per row from its lowest to its highest value, a diamond where it is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from cxlab._core.theme import GREY, INK, ORANGE, SAND
from cxlab.plots._canvas import beside, canvas

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

LOOKS = {"key": (ORANGE, "D"), "possible": (SAND, "s"), "other": (GREY, "o")}


def ranges(
    frame: pd.DataFrame,
    *,
    words: Mapping[str, str],
    texts: Sequence[str],
    axis: str = "",
    span: tuple[float, float] | None = None,
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw what the missing cells allow, in the frame's order, the first row on top.

    Parameters
    ----------
    frame
        Columns ``label``, ``low``, ``high`` and ``status`` (key, possible, other).
    words
        Legend words of the status.
    texts
        What to write at the right-hand side of each row.
    axis
        Label of the horizontal axis, with its unit.
    span
        Ends of the horizontal axis, such as those of the answer scale.

    Returns
    -------
    matplotlib.axes.Axes
    """
    with canvas(ax, title=title, n=n, size=(7.2, 1.9 + 0.42 * len(frame))) as ax:
        for y, row in enumerate(frame.to_dict("records")):
            colour, mark = LOOKS[row["status"]]
            ax.plot([row["low"], row["high"]], [y, y], color=colour, lw=9, solid_capstyle="butt")
            if row["low"] == row["high"]:
                ax.plot(row["low"], y, mark, color=colour, ms=9)
            beside(ax, y, texts[y])
        keys = frame.loc[frame["status"] == "key", "high"]
        for value in keys:
            ax.axvline(value, color=ORANGE, lw=1.2, ls="--", zorder=1)
        ax.axvline(0, color=INK, lw=1, zorder=1)
        for status in dict.fromkeys(frame["status"]):
            colour, mark = LOOKS[status]
            ax.plot([], [], mark, color=colour, ms=8, label=words[status])
        ax.set_yticks(range(len(frame)), frame["label"])
        ax.set_ylim(len(frame) - 0.4, -0.6)
        ax.grid(axis="y", visible=False)
        ax.margins(x=0.08)
        if span is not None:
            ax.set_xlim(span[0] - 0.02 * (span[1] - span[0]), span[1])
        ax.set_xlabel(axis, loc="left")
        ax.legend(loc="upper left", bbox_to_anchor=(0, -1.05 / (1.9 + 0.42 * len(frame))), ncols=3)
    return ax
