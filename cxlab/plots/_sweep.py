"""Sweep: amounts along one moving share, the present share marked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cxlab._core.numerals import show
from cxlab._core.theme import GREY, INK, MUTED, ORANGE, SAND
from cxlab.plots._canvas import canvas

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

LOOKS = {"at_risk": (SAND, "--")}


def sweep(
    frame: pd.DataFrame,
    *,
    lines: Mapping[str, str],
    now: float,
    words: str = "",
    flip: bool = False,
    axis: str = "",
    up: str = "",
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw one line per column over the share in percent.

    Parameters
    ----------
    frame
        Column ``share`` and the columns named in ``lines``.
    lines
        What to write at the end of each line.
    now
        The present share.
    words
        What to write at the mark of the present share.
    flip
        Whether the share falls from left to right.
    axis, up
        Labels of the axes.

    Returns
    -------
    matplotlib.axes.Axes
    """
    with canvas(ax, title=title, n=n, size=(7.2, 4.2)) as ax:
        rows = frame.sort_values("share", ascending=not flip)
        across = 100 * rows["share"]
        for name, word in lines.items():
            colour, style = LOOKS.get(name, (ORANGE, "-"))
            ax.plot(across, rows[name], color=colour, ls=style, lw=2.4)
            if flip:
                ax.fill_between(across, rows[name], color=colour, alpha=0.13, lw=0)
            ax.annotate(
                f"{word}\n{show(rows[name].iloc[-1], 'money')}",
                (across.iloc[-1], rows[name].iloc[-1]),
                (8, 0),
                textcoords="offset points",
                va="center",
                fontsize=9.5,
                color=INK,
            )
        ax.axvline(100 * now, color=GREY, lw=1.2, ls=":")
        ax.annotate(
            words,
            (100 * now, 1),
            (5, -4),
            xycoords=ax.get_xaxis_transform(),
            textcoords="offset points",
            va="top",
            fontsize=9.5,
            color=MUTED,
        )
        low, high = across.min(), across.max()
        ax.set_xlim(*((high, low) if flip else (low, high)))
        ax.set_ylim(bottom=min(0, rows[list(lines)].to_numpy().min()))
        ax.margins(y=0.12)
        ax.yaxis.set_major_formatter(lambda value, _place: show(value, "money"))
        ax.set_xlabel(axis, loc="left")
        ax.set_ylabel(up)
    return ax
