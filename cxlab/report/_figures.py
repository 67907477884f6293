"""The figures of a document as pictures; Matplotlib loads when the first is drawn."""

from __future__ import annotations

import io
import warnings
from typing import Any

from cxlab._core.theme import theme
from cxlab.report._contents import Figure

KINDS = ("png", "svg")


def picture(figure: Figure, kind: str) -> bytes:
    """Draw a figure and return it as PNG or SVG; letters are outlines, so no font is asked for."""
    import matplotlib as mpl
    import matplotlib.pyplot as plt

    with theme(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph")  # an emoji in a name: a box, the table has it
        drawn: Any = figure.content.plot().get_figure(root=True)
        own: Any = {"svg.hashsalt": figure.file, "svg.fonttype": "path"}  # same bytes always
        metadata = {"Date": None} if kind == "svg" else {}
        sheet = io.BytesIO()
        try:
            with mpl.rc_context(own):
                drawn.savefig(sheet, format=kind, dpi=150, bbox_inches="tight", metadata=metadata)
        finally:
            plt.close(drawn)
    return sheet.getvalue()
