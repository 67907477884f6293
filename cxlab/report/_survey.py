"""The calls behind a report for management: each runs and writes itself as Python."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from cxlab._core.errors import CxWarning, SpecError
from cxlab._core.i18n import _
from cxlab._core.labels import inside, labels_of
from cxlab._core.privacy import LEAST
from cxlab._core.validate import column, frame, groups, listed

SEED, BOOT = 7, 1000
LINE = 88  # letters of a line of code
MOST_ORDERS = 12  # drivers up to which all orders of entry are cheap


@dataclass
class Survey:
    """A frame, what was computed from it, and the lines of Python that do the same.

    Parameters
    ----------
    data
        One row per respondent.
    by
        Column of groups, if any.
    """

    data: pd.DataFrame
    by: str | None
    lines: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        frame(self.data)
        self.lines += ["import cxlab as cx", "", "# survey: the DataFrame with the answers"]
        if self.by is None:
            return
        sizes = groups(self.data, column(self.data, self.by)).value_counts(sort=False)
        if (sizes >= LEAST).sum() < 2:
            raise SpecError(
                _(
                    "by={by!r} leaves fewer than two groups of at least {few} answers. Choose "
                    "another column, or leave 'by' out."
                ).format(by=self.by, few=LEAST)
            )

    def call(
        self, name: str, verb: Callable[..., Any], *columns: Any, by: bool = False, **options: Any
    ) -> Any:
        """Run a verb on the data, all or group by group, and note the line of Python.

        A group is shown that has enough answers and does not give away another beside the total.
        """
        given = options | ({"by": self.by} if by else {})
        said = ["survey", *map(_written, columns), *(f"{k}={v!r}" for k, v in given.items())]
        chapter = verb.__module__.split(".")[1]
        opened = f"{name} = cx.{chapter}.{verb.__name__}("
        line = f"{opened}{', '.join(said)})"
        if len(line) > LINE:
            line = opened + "".join(f"\n    {each}," for each in said) + "\n)"
        self.lines.append(f"{line}.large_groups({LEAST}, total_shown=True)" if by else line)
        with warnings.catch_warnings(record=True) as weak:
            warnings.simplefilter("always", CxWarning)
            result = verb(self.data, *columns, **given)
            result = result.large_groups(LEAST, total_shown=True) if by else result
        self.doubts += [str(each.message) for each in weak if issubclass(each.category, CxWarning)]
        return result

    def inside(self, name: str) -> str:
        """Return a column as a sentence takes it."""
        return inside(labels_of(self.data, [name]), name)

    @property
    def code(self) -> str:
        """The Python that reproduces the numbers."""
        return "\n".join([*self.lines, ""])


def drivers_of(outcome: Any, drivers: Any) -> list[str] | None:
    """Return the drivers once an outcome stands beside them, or ``None`` without both."""
    if outcome is None and drivers is None:
        return None
    if outcome is None or drivers is None:
        raise SpecError(
            _(
                "'outcome' and 'drivers' belong together: the column to be explained, and the "
                "columns that may explain it. Give both or neither."
            )
        )
    return listed(drivers, "drivers")


def _written(value: Any) -> str:
    plain = isinstance(value, (str, list, int, float))
    return repr(value) if plain else type(value).__name__.lower()
