"""The sheet every view draws on: cxlab's theme, a title that states the finding, and n."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from cxlab._core.theme import INK, MUTED, theme
from cxlab.plots._wrap import letters, wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LETTER = 0.092  # inches of a title's Latin letter


@contextmanager
def canvas(
    ax: Axes | None, *, title: str = "", n: int = 0, size: tuple[float, float] = (7.2, 4.0)
) -> Iterator[Axes]:
    """Open Axes inside cxlab's theme; at the end write the title and the number of answers.

    ``size`` in inches holds for a new figure only.
    """
    import matplotlib.pyplot as plt

    with theme():
        own = ax is None
        if ax is None:
            ax = plt.subplots(figsize=size)[1]
        yield ax
        if title:
            _write_title(ax, title, own)
        if n:
            ax.annotate(
                f"n = {n:,}",
                (1, 0),
                (0, -34),
                xycoords="axes fraction",
                textcoords="offset points",
                ha="right",
                va="top",
                fontsize=9,
                color=MUTED,
            )


def beside(ax: Axes, y: float, text: str, *, color: str = INK) -> None:
    """Write a word at the right-hand end of a row, outside the Axes."""
    ax.annotate(
        text,
        (1, y),
        (8, 0),
        xycoords=ax.get_yaxis_transform(),
        textcoords="offset points",
        va="center",
        fontsize=9.5,
        color=color,
    )


def key_below(ax: Axes, *, last: str = "") -> None:
    """Write what the marks mean on the line where n stands, below the axis; ``last`` at the end.

    Words too long for one line stand in two columns.
    """
    from matplotlib.transforms import offset_copy

    below = offset_copy(ax.transAxes, fig=ax.get_figure(root=True), y=-40, units="points")
    marks = sorted(
        zip(*ax.get_legend_handles_labels(), strict=True), key=lambda mark: mark[1] == last
    )
    ax.legend(
        [handle for handle, _word in marks],
        [word for _handle, word in marks],
        loc="upper left",
        bbox_to_anchor=(0, 0),
        bbox_transform=below,
        ncols=len(marks) if sum(letters(word) + 5 for _handle, word in marks) < 86 else 2,
        borderpad=0,
        borderaxespad=0,
        handlelength=1.4,
        handletextpad=0.5,
        columnspacing=1.4,
        fontsize=9.5,
        labelcolor=MUTED,
    )


def laid_out(ax: Axes) -> Figure:
    """Return the figure once every text in it has its place."""
    figure = cast("Figure", ax.get_figure(root=True))
    figure.draw_without_rendering()
    return figure


def _write_title(ax: Axes, title: str, own: bool) -> None:
    """Set the title in lines that fit; in a figure of its own it begins over the labels."""
    figure = laid_out(ax)
    inner = ax.get_window_extent()
    whole = (ax.get_tightbbox() if own else None) or inner
    lines = wrap(title, whole.width / figure.dpi / LETTER)
    ax.set_title("\n".join(lines), x=(whole.x0 - inner.x0) / inner.width)
