"""Differences between groups with intervals; hollow where chance would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxlab._core.numerals import p_text, signed
from cxlab._core.theme import BLUE, INK, ORANGE
from cxlab.plots._canvas import canvas
from cxlab.plots._interval_rows import interval_rows

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def differences(
    frame: pd.DataFrame,
    *,
    unit: str = "points",
    p: str = "p_value",
    level: float | None = None,
    axis: str = "",
    hollow: str = "",
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw one dot with its interval per pair of groups around a line at zero.

    Parameters
    ----------
    frame
        Columns ``label``, ``estimate``, ``conf_low``, ``conf_high`` and the one of p-values.
    unit
        ``"points"``, ``"share"`` (drawn in percentage points) or ``"score"``.
    p
        Column of the p-value that is written beside the row.
    level
        A dot is filled where its p-value lies below this; where its interval leaves out zero if
        there is no level.
    axis
        Label of the horizontal axis, with its unit.
    hollow
        Words that explain a hollow dot; shown where there is one.

    Returns
    -------
    matplotlib.axes.Axes
    """
    rows = frame.iloc[::-1]
    factor, digits = (100, 1) if unit == "share" else (1, 1 if unit == "points" else 2)
    with canvas(ax, title=title, n=n, size=(7.2, 1.6 + 0.38 * len(rows))) as ax:
        value, low, high = (
            factor * rows[name].to_numpy(float) for name in ("estimate", "conf_low", "conf_high")
        )
        sizes = zip(value, rows[p], strict=True)
        interval_rows(
            ax,
            rows["label"].tolist(),
            (value, low, high),
            colors=[BLUE if each >= 0 else ORANGE for each in value],
            clear=low * high > 0 if level is None else (rows[p] < level).to_numpy(),
            words=[f"{signed(size, digits)}  {p_text(chance)}" for size, chance in sizes],
            below=(axis, hollow),
        )
        ax.axvline(0, color=INK, lw=1)
        ax.set_ylim(-0.7, len(rows) - 0.3)
        ax.tick_params(axis="y", length=0)
    return ax
