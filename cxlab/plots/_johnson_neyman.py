"""Johnson-Neyman: a slope with its band along a moderator, coloured where it is clear of zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cxlab._core.numerals import show
from cxlab._core.theme import BLUE, GREY, INK, MUTED, ORANGE
from cxlab.plots._canvas import canvas, label_below

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

COLORS = {"positive": BLUE, "negative": ORANGE, "open": GREY}
MARKS = 400  # answers drawn one by one below the axis; more blur


def johnson_neyman(
    frame: pd.DataFrame,
    *,
    stretches: pd.DataFrame,
    answers: NDArray[np.float64],
    axis: str = "",
    up: str = "",
    note: str = "",
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw the slope along the moderator; upright lines stand at the ends of the region.

    Parameters
    ----------
    frame
        Columns ``moderator`` (rising), ``estimate``, ``conf_low`` and ``conf_high``.
    stretches
        Columns ``moderator_low``, ``moderator_high``, ``status`` (``positive``, ``negative`` or
        ``open``) and ``share`` of the answers.
    answers
        The moderator's answers, marked along the bottom.
    axis, up
        Labels of the axes.
    note
        What colours and marks mean.

    Returns
    -------
    matplotlib.axes.Axes
    """
    with canvas(ax, title=title, n=n, size=(7.2, 4.4)) as ax:
        for row in stretches.to_dict("records"):
            part = frame[frame["moderator"].between(row["moderator_low"], row["moderator_high"])]
            color = COLORS[row["status"]]
            ax.fill_between(
                part["moderator"], part["conf_low"], part["conf_high"], color=color, alpha=0.25
            )
            ax.plot(part["moderator"], part["estimate"], color=color, lw=2.4)
            ax.annotate(
                f"{row['share']:.0%}",
                ((row["moderator_low"] + row["moderator_high"]) / 2, 1),
                (0, -4),
                xycoords=ax.get_xaxis_transform(),
                textcoords="offset points",
                ha="center",
                va="top",
                fontsize=9.5,
                color=MUTED if row["status"] == "open" else color,
            )
        edges = list(stretches["moderator_low"].iloc[1:])
        for place, edge in enumerate(edges):
            left = place == 0 and len(edges) == 2
            ax.axvline(edge, color=INK, lw=1, ls=":")
            ax.annotate(
                show(edge, "score"),
                (edge, 0),
                (-4 if left else 4, 16),
                xycoords=ax.get_xaxis_transform(),
                textcoords="offset points",
                ha="right" if left else "left",
                fontsize=9.5,
            )
        ax.axhline(0, color=INK, lw=1)
        marks = np.quantile(answers, np.linspace(0, 1, MARKS)) if len(answers) > MARKS else answers
        ax.plot(
            marks,
            np.full(len(marks), 0.02),
            "|",
            transform=ax.get_xaxis_transform(),
            color=MUTED,
            ms=8,
            alpha=0.4,
        )
        ax.margins(x=0, y=0.1)
        label_below(ax, axis, note)
        ax.set_ylabel(up)
    return ax
