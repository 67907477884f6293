"""A fitted model as a column of numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from cxlab._core.labels import Labels

FIT = ("n", "chi2", "df", "p_value", "cfi", "tli", "rmsea", "srmr", "aic", "bic")
MEASURES = ("alpha", "rho_a", "rho_c", "ave")


@dataclass(frozen=True)
class Cell:
    """A number with what is known of its error."""

    estimate: float
    std_error: float = math.nan
    conf_low: float = math.nan
    conf_high: float = math.nan
    p_value: float = math.nan


@dataclass(frozen=True)
class Column:
    """One fitted model, or one group of it: cells by row, and what stands below them."""

    name: str
    cells: Mapping[tuple[str, ...], Cell]
    foot: Mapping[str, float]
    labels: Labels
    conf: float
    kind: str
    r2: Mapping[str, float] = field(default_factory=dict)
