"""Forest: ratios as dots with intervals on a log axis; hollow where the interval includes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxlab._core.numerals import short_ratio
from cxlab._core.theme import BLUE, INK, ORANGE
from cxlab.plots._canvas import canvas, label_below
from cxlab.plots._interval_rows import interval_rows
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
    tall = 0.42 * max(len(rows), 1) + 0.12 * sum(name.count("\n") for name in names)
    with canvas(ax, title=title, n=0, size=(7.6, 1.8 + tall)) as ax:
        ratio, low, high = (
            rows[name].to_numpy(float) for name in ("ratio", "ratio_low", "ratio_high")
        )
        least = ratio.min(initial=np.inf) / np.exp(WIDEST)
        most = ratio.max(initial=0.0) * np.exp(WIDEST)
        interval_rows(
            ax,
            names,
            (ratio, low.clip(least), high.clip(max=most)),
            colors=[ORANGE if value > 1 else BLUE for value in ratio],
            clear=(low > 1) | (high < 1),
            words=[short_ratio(value) for value in ratio],
            below=(axis, hollow),
        )
        ax.axvline(1, color=INK, lw=1)
        ax.set_xscale("log")
        _mark(ax, low, high)
        ax.set_ylim(len(rows) - 0.3, -0.7)
        if n:
            label_below(ax, ax.get_xlabel(), f"n = {n:,}")
    return ax


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
