"""Claims as a table of support: one row per claim, one cell per method."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from cxlab._core.numerals import percent
from cxlab._core.theme import BLUE, GREY, INK, MUTED, PALE
from cxlab.plots._canvas import beside, canvas
from cxlab.plots._wrap import folded, letters

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def claims(
    frame: pd.DataFrame,
    *,
    columns: Mapping[str, str],
    verdicts: Sequence[str],
    level: float,
    note: str = "",
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw one row per claim and one cell per method with its support; dark where it is enough.

    Full support goes without a number, so that the numbers show where doubt is.

    Parameters
    ----------
    frame
        Column ``label`` and the columns of support, shares or missing values.
    columns
        The columns of support from left to right, with their headings.
    verdicts
        A word for each row, at its right-hand end.
    level
        Support from which a claim holds.
    note
        What numbers and colours are, below.

    Returns
    -------
    matplotlib.axes.Axes
    """
    from matplotlib.patches import Rectangle

    values = frame[list(columns)].to_numpy(float)
    names = [_name(text) for text in frame["label"]]
    tall = max(0.32, 0.04 + 0.15 * max(name.count("\n") + 1 for name in names))
    with canvas(ax, title=title, n=n, size=(8.2, 1.5 + tall * len(frame))) as ax:
        for y, row in enumerate(values):
            for x, support in enumerate(row):
                if np.isnan(support):
                    continue
                holds = support >= level
                ax.add_patch(
                    Rectangle(
                        (x - 0.46, y - 0.42),
                        0.92,
                        0.84,
                        fc=BLUE if holds else PALE,
                        ec=BLUE if holds else GREY,
                        lw=0.8,
                    )
                )
                if support < 1:
                    ax.text(
                        x,
                        y,
                        percent(f"{np.floor(100 * support + 1e-9):.0f}"),  # 94.9% is not 95%
                        ha="center",
                        va="center",
                        fontsize=9.5,
                        color="white" if holds else INK,
                    )
        for y, word in enumerate(verdicts):
            beside(ax, y, word, color=MUTED)
        ax.set_xticks(range(len(columns)), list(columns.values()))
        ax.set_yticks(range(len(frame)), names, fontsize=9.5, linespacing=1.0)
        ax.xaxis.tick_top()
        ax.tick_params(length=0)
        ax.spines[["left", "bottom"]].set_visible(False)
        ax.set_xlim(-0.5, len(columns) - 0.5)
        ax.set_ylim(len(frame) - 0.5, -0.5)
        ax.grid(visible=False)
        ax.set_xlabel(note, loc="right")
    return ax


def _name(text: str) -> str:
    """Break a long claim in lines of much the same length."""
    width = min(36, max(24, 0.6 * letters(text)))
    return folded(text, width, 3) if letters(text) > 36 else text
