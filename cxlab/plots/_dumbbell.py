"""Dumbbell: from expectation to perception, sorted by the gap, with the interval of the gap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxlab._core.theme import BLUE, GREY, INK, ORANGE
from cxlab.plots._canvas import canvas

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def dumbbell(
    frame: pd.DataFrame,
    *,
    start: str,
    end: str,
    words: tuple[str, str],
    axis: str = "",
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw one line per row from column ``start`` to column ``end``, the largest shortfall on top.

    Parameters
    ----------
    frame
        Columns ``label``, ``estimate`` (end minus start), optionally ``conf_low`` and ``conf_high`` of
        the estimate, and the two columns named by ``start`` and ``end``.
    words
        Legend words for start and end.
    axis
        Label of the horizontal axis, with its unit.

    Returns
    -------
    matplotlib.axes.Axes
    """
    rows = frame.dropna(subset=["estimate"]).sort_values("estimate", ascending=False)
    with canvas(ax, title=title, n=n, size=(7.2, 1.4 + 0.5 * len(rows))) as ax:
        for y, row in enumerate(rows.itertuples()):
            first, last = getattr(row, start), getattr(row, end)
            ax.plot(
                [first, last], [y, y], color=BLUE if last >= first else ORANGE, lw=2.2, zorder=2
            )
            if hasattr(row, "conf_low"):
                ax.plot(
                    [first + row.conf_low, first + row.conf_high],
                    [y, y],
                    color=INK,
                    lw=6,
                    alpha=0.25,
                    solid_capstyle="butt",
                    zorder=1,
                )
            ax.annotate(
                f"{row.estimate:+.2f}".replace("-", "−"),
                (max(first, last), y),
                (9, 0),
                textcoords="offset points",
                va="center",
                fontsize=9.5,
            )
        height = range(len(rows))
        ax.scatter(rows[start], height, s=58, facecolor="white", edgecolor=GREY, lw=2, zorder=3)
        ax.scatter(rows[end], height, s=58, color=BLUE, zorder=3)
        for word, face, edge in ((words[0], "white", GREY), (words[1], BLUE, BLUE)):
            ax.scatter([], [], s=58, facecolor=face, edgecolor=edge, lw=2, label=word)
        ax.set_yticks(height, rows["label"])
        ax.grid(axis="y", visible=False)
        ax.margins(x=0.12, y=0.12 if len(rows) > 3 else 0.3)
        ax.set_xlabel(axis, loc="left")
        ax.legend(
            loc="upper left", bbox_to_anchor=(0, -0.12 - 0.5 / (1.4 + 0.5 * len(rows))), ncols=2
        )
    return ax
