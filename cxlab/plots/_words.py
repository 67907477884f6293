"""A table of words on Axes, for slides: wrapped cells, one rule between rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxlab._core.columns import heading
from cxlab._core.theme import BLUE, GRID, INK, MUTED
from cxlab.plots._canvas import axes, canvas
from cxlab.plots._wrap import letters, wrap

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

LINE = 0.21  # inches
LETTER = 0.076  # inches
WIDTH = 8.6


def words(frame: pd.DataFrame, *, title: str = "", n: int = 0, ax: Axes | None = None) -> Axes:
    """Draw a frame of texts as a table.

    Parameters
    ----------
    frame
        Column ``label`` first in each row, then every other column but ``term``.

    Returns
    -------
    matplotlib.axes.Axes
    """
    names = ["label", *(name for name in frame.columns if name not in ("term", "label"))]
    cells = [["" if name == "label" else heading(name) for name in names]]
    cells += frame[names].astype(str).to_numpy().tolist()
    box = (
        None
        if ax is None
        else axes(ax).get_window_extent().transformed(ax.figure.dpi_scale_trans.inverted())
    )
    wide = WIDTH if box is None else box.width
    columns = _widths(cells, wide / LETTER)
    wrapped = [
        [wrap(cell, width - 2) for cell, width in zip(row, columns, strict=True)] for row in cells
    ]
    heights = [max(len(cell) for cell in row) + 0.9 for row in wrapped]
    with canvas(ax, title=title, n=n, size=(WIDTH, 0.6 + LINE * sum(heights))) as ax:
        top = 0.0
        for number, (row, height) in enumerate(zip(wrapped, heights, strict=True)):
            left = 0.0
            for place, (cell, width) in enumerate(zip(row, columns, strict=True)):
                ax.text(
                    left,
                    top + 0.45,
                    "\n".join(cell),
                    va="top",
                    fontsize=9.5,
                    linespacing=1.35,
                    color=MUTED if number == 0 else BLUE if place == 0 else INK,
                )
                left += width
            top += height
            ax.plot([0, left], [top, top], color=GRID, lw=1, clip_on=False)
        ax.set(xlim=(0, sum(columns)), ylim=(top, 0))
        ax.set_axis_off()
    return ax


def _widths(cells: list[list[str]], total: float) -> list[float]:
    """Share the width out: short columns get what they need, long ones the rest in proportion."""
    need = [max(letters(row[place]) for row in cells) + 2.5 for place in range(len(cells[0]))]
    fair = total / len(need)
    short = [width for width in need if width <= fair]
    rest = total - sum(short)
    long = sum(width for width in need if width > fair)
    return [width if width <= fair else rest * width / long for width in need]
