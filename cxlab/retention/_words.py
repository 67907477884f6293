"""Numbers in the sentences of this chapter."""

from __future__ import annotations

import math

from cxlab._core.i18n import _
from cxlab._core.numerals import percent


def rough(share: float) -> str:
    """Write a share for a sentence; near 0 and 1 with a decimal, so that few are not nobody.

    Examples
    --------
    >>> rough(0.592), rough(0.9961)
    ('59%', '99.6%')
    """
    if math.isnan(share):
        return "–"
    edge = 0 < share < 0.01 or 0.99 < share < 1
    return percent(f"{100 * share:.{1 if edge else 0}f}")


def until(time: float) -> str:
    """Write the end of an interval of time; one that is not reached in words."""
    return _("not reached") if math.isnan(time) else f"{time:g}"
