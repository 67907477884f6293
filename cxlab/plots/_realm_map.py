"""The map of the four realms: participation across, connection down, one realm in each quarter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from cxlab._core.theme import BLUE, INK, MUTED, ORANGE, SERIES
from cxlab.plots._canvas import canvas
from cxlab.plots._dots import MARKS

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

QUARTERS = {  # side of participation, side of connection
    "entertainment": (-1, -1),
    "education": (1, -1),
    "escapism": (1, 1),
    "esthetics": (-1, 1),
}


def realm_map(
    frame: pd.DataFrame,
    *,
    realms: Mapping[str, str],
    words: tuple[str, str, str, str],
    shade: Mapping[str, float] | None = None,
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw points on the map of realms, absorption on top as Pine and Gilmore draw it.

    Parameters
    ----------
    frame
        Columns ``label``, ``participation`` (active above zero) and ``connection`` (immersion above
        zero); optionally their ``_low`` and ``_high`` ends.
    realms
        The word of each quarter: ``entertainment education escapism esthetics``.
    words
        Ends of the axes: passive, active, absorption, immersion.
    shade
        Strength of each realm, 0-1, as depth of colour.

    Returns
    -------
    matplotlib.axes.Axes
    """
    names = [name for name in frame if str(name).startswith(("participation", "connection"))]
    reach = 1.5 * max(float(np.nanmax(np.abs(frame[names].to_numpy(dtype=float)))), 0.4)
    with canvas(ax, title=title, n=n, size=(7.2, 5.8)) as ax:
        for realm, (side, depth) in QUARTERS.items():
            strength = 0.15 if shade is None else 0.04 + 0.42 * shade[realm]
            box = ([0, side * reach], [0, 0], [depth * reach, depth * reach])
            ax.fill_between(*box, color=BLUE, alpha=strength, lw=0)
            ax.text(
                side * 0.95 * reach,
                depth * 0.95 * reach,
                realms[realm],
                ha="right" if side > 0 else "left",
                va="top" if depth < 0 else "bottom",
                linespacing=1.4,
                color=INK,
            )
        ax.axhline(0, color="white", lw=3)
        ax.axvline(0, color="white", lw=3)
        _points(ax, frame, reach)
        ends: dict[str, Any] = {
            "xycoords": "axes fraction",
            "textcoords": "offset points",
            "color": MUTED,
        }
        ax.annotate(f"← {words[0]}", (0, 0), (0, -6), ha="left", va="top", **ends)
        ax.annotate(f"{words[1]} →", (1, 0), (0, -6), ha="right", va="top", **ends)
        up = {"rotation": 90, "ha": "right", **ends}
        ax.annotate(f"{words[2]} →", (0, 1), (-6, 0), va="top", **up)
        ax.annotate(f"← {words[3]}", (0, 0), (-6, 0), va="bottom", **up)
        ax.set(xlim=(-reach, reach), ylim=(reach, -reach), xticks=[], yticks=[])
        ax.grid(visible=False)
        ax.spines[:].set_visible(False)
    return ax


def _points(ax: Axes, frame: pd.DataFrame, reach: float) -> None:
    """Draw the points; name them beside the mark where they lie apart, else in a legend."""
    spots = frame[["participation", "connection"]].to_numpy(float)
    gaps = np.abs(spots[:, None] - spots[None]) / reach
    near = (gaps[..., 0] < 1.0) & (gaps[..., 1] < 0.1)
    direct = near.sum() == len(spots)
    for place, row in enumerate(frame.to_dict("records")):
        color = ORANGE if len(frame) == 1 else SERIES[(place + 1) % len(SERIES)]
        x, y = spots[place]
        if "participation_low" in row:
            ax.hlines(y, row["participation_low"], row["participation_high"], color=color, lw=2)
            ax.vlines(x, row["connection_low"], row["connection_high"], color=color, lw=2)
        ax.plot(x, y, MARKS[place % len(MARKS)], ms=9, color=color, mec="white", label=row["label"])
        if direct:
            ax.annotate(
                row["label"],
                (x, y),
                (0, 8),
                textcoords="offset points",
                ha="center" if abs(x) < 0.5 * reach else "left" if x < 0 else "right",
                fontsize=9.5,
            )
    if not direct:
        ax.legend(loc="upper left", bbox_to_anchor=(1, 1))
