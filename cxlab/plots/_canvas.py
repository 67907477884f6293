"""The sheet every view draws on: cxlab's theme, a title that states the finding, and n."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from cxlab._core.arguments import brief
from cxlab._core.errors import SpecError
from cxlab._core.i18n import _
from cxlab._core.numerals import percent
from cxlab._core.theme import INK, MUTED, theme
from cxlab.plots._wrap import folded, letters

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
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
        ax = plt.subplots(figsize=size)[1] if ax is None else axes(ax)
        yield ax
        _fold_long_words(ax)
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


def axes(given: object) -> Axes:
    """Return what was given if one can draw on it.

    Raises
    ------
    SpecError
        It is something else.
    """
    import matplotlib.axes

    if isinstance(given, matplotlib.axes.Axes):
        return given
    raise SpecError(
        _("'ax' must be Matplotlib Axes (plt.subplots()[1]), not {given}.").format(
            given=brief(given)
        )
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


def label_below(ax: Axes, *lines: str) -> None:
    """Label the horizontal axis in lines beneath each other; empty ones are left out."""
    ax.set_xlabel("\n".join(filter(None, lines)), loc="left")
    ax.xaxis.label.set_linespacing(1.5)


def in_percent(axis: Axis) -> None:
    """Write the ticks of an axis of shares in per cent."""
    axis.set_major_formatter(lambda value, _place: percent(f"{100 * value:.3g}"))


def draw_band(ax: Axes, x: pd.Series, rows: pd.DataFrame, *, color: str, word: str) -> None:
    """Draw the band from ``conf_low`` to ``conf_high`` and name it; none if they are missing."""
    if rows["conf_low"].notna().any():
        ends = rows["conf_low"], rows["conf_high"]
        ax.fill_between(x, *ends, color=color, alpha=0.18, lw=0, label=word)
        ax.legend(loc="lower right", fontsize=9.5)


def laid_out(ax: Axes) -> Figure:
    """Return the figure once every text in it has its place."""
    figure = cast("Figure", ax.get_figure(root=True))
    figure.draw_without_rendering()
    return figure


def _fold_long_words(ax: Axes) -> None:
    """Break names that would leave no room for the chart itself; numbers on an axis stay."""
    from matplotlib.ticker import FixedLocator

    for axis, width, lines in ((ax.yaxis, 36, 3), (ax.xaxis, 24, 4)):
        if isinstance(axis.get_major_locator(), FixedLocator):
            words = [tick.get_text() for tick in axis.get_ticklabels()]
            if any(letters(text) > width and "\n" not in text for text in words):
                words = [text if "\n" in text else folded(text, width, lines) for text in words]
                axis.set_ticks(axis.get_majorticklocs(), words)
    for axis, width in ((ax.xaxis, 84), (ax.yaxis, 44)):
        name = axis.get_label_text().split("\n")
        axis.set_label_text("\n".join(folded(line, width, 2) for line in name))


def _write_title(ax: Axes, title: str, own: bool) -> None:
    """Set the title in lines that fit; in a figure of its own it begins over the labels."""
    figure = laid_out(ax)
    inner = ax.get_window_extent()
    whole = (ax.get_tightbbox() if own else None) or inner
    text = folded(title, whole.width / figure.dpi / LETTER, 4)
    ax.set_title(text, x=(whole.x0 - inner.x0) / inner.width)
