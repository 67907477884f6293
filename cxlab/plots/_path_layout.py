"""Where the boxes of a path diagram stand: layer by layer, no arrow through a box if possible."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cxlab.plots._arrows import SAMPLES

Array = NDArray[np.float64]

COLUMN = 1.5  # inches from layer to layer
GRID = 0.25  # inches between the heights a box may have
ROOM = np.array([0.06, 0.08])  # around a box that arrows leave free


def places(
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
    seen = outside(points, start[:, None], size[first][:, None])
    seen &= outside(points, end[:, None], size[last][:, None])
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


def outside(points: Array, centre: Array, size: Array) -> NDArray[np.bool_]:
    """Tell which points lie outside a box."""
    return np.asarray((np.abs(points - centre) > size).any(axis=-1))
