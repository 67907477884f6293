"""Forest: ratios as dots with intervals on a log axis; hollow where the interval includes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxlab._core.numerals import decimals
from cxlab._core.theme import BLUE, INK, MUTED, ORANGE
from cxlab.plots._canvas import beside, canvas
from cxlab.plots._wrap import wrap

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

WIDE = 34  # letters of a label in one line
WIDEST = 6.0  # factors of e beyond the outermost dot; longer whiskers are cut


def forest(
    frame: pd.DataFrame,
    *,
    axis: str = "",
    hollow: str = "",
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw one ratio per row, in the frame's order, the first on top.

    Parameters
    ----------
    frame
        Columns ``label``, ``ratio``, ``ratio_low`` and ``ratio_high``; rows without a ratio are
        left out.
    axis
        Label of the horizontal axis.
    hollow
        Words that explain a hollow dot; shown where there is one.

    Returns
    -------
    matplotlib.axes.Axes
    """
    rows = frame[frame["ratio"].notna()]
    names = ["\n".join(wrap(name, WIDE)) for name in rows["label"]]
    tall = 0.42 * max(len(rows), 1) + 0.1 * sum("\n" in name for name in names)
    with canvas(ax, title=title, n=0, size=(7.6, 1.8 + tall)) as ax:
        height, ratio = range(len(rows)), rows["ratio"].to_numpy(float)
        low, high = rows["ratio_low"].to_numpy(float), rows["ratio_high"].to_numpy(float)
        clear = (low > 1) | (high < 1)
        colors = [ORANGE if value > 1 else BLUE for value in ratio]
        faces = [color if sure else "white" for color, sure in zip(colors, clear, strict=True)]
        if len(rows):
            least, most = ratio.min() / np.exp(WIDEST), ratio.max() * np.exp(WIDEST)
            ax.hlines(height, low.clip(least), high.clip(max=most), color=colors, lw=2.4, zorder=2)
        ax.scatter(ratio, height, s=64, facecolor=faces, edgecolor=colors, lw=2, zorder=3)
        for y, value in zip(height, ratio, strict=True):
            beside(ax, y, _ratio(value), color=INK if clear[y] else MUTED)
        ax.axvline(1, color=INK, lw=1)
        ax.set_xscale("log")
        _mark(ax, low, high)
        ax.set_yticks(height, names)
        ax.set_ylim(len(rows) - 0.3, -0.7)
        ax.grid(axis="y", visible=False)
        ax.margins(x=0.06)
        below = [axis, "" if clear.all() else hollow, f"n = {n:,}" if n else ""]
        ax.set_xlabel("\n".join(text for text in below if text), loc="left")
        ax.xaxis.label.set_linespacing(1.5)
    return ax


def _ratio(value: float) -> str:
    return decimals(value) if 0.1 <= value < 100 else f"{value:.2g}"


def _mark(ax: Axes, low: np.ndarray, high: np.ndarray) -> None:
    """Mark round ratios, as many as the width of the axis asks for."""
    from matplotlib.ticker import FixedLocator, FuncFormatter, NullFormatter, NullLocator

    span = np.log(max(high.max(initial=1), 1) / min(low.min(initial=1), 1))
    steps = (1, 1.1, 1.25, 1.5, 1.75, 2) if span < 1.2 else (1, 2, 5) if span < 5 else (1, 10)
    both = {float(f"{step * 10.0**k:g}") for k in range(-6, 7) for step in steps}
    if span < 1.2:
        both = {float(f"{s:g}") for s in steps} | {0.5, 0.6, 0.7, 0.8, 0.9}
    ax.xaxis.set_major_locator(FixedLocator(sorted(both)))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _place: f"{value:g}"))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_minor_formatter(NullFormatter())
