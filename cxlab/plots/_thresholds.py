"""Effects at every threshold of an ordinal outcome, beside the one effect of the ordinal model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxlab._core.theme import BLUE, GREY, INK, MUTED
from cxlab.plots._canvas import beside, canvas, label_below

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def thresholds(
    frame: pd.DataFrame,
    *,
    axis: str = "",
    line: str = "",
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw a block of rows per driver, one row per threshold, the first driver on top.

    Parameters
    ----------
    frame
        Columns ``term``, ``label``, ``group`` (the threshold), ``estimate``, ``conf_low``,
        ``conf_high``, ``pooled``, ``verdict`` (drivers that ``differs`` are drawn in blue) and
        ``note`` (written beside the driver).
    axis
        Label of the horizontal axis.
    line
        Words that explain rows and line.

    Returns
    -------
    matplotlib.axes.Axes
    """
    blocks = list(frame.groupby("term", sort=False))
    rows = len(frame) + len(blocks)
    with canvas(ax, title=title, n=n, size=(7.2, 1.5 + 0.21 * rows)) as ax:
        top, centres, names = 0.0, [], []
        for _term, block in blocks:
            height = [top + j for j in range(len(block))]
            differs = block["verdict"].iloc[0] == "differs"
            color = BLUE if differs else GREY
            low, high = block["conf_low"].to_numpy(float), block["conf_high"].to_numpy(float)
            ax.hlines(height, low, high, color=color, lw=2, zorder=2)
            ax.scatter(block["estimate"], height, s=34, color=color, zorder=3)
            for y, end, cut in zip(height, high, block["group"], strict=True):
                if end == end:
                    ax.annotate(
                        cut,
                        (end, y),
                        (5, 0),
                        textcoords="offset points",
                        va="center",
                        fontsize=8,
                        color=MUTED,
                    )
            pooled = block["pooled"].iloc[0]
            ax.vlines(pooled, top - 0.45, top + len(block) - 0.55, color=INK, lw=1.4, zorder=4)
            centres.append(top + (len(block) - 1) / 2)
            names.append(block["label"].iloc[0])
            beside(ax, centres[-1], block["note"].iloc[0], color=INK if differs else MUTED)
            top += len(block) + 1
        ax.axvline(0, color=INK, lw=0.8, ls=(0, (4, 3)))
        ax.set_yticks(centres, names)
        ax.set_ylim(top - 1.2, -0.8)
        ax.grid(axis="y", visible=False)
        ax.margins(x=0.1)
        label_below(ax, axis, line)
    return ax
