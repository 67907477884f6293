"""Penalty and reward of every attribute side by side, the most basic on top."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cxlab._core.theme import BLUE, INK, MUTED, ORANGE
from cxlab.plots._canvas import canvas

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def asymmetry(
    frame: pd.DataFrame,
    *,
    words: tuple[str, str],
    categories: Mapping[str, str],
    axis: str = "",
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw two bars per attribute, penalty and reward, with intervals and the category.

    Parameters
    ----------
    frame
        Columns ``label``, ``penalty``, ``penalty_low``, ``penalty_high``, ``reward``,
        ``reward_low``, ``reward_high``, ``estimate`` (asymmetry per point, which sets the order)
        and ``category``.
    words
        Legend words of penalty and reward.
    categories
        Words of the categories.
    axis
        Label of the horizontal axis.

    Returns
    -------
    matplotlib.axes.Axes
    """
    from matplotlib.patches import Patch

    rows = frame.sort_values("estimate", ascending=False)
    with canvas(ax, title=title, n=n, size=(7.6, 1.9 + 0.6 * len(rows))) as ax:
        effects = (("penalty", 0.19, ORANGE, "///"), ("reward", -0.19, BLUE, None))
        for name, shift, color, hatch in effects:
            height = [y + shift for y in range(len(rows))]
            ax.barh(height, rows[name], 0.34, color=color, hatch=hatch, edgecolor="white", lw=0)
            ax.hlines(height, rows[f"{name}_low"], rows[f"{name}_high"], color=INK, lw=1.4)
        for y, code in enumerate(rows["category"]):
            ax.text(
                1.02,
                y,
                categories[code],
                transform=ax.get_yaxis_transform(),
                va="center",
                color=MUTED if code == "none" else INK,
            )
        ax.axvline(0, color=INK, lw=1)
        ax.set_yticks(range(len(rows)), rows["label"])
        ax.set_ylim(-0.6, len(rows) - 0.4)
        ax.grid(axis="y", visible=False)
        ax.margins(x=0.05)
        ax.set_xlabel(axis, loc="left")
        ax.legend(
            handles=[
                Patch(facecolor=ORANGE, hatch="///", edgecolor="white", lw=0, label=words[0]),
                Patch(facecolor=BLUE, label=words[1]),
            ],
            loc="upper left",
            bbox_to_anchor=(-0.01, -0.7 / (0.6 + 0.6 * len(rows))),
            borderaxespad=0,
            ncols=2,
            handletextpad=0.5,
        )
    return ax
