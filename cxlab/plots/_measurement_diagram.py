"""Measurement diagram: constructs, their items with loadings, and how constructs correlate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from cxlab._core.numerals import signed
from cxlab._core.theme import INK, MUTED, PALE
from cxlab.plots._arrows import arc, bent, drawn_as, footnote, halfway, number
from cxlab.plots._canvas import canvas
from cxlab.plots._wrap import folded, letters, wrap

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

Array = NDArray[np.float64]
Spots = dict[str, Array]

ROW, GAP = 0.3, 0.22  # inches from item to item, and more between two constructs
COLUMN = 2.1  # inches from constructs to items, and to constructs of a higher order
LETTERS, ITEM = 13, 34  # of a construct's name on one line, and of an item's
LETTER = 0.082  # inches of a letter
DEEP = 0.36  # inches by which the arc of two neighbours stands out; others by as much more
LOADED = 0.5  # inches before an item where its loading stands


def measurement_diagram(
    frame: pd.DataFrame,
    *,
    names: Mapping[str, str],
    legend: str = "",
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw items at the right, their constructs in the middle, correlations as arcs at the left.

    Parameters
    ----------
    frame
        One row per line: ``source``, ``target``, ``kind`` (``loading`` or ``covariance``),
        ``estimate`` (standardised; NaN draws it without a number), ``conf_low``, ``conf_high``.
    names
        Readers' names of constructs and items; constructs stand in this order.
    legend
        What width and dashes mean.

    Returns
    -------
    matplotlib.axes.Axes
    """
    rows = frame.to_dict("records")
    loads = [row for row in rows if row["kind"] == "loading"]
    pairs = [row for row in rows if row["kind"] == "covariance"]
    place, items = _places(loads, [name for name in names if not loads or _is_source(name, rows)])
    texts = {
        name: folded(str(names.get(name, name)), ITEM, 1)
        if name in items
        else "\n".join(wrap(str(names.get(name, name)), LETTERS))
        for name in place
    }
    wide = {name: 0.068 * letters(texts[name]) + 0.12 for name in items}
    half = {
        name: LETTER / 2 * max(map(letters, text.split("\n"))) + 0.12
        for name, text in texts.items()
        if name not in items
    }
    arcs = [_arc(row, place, wide, half) for row in pairs]
    lowest, highest = (min(at[1] for at in place.values()), max(at[1] for at in place.values()))
    sides = [place[name][0] - half[name] for name in half]
    left = min([*sides, *(each[:, 0].min() - 0.25 for each in arcs)]) - 0.1
    right = max([*wide.values(), *half.values(), *(each[:, 0].max() + 0.25 for each in arcs)])
    below = footnote(legend, n, right - left)
    foot = lowest - 0.3 - 0.19 * len(below)
    figure = (max(right - left + 0.5, 5.0), highest - foot + 1.0)
    with canvas(ax, title=title, size=figure) as ax:
        ax.set(xlim=(left, right + 0.1), ylim=(foot, highest + 0.3))
        ax.set_axis_off()
        boxes = {name: _box(ax, place[name], texts[name], name in items) for name in place}
        for row in loads:
            _loading(ax, row, place, boxes, row["target"] in items)
        for row, curve in zip(pairs, arcs, strict=True):
            bent(ax, curve, arrowstyle="<|-|>", **drawn_as(row, quiet=True))
            if np.isfinite(row["estimate"]):
                number(ax, halfway(curve), signed(row["estimate"], 2), solid=True)
        ax.text(left, foot, "\n".join(below), va="bottom", fontsize=9.5, color=MUTED)
    return ax


def _is_source(name: str, rows: list[dict[Any, Any]]) -> bool:
    """Tell whether a name is a construct: something it loads on, or two constructs vary with."""
    targets = {row["target"] for row in rows if row["kind"] == "loading"}
    return any(row["source"] == name and row["kind"] == "loading" for row in rows) or (
        name not in targets and any(name in (row["source"], row["target"]) for row in rows)
    )


