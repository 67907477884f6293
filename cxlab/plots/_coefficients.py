"""Coefficients as dots with intervals; hollow where the interval includes zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxlab._core.numerals import signed
from cxlab._core.theme import BLUE, INK, MUTED, ORANGE
from cxlab.plots._canvas import beside, canvas

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def coefficients(
    frame: pd.DataFrame,
    *,
    axis: str = "",
    hollow: str = "",
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw one dot per driver at its standardised coefficient, the strongest on top.

    Parameters
    ----------
    frame
        Columns ``label``, ``group`` (rows other than ``driver`` are left out), ``beta``,
        ``beta_low`` and ``beta_high``.
    axis
        Label of the horizontal axis.
    hollow
        Words that explain a hollow dot; shown where there is one.

    Returns
    -------
    matplotlib.axes.Axes
    """
    rows = frame[frame["group"] == "driver"]
    rows = rows.sort_values("beta", key=abs)
    with canvas(ax, title=title, n=n, size=(7.2, 1.5 + 0.42 * len(rows))) as ax:
        height, beta = range(len(rows)), rows["beta"].to_numpy(float)
        low, high = rows["beta_low"].to_numpy(float), rows["beta_high"].to_numpy(float)
        colors = [BLUE if value >= 0 else ORANGE for value in beta]
        clear = low * high > 0
        faces = [color if sure else "white" for color, sure in zip(colors, clear, strict=True)]
        ax.hlines(height, low, high, color=colors, lw=2.4, zorder=2)
        ax.scatter(beta, height, s=64, facecolor=faces, edgecolor=colors, lw=2, zorder=3)
        for y, value in zip(height, beta, strict=True):
            beside(ax, y, signed(value, 2), color=INK if clear[y] else MUTED)
        ax.axvline(0, color=INK, lw=1)
        ax.set_yticks(range(len(rows)), rows["label"])
        ax.set_ylim(-0.7, len(rows) - 0.3)
        ax.grid(axis="y", visible=False)
        ax.margins(x=0.06)
        ax.set_xlabel(axis if clear.all() or not hollow else f"{axis}\n{hollow}", loc="left")
        ax.xaxis.label.set_linespacing(1.5)
    return ax
