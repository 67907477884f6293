"""Views: a tidy frame in, Axes out. Every function draws on ``ax`` or on a new figure."""

from cxlab.plots._bars import bars
from cxlab.plots._dumbbell import dumbbell
from cxlab.plots._words import words

__all__ = ["bars", "dumbbell", "words"]
