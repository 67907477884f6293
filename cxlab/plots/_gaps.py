"""Two shares of two surveys, each with its interval, and the gap between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxlab._core.numerals import signed
from cxlab._core.theme import BLUE, GREY, INK, MUTED, ORANGE
from cxlab.plots._canvas import beside, canvas, in_percent, key_below

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def gaps(
    frame: pd.DataFrame,
    *,
    words: tuple[str, ...],
    axis: str = "",
    side: str = "",
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw what is felt and what is said on one line per row.

    Parameters
    ----------
    frame
        Columns ``label``, ``estimate`` (said minus felt), ``said``, ``felt``, and where they are
        known ``n_said``, ``n_felt`` and the intervals ``said_low`` … ``felt_high``.
    words
        Legend words for felt, said, and the intervals.
    axis, side
        Labels of the horizontal axis and of the rows.

    Returns
    -------
    matplotlib.axes.Axes
    """
    step = 0.5 if len(frame) <= 12 else 0.34
    with canvas(ax, title=title, size=(7.6, 1.9 + step * len(frame))) as ax:
        height = range(len(frame))
        ax.hlines(height, frame["felt"], frame["said"], color=GREY, lw=2, zorder=1)
        drawn = False
        for name, color, mark, word in (
            ("felt", BLUE, "o", words[0]),
            ("said", ORANGE, "s", words[1]),
        ):
            ax.plot(frame[name], height, mark, ms=8, color=color, label=word, zorder=3)
            if f"{name}_low" in frame:
                ends = frame[f"{name}_low"], frame[f"{name}_high"]
                band = ax.hlines(height, *ends, color=INK, lw=8, alpha=0.25, zorder=2)
                if not drawn:
                    band.set_label(words[2])
                    drawn = True
        for y, row in zip(height, frame.to_dict("records"), strict=True):
            sizes = [f"{row[name]:,}" if name in row else "?" for name in ("n_said", "n_felt")]
            text = f"{signed(100 * row['estimate'], 1)}  n = {' / '.join(sizes)}"
            beside(ax, y, text, color=MUTED)
        ax.set_yticks(height, frame["label"])
        ax.set(xlim=(0, 1), ylim=(len(frame) - 0.4, -0.6))
        in_percent(ax.xaxis)
        ax.grid(axis="y", visible=False)
        ax.tick_params(axis="y", length=0)
        ax.set_xlabel(axis, loc="left")
        ax.set_ylabel(side)
        key_below(ax, last=words[2])
    return ax
