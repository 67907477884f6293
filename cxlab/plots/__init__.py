"""Views: a tidy frame in, Axes out. Every function draws on ``ax`` or on a new figure."""

from cxlab.plots._bars import bars
from cxlab.plots._dots import dots
from cxlab.plots._drift_lines import drift_lines
from cxlab.plots._dumbbell import dumbbell
from cxlab.plots._ladder import ladder
from cxlab.plots._triangle import triangle
from cxlab.plots._words import words

__all__ = [
    "bars",
    "dots",
    "drift_lines",
    "dumbbell",
    "ladder",
    "triangle",
    "words",
]
