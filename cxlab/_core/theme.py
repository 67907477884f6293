"""cxlab's look for Matplotlib, as a context: no global style is ever changed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

FONT = Path(__file__).parent / "fonts" / "NotoSansSC-subset.otf"

INK = "#22303c"
MUTED = "#6b7785"
GRID = "#d9dee3"
BLUE = "#2b6ca3"  # positive, experience, kept
ORANGE = "#d9730d"  # negative, expectation, lost
SAND = "#e8b04b"  # at risk, undecided
GREY = "#9aa5b1"  # neutral, missing
PALE = "#eef2f6"
SERIES = (
    BLUE,
    ORANGE,
    "#4b9e9a",
    "#8b5fa8",
    SAND,
    GREY,
)  # told apart in grey and by colour-blind eyes
MARKS = "osD^vP"
STYLES = ("-", (0, (6, 2)), (0, (2, 1.5)), (0, (7, 2, 1.5, 2)))  # lines told apart without colour


@cache
def _register() -> str:
    from matplotlib import font_manager

    font_manager.fontManager.addfont(str(FONT))
    return font_manager.FontProperties(fname=str(FONT)).get_name()


@contextmanager
def theme() -> Iterator[None]:
    """Draw inside this context for cxlab's fonts (Chinese included), colours and spacing.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> with theme():
    ...     figure, ax = plt.subplots()
    >>> plt.close(figure)
    """
    import matplotlib as mpl
    from cycler import cycler

    look: Any = {
        "font.family": ["DejaVu Sans", _register()],
        "font.size": 10.5,
        "axes.unicode_minus": False,
        "axes.titlesize": 12,
        "axes.titleweight": "normal",
        "axes.titlelocation": "left",
        "axes.titlepad": 12,
        "axes.edgecolor": GRID,
        "axes.labelcolor": MUTED,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "axes.axisbelow": True,
        "axes.prop_cycle": cycler(color=list(SERIES)),
        "grid.color": GRID,
        "grid.linewidth": 0.8,
        "text.color": INK,
        "text.parse_math": False,  # a dollar sign in a label is a dollar sign
        "xtick.color": MUTED,
        "ytick.color": INK,
        "xtick.labelcolor": MUTED,
        "ytick.labelcolor": INK,
        "legend.frameon": False,
        "figure.figsize": (7.2, 4.0),
        "figure.dpi": 110,
        "figure.constrained_layout.use": True,
        "savefig.dpi": 150,
    }
    live = mpl.is_interactive()
    try:
        with mpl.rc_context(look):
            yield
            live = mpl.is_interactive()  # the first figure of a notebook sets it
    finally:
        mpl.interactive(live)
