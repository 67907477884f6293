"""Sales by number of shops against the line of proportion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cxlab._core.theme import BLUE, GREY, MUTED, ORANGE
from cxlab.plots._canvas import canvas

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def sales_steps(
    frame: pd.DataFrame,
    *,
    texts: Sequence[str],
    axis: str = "",
    up: str = "",
    line: str = "",
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw one bar per number of shops; an arrow where only a lower bound is known.

    Parameters
    ----------
    frame
        Columns ``shops``, ``low`` (sales per shop, at least), ``ratio`` (missing for a bound) and
        ``decision``.
    texts
        What to write on each bar.
    axis, up, line
        Words of the axes and of the line of proportion.

    Returns
    -------
    matplotlib.axes.Axes
    """
    with canvas(ax, title=title, n=n, size=(7.2, 4.2)) as ax:
        top = (frame["low"] * frame["shops"]).max() if len(frame) else 1.0
        for row, text in zip(frame.to_dict("records"), texts, strict=True):
            height = row["low"] * row["shops"]
            colour = ORANGE if row["decision"] == "stop" else BLUE
            hatch = "///" if row["decision"] == "stop" else None
            ax.bar(
                row["shops"], height, width=0.55, color=colour, hatch=hatch, edgecolor="white", lw=0
            )
            bound = row["ratio"] != row["ratio"]
            if bound:
                ax.annotate(
                    "",
                    (row["shops"], height + 0.13 * top),
                    (row["shops"], height),
                    arrowprops={"arrowstyle": "-|>", "color": colour, "lw": 2},
                )
            ax.annotate(
                text,
                (row["shops"], height + (0.13 * top if bound else 0)),
                (0, 5),
                textcoords="offset points",
                ha="center",
                va="bottom",
            )
        last = frame["shops"].max() if len(frame) else 1
        ax.plot([0.5, last + 0.5], [0.5, last + 0.5], color=GREY, lw=1.6, ls="--", label=line)
        ax.set_xticks(list(frame["shops"]))
        ax.set_xlim(0.4, last + 0.6)
        ax.set_ylim(0, max(top, last) * 1.3)
        ax.grid(axis="x", visible=False)
        ax.set_xlabel(axis, loc="left")
        ax.set_ylabel(up, color=MUTED)
        ax.legend(loc="upper left")
    return ax
