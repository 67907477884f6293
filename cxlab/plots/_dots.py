"""Dots with intervals on a scale, one row per term; groups stand beneath each other in the row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cxlab._core.numerals import signed
from cxlab._core.theme import BLUE, INK, MARKS, MUTED, SERIES
from cxlab.plots._canvas import beside, canvas
from cxlab.plots._wrap import letters

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

ONE_LINE = 36  # letters of a name that need no second line


def dots(
    frame: pd.DataFrame,
    *,
    axis: str = "",
    span: tuple[float, float] | None = None,
    lines: Sequence[float] = (),
    notes: Sequence[str] = (),
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw estimates with their intervals in the frame's order, the first row on top.

    Parameters
    ----------
    frame
        Columns ``label``, ``estimate``, optionally ``conf_low`` and ``conf_high``, and ``group``;
        a row without an estimate shows its interval alone.
    axis
        Label of the horizontal axis, with its unit.
    span
        Ends of the horizontal axis, such as those of the answer scale.
    lines
        Values to mark by an upright line.
    notes
        A word for the right-hand side of each row; the estimate when absent. Not with groups.

    Returns
    -------
    matplotlib.axes.Axes
    """
    known = [name for name in ("estimate", "conf_low") if name in frame]
    rows = frame.dropna(subset=known, how="all")
    terms = list(dict.fromkeys(rows["label"]))
    groups = list(dict.fromkeys(rows["group"])) if "group" in rows else [None]
    tall = 0.36 if len(groups) == 1 else 0.2 + 0.16 * len(groups)
    if any(letters(name) > ONE_LINE for name in terms):
        tall = max(tall, 0.56)
    with canvas(ax, title=title, n=n, size=(7.2, 1.5 + tall * len(terms))) as ax:
        for value in lines:
            ax.axvline(value, color=INK, lw=1, zorder=1)
        for place, group in enumerate(groups):
            part = rows if group is None else rows[rows["group"] == group]
            shift = (place - (len(groups) - 1) / 2) * 0.72 / len(groups)
            height = [terms.index(name) + shift for name in part["label"]]
            color = SERIES[place % 6] if group is not None else BLUE
            if "conf_low" in part:
                ax.hlines(height, part["conf_low"], part["conf_high"], lw=2, color=color)
            ax.plot(part["estimate"], height, MARKS[place % 6], ms=7, label=group, color=color)
        if len(groups) == 1:
            words = notes or [signed(value, 2).lstrip("+") for value in rows["estimate"]]
            for y, word in enumerate(words):
                beside(ax, y, word, color=MUTED)
        if groups != [None]:
            ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
        ax.set_yticks(range(len(terms)), terms)
        ax.set_ylim(len(terms) - 0.4, -0.6)
        ax.grid(axis="y", visible=False)
        if span:
            ax.set_xlim(*span)
        else:
            ax.margins(x=0.08)
        ax.set_xlabel(axis, loc="left")
    return ax
