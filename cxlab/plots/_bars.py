"""Horizontal bars with intervals: the sign by side, colour and hatch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxlab._core.columns import show
from cxlab._core.theme import BLUE, INK, ORANGE
from cxlab.plots._canvas import canvas

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def bars(
    frame: pd.DataFrame,
    *,
    unit: str = "number",
    axis: str = "",
    sort: bool = True,
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw one bar per row, largest on top, with its interval where the frame has one.

    Parameters
    ----------
    frame
        Columns ``label``, ``estimate``, optionally ``conf_low`` and ``conf_high``.
    unit
        How numbers are written (a unit of the columns glossary).
    axis
        Label of the horizontal axis, with its unit.

    Returns
    -------
    matplotlib.axes.Axes
    """
    rows = frame.dropna(subset=["estimate"])
    rows = rows.sort_values("estimate") if sort else rows.iloc[::-1]
    with canvas(ax, title=title, n=n, size=(7.2, 1.3 + 0.42 * len(rows))) as ax:
        for y, row in enumerate(rows.itertuples()):
            up = row.estimate >= 0
            ax.barh(
                y,
                row.estimate,
                height=0.62,
                color=BLUE if up else ORANGE,
                hatch=None if up else "///",
                edgecolor="white",
                lw=0,
            )
            low, high = (
                getattr(row, "conf_low", row.estimate),
                getattr(row, "conf_high", row.estimate),
            )
            ax.plot([low, high], [y, y], color=INK, lw=1.6)
            far = max(row.estimate, high) if up else min(row.estimate, low)
            ax.annotate(
                show(row.estimate, unit),
                (far, y),
                (6 if up else -6, 0),
                textcoords="offset points",
                va="center",
                ha="left" if up else "right",
                fontsize=9.5,
            )
        ax.axvline(0, color=INK, lw=1)
        ax.set_yticks(range(len(rows)), rows["label"])
        ax.grid(axis="y", visible=False)
        ax.margins(x=0.14)
        ax.set_xlabel(axis, loc="left")
    return ax
