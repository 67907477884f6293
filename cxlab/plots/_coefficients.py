"""Coefficients as dots with intervals; hollow where the interval includes zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxlab._core.numerals import signed
from cxlab._core.theme import BLUE, INK, ORANGE
from cxlab.plots._canvas import canvas
from cxlab.plots._interval_rows import interval_rows

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
        beta, low, high = (rows[name].to_numpy(float) for name in ("beta", "beta_low", "beta_high"))
        interval_rows(
            ax,
            rows["label"].tolist(),
            (beta, low, high),
            colors=[BLUE if value >= 0 else ORANGE for value in beta],
            clear=low * high > 0,
            words=[signed(value, 2) for value in beta],
            below=(axis, hollow),
        )
        ax.axvline(0, color=INK, lw=1)
        ax.set_ylim(-0.7, len(rows) - 0.3)
    return ax
