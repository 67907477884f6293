"""Draws of a simulation: the spread per row, its interval, and the value without uncertainty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxlab._core.numerals import show
from cxlab._core.theme import BLUE, INK, ORANGE, SAND
from cxlab.plots._canvas import canvas

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

LOOKS = {"lost": ORANGE, "at_risk": SAND}


def draws(
    frame: pd.DataFrame,
    *,
    samples: pd.DataFrame,
    words: tuple[str, str],
    axis: str = "",
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw a histogram per row on one scale of money, with the interval below it.

    Parameters
    ----------
    frame
        Columns ``term``, ``label``, ``estimate``, ``conf_low`` and ``conf_high``.
    samples
        Draws, one column per term.
    words
        Legend words for the estimate and the interval.
    axis
        Label of the horizontal axis, with its unit.

    Returns
    -------
    matplotlib.axes.Axes
    """
    with canvas(ax, title=title, n=n, size=(7.6, 1.6 + 1.05 * len(frame))) as ax:
        for y, row in enumerate(frame.to_dict("records")):
            colour = LOOKS.get(row["term"], BLUE)
            values = samples[row["term"]].to_numpy()
            sure = np.ptp(values) <= 1e-9 * np.abs(values).max()  # nothing to spread over bins
            counts, edges = np.histogram(values, bins=1 if sure else 40)
            ax.stairs(
                y - 0.72 * counts / max(counts.max(), 1),
                edges,
                baseline=y,
                fill=True,
                color=colour,
                alpha=0.55,
                lw=0,
            )
            ax.plot([row["conf_low"], row["conf_high"]], [y + 0.07] * 2, color=INK, lw=3)
            ax.plot(row["estimate"], y + 0.07, "D", color="white", mec=INK, ms=7)
            ends = f"{show(row['conf_low'], 'money')} – {show(row['conf_high'], 'money')}"
            ax.text(row["estimate"], y + 0.14, ends, ha="center", va="top", fontsize=9)
        ax.plot([], [], "D", color="white", mec=INK, ms=7, label=words[0])
        ax.plot([], [], color=INK, lw=3, label=words[1])
        ax.set_yticks(range(len(frame)), frame["label"])
        ax.set_ylim(len(frame) - 0.55, -1.2)
        ax.xaxis.set_major_formatter(lambda value, _place: show(value, "money"))
        ax.locator_params(axis="x", nbins=7)
        ax.grid(axis="y", visible=False)
        ax.margins(x=0.1)
        ax.set_xlabel(axis, loc="left")
        ax.legend(loc="upper right", ncols=2)
    return ax
