"""The calls behind a report for management: each runs and writes itself as Python."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from cxlab._core.errors import CxWarning, SpecError
from cxlab._core.i18n import _
from cxlab._core.labels import label, labels_of
from cxlab._core.validate import column, frame, groups, listed

SEED, BOOT = 7, 1000
FEWEST = 10  # answers below which a group is not shown: single customers could be made out
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
    hidden: list[str] = field(default_factory=list)  # groups too small to be shown
    grouped: pd.DataFrame | None = None  # the rows of the groups that are shown

    def __post_init__(self) -> None:
        frame(self.data)
        self.lines += ["import cxlab as cx", "", "# survey: the DataFrame with the answers"]
        if self.by is None:
            return
        sizes = groups(self.data, column(self.data, self.by)).value_counts(sort=False)
        small = list(sizes.index[sizes < FEWEST])
        self.hidden = [str(group) for group in small]
        self.grouped = self.data[~self.data[self.by].isin(small)] if small else self.data
        if len(sizes) - len(small) < 2:
            raise SpecError(
                _(
                    "by={by!r} leaves fewer than two groups of at least {few} answers. Choose "
                    "another column, or leave 'by' out."
                ).format(by=self.by, few=FEWEST)
            )
        if small:
            self.lines.append(f"shown = survey[~survey[{self.by!r}].isin({_plain(small)!r})]")

    def call(
        self, name: str, verb: Callable[..., Any], *columns: Any, by: bool = False, **options: Any
    ) -> Any:
        """Run a verb on the data, or on the groups that are shown, and note the line of Python."""
        rows = "shown" if by and self.hidden else "survey"
        given = options | ({"by": self.by} if by else {})
        said = [rows, *map(_written, columns), *(f"{k}={v!r}" for k, v in given.items())]
        chapter = verb.__module__.split(".")[1]
        opened = f"{name} = cx.{chapter}.{verb.__name__}("
        line = f"{opened}{', '.join(said)})"
        if len(line) > LINE:
            line = opened + "".join(f"\n    {each}," for each in said) + "\n)"
        self.lines.append(line)
        with warnings.catch_warnings(record=True) as weak:
            warnings.simplefilter("always", CxWarning)
            result = verb(self.grouped if by else self.data, *columns, **given)
        self.doubts += [str(each.message) for each in weak if issubclass(each.category, CxWarning)]
        return result

    def label(self, name: str) -> str:
        """Return a column as readers know it."""
        return label(labels_of(self.data, [name]), name)

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


def _plain(values: Sequence[Any]) -> list[Any]:
    return [value.item() if hasattr(value, "item") else value for value in values]


def _written(value: Any) -> str:
    plain = isinstance(value, (str, list, int, float))
    return repr(value) if plain else type(value).__name__.lower()
