"""Complementary suppression: which counts can be shown beside totals, so that no small one is told.

The problem is Cox's (1980, Journal of the American Statistical Association 75, 377-385); the answer
here is a quick one that holds, not the one that leaves out least.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Line = Sequence[int] | NDArray[np.int64]  # places of counts whose total is shown


def beside_totals(
    counts: Sequence[int], kept: Sequence[bool], lines: Iterable[Line], least: int
) -> list[bool]:
    """Return which counts can be shown beside the totals of lines.

    In each line none is left out, or at least two are that have ``least`` together; where that is
    not so, the smallest is left out as well.

    Parameters
    ----------
    counts, kept
        The counts, and which of them could be shown without the totals; shape (n,).
    lines
        Places of the counts that each total adds up.
    least
        The smallest count that may become known.

    Examples
    --------
    >>> beside_totals([40, 12, 7], [True, True, False], [range(3)], 10)
    [True, False, False]
    """
    out, changed, lines = list(map(bool, kept)), True, [list(map(int, line)) for line in lines]
    while changed:
        changed = False
        for line in lines:
            gone = [counts[place] for place in line if not out[place] and counts[place]]
            left = [place for place in line if out[place]]
            if gone and left and (len(gone) < 2 or sum(gone) < least):
                out[min(left, key=counts.__getitem__)] = False
                changed = True
    return out


def beside_margins(counts: ArrayLike, margins: Sequence[ArrayLike], least: int) -> list[bool]:
    """Return which cells of a table can be shown beside its margins and the total of all.

    Parameters
    ----------
    counts
        Answers in each cell, shape (n,).
    margins
        For each margin the number (0, 1, …) of the line a cell lies in, shape (n,).
    least
        The smallest count that may become known; a margin below it is not shown either.
    """
    n = np.asarray(counts)
    cells, kept = n.tolist(), n >= least
    lines: list[Line] = [range(len(n))]
    for margin in map(np.asarray, margins):
        totals = np.bincount(margin, weights=n).astype(int)
        known = beside_totals(
            totals.tolist(), (totals >= least).tolist(), [range(len(totals))], least
        )
        kept &= np.array(known)[margin]
        lines += [np.flatnonzero(margin == line) for line in np.flatnonzero(known)]
    out = beside_totals(cells, kept.tolist(), lines, least)
    while any(out) and (told := _told(cells, out, lines, least)) is not None:
        near = {place for line in lines[1:] if told in line for place in line if out[place]}
        left = near or {place for place, shown in enumerate(out) if shown}
        out[min(left, key=cells.__getitem__)] = False
        out = beside_totals(cells, out, lines, least)
    return out


def _told(
    counts: Sequence[int], kept: Sequence[bool], lines: Sequence[Line], least: int
) -> int | None:
    """Return the place of a small count that the totals of several lines give away together."""
    gone = [place for place, shown in enumerate(kept) if not shown and counts[place]]
    sums = np.array([[place in line for place in gone] for line in map(set, lines)], dtype=float)
    # A count is known if it is a combination of sums: its projection on them has length one.
    length = (sums * (np.linalg.pinv(sums @ sums.T) @ sums)).sum(axis=0)
    known = [place for place, own in zip(gone, length, strict=True) if own > 1 - 1e-9]
    return next((place for place in known if counts[place] < least), None)
