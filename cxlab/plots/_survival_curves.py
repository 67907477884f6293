"""Survival curves as steps, each with its band, and the numbers under observation below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from cxlab._core.theme import INK, MUTED, SERIES
from cxlab.plots._canvas import canvas, in_percent, laid_out
from cxlab.plots._wrap import wrap

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

STYLES = ("-", "--", ":", "-.")
LINE = 15  # points between two rows below the axis
APART = 0.055  # of the axis: least distance of two names at the end of their curves
MOST_BANDS = 6  # more are drawn paler


def survival_curves(
    frame: pd.DataFrame,
    *,
    order: Sequence[str],
    axis: str = "",
    up: str = "",
    risk: str = "",
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw the share still there over time, one step curve per group.

    Parameters
    ----------
    frame
        Columns ``label``, ``time`` (a row at 0 included), ``estimate``, ``conf_low``,
        ``conf_high`` and, for the numbers below, ``n_risk``.
    order
        The labels in the order of their colours and rows.
    axis, up
        Labels of the axes.
    risk
        Heading of the numbers under observation.

    Returns
    -------
    matplotlib.axes.Axes
    """
    from matplotlib.ticker import MaxNLocator

    groups = {name: frame[frame["label"] == name] for name in order}
    many, counted = len(groups) > 1, "n_risk" in frame
    rows = len(groups) if counted else 0
    with canvas(ax, title=title, n=0, size=(7.6, 4.1 + 0.21 * rows)) as ax:
        for place, part in enumerate(groups.values()):
            color, style = SERIES[place % 6], STYLES[place // 6 % 4]
            time = part["time"].to_numpy(float)
            low, high = (part[name].ffill().to_numpy() for name in ("conf_low", "conf_high"))
            pale = 0.16 if len(groups) <= MOST_BANDS else 0.07
            ax.fill_between(time, low, high, step="post", color=color, alpha=pale, lw=0)
            ax.step(time, part["estimate"], where="post", color=color, ls=style, lw=2)
        ax.set_ylim(0, 1.02)
        ax.set_xlim(0, float(frame["time"].max()))
        ax.xaxis.set_major_locator(MaxNLocator(nbins=8, steps=[1, 2, 2.5, 3, 5, 6, 10]))
        in_percent(ax.yaxis)
        ax.set_xlabel(axis, loc="right")
        ax.set_ylabel(up, loc="top")
        if many:
            _name_ends(ax, groups)
        if counted:
            _write_risk(ax, groups, risk, n, many)
        elif n:
            ax.annotate(f"n = {n:,}", (0, 0), (0, -34), **_below("left"))
    return ax


def _below(side: str) -> dict:
    return {
        "xycoords": "axes fraction",
        "textcoords": "offset points",
        "ha": side,
        "va": "top",
        "fontsize": 9,
        "color": MUTED,
    }


def _name_ends(ax: Axes, groups: dict[str, pd.DataFrame]) -> None:
    """Write each name at the right, beside the end of its curve, moved apart where they meet."""
    ends = [float(part["estimate"].iloc[-1]) for part in groups.values()]
    spots: dict[int, float] = {}
    ranked = sorted(range(len(ends)), key=lambda place: ends[place])
    lines = [wrap(name, 20) for name in groups]
    for number, place in enumerate(ranked):
        spot = ends[place]
        if number:
            before = ranked[number - 1]
            room = APART * (len(lines[place]) + len(lines[before])) / 2
            spot = max(spot, spots[before] + room)
        spots[place] = spot
    over = max(spots.values()) - 1.0
    for place in range(len(ends)):
        ax.annotate(
            "\n".join(lines[place]),
            (1, spots[place] - max(over, 0) * (spots[place] > 0)),
            (7, 0),
            xycoords=ax.get_yaxis_transform(),
            textcoords="offset points",
            va="center",
            fontsize=9.5,
            color=SERIES[place % 6],
        )


def _write_risk(
    ax: Axes, groups: dict[str, pd.DataFrame], heading: str, n: int, many: bool
) -> None:
    """Write how many were under observation at every mark of the axis, a row per group."""
    figure = laid_out(ax)
    ticks = [tick for tick in ax.get_xticks() if 0 <= tick <= ax.get_xlim()[1]]
    ax.set_xticks(ticks)
    label = ax.xaxis.label.get_window_extent()
    top = (label.y0 - ax.get_window_extent().y0) * 72 / figure.dpi - 6
    head = f"{heading} (n = {n:,})" if n else heading
    ax.annotate(head, (0, 0), (0, top), **_below("left"))
    for place, (name, part) in enumerate(groups.items()):
        height = top - (place + 1) * LINE
        if many:
            ax.annotate(
                wrap(name, 18)[0],
                (0, 0),
                (-22, height),
                **(_below("right") | {"color": SERIES[place % 6]}),
            )
        time, risk = part["time"].to_numpy(float), part["n_risk"].to_numpy()
        for tick in ticks:
            later = int(np.searchsorted(time, tick))
            count = risk[later] if later < len(risk) else 0
            ax.annotate(
                f"{count:,.0f}",
                (tick, 0),
                (0, height),
                **(_below("center") | {"xycoords": ax.get_xaxis_transform(), "color": INK}),
            )