def _places(loads: list[dict[Any, Any]], constructs: list[str]) -> tuple[Spots, set[str]]:
    """Return where everything stands, and which of it are items."""
    own: dict[str, list[str]] = {name: [] for name in constructs}
    for row in loads:
        own[row["source"]].append(row["target"])
    place: Spots = {}
    low = 0.0
    for name in constructs:
        new = [each for each in own[name] if each not in own and each not in place]
        if any(each in own for each in own[name]):
            continue  # of a higher order: it stands before its parts
        for each in new:
            place[each] = np.array([0.0, low])
            low -= ROW
        spot = np.mean([place[each][1] for each in new]) if new else low
        place[name] = np.array([-COLUMN, spot])
        low -= GAP if new else ROW + GAP
    items = {name for name in place if name not in own}
    while left := [name for name in constructs if name not in place]:
        ready = [name for name in left if all(part in place for part in own[name])]
        if not ready:
            break
        for name in ready:
            parts = np.array([place[part] for part in own[name]])
            place[name] = np.array([parts[:, 0].min() - COLUMN, parts[:, 1].mean()])
    return place, items


def _arc(
    row: Mapping[Any, Any], place: Spots, wide: Mapping[str, float], half: Mapping[str, float]
) -> Array:
    """Return the points of the arc of a correlation: of constructs at the left, of items right."""
    names = row["source"], row["target"]
    one, other = (place[name] for name in names)
    middle, tall = (one + other)[1] / 2, abs(one[1] - other[1])
    if names[0] in wide:
        edge = max(wide[name] for name in names)
        far = edge + 0.25 + 0.12 * tall / ROW
        ends = [place[name] + np.array([wide[name], 0]) for name in names]
        return arc(ends[0], ends[1], np.array([2 * far - edge, middle]))
    column = [name for name in half if place[name][0] in (one[0], other[0])]
    between = [name for name in half if abs(place[name][1] - middle) < tall / 2 - 1e-9]
    edge = min(place[name][0] - half[name] for name in (*column, *between))
    far = edge - DEEP * (1 + sum(name in column for name in between))
    lift = np.array([0, 0.12 / (1 + len(between))]) * np.sign(other[1] - one[1])
    ends = [place[name] - [half[name], 0] for name in names]
    return arc(ends[0] + lift, ends[1] - lift, np.array([2 * far - edge, middle]))


def _box(ax: Axes, at: Array, text: str, item: bool) -> Any:
    """Write a construct into a round box, an item into a square one."""
    style = {"boxstyle": "square,pad=0.3", "fc": "white", "ec": MUTED, "lw": 0.8}
    if not item:
        style = {"boxstyle": "round,pad=0.45", "fc": PALE, "ec": INK, "lw": 1}
    return ax.text(
        at[0] + 0.06 * item,
        at[1],
        text,
        ha="left" if item else "center",
        va="center",
        fontsize=9 if item else 10,
        linespacing=1.3,
        zorder=2,
        bbox=style,
    )


def _loading(
    ax: Axes, row: Mapping[Any, Any], place: Spots, boxes: Mapping[str, Any], item: bool
) -> None:
    from matplotlib.patches import FancyArrowPatch

    start, end = place[row["source"]], place[row["target"]]
    style = drawn_as(row)
    style |= {"lw": 0.5 * style["lw"] if np.isfinite(row["estimate"]) else 1, "mutation_scale": 9}
    ax.add_patch(
        FancyArrowPatch(
            (start[0], start[1]),
            (end[0], end[1]),
            patchA=boxes[row["source"]].get_bbox_patch(),
            patchB=None if item else boxes[row["target"]].get_bbox_patch(),
            shrinkA=2,
            shrinkB=0,
            arrowstyle="-|>",
            **style,
        )
    )
    if np.isfinite(row["estimate"]):
        share = LOADED / (end[0] - start[0]) if item else 0.45
        number(ax, end + share * (start - end), signed(row["estimate"], 2), solid=True)
