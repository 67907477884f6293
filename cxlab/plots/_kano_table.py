"""Kano's evaluation table: 25 fields coloured by category, with the answers that fell there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cxlab._core.theme import GRID, INK, MUTED
from cxlab.plots._canvas import canvas
from cxlab.plots._kano import LOOKS
from cxlab.plots._wrap import wrap

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def kano_table(
    frame: pd.DataFrame,
    *,
    answers: Mapping[str, str],
    categories: Mapping[str, str],
    axes: tuple[str, str] = ("", ""),
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw five rows of five fields; fields with answers have their count and a dark frame.

    Parameters
    ----------
    frame
        Columns ``functional``, ``dysfunctional``, ``category`` and ``n``.
    answers, categories
        Words of the five answers and of the six categories.
    axes
        What the rows and the columns are.

    Returns
    -------
    matplotlib.axes.Axes
    """
    from matplotlib.patches import Rectangle

    names = list(answers)
    words = ["\n".join(wrap(text, 14)) for text in answers.values()]
    with canvas(ax, title=title, n=n, size=(8.0, 4.6)) as ax:
        for row in frame.to_dict("records"):
            x, y = names.index(row["dysfunctional"]), names.index(row["functional"])
            color, ink = LOOKS[row["category"]]
            lit = row["n"] > 0
            frame_color = INK if lit else GRID if color == "white" else color
            ax.add_patch(
                Rectangle(
                    (x - 0.46, y - 0.44),
                    0.92,
                    0.88,
                    facecolor=color,
                    edgecolor=frame_color,
                    lw=2.6 if lit else 1.0,
                    zorder=3 if lit else 2,
                )
            )
            text = categories[row["category"]]
            ax.text(
                x,
                y,
                f"{text}\n{row['n']}" if lit else text,
                ha="center",
                va="center",
                fontsize=9,
                color=ink,
                zorder=4,
            )
        ax.set(xlim=(-0.5, 4.5), ylim=(4.5, -0.5))
        ax.set_xticks(range(5), words)
        ax.set_yticks(range(5), words)
        ax.xaxis.tick_top()
        ax.xaxis.set_label_position("top")
        ax.set_xlabel(axes[1], loc="left", color=MUTED)
        ax.set_ylabel(axes[0])
        ax.tick_params(length=0)
        ax.grid(visible=False)
        for side in ("left", "bottom", "top", "right"):
            ax.spines[side].set_visible(False)
    return ax
