"""Shares of R² as bars with bootstrap intervals, and how sure each rank is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxlab._core.theme import BLUE, INK, MUTED
from cxlab.plots._canvas import canvas

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def importance(
    frame: pd.DataFrame,
    *,
    axis: str = "",
    rank: str = "",
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw one bar per driver, the most important on top, its possible ranks at the right.

    Parameters
    ----------
    frame
        Columns ``label``, ``estimate``, ``share``, ``conf_low``, ``conf_high``, ``rank_low``,
        ``rank_high``; the last four may be missing values.
    axis
        Label of the horizontal axis.
    rank
        Heading of the ranks.

    Returns
    -------
    matplotlib.axes.Axes
    """
    rows = frame.sort_values("estimate")
    far = rows[["estimate", "conf_high"]].max(axis=1)
    with canvas(ax, title=title, n=n, size=(7.2, 1.5 + 0.42 * len(rows))) as ax:
        ax.barh(range(len(rows)), rows["estimate"], height=0.62, color=BLUE)
        ax.hlines(range(len(rows)), rows["conf_low"], rows["conf_high"], color=INK, lw=1.6)
        for y, (share, end) in enumerate(zip(rows["share"], far, strict=True)):
            ax.annotate(
                f"{share:.0%}",
                (end, y),
                (6, 0),
                textcoords="offset points",
                va="center",
                fontsize=9.5,
            )
        words = [rank] if rows["rank_low"].notna().all() else []
        if words:
            ranks = rows[["rank_low", "rank_high"]].to_numpy(int)
            words = [f"{a}" if a == b else f"{a}–{b}" for a, b in ranks] + words
        for y, word in enumerate(words):
            ax.annotate(
                word,
                (1, min(y, len(rows) - 0.4)),
                (22, 0),
                xycoords=ax.get_yaxis_transform(),
                textcoords="offset points",
                ha="center",
                va="center",
                fontsize=9.5,
                color=MUTED if y == len(rows) else INK,
            )
        ax.set_yticks(range(len(rows)), rows["label"])
        ax.set_ylim(-0.6, len(rows) - 0.4)
        ax.set_xlim(0, far.max() * 1.12)
        ax.grid(axis="y", visible=False)
        ax.set_xlabel(axis, loc="left")
    return ax
