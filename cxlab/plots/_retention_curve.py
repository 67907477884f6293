"""Retention: a model's curve with its interval against what happened, held-out periods marked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from cxlab._core.theme import BLUE, GREY, INK, MUTED, ORANGE, PALE
from cxlab.plots._canvas import canvas, in_percent

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

NUMBERS = 9  # numbers at risk below the picture, at most


def retention_curve(
    frame: pd.DataFrame,
    *,
    words: Mapping[str, str],
    fitted: int,
    steps: bool = True,
    axis: tuple[str, str] = ("", ""),
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw a model's shares by period, and the observed ones as points.

    Parameters
    ----------
    frame
        Columns ``period``, ``estimate``, ``conf_low``, ``conf_high``, ``observed`` and ``n``.
    words
        Words for ``observed``, ``model``, ``held_out``, ``forecast`` and the numbers ``n``.
    fitted
        Last period that the model was fitted to.
    steps
        Draw steps (a share that falls at each renewal) instead of a line (a rate per period).
    axis
        Labels of the horizontal and the vertical axis.

    Returns
    -------
    matplotlib.axes.Axes
    """
    from matplotlib.ticker import MaxNLocator

    time = frame["period"].to_numpy(dtype=float)
    seen = frame["observed"].notna().to_numpy()
    model = frame[["estimate", "conf_low", "conf_high"]].to_numpy()
    across = time
    if steps:  # the last step gets some width
        across, model = np.append(time, time[-1] + 0.5), np.vstack([model, model[-1]])
    with canvas(ax, title=title, size=(7.2, 4.6)) as ax:
        style: dict[str, Any] = {"drawstyle": "steps-post"} if steps else {}
        ax.plot(across, model[:, 0], color=BLUE, lw=2, **style)
        band = ax.fill_between(
            across,
            model[:, 1],
            model[:, 2],
            step="post" if steps else None,
            color=BLUE,
            alpha=0.18,
            lw=0,
        )
        inside = time <= fitted
        look: dict[str, Any] = {"ls": "none", "marker": "o", "ms": 5.5, "color": ORANGE}
        (dots,) = ax.plot(time[seen & inside], frame["observed"][seen & inside], **look)
        if (seen & ~inside).any():
            ax.plot(time[seen & ~inside], frame["observed"][seen & ~inside], mfc="white", **look)
        line = ax.plot([], [], color=BLUE, lw=2)[0]
        _sections(ax, time, fitted, int(time[seen].max()) if seen.any() else fitted, words)
        bottom = min(frame["conf_low"].min(), frame["observed"].min())
        ax.set_ylim(0 if steps else max(0.0, bottom - 0.05), 1.02)
        ax.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=12))
        in_percent(ax.yaxis)
        ax.set_ylabel(axis[1], loc="top")
        ax.legend(
            [dots, (line, band)],
            [words["observed"], words["model"]],
            loc="lower left",
            fontsize=9.5,
        )
        _numbers(ax, frame, words["n"])
        ax.set_xlabel(axis[0], loc="right", labelpad=19 if frame["n"].notna().any() else 4)
    return ax


def _sections(ax: Axes, time: Any, fitted: int, known: int, words: Mapping[str, str]) -> None:
    """Shade the periods the model had not seen, and name them."""
    last = time.max()
    parts = [(fitted, known, words["held_out"], PALE), (known, last, words["forecast"], PALE)]
    for start, end, word, color in parts:
        if end <= start:
            continue
        right = end == last
        ax.axvspan(start + 0.5, end + 0.5, color=color, lw=0, zorder=0)
        ax.axvline(start + 0.5, color=GREY, lw=1, ls=":", zorder=1)
        ax.annotate(
            word,
            (end + 0.5 if right else start + 0.5, 1),
            (-5 if right else 5, -4),
            ha="right" if right else "left",
            xycoords=ax.get_xaxis_transform(),
            textcoords="offset points",
            va="top",
            fontsize=9.5,
            color=MUTED,
        )
    ax.set_xlim(time.min() - 0.4, last + 0.5)


def _numbers(ax: Axes, frame: pd.DataFrame, word: str) -> None:
    """Write how many customers each part of the curve rests on."""
    rows = frame.dropna(subset=["n"])
    rows = rows[rows["period"] > 0]
    if not len(rows):
        return
    places = range(0, len(rows), -(-len(rows) // NUMBERS))
    low: dict[str, Any] = {"xycoords": ax.get_xaxis_transform(), "textcoords": "offset points"}
    for place in places:
        row = rows.iloc[place]
        text = f"{row['n']:,.0f}"
        ax.annotate(
            text,
            (row["period"], 0),
            (0, -22),
            ha="center",
            va="top",
            fontsize=8.5,
            color=INK,
            **low,
        )
    ax.annotate(
        word,
        (0, 0),
        (-8, -22),
        xycoords="axes fraction",
        textcoords="offset points",
        ha="right",
        va="top",
        fontsize=8.5,
        color=MUTED,
    )
