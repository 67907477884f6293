"""Checks of complete columns and of resamples: what is asked for can be computed from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cxlab._core.errors import ModelError, warn
from cxlab._core.i18n import _, listing

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

BLURRED = 1e12  # mean per standard deviation beyond which floats tell few values apart


def sharp(data: pd.DataFrame) -> None:
    """Refuse columns whose values differ by little more than the rounding of floats.

    Raises
    ------
    ModelError
        There is one.
    """
    spread, mean = data.std(ddof=0), data.mean()
    for name, size, level in zip(map(str, data), spread, mean, strict=True):
        if abs(level) > BLURRED * size > 0:
            raise ModelError(
                _(
                    "The answers to {name!r} hardly differ for their size (mean {mean:.3g}, "
                    "standard deviation {size:.2g}), so rounding blurs them. Subtract a constant "
                    "or give another unit; leave it out if all answers are meant to be equal."
                ).format(name=name, mean=level, size=size)
            )


def independent(data: pd.DataFrame, sets: Sequence[Sequence[int]]) -> None:
    """Refuse complete columns whose effects can't be told apart.

    ``sets`` are those of ``_stats.collinearity.dependent_sets``: the places of columns that hang
    together exactly; a column alone in its set does not vary.

    Raises
    ------
    ModelError
        There is such a set.
    """
    named = [[repr(str(data.columns[place])) for place in found] for found in sets]
    flat = [found[0] for found in named if len(found) == 1]
    if flat:
        raise ModelError(
            _(
                "{names} has the same value in all {n} complete rows, so its effect can't be "
                "estimated. Leave it out."
            ).format(names=listing(flat), n=len(data))
        )
    if named:
        raise ModelError(
            _(
                "These columns are perfectly collinear, one follows exactly from the others: "
                "{names}. Their effects can't be told apart; drop one of each set."
            ).format(names="; ".join(map(listing, named)))
        )


def resamples(good: np.ndarray) -> None:
    """Warn of resamples that have no answer; ``good`` is True for those that have one.

    Raises
    ------
    ModelError
        None has one.
    """
    count, boot = int((~good).sum()), len(good)
    if count and count == boot:
        raise ModelError(
            _(
                "In none of the {boot} resamples can the columns be told apart. "
                "Leave out the column that varies least, or use boot=0."
            ).format(boot=boot)
        )
    if count:
        warn(
            _(
                "In {count} of {boot} resamples the columns can't be told apart; they are left "
                "out. Some column varies too rarely for sure intervals."
            ).format(count=count, boot=boot)
        )


def few_draws(boot: int, conf: float) -> None:
    """Warn of resamples so few that none lies beyond the ends of the interval."""
    if 0 < boot * (1 - conf) < 2 - 1e-9:
        warn(
            _(
                "boot={boot} is too few for {conf:.0%} intervals: their ends are just the "
                "smallest and the largest resample. Use boot=1000 or more."
            ).format(boot=boot, conf=conf)
        )
