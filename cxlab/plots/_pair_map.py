"""Pair map: the lower triangle of scales by scales, a number with its interval in each cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cxlab._core.theme import BLUE, INK, MUTED, ORANGE, PALE
from cxlab.plots._canvas import canvas, label_below
from cxlab.plots._wrap import folded

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

DARK = 0.62  # value from which numbers are white
WIDE = 14  # letters of a name in one line below a column


def pair_map(
    frame: pd.DataFrame,
    *,
    axis: str = "",
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw a value of every pair, those that stand out in a frame.

    Parameters
    ----------
    frame
        Columns ``label`` and ``against`` (the pair), ``estimate`` (0-1), ``conf_low`` and
        ``conf_high`` (may be missing), ``mark`` (whether the pair stands out).
    axis
        What the numbers and the frame are.

    Returns
    -------
    matplotlib.axes.Axes
    """
    from matplotlib.colors import LinearSegmentedColormap
    from matplotlib.patches import Rectangle

    hue = LinearSegmentedColormap.from_list("pair", [PALE, BLUE])
    columns = list(dict.fromkeys(frame["against"]))
    rows = list(dict.fromkeys(frame["label"]))
    intervals = frame["conf_low"].notna().any()
    size = (max(2.6 + 1.05 * len(columns), 5.5), 1.9 + 0.56 * len(rows))
    with canvas(ax, title=title, n=n, size=size) as ax:
        for row in frame.to_dict("records"):
            x, y, value = columns.index(row["against"]), rows.index(row["label"]), row["estimate"]
            color = "white" if value > DARK else INK
            ax.add_patch(
                Rectangle((x - 0.46, y - 0.44), 0.92, 0.88, color=hue(min(value, 1)), lw=0)
            )
            if row["mark"]:
                ax.add_patch(
                    Rectangle((x - 0.44, y - 0.42), 0.88, 0.84, fill=False, ec=ORANGE, lw=2.5)
                )
            shift = 0.13 if intervals else 0
            centre: dict[str, Any] = {"ha": "center", "va": "center", "color": color}
            ax.text(x, y - shift, f"{value:.2f}", fontsize=10.5, **centre)
            if row["conf_low"] == row["conf_low"]:
                ends = f"{row['conf_low']:.2f}–{row['conf_high']:.2f}"
                ax.text(x, y + 0.2, ends, fontsize=8, **centre)
        ax.set_xticks(range(len(columns)), [folded(name, WIDE, 4) for name in columns])
        ax.set_yticks(range(len(rows)), rows)
        ax.set_xlim(-0.55, len(columns) - 0.45)
        ax.set_ylim(len(rows) - 0.45, -0.55)
        ax.grid(visible=False)
        ax.tick_params(length=0)
        ax.spines[["left", "bottom"]].set_visible(False)
        label_below(ax, axis)
        ax.xaxis.label.set_color(MUTED)
    return ax
