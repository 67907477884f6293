"""Horizontal bars with intervals: the sign by side, colour and hatch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxlab._core.numerals import percent, show
from cxlab._core.theme import BLUE, INK, ORANGE
from cxlab.plots._canvas import canvas

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def bars(
    frame: pd.DataFrame,
    *,
    unit: str = "number",
    axis: str = "",
    sort: bool = True,
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw one bar per row, largest on top, with its interval where the frame has one.

    Parameters
    ----------
    frame
        Columns ``label``, ``estimate``, optionally ``conf_low`` and ``conf_high``.
    unit
        How numbers are written (a unit of the columns glossary).
    axis
        Label of the horizontal axis, with its unit.
    sort
        Largest on top; else in the frame's order.

    Returns
    -------
    matplotlib.axes.Axes
    """
    rows = frame.dropna(subset=["estimate"])
    rows = rows.sort_values("estimate") if sort else rows.iloc[::-1]
    values = rows["estimate"].astype(float).to_list()
    low, high = (
        rows[name].fillna(rows["estimate"]).to_list() if name in rows else values
        for name in ("conf_low", "conf_high")
    )
    with canvas(ax, title=title, n=n, size=(7.2, 1.3 + 0.42 * len(rows))) as ax:
        for y, (value, left, right) in enumerate(zip(values, low, high, strict=True)):
            up = value >= 0
            ax.barh(
                y,
                value,
                height=0.62,
                color=BLUE if up else ORANGE,
                hatch=None if up else "///",
                edgecolor="white",
                lw=0,
            )
            if right > left:
                for width, color in ((4.0, "white"), (1.6, INK)):
                    ax.plot([left, right], [y, y], color=color, lw=width, solid_capstyle="butt")
            ax.annotate(
                show(value, unit),
                (max(value, right) if up else min(value, left), y),
                (6 if up else -6, 0),
                textcoords="offset points",
                va="center",
                ha="left" if up else "right",
                fontsize=9.5,
            )
        ax.axvline(0, color=INK, lw=1)
        ax.set_yticks(range(len(rows)), rows["label"])
        ax.tick_params(axis="y", length=0)
        ax.grid(axis="y", visible=False)
        _make_room(ax, values, [0.0, *low, *high])
        ax.locator_params(axis="x", nbins=6)
        if unit in ("money", "share"):
            ax.xaxis.set_major_formatter(lambda value, _place: _tick(value, unit))
        ax.set_xlabel(axis, loc="left")
    return ax


def _make_room(ax: Axes, values: list[float], drawn: list[float]) -> None:
    """Leave space for the numbers beside the bars, on the sides where there are any."""
    if not values:
        return
    room = 0.17 * (max(drawn) - min(drawn) or 1.0)
    negative, positive = any(value < 0 for value in values), any(value >= 0 for value in values)
    ax.set_xlim(min(drawn) - room * negative, max(drawn) + room * positive)


def _tick(value: float, unit: str) -> str:
    return percent(f"{100 * value:.4g}".replace("-", "−")) if unit == "share" else show(value, unit)
