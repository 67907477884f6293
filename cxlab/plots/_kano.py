"""Kano: attributes on the plane of worse and better, the counts by category beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from cxlab._core.theme import BLUE, GREY, INK, MUTED, ORANGE, SAND, theme
from cxlab.plots._canvas import canvas, in_percent, label_below
from cxlab.plots._names import name_points

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

LOOKS = {  # colour, and the ink that is readable on it
    "must_be": (ORANGE, "white"),
    "one_dimensional": (SAND, INK),
    "attractive": (BLUE, "white"),
    "indifferent": ("#dfe4e9", INK),
    "reverse": ("#8b5fa8", "white"),
    "questionable": ("white", INK),
}
FIELDS = {"attractive": (0, 1), "one_dimensional": (1, 1), "indifferent": (0, 0), "must_be": (1, 0)}
MARKS = {"o": "●", "s": "■", "^": "▲", "D": "◆", "v": "▼", "P": "✚"}
NARROW = 0.06  # a part too narrow for its count


def kano(
    frame: pd.DataFrame,
    *,
    categories: Mapping[str, str],
    axes: tuple[str, str] = ("", ""),
    counts: str = "",
    legend: str = "",
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw one point per attribute with its intervals; in a new figure also bars of the counts.

    Parameters
    ----------
    frame
        Columns ``label``, perhaps ``group``, ``better``, ``worse`` with ``_low`` and ``_high``, the
        counts by category, ``category`` and ``verdict``.
    categories
        Words of the categories.
    axes
        Labels of the horizontal and the vertical axis.
    counts, legend
        What the bars are, and what whiskers and hollow points mean.

    Returns
    -------
    matplotlib.axes.Axes
    """
    import matplotlib.pyplot as plt

    if ax is None:
        with theme():
            tall = max(5.4, 1.6 + 0.32 * len(frame))
            ax, panel = plt.subplots(1, 2, figsize=(10.8, tall), width_ratios=(5.6, 3.6))[1]
            _counts(panel, frame, categories, counts)
    groups = list(dict.fromkeys(frame["group"])) if "group" in frame else [""]
    rows = frame.dropna(subset="better")
    with canvas(ax, title=title, n=n) as ax:
        ax.set(xlim=(0, 1), ylim=(0, 1))
        ax.plot([0.5, 0.5], [0, 1], color=MUTED, lw=1.1, zorder=1)
        ax.plot([0, 1], [0.5, 0.5], color=MUTED, lw=1.1, zorder=1)
        for code, (h, v) in FIELDS.items():
            ax.annotate(
                categories[code],
                (h, v),
                (-8 if h else 8, -8 if v else 8),
                xycoords="axes fraction",
                textcoords="offset points",
                ha="right" if h else "left",
                va="top" if v else "bottom",
                color=MUTED,
            )
        x, y = -rows["worse"].to_numpy(float), rows["better"].to_numpy(float)
        ax.hlines(y, -rows["worse_high"], -rows["worse_low"], color=GREY, lw=1.2, zorder=2)
        ax.vlines(x, rows["better_low"], rows["better_high"], color=GREY, lw=1.2, zorder=2)
        for _name, part in rows.groupby("label", sort=False):
            moves = len(set(part["category"])) > 1
            ax.plot(-part["worse"], part["better"], color=INK, lw=1.8 if moves else 0.7, zorder=2)
        for group, mark in zip(groups, list(MARKS) * len(groups), strict=False):
            part = rows if group == "" else rows[rows["group"] == group]
            edge = [GREY if c == "indifferent" else LOOKS[c][0] for c in part["category"]]
            face = [
                "white" if verdict == "open" else color
                for verdict, color in zip(part["verdict"], edge, strict=True)
            ]
            ax.scatter(
                *(-part["worse"], part["better"]),
                s=70,
                marker=mark,
                facecolor=face,
                edgecolor=edge,
                lw=2,
                zorder=4,
            )
        once = rows["label"].where(~rows["label"].duplicated(keep="last"), "")
        name_points(ax, x, y, list(once), cross=(0.5, 0.5))
        in_percent(ax.xaxis)
        in_percent(ax.yaxis)
        ax.grid(visible=False)
        marks = (f"{MARKS[mark]} {group}" for group, mark in zip(groups, MARKS, strict=False))
        label_below(ax, axes[0], legend, "   ".join(marks) if len(groups) > 1 else "")
        ax.set_ylabel(axes[1])
    return ax


def _counts(panel: Axes, frame: pd.DataFrame, categories: Mapping[str, str], title: str) -> None:
    """Stack the shares of the categories, must-be first, the counts written in."""
    shares = frame[list(LOOKS)].div(frame[list(LOOKS)].sum(axis=1), axis=0)
    kinds = list(LOOKS)
    first = frame.drop_duplicates("label")
    order = {
        label: (kinds.index(kind), -shares.loc[row, kind])
        for row, label, kind in zip(first.index, first["label"], first["category"], strict=True)
    }
    rows = frame.iloc[sorted(range(len(frame)), key=lambda row: order[frame["label"].iloc[row]])]
    shares = shares.loc[rows.index]
    names = rows["label"] + (" · " + rows["group"] if "group" in rows else "")
    heights, left = np.arange(len(rows))[::-1], np.zeros(len(rows))
    for kind, (color, ink) in LOOKS.items():
        wide = shares[kind].to_numpy()
        look: dict[str, Any] = {"color": color, "edgecolor": "white"}
        if kind == "questionable":
            look = {"color": color, "edgecolor": GREY, "hatch": "////"}
        panel.barh(heights, wide, 0.74, left, lw=0.8, label=categories[kind], **look)
        for y, start, part, count in zip(heights, left, wide, rows[kind], strict=True):
            if part > NARROW:
                middle = start + part / 2
                panel.text(middle, y, f"{count}", ha="center", va="center", fontsize=8.5, color=ink)
        left += wide
    panel.set(xlim=(0, 1.005), ylim=(-0.5, len(rows) - 0.5))
    panel.set_yticks(heights, names)
    panel.tick_params(axis="y", length=0)
    panel.set_xticks([])
    panel.spines[:].set_visible(False)
    panel.grid(visible=False)
    panel.set_title(title, fontsize=10.5, color=MUTED)
    panel.legend(
        loc="upper left",
        bbox_to_anchor=(-0.02, -0.01),
        ncols=3,
        borderpad=0,
        borderaxespad=0,
        fontsize=9,
        handlelength=1.0,
        handletextpad=0.4,
        columnspacing=1.0,
    )
