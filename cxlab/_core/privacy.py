"""Groups too small to be shown: a few answers would tell who gave them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from cxlab._core.errors import DataError, warn
from cxlab._core.i18n import _, shortlist

if TYPE_CHECKING:
    import pandas as pd

LEAST = 10  # answers a group must have to be shown, unless somebody says another number


def refuse_small(left: int, least: int) -> None:
    """Raise once no group is left.

    Raises
    ------
    DataError
        None is.
    """
    if not left:
        raise DataError(
            _(
                "No group has {least} answers or more, so none is shown. Choose larger groups or "
                "longer periods."
            ).format(least=least)
        )


def beside_totals(
    counts: Sequence[int], kept: Sequence[bool], lines: Iterable[Sequence[int]], least: int
) -> list[bool]:
    """Return which groups can be shown beside totals, so that none left out can be worked out.

    In a line, the places of groups whose total is shown, none is left out or at least two are that
    have ``least`` answers together; where that is not so, the smallest is left out as well.

    Raises
    ------
    DataError
        No group is left.

    Examples
    --------
    >>> beside_totals([40, 12, 7], [True, True, False], [range(3)], 10)
    [True, False, False]
    """
    out, changed, lines = list(kept), True, [list(line) for line in lines]
    while changed:
        changed = False
        for line in lines:
            gone = [counts[place] for place in line if not out[place] and counts[place]]
            left = [place for place in line if out[place]]
            if gone and left and (len(gone) < 2 or sum(gone) < least):
                out[min(left, key=counts.__getitem__)] = False
                changed = True
    if not any(out):
        raise DataError(
            _(
                "Beside the total, the groups would give away one of fewer than {least} answers, "
                "so none is shown. Choose larger groups or longer periods."
            ).format(least=least)
        )
    return out


def beside_margins(points: pd.DataFrame, least: int) -> list[bool]:
    """Return which rows can be shown beside the totals of each ``part`` and each ``group``."""
    counts, kept = points["n"].tolist(), points["n"] >= least
    lines: list[Sequence[int]] = [range(len(counts))]
    for margin in ("part", "group"):
        totals = points.groupby(margin, sort=False)["n"].sum()
        large = (totals >= least).tolist()
        known = totals.index[beside_totals(totals.tolist(), large, [range(len(totals))], least)]
        kept &= points[margin].isin(known)
        places = points.groupby(margin, sort=False).indices
        lines += [list(places[name]) for name in known]
    out = beside_totals(counts, kept.tolist(), lines, least)
    while (told := _told(counts, out, lines, least)) is not None:
        near = {place for line in lines[1:] if told in line for place in line if out[place]}
        left = near or {place for place, shown in enumerate(out) if shown}
        out[min(left, key=counts.__getitem__)] = False
        out = beside_totals(counts, out, lines, least)
    return out


def _told(
    counts: Sequence[int], kept: Sequence[bool], lines: Sequence[Sequence[int]], least: int
) -> int | None:
    """Return the place of a small group that the totals of several lines give away together."""
    import numpy as np

    gone = [place for place, shown in enumerate(kept) if not shown and counts[place]]
    sums = np.array([[place in line for place in gone] for line in map(set, lines)], dtype=float)
    # A group is known if it is a combination of sums: if its projection on them has length one.
    length = (sums * (np.linalg.pinv(sums @ sums.T) @ sums)).sum(axis=0)
    known = [place for place, own in zip(gone, length, strict=True) if own > 1 - 1e-9]
    return next((place for place in known if counts[place] < least), None)


def warn_small(hidden: Iterable[str], least: int, further: Iterable[str] = ()) -> None:
    """Name the groups that are not shown, and those left out besides."""
    for text in (not_shown(hidden, least), left_out(further)):
        if text:
            warn(text)


def left_out(further: Iterable[str]) -> str:
    """Say which groups are left out for the sake of small ones; empty if none is."""
    names = list(further)
    if not names:
        return ""
    return _(
        "Not shown either, as a small group could be worked out from the total: {groups}."
    ).format(groups=shortlist(names, 6))


def not_shown(hidden: Iterable[str], least: int) -> str:
    """Say which groups are not shown and why; empty if all are."""
    names = list(hidden)
    if not names:
        return ""
    return _("Not shown, because fewer than {least} answered: {groups}.").format(
        least=least, groups=shortlist(names, 6)
    )
