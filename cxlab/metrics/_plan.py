"""What the planners share: metrics, their units, and the shares that are assumed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cxlab._core.errors import SpecError
from cxlab._core.i18n import _
from cxlab._core.numerals import percent, signed
from cxlab._core.validate import finite, inside, one_of, sequence, share

Array = NDArray[np.float64]
METRICS = ("nps", "share")
PARTS = ("promoters", "passives", "detractors")


def metric_of(metric: str) -> str:
    """Return the metric if it can be planned for."""
    return str(one_of(metric, METRICS, "metric"))


def amount_of(value: float, metric: str, name: str) -> float:
    """Return a margin or a difference as a share: points of the NPS are divided by 100."""
    if metric == "share":
        return math.copysign(share(abs(finite(value, name)), name), value)
    return inside(value, -200, 200, name) / 100


def written(value: float, metric: str, sign: bool = False) -> str:
    """Write a margin or a difference, given as a share, in the metric's unit."""
    text = _("{number} points") if metric == "nps" else _("{number} percentage points")
    return text.format(number=signed(100 * value, 1) if sign else f"{100 * value:g}")


def assumed_shares(assumed: Any, metric: str) -> Array:
    """Return the shares of the answers: promoters, passives, detractors; or yes and no.

    Raises
    ------
    SpecError
        They are no shares, or do not sum to 1.
    """
    if metric == "share":
        yes = share(finite(assumed, "assumed"), "assumed")
        return np.array([yes, 1 - yes])
    if isinstance(assumed, Mapping):
        for name in assumed:
            one_of(name, PARTS, "assumed")
        assumed = [assumed.get(name, 0) for name in PARTS]
    given = [share(value, "assumed") for value in sequence(assumed, "assumed")]
    if len(given) != 3 or abs(sum(given) - 1) > 1e-6:
        raise SpecError(
            _(
                "assumed must be the shares of promoters, passives and detractors and sum to 1, "
                "such as (0.4, 0.35, 0.25); it holds {count} numbers that sum to {total:g}."
            ).format(count=len(given), total=sum(given))
        )
    return np.array(given) / sum(given)


def worst_shares(metric: str) -> Array:
    """Return the shares at which answers vary most: half on one side, half on the other."""
    return np.array([0.5, 0.5] if metric == "share" else [0.5, 0.0, 0.5])


def shares_in_words(shares: Array) -> str:
    """Write the assumed shares for a sentence."""
    numbers = [percent(f"{100 * value:.3g}") for value in shares]
    if len(numbers) == 2:
        return _("a share of {yes}").format(yes=numbers[0])
    return _("{up} promoters, {neither} passives, {down} detractors").format(
        up=numbers[0], neither=numbers[1], down=numbers[2]
    )
