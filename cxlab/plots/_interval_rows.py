"""A dot with its interval per row, hollow where the interval does not settle the side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cxlab._core.theme import INK, MUTED
from cxlab.plots._canvas import beside, label_below

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Array = NDArray[np.float64]


def interval_rows(
    ax: Axes,
    labels: Sequence[str],
    values: tuple[Array, Array, Array],
    *,
    colors: Sequence[str],
    clear: NDArray[np.bool_],
    words: Sequence[str],
    below: tuple[str, str],
) -> None:
    """Draw row ``y`` at height ``y``, its word at the right-hand end.

    ``values`` are estimates and both ends, ``clear`` says which dots are filled; ``below`` is the
    label of the axis, and the words that explain a hollow dot where there is one.
    """
    value, low, high = values
    height = range(len(labels))
    faces = [color if sure else "white" for color, sure in zip(colors, clear, strict=True)]
    ax.hlines(height, low, high, color=colors, lw=2.4, zorder=2)
    ax.scatter(value, height, s=64, facecolor=faces, edgecolor=colors, lw=2, zorder=3)
    for y, word in enumerate(words):
        beside(ax, y, word, color=INK if clear[y] else MUTED)
    ax.set_yticks(height, labels)
    ax.grid(axis="y", visible=False)
    ax.margins(x=0.06)
    label_below(ax, below[0], "" if clear.all() else below[1])
