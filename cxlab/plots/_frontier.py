"""Break-even curves in the plane of importance and expectation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from cxlab._core.numerals import show
from cxlab._core.theme import BLUE, INK, ORANGE
from cxlab.plots._canvas import canvas

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

LINES = ((ORANGE, "-"), (BLUE, "--"), (INK, ":"))


def frontier(
    frame: pd.DataFrame,
    *,
    across: str,
    up: str,
    curves: Sequence[tuple[str, float]],
    size: float,
    scale: tuple[float, float],
    beyond: str = "",
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw for each curve where (expectation − actual) × importance equals ``size``.

    Parameters
    ----------
    frame
        Columns ``label``, ``importance``, ``expectation``: the points marked on the curves.
    across, up
        Labels of the axes.
    curves
        Label and actual experience of each curve.
    size
        What the product has to exceed.
    scale
        Ends of both axes.
    beyond
        What holds above a curve.

    Returns
    -------
    matplotlib.axes.Axes
    """
    low, high = scale
    with canvas(ax, title=title, n=n, size=(7.2, 4.6)) as ax:
        for k, (label, actual) in enumerate(curves):
            colour, style = LINES[k % len(LINES)]
            points = frame[frame["label"] == label]
            last = points["importance"].max()
            start = size / (high - actual)
            weight = np.linspace(start, last, 200)
            tie = actual + size / weight
            ax.fill_between(weight, tie, high, color=colour, alpha=0.13, lw=0)
            ax.plot(weight, tie, color=colour, ls=style, lw=2.2)
            inside = points[points["expectation"] <= high]
            ax.plot(inside["importance"], inside["expectation"], "o", color=colour, ms=5)
            ax.annotate(
                f"{label}: {show(actual + size / last, 'score')}",
                (last, actual + size / last),
                (8, 0),
                textcoords="offset points",
                va="center",
                color=colour,
                fontsize=10,
            )
        if beyond:
            ax.text(0.015, 0.04, beyond, transform=ax.transAxes, color=INK, fontsize=9.5)
        ax.set(xlim=(low, high), ylim=(low, high + 0.15))
        ax.set_xlabel(across, loc="left")
        ax.set_ylabel(up)
    return ax
