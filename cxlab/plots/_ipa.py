"""Importance-performance map: four fields, whiskers, hollow points where the field is unsure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxlab._core.theme import BLUE, MUTED, ORANGE
from cxlab.plots._canvas import canvas, in_percent, label_below
from cxlab.plots._names import name_points
from cxlab.plots._wrap import folded

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

CORNERS = ((0, 1), (1, 1), (0, 0), (1, 0))  # concentrate, keep, low priority, overkill


def ipa(
    frame: pd.DataFrame,
    *,
    cross: tuple[float, float],
    open_points: np.ndarray,
    words: tuple[str, ...],
    axes: tuple[str, str] = ("", ""),
    unit: str = "number",
    note: str = "",
    diagonal: bool = False,
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw one point per driver with its whiskers, and the crosshair that makes the four fields.

    Parameters
    ----------
    frame
        Columns ``label``, ``performance``, ``conf_low``, ``conf_high``, ``importance``,
        ``importance_low``, ``importance_high``, ``quadrant``.
    cross
        Where the lines cross: performance, importance.
    open_points
        True where the point is drawn hollow.
    words
        Names of the fields: top left, top right, bottom left, bottom right.
    axes
        Labels of the horizontal and the vertical axis.
    unit
        ``"share"`` writes importance in per cent.
    note
        The rule of the crosshair, and what a hollow point and the dotted line mean.
    diagonal
        Draw the line on which performance equals importance.

    Returns
    -------
    matplotlib.axes.Axes
    """
    with canvas(ax, title=title, n=n, size=(7.2, 5.6)) as ax:
        colors = [ORANGE if field == "concentrate" else BLUE for field in frame["quadrant"]]
        x, y = frame["performance"].to_numpy(float), frame["importance"].to_numpy(float)
        ax.hlines(y, frame["conf_low"], frame["conf_high"], color=colors, lw=1.4, alpha=0.7)
        ax.vlines(
            x, frame["importance_low"], frame["importance_high"], color=colors, lw=1.4, alpha=0.7
        )
        faces = ["white" if hollow else c for hollow, c in zip(open_points, colors, strict=True)]
        ax.scatter(x, y, s=80, facecolor=faces, edgecolor=colors, lw=2, zorder=4)
        ax.margins(0.14)
        ax.autoscale_view()
        ax.set_autoscale_on(False)
        left = ax.get_xlim()[0]
        top = ax.get_ylim()[1]
        ax.fill_between([left, cross[0]], cross[1], top, color="#fdf3e7", zorder=0, lw=0)
        ax.axvline(cross[0], color=MUTED, lw=1.2)
        ax.axhline(cross[1], color=MUTED, lw=1.2)
        if diagonal:
            ax.axline((0, 0), slope=1, color=MUTED, lw=1.2, ls=":", zorder=1)
        for word, (h, v) in zip(words, CORNERS, strict=True):
            ax.annotate(
                word,
                (h, v),
                (8 if h == 0 else -8, 8 if v == 0 else -8),
                xycoords="axes fraction",
                textcoords="offset points",
                ha="right" if h else "left",
                va="top" if v else "bottom",
                color=MUTED,
                fontsize=10,
            )
        name_points(ax, x, y, [folded(name, 28, 2) for name in frame["label"]], cross=cross)
        if unit == "share":
            in_percent(ax.yaxis)
        ax.grid(visible=False)
        label_below(ax, axes[0], note)
        ax.set_ylabel(axes[1])
    return ax
