"""Shares of R² as bars with bootstrap intervals, the sign by side and hatch, and ranks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from cxlab._core.numerals import percent
from cxlab._core.theme import BLUE, INK, MUTED, ORANGE
from cxlab.plots._canvas import canvas, label_below

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def importance(
    frame: pd.DataFrame,
    *,
    axis: str = "",
    rank: str = "",
    note: str = "",
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw one bar per driver, the most important on top, its possible ranks at the right.

    Parameters
    ----------
    frame
        Columns ``label``, ``estimate``, ``share``, ``conf_low``, ``conf_high``, ``rank_low``,
        ``rank_high``, the last four may be missing values; ``side``, −1 for bars that go to the
        left.
    axis
        Label of the horizontal axis.
    rank
        Heading of the ranks.
    note
        What the marks mean, a line below the axis.

    Returns
    -------
    matplotlib.axes.Axes
    """
    rows = frame.sort_values("estimate", kind="stable")
    left = rows["side"].to_numpy(float) < 0 if "side" in rows else np.zeros(len(rows), bool)
    value = rows["estimate"].to_numpy(float)
    mirror = np.where(left & (value >= 0), -1.0, 1.0)  # a negative value has its side by itself
    reach = np.sort(rows[["conf_low", "conf_high"]].to_numpy(float) * mirror[:, None], axis=1)
    value = value * mirror
    least, most = (end(np.column_stack([value, reach]), axis=1) for end in (np.nanmin, np.nanmax))
    places = np.arange(len(rows))
    with canvas(ax, title=title, n=n, size=(7.2, 1.5 + 0.42 * len(rows))) as ax:
        for some, color, hatch in ((~left, BLUE, None), (left, ORANGE, "///")):
            ax.barh(
                places[some],
                value[some],
                height=0.62,
                color=color,
                hatch=hatch,
                edgecolor="white",
                lw=0,
            )
        for width, color in ((3.6, "white"), (1.6, INK)):
            ax.hlines(places, reach[:, 0], reach[:, 1], color=color, lw=width)
        for y, share in enumerate(rows["share"]):
            ax.annotate(
                percent(f"{100 * share:.0f}".replace("-", "−")),
                (least[y] if left[y] else most[y], y),
                (-6 if left[y] else 6, 0),
                textcoords="offset points",
                va="center",
                ha="right" if left[y] else "left",
                fontsize=9.5,
            )
        _write_ranks(ax, rows, rank)
        if left.any():
            ax.axvline(0, color=INK, lw=1)
        ax.set_yticks(places, rows["label"])
        ax.set_ylim(-0.6, len(rows) - 0.4)
        low, high = min(0.0, float(least.min())), max(0.0, float(most.max()))
        room = (0.17 if low < 0 else 0.12) * (high - low or 1.0)
        ax.set_xlim(low - room * (low < 0), high + room * (high > 0))
        if low < 0 and (rows["estimate"] >= 0).all():  # lengths to both sides: no signs
            ax.xaxis.set_major_formatter(lambda at, _place: f"{abs(at):.3g}")
        ax.grid(axis="y", visible=False)
        label_below(ax, axis, note)
    return ax


def _write_ranks(ax: Axes, rows: pd.DataFrame, rank: str) -> None:
    """Write each driver's possible ranks outside the Axes, their heading above."""
    if not rows["rank_low"].notna().all():
        return
    ranks = rows[["rank_low", "rank_high"]].to_numpy(int)
    words = [f"{a}" if a == b else f"{a}–{b}" for a, b in ranks] + [rank]
    for y, word in enumerate(words):
        ax.annotate(
            word,
            (1, min(y, len(rows) - 0.4)),
            (22, 0),
            xycoords=ax.get_yaxis_transform(),
            textcoords="offset points",
            ha="center",
            va="center",
            fontsize=9.5,
            color=MUTED if y == len(rows) else INK,
        )
