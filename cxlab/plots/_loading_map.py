"""Loading map: items by factors, blue above zero, orange below, the number in each cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxlab._core.theme import BLUE, INK, MUTED, ORANGE
from cxlab.plots._canvas import canvas
from cxlab.plots._wrap import letters

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

DARK = 0.6  # size from which numbers are white
ONE_LINE = 34  # letters of a name that need no second line


def loading_map(
    frame: pd.DataFrame,
    *,
    strong: float = 0.3,
    axis: str = "",
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw loadings as a map of items by factors.

    Parameters
    ----------
    frame
        Columns ``label``, ``factor``, ``estimate`` (-1 to 1), in the order to be drawn.
    strong
        Smaller loadings are written pale.
    axis
        What the numbers are.

    Returns
    -------
    matplotlib.axes.Axes
    """
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.patches import Rectangle

    hue = LinearSegmentedColormap.from_list("loading", [ORANGE, "#ffffff", BLUE])
    labels = list(dict.fromkeys(frame["label"]))
    factors = list(dict.fromkeys(frame["factor"]))
    tall = 0.44 if any(letters(name) > ONE_LINE for name in labels) else 0.3
    size = (3.6 + 0.75 * len(factors), 1.4 + tall * len(labels))
    with canvas(ax, title=title, n=n, size=(max(size[0], 5.5), size[1])) as ax:
        for row in frame.to_dict("records"):
            x, y = factors.index(row["factor"]), labels.index(row["label"])
            value = row["estimate"]
            small = abs(value) < strong
            ax.add_patch(
                Rectangle((x - 0.48, y - 0.46), 0.96, 0.92, color=hue((value + 1) / 2), lw=0)
            )
            color = "white" if abs(value) > DARK else MUTED if small else INK
            ax.text(
                x,
                y,
                f"{round(value, 2) + 0:.2f}",
                ha="center",
                va="center",
                fontsize=9,
                color=color,
            )
        ax.set_yticks(range(len(labels)), labels)
        ax.set_xticks(range(len(factors)), factors)
        ax.xaxis.tick_top()
        ax.set_xlim(-0.55, len(factors) - 0.45)
        ax.set_ylim(len(labels) - 0.4, -0.6)
        ax.grid(visible=False)
        ax.tick_params(length=0)
        ax.spines[["left", "bottom"]].set_visible(False)
        ax.text(0, -0.02, axis, transform=ax.transAxes, va="top", fontsize=9, color=MUTED)
    return ax
