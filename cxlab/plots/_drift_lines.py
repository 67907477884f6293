"""Two lines over time and the gap between them: expectation running after experience."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cxlab._core.numerals import signed
from cxlab._core.theme import BLUE, ORANGE
from cxlab.plots._canvas import canvas

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


def drift_lines(
    frame: pd.DataFrame,
    *,
    words: tuple[str, str, str, str],
    axis: tuple[str, str] = ("", ""),
    title: str = "",
    n: int = 0,
    ax: Axes | None = None,
) -> Axes:
    """Draw experience and expectation by period, the gap between them shaded by its sign.

    Parameters
    ----------
    frame
        Columns ``period``, ``experience`` and ``expectation``.
    words
        Legend words: experience, expectation, experience above expectation, experience below.
    axis
        Labels of the horizontal and the vertical axis.

    Returns
    -------
    matplotlib.axes.Axes
    """
    from matplotlib.ticker import MaxNLocator

    time, lived, expected = (frame[name].to_numpy(dtype=float) for name in _COLUMNS)
    with canvas(ax, title=title, n=n, size=(7.2, 4.2)) as ax:
        gap: dict[str, Any] = {"interpolate": True, "lw": 0, "alpha": 0.18}
        for side, color, hatch, word in (
            (lived >= expected, BLUE, None, words[2]),
            (lived <= expected, ORANGE, "///", words[3]),
        ):
            if (side & (lived != expected)).any():
                ax.fill_between(
                    time, lived, expected, where=side, color=color, hatch=hatch, label=word, **gap
                )
        ax.plot(time, lived, "o-", color=BLUE, ms=5, lw=2, label=words[0])
        ax.plot(time, expected, "o--", color=ORANGE, mfc="white", ms=5, lw=2, label=words[1])
        for place in (0, -1):
            satisfaction = lived[place] - expected[place]
            up = satisfaction >= 0
            ax.annotate(
                signed(satisfaction),
                (time[place], lived[place]),
                (0, 8 if up else -8),
                textcoords="offset points",
                ha="center",
                va="bottom" if up else "top",
                fontsize=9.5,
                color=BLUE if up else ORANGE,
            )
        ax.margins(x=0.04, y=0.16)
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.set_xlabel(axis[0], loc="right")
        ax.set_ylabel(axis[1], loc="top")
        handles, names = ax.get_legend_handles_labels()
        order = sorted(range(len(names)), key=lambda place: words.index(names[place]))
        ax.legend(
            [handles[place] for place in order],
            [names[place] for place in order],
            loc="upper left",
            bbox_to_anchor=(0, -0.12),
            ncols=4,
        )
    return ax


_COLUMNS = ("period", "experience", "expectation")
