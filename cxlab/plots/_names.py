"""Names beside points, placed where they hide least."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from cxlab.plots._canvas import laid_out

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Array = NDArray[np.float64]

# Where a name may stand: shift in points, horizontal and vertical alignment; the best place first.
PLACES = (
    ((9, 7), "left", "bottom"),
    ((9, -7), "left", "top"),
    ((-9, 7), "right", "bottom"),
    ((-9, -7), "right", "top"),
    ((0, 12), "center", "bottom"),
    ((0, -12), "center", "top"),
    ((9, 20), "left", "bottom"),
    ((9, -20), "left", "top"),
    ((-9, 20), "right", "bottom"),
    ((-9, -20), "right", "top"),
)


def name_points(
    ax: Axes,
    x: Array,
    y: Array,
    names: Sequence[str],
    *,
    cross: tuple[float, float],
) -> None:
    """Write a name beside every point, away from other points, names, texts and the crosshair.

    Call it when the limits of the Axes are final.
    """
    from matplotlib.patheffects import withStroke

    laid_out(ax)
    frame = ax.get_window_extent()
    centre = ax.transData.transform(cross)
    points = ax.transData.transform(np.column_stack([x, y]))
    taken = [text.get_window_extent() for text in ax.texts if text.get_text()]
    for place in np.argsort(points[:, 1], kind="stable"):  # from below, so that names keep order
        point, name = points[place], names[place]
        best, least = None, np.inf
        here = ax.transData.inverted().transform(point)
        for number, (shift, horizontal, vertical) in enumerate(PLACES):
            text = ax.annotate(
                name,
                (here[0], here[1]),
                shift,
                textcoords="offset points",
                ha=horizontal,
                va=vertical,
                fontsize=10,
                zorder=5,
                path_effects=[withStroke(linewidth=4, foreground="white")],
            )
            box = text.get_window_extent()
            inside = (np.abs(points - [(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2])) < [
                box.width / 2 + 6,
                box.height / 2 + 6,
            ]
            away = np.maximum([box.x0, box.y0] - points, points - [box.x1, box.y1]).clip(min=0)
            reach = np.hypot(*away.T)
            cost = 10 * int(inside.all(axis=1).sum()) + 0.1 * number
            cost += 5 * int((reach < reach[place]).sum())  # it would read as another point's name
            cost += sum(10 for other in taken if box.overlaps(other))
            cost += 4 * (box.x0 < centre[0] < box.x1) + 4 * (box.y0 < centre[1] < box.y1)
            cost += 30 * (box.x0 < frame.x0 or box.x1 > frame.x1)
            cost += 30 * (box.y0 < frame.y0 or box.y1 > frame.y1)
            if cost < least:
                if best is not None:
                    best.remove()
                best, least = text, cost
            else:
                text.remove()
        if best is not None:
            taken.append(best.get_window_extent().padded(8))
