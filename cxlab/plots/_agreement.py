"""Observed against predicted outcomes in groups of equal size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxlab._core.theme import BLUE, MUTED
from cxlab.plots._canvas import canvas

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def agreement(
    frame: pd.DataFrame,
    *,
    axes: tuple[str, str] = ("", ""),
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw one dot per group; on the diagonal the model says what happened.

    Parameters
    ----------
    frame
        Columns ``predicted``, ``mean``, ``conf_low`` and ``conf_high``.
    axes
        Labels of the horizontal and the vertical axis.

    Returns
    -------
    matplotlib.axes.Axes
    """
    values = frame[["predicted", "mean", "conf_low", "conf_high"]]
    low, high = values.min().min(), values.max().max()
    with canvas(ax, title=title, n=n, size=(6.0, 4.8)) as ax:
        ax.plot([low, high], [low, high], color=MUTED, lw=1.2, ls=(0, (4, 3)), zorder=1)
        ax.vlines(frame["predicted"], frame["conf_low"], frame["conf_high"], color=BLUE, lw=2)
        ax.scatter(frame["predicted"], frame["mean"], s=46, color=BLUE, zorder=3)
        ax.set_xlabel(axes[0], loc="left")
        ax.set_ylabel(axes[1])
    return ax
