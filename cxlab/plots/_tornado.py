"""Tornado: what an outcome does when each input moves a step down and a step up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cxlab._core.numerals import show
from cxlab._core.theme import BLUE, INK, ORANGE
from cxlab.plots._canvas import canvas

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def tornado(
    frame: pd.DataFrame,
    *,
    down: Sequence[str],
    up: Sequence[str],
    words: tuple[str, str],
    axis: str = "",
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw two bars per row from zero, the first row on top: falls in blue, rises in orange.

    Parameters
    ----------
    frame
        Columns ``label``, ``down`` and ``up``: the change when the input is lower and higher.
    down, up
        The input's value after each step.
    words
        Legend words for a fall and a rise.
    axis
        Label of the horizontal axis, with its unit.

    Returns
    -------
    matplotlib.axes.Axes
    """
    from matplotlib.patches import Patch

    with canvas(ax, title=title, n=n, size=(9.0, 1.7 + 0.55 * len(frame))) as ax:
        for y, row in enumerate(frame.to_dict("records")):
            for value, after in ((row["down"], down[y]), (row["up"], up[y])):
                rises = value > 0
                ax.barh(
                    y,
                    value,
                    height=0.58,
                    color=ORANGE if rises else BLUE,
                    hatch="///" if rises else None,
                    edgecolor="white",
                    lw=0,
                )
                number = f"{value:+,.0f}".replace("-", "−")
                side = 1 if rises or (value == 0 and after == up[y]) else -1
                ax.annotate(
                    f"{number}  ({after})",
                    (value, y),
                    (5 * side, 0),
                    textcoords="offset points",
                    va="center",
                    ha="left" if side > 0 else "right",
                    fontsize=9,
                )
        ax.axvline(0, color=INK, lw=1)
        reach = 2.1 * max(frame[["down", "up"]].abs().to_numpy().max(), 1e-9)
        ax.set_xlim(-reach, reach)
        ax.xaxis.set_major_formatter(lambda value, _place: show(value, "money"))
        ax.locator_params(axis="x", nbins=5)
        ax.set_yticks(range(len(frame)), frame["label"])
        ax.set_ylim(len(frame) - 0.45, -0.55)
        ax.grid(axis="y", visible=False)
        ax.set_xlabel(axis, loc="left")
        marks = [
            Patch(facecolor=colour, hatch=hatch, edgecolor="white", lw=0, label=word)
            for word, colour, hatch in ((words[0], BLUE, None), (words[1], ORANGE, "///"))
        ]
        below = -0.28 / (0.55 * len(frame))  # clear of the ticks, whatever the height
        ax.legend(handles=marks, loc="upper right", bbox_to_anchor=(1, below), ncols=2)
    return ax
