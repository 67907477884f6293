"""A metric over periods, one line per group with its interval, named at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxlab._core.theme import INK, SERIES
from cxlab.plots._canvas import canvas, in_percent

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

BANDS = 3  # lines whose intervals can be told apart
STYLES = ("-", "--", ":", "-.")


def period_lines(
    frame: pd.DataFrame,
    *,
    unit: str = "points",
    axis: str = "",
    side: str = "",
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw the estimates of the periods from left to right; a missing period breaks the line.

    Parameters
    ----------
    frame
        Columns ``label``, ``at`` (the period as a number), ``period`` (as a text), ``estimate``,
        ``conf_low`` and ``conf_high``.
    unit
        ``"points"``, ``"share"`` (an axis in percent) or ``"score"``.
    axis, side
        Labels of the upright axis and of the periods.

    Returns
    -------
    matplotlib.axes.Axes
    """
    groups = list(dict.fromkeys(frame["label"]))
    with canvas(ax, title=title, n=n, size=(7.6, 4.0)) as ax:
        if unit == "points":
            ax.axhline(0, color=INK, lw=1)
        for place, name in enumerate(groups):
            part = frame[frame["label"] == name].set_index("at").sort_index()
            whole = all(float(at).is_integer() for at in part.index)
            if whole and part.index[-1] - part.index[0] < 1000:
                part = part.reindex(range(int(part.index[0]), int(part.index[-1]) + 1))
            color, style = SERIES[place % 6], STYLES[place // 6 % 4]
            if len(groups) == 1:
                known = part.dropna(subset=["estimate"])
                ax.vlines(known.index, known["conf_low"], known["conf_high"], color=color, lw=1.8)
            elif len(groups) <= BANDS:
                ends = part["conf_low"].astype(float), part["conf_high"].astype(float)
                ax.fill_between(part.index, *ends, color=color, alpha=0.14, lw=0)
            line = "none" if len(groups) == 1 else style
            ax.plot(part.index, part["estimate"], "o", ls=line, ms=4.5, color=color, label=name)
        marks = frame.drop_duplicates("at").sort_values("at")
        marks = marks.iloc[:: -(-len(marks) // 12)]
        ax.set_xticks(marks["at"], list(marks["period"]))
        if unit == "share":
            in_percent(ax.yaxis)
        else:
            ax.yaxis.set_major_formatter(lambda value, _place: f"{value:g}".replace("-", "−"))
        ax.set_xlabel(side, loc="left")
        ax.set_ylabel(axis)
        if len(groups) > 1:
            ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
        ax.margins(x=0.03)
    return ax
