"""A balance: what is given to the left, what is got to the right, and the net between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cxlab._core.numerals import signed
from cxlab._core.theme import BLUE, INK, MUTED, ORANGE
from cxlab.plots._canvas import canvas

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def balance(
    frame: pd.DataFrame,
    *,
    right: Sequence[str],
    left: Sequence[str],
    start: float = 0.0,
    axis: str = "",
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw benefit and cost facing each other, their parts beneath, and the net with its interval.

    Parameters
    ----------
    frame
        Columns ``term``, ``label``, ``estimate``, ``conf_low``, ``conf_high``; the terms are
        ``benefit``, ``cost``, ``net`` and those of ``right`` and ``left``.
    right, left
        Parts of the benefit and of the cost.
    start
        Value at which a bar has no length, the low end of the scale.
    axis
        What the numbers are, with their unit.

    Returns
    -------
    matplotlib.axes.Axes
    """
    rows = {row["term"]: row for row in frame.to_dict("records")}
    deep = 1 + max(len(right), len(left))
    with canvas(ax, title=title, n=n, size=(7.6, 1.6 + 0.5 * deep)) as ax:
        for side, whole, names, color in ((1, "benefit", right, BLUE), (-1, "cost", left, ORANGE)):
            for y, name in enumerate((whole, *names)):
                row = rows[name]
                length, low, high = (
                    side * (row[key] - start) for key in ("estimate", "conf_low", "conf_high")
                )
                ax.barh(
                    y,
                    length,
                    height=0.72 if y == 0 else 0.5,
                    color=color,
                    alpha=1 if y == 0 else 0.55,
                    hatch=None if side > 0 else "///",
                    edgecolor="white",
                    lw=0,
                )
                ax.plot([low, high], [y, y], color=INK, lw=1.6)
                ax.annotate(
                    f"{row['label']}  {row['estimate']:.2f}",
                    (max(length, high, key=abs), y),
                    (7 * side, 0),
                    textcoords="offset points",
                    ha="left" if side > 0 else "right",
                    va="center",
                )
        net = rows["net"]
        ax.plot([net["conf_low"], net["conf_high"]], [deep, deep], color=INK, lw=2)
        ax.plot(net["estimate"], deep, "D", ms=9, color=BLUE if net["estimate"] >= 0 else ORANGE)
        ax.annotate(
            f"{net['label']}  {signed(net['estimate'], 2)}",
            (max(net["conf_high"], 0), deep),
            (9, 0),
            textcoords="offset points",
            va="center",
        )
        reach = max(abs(row["estimate"] - start) for row in rows.values())
        ax.axvline(0, color=INK, lw=1)
        ax.set(xlim=(-1.15 * reach, 1.15 * reach), ylim=(deep + 0.6, -0.7), xticks=[], yticks=[])
        ax.grid(visible=False)
        ax.spines[:].set_visible(False)
        ax.set_xlabel(axis, loc="left", color=MUTED)
    return ax
