"""Path diagram: constructs layer by layer, arrows as wide as their standardised effect."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from cxlab._core.numerals import signed
from cxlab._core.theme import BLUE, INK, MUTED, ORANGE, PALE
from cxlab.plots._canvas import canvas
from cxlab.plots._wrap import letters, wrap

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

Array = NDArray[np.float64]

LETTERS = 13  # of a construct's name on one line
LINE = 0.19  # height of a line of text in a box
COLUMN = 1.5  # inches from layer to layer
GRID = 0.25  # inches between the heights a box may have
ROOM = np.array([0.06, 0.08])  # around a box that arrows leave free
SAMPLES = np.linspace(0, 1, 41)[:, None]  # points of an arrow at which it is looked for boxes


def path_diagram(
    frame: pd.DataFrame,
    *,
    layers: Sequence[Sequence[str]],
    nodes: Mapping[str, tuple[str, float]],
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
        without a number), ``conf_low`` and ``conf_high``; where ``both`` is True the arrow has two
        heads, for a correlation.
    layers
        The constructs from left to right; those of one layer stand beneath each other.
    nodes
        For each construct its name and R² (NaN for none).
    items
        Lines to be written into the box of a construct, such as its items.
    legend
        What width and dashes mean.

    Returns
    -------
    matplotlib.axes.Axes
    """
    from matplotlib.patheffects import withStroke

    texts = {name: _text(*nodes[name], (items or {}).get(name, ())) for name in nodes}
    size = np.array([_size(text) for text in texts.values()])
    names = list(texts)
    ends = [
        (names.index(row["source"]), names.index(row["target"])) for row in frame.to_dict("records")
    ]
    place = _places(layers, names, ends, size)
    low, high = (place[:, 1] - size[:, 1]).min() - 0.35, (place[:, 1] + size[:, 1]).max() + 0.25
    left, right = (place[:, 0] - size[:, 0]).min() - 0.1, (place[:, 0] + size[:, 0]).max() + 0.1
    figure = (max(right - left + 0.4, 5.0), max(high - low + 0.8, 2.4))
    with canvas(ax, title=title, size=figure) as ax:
        ax.set(xlim=(left, right), ylim=(low, high))
        ax.set_axis_off()
        boxes = [
            ax.text(
                place[number, 0],
                place[number, 1],
                text,
                ha="center",
                va="center",
                fontsize=10,
                linespacing=1.3,
                zorder=4,
                bbox={"boxstyle": "round,pad=0.45", "fc": PALE, "ec": INK, "lw": 1},
            )
            for number, text in enumerate(texts.values())
        ]
        taken: list[Array] = [*place]
        lines = [place[i] + SAMPLES * (place[j] - place[i]) for i, j in ends]
        for number, (row, (start, end)) in enumerate(
            zip(frame.to_dict("records"), ends, strict=True)
        ):
            _arrow(ax, row, (boxes[start], boxes[end]), (place[start], place[end]))
            if np.isfinite(row["estimate"]):
                beside = [*lines[:number], *lines[number + 1 :], np.empty((0, 2))]
                at = _label_place(
                    lines[number], (size[start], size[end]), taken, np.concatenate(beside)
                )
                taken.append(at)
                ax.text(
                    at[0],
                    at[1],
                    signed(row["estimate"], 2),
                    ha="center",
                    va="center",
                    fontsize=9.5,
                    zorder=3,
                    path_effects=[withStroke(linewidth=3, foreground="white")],
                )
        words = " · ".join(filter(None, [legend, f"n = {n:,}" if n else ""]))
        ax.text(left, low, words, va="bottom", fontsize=9.5, color=MUTED)
    return ax


def _text(name: str, r2: float, lines: Sequence[str]) -> str:
    parts = wrap(name, LETTERS)
    if np.isfinite(r2):
        parts.append(f"R² = {r2:.2f}".replace("-", "−"))
    return "\n".join([*parts, *lines])


def _size(text: str) -> tuple[float, float]:
    """Return half the width and half the height of a box, in inches."""
    lines = text.split("\n")
    return 0.12 + 0.041 * max(map(letters, lines)), 0.1 + LINE * len(lines) / 2


def _arrow(ax: Axes, row: Any, boxes: Any, ends: Any) -> None:
    from matplotlib.patches import FancyArrowPatch

    value = row["estimate"]
    known = np.isfinite(value)
    vague = known and row["conf_low"] * row["conf_high"] <= 0
    ax.add_patch(
        FancyArrowPatch(
            *ends,
            patchA=boxes[0].get_bbox_patch(),
            patchB=boxes[1].get_bbox_patch(),
            shrinkA=2,
            shrinkB=2,
            arrowstyle="<|-|>" if row.get("both", False) else "-|>",
            connectionstyle="arc3,rad=0.15" if row.get("both", False) else "arc3",
            mutation_scale=13,
            lw=1 + 4.5 * min(abs(value), 1) if known else 1.3,
            ls=(0, (3, 1.6)) if vague else "-",
            color=INK if not known else BLUE if value >= 0 else ORANGE,
            zorder=2,
        )
    )


