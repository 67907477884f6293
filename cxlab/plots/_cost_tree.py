"""Cost tree: money and share on every branch, from revenue to lost, at risk and kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cxlab._core.numerals import percent, show
from cxlab._core.theme import BLUE, GREY, INK, MUTED, ORANGE, SAND
from cxlab.plots._canvas import canvas
from cxlab.plots._wrap import wrap

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

COLOURS = {"lost": ORANGE, "at_risk": SAND, "kept": BLUE, "": GREY}
HATCHES = {"lost": "///", "at_risk": "..."}
BOX = (0.74, 0.7)  # of a column, of a row
COLUMN, ROW = 2.15, 0.78  # inches


def cost_tree(
    frame: pd.DataFrame,
    *,
    names: Sequence[str],
    totals: Mapping[str, str],
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw the tree from left to right; a line is as wide as the root of its share of revenue.

    Parameters
    ----------
    frame
        Columns ``term`` (path), ``level``, ``share_of_parent``, ``share``, ``amount``, ``outcome``;
        each parent before its branches.
    names
        What to write on each branch, in the frame's order.
    totals
        What to write below, by outcome.

    Returns
    -------
    matplotlib.axes.Axes
    """
    rows = frame.to_dict("records")
    heights = _heights(rows)
    depth = max(row["level"] for row in rows)
    leaves = max(heights.values()) + 1
    with canvas(ax, title=title, n=n, size=(COLUMN * (depth + 1), ROW * (leaves + 1.6))) as ax:
        for row, name in zip(rows, names, strict=True):
            y, above = heights[row["term"]], _above(row, rows)
            if above is not None:
                start = (above["level"] + BOX[0], heights[above["term"]])
                _branch(ax, start, (row["level"], y), row)
            _box(ax, row, name, y)
        ax.set(xlim=(-0.02, depth + BOX[0] + 0.02), ylim=(leaves + 0.6, -0.45))
        ax.set_axis_off()
        _legend(ax, totals)
    return ax


def _above(row: dict[Any, Any], rows: Sequence[dict[Any, Any]]) -> dict[Any, Any] | None:
    """Return the row of the branch above; the trunk's own is none."""
    if row["level"] == 0:
        return None
    path = row["term"].rpartition("/")[0] if row["level"] > 1 else rows[0]["term"]
    return next(each for each in rows if each["term"] == path)


def _heights(rows: Sequence[dict[Any, Any]]) -> dict[str, float]:
    """Stack the leaves from top to bottom; a parent stands in the middle of its branches."""
    heights: dict[str, float] = {}
    leaf = 0
    for row in rows:
        if row["outcome"]:
            heights[row["term"]] = leaf
            leaf += 1
    for row in reversed(rows):
        if not row["outcome"]:
            below = [heights[each["term"]] for each in rows if _above(each, rows) is row]
            heights[row["term"]] = (min(below) + max(below)) / 2
    return heights


def _branch(
    ax: Axes, start: tuple[float, float], end: tuple[float, float], row: dict[Any, Any]
) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    middle = (start[0] + end[0]) / 2
    curve = Path(
        [start, (middle, start[1]), (middle, end[1]), end],
        [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4],
    )
    width = 1 + 13 * row["share"] ** 0.5
    colour = COLOURS[row["outcome"]]
    ax.add_patch(
        PathPatch(curve, fill=False, lw=width, edgecolor=colour, alpha=0.55, capstyle="butt")
    )


def _box(ax: Axes, row: dict[Any, Any], name: str, y: float) -> None:
    from matplotlib.patches import Rectangle

    wide, tall = BOX
    colour = COLOURS[row["outcome"]]
    corner = (row["level"], y - tall / 2)
    ax.add_patch(Rectangle(corner, wide, tall, facecolor="white", edgecolor=colour, lw=1.4))
    ax.add_patch(
        Rectangle(
            corner,
            0.05,
            tall,
            facecolor=colour,
            edgecolor="white",
            hatch=HATCHES.get(row["outcome"]),
            lw=0,
        )
    )
    lines = wrap(name, 21)
    if len(lines) > 2:
        lines = [lines[0], f"{lines[1]} …"]
    part = "" if row["level"] == 0 else percent(f"{100 * row['share_of_parent']:.4g}")
    numbers = "  ·  ".join(filter(None, [part, show(row["amount"], "money")]))
    left = row["level"] + 0.09
    ax.text(
        left,
        y - 0.13,
        "\n".join(lines),
        va="center",
        fontsize=9.5 if len(lines) == 1 else 8,
        color=MUTED,
    )
    ax.text(left, y + 0.17, numbers, va="center", fontsize=9.5, color=INK)


def _legend(ax: Axes, totals: Mapping[str, str]) -> None:
    from matplotlib.patches import Patch

    marks = [
        Patch(facecolor=COLOURS[key], edgecolor="white", hatch=HATCHES.get(key), lw=0, label=text)
        for key, text in totals.items()
    ]
    ax.legend(handles=marks, loc="lower left", borderaxespad=0, borderpad=0)
