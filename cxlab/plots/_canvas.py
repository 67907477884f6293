"""The sheet every view draws on: cxlab's theme, a title that states the finding, and n."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cxlab._core.i18n import language
from cxlab._core.theme import MUTED, theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@contextmanager
def canvas(
    ax: Axes | None, *, title: str = "", n: int = 0, size: tuple[float, float] = (7.2, 4.0)
) -> Iterator[Axes]:
    """Open Axes inside cxlab's theme; at the end write the title and the number of answers.

    ``size`` in inches holds for a new figure only.
    """
    import matplotlib.pyplot as plt

    with theme():
        if ax is None:
            ax = plt.subplots(figsize=size)[1]
        yield ax
        width = ax.get_figure(root=True).get_figwidth() * (5.6 if language() == "zh" else 10.5)
        ax.set_title("\n".join(textwrap.wrap(title, int(width))))
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
