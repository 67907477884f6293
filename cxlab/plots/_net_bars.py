"""Net scores: stacked bars of the three parts, and beneath each the score with its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxlab._core.numerals import signed
from cxlab._core.theme import BLUE, GRID, INK, MUTED, ORANGE
from cxlab.plots._canvas import beside, canvas, key_below

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

LEAST = 8  # points wide; a narrower part has no room for its number


def net_bars(
    frame: pd.DataFrame,
    *,
    parts: tuple[str, str, str],
    words: tuple[str, ...],
    axis: str = "",
    side: str = "",
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw one stacked bar per row from -100 to 100, zero between down and up, and the score.

    What is up lies right of zero, what is down left of it, so the score is the difference of the
    two lengths, in the same unit. What is neither follows in grey.

    Parameters
    ----------
    frame
        Columns ``label``, ``estimate`` in points, the three shares, and where they are known
        ``conf_low``, ``conf_high`` and ``n``.
    parts
        Columns of the shares: up, neither, down.
    words
        Legend words for up, neither, down, and for the score.
    axis, side
        Labels of the horizontal axis and of the rows.

    Returns
    -------
    matplotlib.axes.Axes
    """
    step = 0.5 if len(frame) <= 12 else 0.34
    with canvas(ax, title=title, size=(7.6, 2.1 + step * len(frame))) as ax:
        up, neither, down = (100 * frame[part].to_numpy(float) for part in parts)
        height = range(len(frame))
        rows = [y - 0.14 for y in height]
        for left, width, color, hatch, word in (
            (-down, down, ORANGE, "///", words[2]),
            (0 * up, up, BLUE, None, words[0]),
            (up, neither, GRID, None, words[1]),
        ):
            ax.barh(rows, width, 0.5, left, color=color, hatch=hatch, ec="white", lw=0, label=word)
            if len(frame) > 12:
                continue
            for y, start, size in zip(rows, left, width, strict=True):
                if size >= LEAST:
                    ax.annotate(
                        f"{size:.0f}",
                        (start + size / 2, y),
                        ha="center",
                        va="center",
                        fontsize=9,
                        color=INK if color == GRID else "white",
                        bbox={"boxstyle": "round,pad=0.15", "fc": color, "ec": "none"},
                    )
        below = [y + 0.28 for y in height]
        if "conf_low" in frame:
            ax.hlines(below, frame["conf_low"], frame["conf_high"], color=INK, lw=2)
        ax.plot(frame["estimate"], below, "o", ms=6, color=INK, label=words[3])
        for y, row in zip(height, frame.to_dict("records"), strict=True):
            count = f"  n = {row['n']:,}" if "n" in row else ""
            beside(ax, y, f"{signed(row['estimate'], 1)}{count}", color=MUTED)
        ax.axvline(0, color=INK, lw=1)
        ax.set_yticks(height, frame["label"])
        ax.set(xlim=(-100, 100), ylim=(len(frame) - 0.4, -0.6))
        ax.xaxis.set_major_formatter(lambda value, _place: f"{value:g}".replace("-", "−"))
        ax.grid(axis="y", visible=False)
        ax.tick_params(axis="y", length=0)
        ax.set_xlabel(axis, loc="left")
        ax.set_ylabel(side)
        key_below(ax, last=words[3])
    return ax
