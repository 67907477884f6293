"""Doubts about intervals of the bootstrap, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cxlab._core.errors import warn
from cxlab._core.i18n import _, shortlist

if TYPE_CHECKING:
    import numpy as np


def few_draws(boot: int, conf: float) -> None:
    """Warn of resamples so few that none lies beyond the ends of the interval."""
    if 0 < boot * (1 - conf) < 2 - 1e-9:
        warn(
            _(
                "boot={boot} is too few for {conf:.0%} intervals: their ends are just the "
                "smallest and the largest resample. Use boot=1000 or more."
            ).format(boot=boot, conf=conf)
        )


def beside(
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
