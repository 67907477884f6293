"""Where HTMT is not defined, and where its interval is no help: said in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cxlab._core.errors import ModelError, warn
from cxlab._core.i18n import _, listing, shortlist


def doubt_interval(
    names: Sequence[str], estimate: np.ndarray, ends: tuple[np.ndarray, np.ndarray], n: int
) -> None:
    """Warn of HTMT whose interval of the bootstrap does not hold it.

    Parameters
    ----------
    names
        Of the pairs, in readers' words.
    estimate, ends
        HTMT and both ends of its interval, shape (pairs,) each.
    n
        Rows.
    """
    low, high = ends
    off = (low > estimate * (1 + 1e-9)) | (high < estimate * (1 - 1e-9))
    if off.any():
        pairs = [name for name, odd in zip(names, off, strict=True) if odd]
        warn(
            _(
                "The bootstrap interval of {pairs} does not hold HTMT itself: resamples of {n} "
                "rows add chance to the correlations, which count without their sign. Read its "
                "upper end alone, or collect more answers."
            ).format(pairs=shortlist(pairs, 3), n=n)
        )


def refuse_apart(names: Sequence[str], sizes: Sequence[int], corr: np.ndarray) -> None:
    """Refuse scales whose items do not go with each other at all: HTMT divides by that.

    Parameters
    ----------
    names, sizes
        The scales in readers' words, and their numbers of items.
    corr
        Correlations of all items, scale by scale.

    Raises
    ------
    ModelError
        There is one.
    """
    odd, start = [], 0
    for name, size in zip(names, sizes, strict=True):
        part = corr[start : start + size, start : start + size]
        start += size
        if size > 1 and abs(part).sum() - size < 1e-9:
            odd.append(name)
    if odd:
        raise ModelError(
            _(
                "The items of {names} do not go with each other at all (correlations of zero), so "
                "they measure nothing together and HTMT is not defined. Leave them out, or take "
                "each item by itself."
            ).format(names=listing(odd))
        )
