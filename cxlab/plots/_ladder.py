"""A ladder of prices on a log scale: one rung per step, the multiple between rungs."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import TYPE_CHECKING

from cxlab._core.theme import BLUE, GREY, MUTED, ORANGE
from cxlab.plots._canvas import canvas

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def ladder(
    frame: pd.DataFrame,
    *,
    prices: Sequence[str],
    axis: str = "",
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw one bar per row from ``low_usd`` to ``high_usd``, the first row at the bottom.

    Parameters
    ----------
    frame
        Columns ``label``, ``low_usd``, ``high_usd`` and ``multiple`` (times the row before); rows
        without a price keep their rung.
    prices
        The prices in words, one per row.
    axis
        Label of the horizontal axis, with its unit.

    Returns
    -------
    matplotlib.axes.Axes
    """
    with canvas(ax, title=title, n=n, size=(7.6, 1.2 + 0.62 * len(frame))) as ax:
        ax.set_xscale("log")
        last = float(frame["high_usd"].max())
        for y, (row, price) in enumerate(zip(frame.to_dict("records"), prices, strict=True)):
            low, high, multiple = (float(row[name]) for name in _COLUMNS)
            if isnan(low):
                ax.text(last, y, price, va="center", ha="right", color=MUTED, style="italic")
                continue
            ax.barh(y, high - low, left=low, height=0.3, color=BLUE)
            if low == high:
                ax.plot(low, y, "o", ms=8, color=BLUE)
            ax.annotate(price, (high, y), (11, 0), textcoords="offset points", va="center")
            if not isnan(multiple):
                at = (low * high) ** 0.5
                ax.annotate("", (at, y - 0.18), (at, y - 0.84), arrowprops=_ARROW)
                ax.annotate(
                    f"× {multiple:.1f}",
                    (at, y - 0.5),
                    (8, 0),
                    textcoords="offset points",
                    va="center",
                    color=ORANGE,
                    fontsize=9.5,
                )
        ax.set_yticks(range(len(frame)), frame["label"])
        ax.set_ylim(-0.5, len(frame) - 0.5)
        ax.set_xlim(frame["low_usd"].min() / 1.6, last * 6)
        ax.xaxis.set_major_formatter("{x:g}")
        ax.tick_params(axis="x", which="minor", bottom=False)
        ax.grid(axis="y", visible=False)
        ax.set_xlabel(axis, loc="left")
    return ax


_ARROW = {"arrowstyle": "-|>", "color": GREY, "lw": 1.2}
_COLUMNS = ("low_usd", "high_usd", "multiple")
