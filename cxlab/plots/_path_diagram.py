"""Path diagram: constructs layer by layer, arrows as wide as their standardised effect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from cxlab._core.numerals import signed
from cxlab._core.theme import INK, MUTED, PALE
from cxlab.plots._arrows import SAMPLES, arc, bent, drawn_as, footnote, halfway, number
from cxlab.plots._canvas import canvas
from cxlab.plots._path_layout import outside, places
from cxlab.plots._wrap import letters, wrap

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

Array = NDArray[np.float64]
Shares = float | Mapping[str, float]

LETTERS = 13  # of a construct's name on one line
LINE = 0.19  # height of a line of text in a box
BENT = 0.3  # of the way between two boxes by which an arc stands out
DEEP = 0.3  # inches by which the arc of two neighbours stands out; others by as much more
APART = 0.6  # inches between the diagrams of two groups
NARROW = 5.4  # inches at least from left to right


def path_diagram(
    frame: pd.DataFrame,
    *,
    layers: Sequence[Sequence[str]],
    nodes: Mapping[str, tuple[str, Shares]],
    items: Mapping[str, Sequence[str]] | None = None,
    legend: str = "",
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw causes at the left and effects at the right, no arrow through a box where possible.

    Parameters
    ----------
    frame
        One row per arrow: ``source``, ``target``, ``estimate`` (standardised; NaN draws the arrow
        without a number), ``conf_low`` and ``conf_high``; ``kind``: ``path`` (the rule),
        ``loading`` (from a construct to its parts, pale) or ``covariance`` (curved, two heads).
        With ``group`` one diagram per group, beneath each other; the
        first group's rows say which arrows there are.
    layers
        The constructs from left to right; those of one layer stand beneath each other.
    nodes
        For each construct its name and R² (NaN for none), or ``{group: R²}``.
    items
        Lines to be written into the box of a construct, such as its items.
    legend
        What width and dashes mean.

    Returns
    -------
    matplotlib.axes.Axes
    """
    groups = list(dict.fromkeys(frame["group"])) if "group" in frame else [""]
    part = frame[frame["group"] == groups[0]] if groups != [""] else frame
    first: list[dict[Any, Any]] = part.to_dict("records")
    texts = [_texts(nodes, items or {}, group) for group in groups]
    size = np.array([_size(text) for text in texts[0].values()])
    names = list(nodes)
    ends = [(names.index(row["source"]), names.index(row["target"])) for row in first]
    curved = [
        row.get("kind", "path") == "covariance" or pair[::-1] in ends
        for row, pair in zip(first, ends, strict=True)
    ]
    straight = [pair for pair, aside in zip(ends, curved, strict=True) if not aside]
    place = places(layers, names, straight, size)
    across = float(np.ptp(place[:, 0]))
    if across:  # few layers stand further apart
        place[:, 0] *= min(2.0, max(1.0, (NARROW - 1.5) / across))
    arcs = [
        _arc(place, size, pair) if aside else np.empty((0, 2))
        for pair, aside in zip(ends, curved, strict=True)
    ]
    reach = np.vstack([place - size, place + size, *arcs])
    (left, low), (right, high) = reach.min(axis=0) - 0.1, reach.max(axis=0) + 0.1
    if any(len(each) for each in arcs):  # room for the number beside the outermost arc
        left -= 0.2
    spare = max(NARROW - (right - left), 0) / 2
    left, right = left - spare, right + spare
    step = high - low + APART
    below = footnote(legend, n, right - left)
    foot = low - step * (len(groups) - 1) - LINE * len(below) - (0.1 if below else 0)
    top = high + (0.35 if len(groups) > 1 else 0)
    figure = (right - left + 0.4, max(top - foot + 0.6, 2.0))
    with canvas(ax, title=title, size=figure) as ax:
        ax.set(xlim=(left, right), ylim=(foot, top))
        ax.set_axis_off()
        for down, (group, boxes) in enumerate(zip(groups, texts, strict=True)):
            rows = frame[frame["group"] == group] if group != "" else frame
            shift = np.array([0, -step * down])
            moved = [each + shift if len(each) else each for each in arcs]
            _draw(ax, rows.to_dict("records"), (list(boxes.values()), ends), place + shift, moved)
            if group != "":
                ax.text(left, high - step * down + 0.1, group, fontsize=11)
        ax.text(left, foot, "\n".join(below), va="bottom", fontsize=9.5, color=MUTED)
    return ax


def _texts(
    nodes: Mapping[str, tuple[str, Shares]], items: Mapping[str, Sequence[str]], group: str
) -> dict[str, str]:
    """Return what stands in the boxes."""
    out = {}
    for name, (words, shares) in nodes.items():
        r2 = shares.get(group, np.nan) if isinstance(shares, Mapping) else shares
        parts = wrap(words, LETTERS)
        if np.isfinite(r2):
            parts.append(f"R² = {r2:.2f}".replace("-", "−"))
        out[name] = "\n".join([*parts, *items.get(name, ())])
    return out


