"""The triangle: expectation across, experience up, satisfaction the height over the diagonal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxlab._core.numerals import signed
from cxlab._core.theme import BLUE, GREY, INK, MUTED, ORANGE
from cxlab.plots._canvas import canvas

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def triangle(
    frame: pd.DataFrame,
    *,
    words: tuple[str, str, str],
    axis: tuple[str, str] = ("", ""),
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw one point per row over the line where experience equals expectation.

    Parameters
    ----------
    frame
        Columns ``label``, ``expectation``, ``experience`` and ``satisfaction`` (experience minus
        expectation); a few rows that lie apart.
    words
        Words for the side above the diagonal, the diagonal, and the side below.
    axis
        Labels of the horizontal and the vertical axis.

    Returns
    -------
    matplotlib.axes.Axes
    """
    values = frame[["expectation", "experience"]].to_numpy(dtype=float)
    pad = max(1.0, 0.3 * (values.max() - values.min()))
    low, high = values.min() - pad, values.max() + pad
    with canvas(ax, title=title, n=n, size=(6.4, 5.6)) as ax:
        ax.fill_between([low, high], [low, high], high, color=BLUE, alpha=0.06, lw=0)
        ax.fill_between([low, high], low, [low, high], color=ORANGE, alpha=0.06, lw=0)
        ax.plot([low, high], [low, high], color=GREY, lw=1.4)
        step = (high - low) / 40
        for x, y, word, color, place in (
            (low + step, high - step, words[0], BLUE, ("left", "top")),
            (high - step, low + step, words[2], ORANGE, ("right", "bottom")),
        ):
            ax.text(x, y, word, color=color, ha=place[0], va=place[1], fontsize=11)
        ax.text(
            high - step,
            high - 2 * step,
            words[1],
            color=MUTED,
            ha="right",
            va="top",
            fontsize=9.5,
            rotation=45,
            rotation_mode="anchor",
            transform_rotates_text=True,
        )
        for row in frame.to_dict("records"):
            foot, top, gap = (float(row[name]) for name in _COLUMNS)
            color, up = (BLUE, 1) if gap >= 0 else (ORANGE, -1)
            ax.plot([foot, foot], [foot, top], color=color, lw=3, solid_capstyle="butt")
            ax.plot(foot, top, "o", ms=9, color=color)
            ax.annotate(
                row["label"],
                (foot, top),
                (0, 9 * up),
                textcoords="offset points",
                ha="center",
                va="bottom" if up > 0 else "top",
                color=INK,
            )
            ax.annotate(
                signed(gap),
                (foot, (foot + top) / 2),
                (7 * -up, 0),
                textcoords="offset points",
                ha="right" if up > 0 else "left",
                va="center",
                color=color,
            )
        ax.set(xlim=(low, high), ylim=(low, high))
        ax.set_xlabel(axis[0], loc="right")
        ax.set_ylabel(axis[1], loc="top")
    return ax


_COLUMNS = ("expectation", "experience", "satisfaction")
