"""Drivers against drivers: a square of shares, row over column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxlab._core.numerals import percent
from cxlab._core.theme import BLUE, INK, ORANGE, PALE
from cxlab.plots._canvas import canvas, label_below
from cxlab.plots._wrap import folded

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

CELL = 0.62  # inches


def dominance(
    frame: pd.DataFrame,
    *,
    axis: str = "",
    note: str = "",
    bold: NDArray[np.bool_] | None = None,
    ends: tuple[float, float] = (0.0, 1.0),
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw a square of shares: blue where the row leads, orange where the column does.

    Parameters
    ----------
    frame
        Shares in 0-1, drivers in rows and columns, missing on the diagonal.
    axis
        What a cell says.
    note
        What bold numbers mean; shown where there are any.
    bold
        Which cells are bold; left out, those beyond or at ``ends``.
    ends
        Shares from which a cell counts as decided.

    Returns
    -------
    matplotlib.axes.Axes
    """
    from matplotlib.colors import LinearSegmentedColormap

    shares = frame.to_numpy(float)
    p = len(frame)
    strong = (shares <= ends[0]) | (shares >= ends[1]) if bold is None else bold
    scale = LinearSegmentedColormap.from_list("lead", [ORANGE, "#f7f7f5", BLUE])
    colors = scale.with_extremes(bad=PALE)
    with canvas(ax, title=title, n=n, size=(2.6 + CELL * 1.5 * p, 1.6 + CELL * p)) as ax:
        ax.imshow(np.ma.masked_invalid(shares), cmap=colors, vmin=0, vmax=1, aspect="auto")
        for row, column in np.argwhere(np.isfinite(shares)):
            share = shares[row, column]
            ax.text(
                column,
                row,
                _percent(share),
                ha="center",
                va="center",
                fontsize=10,
                fontfamily="DejaVu Sans",  # Chinese has no bold here, and a number needs none
                fontweight="bold" if strong[row, column] else "normal",
                color="white" if abs(share - 0.5) > 0.36 else INK,
            )
        ax.set_yticks(range(p), frame.index)
        ax.set_xticks(range(p), [folded(name, 14, 4) for name in frame.columns])
        ax.tick_params(length=0, top=False)
        ax.set_xticks(np.arange(p + 1) - 0.5, minor=True)
        ax.set_yticks(np.arange(p + 1) - 0.5, minor=True)
        ax.grid(visible=False)
        ax.grid(which="minor", color="white", lw=2)
        ax.tick_params(which="minor", length=0)
        ax.spines[:].set_visible(False)
        label_below(ax, axis, note if strong.any() else "")
    return ax


def _percent(share: float) -> str:
    """Write a share in whole per cent, but none of 100 or 0 that is not exactly that."""
    if 0.995 <= share < 1:
        return ">" + percent("99")
    if 0 < share < 0.005:
        return "<" + percent("1")
    return percent(f"{100 * share:.0f}")
