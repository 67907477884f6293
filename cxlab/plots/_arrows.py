"""Arrows of a diagram as wide as what they stand for, and the numbers beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from cxlab._core.theme import BLUE, INK, MUTED, ORANGE
from cxlab.plots._wrap import letters

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Array = NDArray[np.float64]

LETTER = 0.075  # inches of a letter below a diagram
SAMPLES = np.linspace(0, 1, 41)[:, None]  # points of an arrow at which it is looked at


def drawn_as(row: Mapping[Any, Any], *, quiet: bool = False) -> dict[str, Any]:
    """Return how an arrow is drawn: its width by the estimate, dashed where that may be zero.

    ``quiet`` arrows are thinner and grey where they are positive: loadings and correlations, beside
    paths.
    """
    value = row["estimate"]
    known = bool(np.isfinite(value))
    vague = known and row["conf_low"] * row["conf_high"] <= 0
    plain = MUTED if quiet else INK if not known else BLUE
    size = min(abs(value), 1) if known else 0
    width = (0.8 + 1.6 * size if quiet else 1 + 4.5 * size) if known else 1.0 if quiet else 1.3
    return {
        "color": ORANGE if known and value < 0 else plain,
        "lw": width,
        "ls": (0, (3, 1.6)) if vague else "-",
        "mutation_scale": 8 if quiet else 13,
        "zorder": 3,
    }


def arc(start: Array, end: Array, control: Array) -> Array:
    """Return points of the curve between two places that is drawn towards a third, shape (41, 2).

    The point in the middle lies half-way to the third.
    """
    t = SAMPLES
    return np.asarray((1 - t) ** 2 * start + 2 * t * (1 - t) * control + t**2 * end)


def halfway(points: Array) -> Array:
    """Return the point in the middle of an arc."""
    return np.asarray(points[len(points) // 2])


def bent(ax: Axes, points: Array, **style: Any) -> None:
    """Draw an arrow along the points of an arc; ``style`` as of Matplotlib's FancyArrowPatch."""
    from matplotlib.patches import FancyArrowPatch
    from matplotlib.path import Path

    control = 2 * halfway(points) - (points[0] + points[-1]) / 2
    path = Path([points[0], control, points[-1]], [Path.MOVETO, Path.CURVE3, Path.CURVE3])
    ax.add_patch(FancyArrowPatch(path=path, **style))


def number(ax: Axes, at: Array, text: str, *, solid: bool = False) -> None:
    """Write a number beside an arrow, or on it with a solid ground."""
    from matplotlib.patheffects import withStroke

    ground: dict[str, Any] = (
        {"bbox": {"boxstyle": "round,pad=0.12", "fc": "white", "ec": "none"}}
        if solid
        else {"path_effects": [withStroke(linewidth=3, foreground="white")]}
    )
    ax.text(
        at[0],
        at[1],
        text,
        ha="center",
        va="center",
        fontsize=8.5 if solid else 9.5,
        zorder=4,
        **ground,
    )


def footnote(legend: str, n: int, width: float) -> list[str]:
    """Return what stands below a diagram, in lines of so many inches, broken between its parts."""
    lines: list[str] = []
    for part in [*filter(None, legend.split(" · ")), *([f"n = {n:,}"] if n else [])]:
        if lines and letters(f"{lines[-1]} · {part}") * LETTER <= width:
            lines[-1] += f" · {part}"
        else:
            lines.append(part)
    return lines
