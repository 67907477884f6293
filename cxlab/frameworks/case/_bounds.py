"""Bounds of a case with missing cells: exact, from the corners of the box of admissible values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from cxlab.frameworks.case._case import Case

Array = NDArray[np.float64]
Span = tuple[Array, Array]

KEY, POSSIBLE, OTHER = "key", "possible", "other"


def cells(case: Case, cell: str) -> Array:
    """Return one column of the case, shape (n_types,); missing cells are NaN."""
    return np.array([or_nan(each.cell(cell)) for each in case.experiences])


def or_nan(value: float | None) -> float:
    """Return a cell as a number; a missing one as NaN."""
    return np.nan if value is None else value


def span(case: Case, cell: str, *, dropped: bool = False) -> Span:
    """Return the smallest and largest admissible value per type; a known cell has no width.

    With ``dropped`` the stated assumptions are left aside: missing cells take the whole scale.
    """
    ends = [case.scale if dropped else e.admissible.get(cell, case.scale) for e in case.experiences]
    values = cells(case, cell)
    low, high = (np.array([end[k] for end in ends], dtype=float) for k in (0, 1))
    missing = np.isnan(values)
    return np.where(missing, low, values), np.where(missing, high, values)


def difference(first: Span, second: Span) -> Span:
    """Return the exact range of ``first - second``."""
    return first[0] - second[1], first[1] - second[0]


def product(first: Span, second: Span) -> Span:
    """Return the exact range of ``first * second``: linear in each, so extreme at a corner."""
    corners = np.array([a * b for a in first for b in second]) + 0.0
    return corners.min(axis=0), corners.max(axis=0)


def satisfaction(case: Case, *, drop: tuple[str, ...] = ()) -> Span:
    """Return the range of 2c = 2a - 2b per type."""
    return difference(
        span(case, "actual", dropped="actual" in drop),
        span(case, "expectation", dropped="expectation" in drop),
    )


def weighted(case: Case, *, drop: tuple[str, ...] = ()) -> Span:
    """Return the range of step 3 = 2c * 2d per type."""
    importance = span(case, "importance", dropped="importance" in drop)
    return product(satisfaction(case, drop=drop), importance)


def ideal_gap(case: Case) -> Span:
    """Return the range of 4b = 2a - 4a per type."""
    return difference(span(case, "actual"), span(case, "ideal"))


def verdicts(low: Array, high: Array) -> list[str]:
    """Say of each type whether it is the most negative: always, for some values, or never.

    ``key``: its largest value is below zero and no larger than the smallest of any other type.
    ``possible``: its smallest value is below zero and no larger than the largest of any other type.
    Types vary independently, so both conditions are exact.
    """
    out = []
    for i in range(len(low)):
        rest = np.arange(len(low)) != i
        floor = low[rest].min(initial=np.inf)
        ceiling = high[rest].min(initial=np.inf)
        if high[i] < 0 and high[i] <= floor:
            out.append(KEY)
        elif low[i] < 0 and low[i] <= ceiling:
            out.append(POSSIBLE)
        else:
            out.append(OTHER)
    return out


def missing_cells(case: Case) -> int:
    """Count the cells that step 3 needs and the case does not have."""
    return sum(
        e.cell(cell) is None
        for e in case.experiences
        for cell in ("actual", "expectation", "importance")
    )
