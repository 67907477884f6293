"""How much work all subsets are, and the way out when it is too much."""

from __future__ import annotations

from cxlab._core.errors import SpecError
from cxlab._core.i18n import _, paragraph
from cxlab._stats import compiled
from cxlab.drivers._division import Division

# Most drivers, and most subsets times resamples (for the logits: times rows), a minute or two each.
LINE = (30, 2**32)
FAST_LINE = (33, 2**36)  # with numba
SQUARE = (20, 2**29)  # complete dominance looks at every pair in every subset
LOGIT = (12, 2**31)


def affordable(division: Division, method: str) -> None:
    """Refuse what takes too long, with the number of resamples that would do.

    ``method`` is that of the division, or ``"dominance"``.

    Raises
    ------
    SpecError
        All subsets of the drivers, times the resamples, are too many.
    """
    p, linear = len(division.blocks), division.family == "ols"
    if method not in ("lmg", "dominance") and linear:
        return
    if method in ("first", "last"):
        subsets, (most, work) = p + 1, (p, LOGIT[1])
    else:
        subsets, (most, work) = 2**p, _limits(division, method)
    each = subsets if linear else subsets * len(division.x)
    if p > most:
        first = _(
            "All subsets of {p} drivers are {subsets:,}; {most} drivers are the most that can be "
            "computed here, even with boot=0."
        ).format(p=p, subsets=subsets, most=most)
    elif division.boot * each > work:
        first = _(
            "{subsets:,} sub-models of {p} drivers in each of {boot:,} resamples take too long. "
            "boot={most} would do."
        ).format(p=p, subsets=subsets, boot=division.boot, most=work // each)
    else:
        return
    raise SpecError(paragraph([first, _way_out(linear and method == "lmg")]))


def _limits(division: Division, method: str) -> tuple[int, int]:
    """Return the most drivers and the most work."""
    if division.family != "ols":
        return LOGIT
    if method == "dominance":
        return SQUARE
    p = len(division.blocks)
    small = p <= LINE[0] and division.boot << p <= LINE[1]
    return LINE if small or compiled.walker() is None else FAST_LINE


def _way_out(other: bool) -> str:
    if other:
        return _(
            "Or use method='johnson', put drivers that belong together into "
            "groups={'name': [...]}, or leave some out."
        )
    return _("Or put drivers that belong together into groups={'name': [...]}, or leave some out.")
