"""Scree: eigenvalues in falling order, those of random answers as a dashed line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxlab._core.theme import BLUE, ORANGE
from cxlab.plots._canvas import canvas

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def scree(
    frame: pd.DataFrame,
    *,
    axis: str = "",
    height: str = "",
    words: tuple[str, str] = ("", ""),
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw eigenvalues and what chance gives.

    Parameters
    ----------
    frame
        Columns ``estimate`` and ``chance``, one row per factor, the largest first.
    axis, height
        Labels of the axes.
    words
        What the two lines are.

    Returns
    -------
    matplotlib.axes.Axes
    """
    from matplotlib.ticker import MaxNLocator

    place = range(1, len(frame) + 1)
    with canvas(ax, title=title, n=n, size=(7.2, 4.0)) as ax:
        ax.plot(place, frame["estimate"], marker="o", color=BLUE, label=words[0])
        ax.plot(place, frame["chance"], ls=(0, (6, 2)), color=ORANGE, label=words[1])
        over = frame["estimate"] <= frame["chance"]
        ax.scatter(
            [k for k, mark in zip(place, over, strict=True) if mark],
            frame.loc[over, "estimate"],
            facecolor="white",
            edgecolor=BLUE,
            zorder=3,
        )
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.set_xlabel(axis, loc="left")
        ax.set_ylabel(height, loc="center")
        ax.set_xlim(0.5, len(frame) + 0.5)
        ax.set_ylim(min(0, 1.1 * frame[["estimate", "chance"]].to_numpy().min()), None)
        ax.legend(loc="upper right")
    return ax