def _size(text: str) -> tuple[float, float]:
    """Return half the width and half the height of a box, in inches."""
    lines = text.split("\n")
    return 0.12 + 0.041 * max(map(letters, lines)), 0.1 + LINE * len(lines) / 2


def _arc(place: Array, size: Array, pair: tuple[int, int]) -> Array:
    """Return the points of the arc between two boxes, the middle one for its number.

    Boxes of one column are joined at their left-hand sides, the further apart the further out.
    """
    start, end = place[list(pair)]
    middle, tall = (start + end) / 2, abs(start[1] - end[1])
    column = place[:, 0] == start[0]
    between = column & (np.abs(place[:, 1] - middle[1]) < tall / 2 - 1e-9)
    if start[0] != end[0] or (start[0] > place[:, 0].min() and not between.any()):
        across = np.array([start[1] - end[1], end[0] - start[0]])
        return arc(start, end, middle + BENT * across)
    edge = start[0] - size[column, 0].max()
    out = edge - DEEP * (1 + between.sum())
    lift = np.array([0, 0.12 / (1 + between.sum())]) * np.sign(end[1] - start[1])
    sides = [place[at] - [size[at, 0], 0] for at in pair]
    return arc(sides[0] + lift, sides[1] - lift, np.array([2 * out - edge, middle[1]]))


def _draw(
    ax: Axes,
    rows: Sequence[Mapping[Any, Any]],
    what: tuple[Sequence[str], Sequence[tuple[int, int]]],
    place: Array,
    arcs: Sequence[Array],
) -> None:
    """Draw the boxes and the arrows of one diagram, and the numbers beside the arrows."""
    texts, ends = what
    size = np.array([_size(text) for text in texts])
    boxes = [
        ax.text(
            at[0],
            at[1],
            text,
            ha="center",
            va="center",
            fontsize=10,
            linespacing=1.3,
            zorder=2,
            bbox={"boxstyle": "round,pad=0.45", "fc": PALE, "ec": INK, "lw": 1},
        )
        for at, text in zip(place, texts, strict=True)
    ]
    taken: list[Array] = [*place]
    lines = [
        curve if len(curve) else place[i] + SAMPLES * (place[j] - place[i])
        for curve, (i, j) in zip(arcs, ends, strict=True)
    ]
    for at, (row, (start, end)) in enumerate(zip(rows, ends, strict=True)):
        known = np.isfinite(row["estimate"])
        _arrow(ax, row, (boxes[start], boxes[end]), (place[start], place[end]), arcs[at])
        if known and len(arcs[at]):
            spot = halfway(arcs[at])
            taken.append(spot)
            number(ax, spot, signed(row["estimate"], 2), solid=True)
        elif known:
            beside = [*lines[:at], *lines[at + 1 :], np.empty((0, 2))]
            spot = _label_place(lines[at], (size[start], size[end]), taken, np.concatenate(beside))
            taken.append(spot)
            number(ax, spot, signed(row["estimate"], 2))


def _arrow(ax: Axes, row: Any, boxes: Any, ends: Any, curve: Array) -> None:
    """Draw one arrow: from box to box, or along an arc at one side of them."""
    from matplotlib.patches import FancyArrowPatch

    kind = row.get("kind", "path")
    style = drawn_as(row, quiet=kind != "path")
    heads = "<|-|>" if kind == "covariance" else "-|>"
    if len(curve) and np.any(curve[0] != ends[0]):
        bent(ax, curve, arrowstyle=heads, **style)
        return
    ax.add_patch(
        FancyArrowPatch(
            *ends,
            patchA=boxes[0].get_bbox_patch(),
            patchB=boxes[1].get_bbox_patch(),
            shrinkA=2,
            shrinkB=2,
            arrowstyle=heads,
            connectionstyle=f"arc3,rad={-BENT}" if len(curve) else "arc3",
            **style,
        )
    )


def _label_place(
    points: Array, sizes: tuple[Array, Array], taken: list[Array], lines: Array
) -> Array:
    """Return a place beside an arrow that is far from boxes, other numbers and other arrows."""
    start, end = points[0], points[-1]
    seen = outside(points, start, sizes[0]) & outside(points, end, sizes[1])
    places = points[seen] if seen.any() else halfway(points)[None]
    along = (end - start) / max(np.hypot(*(end - start)), 1e-9)
    across = np.array([-along[1], along[0]]) * (1 if along[0] >= 0 else -1)
    clear = 0.08 + np.abs(across) @ [0.17, 0.06]  # a number is wider than high
    places = np.vstack([places + clear * across, places - clear * across])
    away = _nearest(places, np.array(taken))
    apart = _nearest(places, lines) if len(lines) else np.full(len(places), np.inf)
    middle = np.abs(np.linspace(-1, 1, len(places) // 2))
    score = np.minimum(away, 0.55) + 1.5 * np.minimum(apart, 0.25) - 0.1 * np.tile(middle, 2)
    return np.asarray(places[np.argmax(score)])


def _nearest(places: Array, others: Array) -> Array:
    """Return the distance to the nearest of others; numbers are wider than high."""
    return np.asarray(np.hypot(*((places[:, None] - others) * [0.7, 1.6]).T).min(axis=0))