def _label_place(
    points: Array, sizes: tuple[Array, Array], taken: list[Array], lines: Array
) -> Array:
    """Return a place beside an arrow that is far from boxes, other numbers and other arrows."""
    start, end = points[0], points[-1]
    seen = _outside(points, start, sizes[0]) & _outside(points, end, sizes[1])
    places = points[seen] if seen.any() else points[20:21]
    along = (end - start) / max(np.hypot(*(end - start)), 1e-9)
    across = np.array([-along[1], along[0]]) * (1 if along[0] >= 0 else -1)
    places = np.vstack([places + 0.15 * across, places - 0.15 * across])
    away = _nearest(places, np.array(taken))
    apart = _nearest(places, lines) if len(lines) else np.full(len(places), np.inf)
    middle = np.abs(np.linspace(-1, 1, len(places) // 2))
    score = np.minimum(away, 0.55) + 1.5 * np.minimum(apart, 0.25) - 0.1 * np.tile(middle, 2)
    return np.asarray(places[np.argmax(score)])


def _nearest(places: Array, others: Array) -> Array:
    """Return the distance to the nearest of others; numbers are wider than high."""
    return np.asarray(np.hypot(*((places[:, None] - others) * [0.7, 1.6]).T).min(axis=0))


def _outside(points: Array, centre: Array, size: Array) -> NDArray[np.bool_]:
    return np.asarray((np.abs(points - centre) > size).any(axis=-1))


def _places(
    layers: Sequence[Sequence[str]],
    names: list[str],
    ends: list[tuple[int, int]],
    size: Array,
) -> Array:
    """Return the centre of every box in inches, shape (n_nodes, 2).

    The layer gives the column. Heights are sought one box at a time, until no move makes the
    picture better: no arrow through a box, few crossings, short arrows. The result is always the
    same for the same model.
    """
    place = np.zeros((len(names), 2))
    for column, layer in enumerate(layers):
        tall = 0.0
        for number, name in enumerate(layer):
            at = names.index(name)
            tall += size[at, 1] + 0.3 if number else 0
            place[at] = column * COLUMN, -tall
            tall += size[at, 1] + 0.3
        for name in layer:
            place[names.index(name), 1] += (tall - 0.6) / 2 if len(layer) > 1 else 0
    place[:, 1] = np.round(place[:, 1] / GRID) * GRID
    span = max(1.25, np.abs(place[:, 1]).max() + 0.5, 2 * size[:, 1].max())
    heights = np.arange(-span, span + GRID / 2, GRID)
    zigzag = place.copy()
    zigzag[:, 1] += np.where(np.round(place[:, 0] / COLUMN) % 2, 0.75, -0.75)
    found = [_moved(start, heights, ends, size) for start in (place, zigzag)]
    return min(found, key=lambda pair: pair[0])[1]


def _moved(
    place: Array, heights: Array, ends: list[tuple[int, int]], size: Array
) -> tuple[float, Array]:
    """Move boxes up and down, one at a time; return how bad the picture is then, and the places."""
    best = _cost(place, ends, size)
    for _round in range(6):
        before = best
        for at in range(len(place)):
            kept = place[at, 1]
            for height in heights:
                place[at, 1] = height
                cost = _cost(place, ends, size)
                if cost < best - 1e-9:
                    best, kept = cost, height
            place[at, 1] = kept
        for one, other in itertools.combinations(range(len(place)), 2):
            if place[one, 0] == place[other, 0]:  # two boxes of a layer change places
                place[[one, other], 1] = place[[other, one], 1]
                cost = _cost(place, ends, size)
                if cost < best - 1e-9:
                    best = cost
                else:
                    place[[one, other], 1] = place[[other, one], 1]
        if best >= before - 1e-9:
            break
    return best, place


def _cost(place: Array, ends: list[tuple[int, int]], size: Array) -> float:
    """Return how bad a picture is."""
    gap = np.abs(place[:, None] - place) - (size[:, None] + size) - [0.1, 0.2]
    over = (gap < 0).all(axis=2) & ~np.eye(len(place), dtype=bool)
    cost = 100.0 * over.sum() + 0.15 * np.abs(place[:, 1]).sum()
    if not ends:
        return float(cost)
    first, last = (np.array(part) for part in zip(*ends, strict=True))
    start, end = place[first], place[last]
    points = start[:, None] + SAMPLES * (end - start)[:, None]
    inside = (np.abs(points[:, :, None] - place) < size + ROOM).all(axis=3)
    number = np.arange(len(ends))
    inside[number, :, first] = inside[number, :, last] = False
    cost += 20.0 * inside.any(axis=1).sum() + inside.sum()
    seen = _outside(points, start[:, None], size[first][:, None])
    seen &= _outside(points, end[:, None], size[last][:, None])
    shown = seen.mean(axis=1) * np.hypot(*(end - start).T)
    cost += 8.0 * np.maximum(0.55 - shown, 0).sum()
    cost += 0.6 * np.abs(end[:, 1] - start[:, 1]).sum()
    return float(cost + 2.0 * _crossings(start, end, first, last))


def _crossings(start: Array, end: Array, first: Array, last: Array) -> int:
    """Count the pairs of arrows that cross, those that share an end left out."""

    def side(a: Array, b: Array, c: Array) -> Array:
        one, other = b - a, c - a
        return np.sign(one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0])

    a, b, c, d = start[:, None], end[:, None], start[None], end[None]
    crossed = (side(a, b, c) * side(a, b, d) < 0) & (side(c, d, a) * side(c, d, b) < 0)
    shared = (first[:, None] == first) | (last[:, None] == last)
    shared |= (first[:, None] == last) | (last[:, None] == first)
    return int((crossed & ~shared).sum()) // 2
