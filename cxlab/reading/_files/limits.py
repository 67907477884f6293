"""The most that is read of a file, and what is said of one that has more."""

from __future__ import annotations

from dataclasses import dataclass

from cxlab._core.errors import DataError
from cxlab._core.i18n import _

LONGEST_CELL = 32_767  # characters, as in Excel


@dataclass(frozen=True)
class Limits:
    """The most that is read of a file."""

    rows: int
    columns: int
    megabytes: float


def too_long(most: int) -> DataError:
    """Say that a file has too many rows."""
    return DataError(
        _(
            "The file has more than {most:,} rows, the limit. Cut it into parts, or raise max_rows."
        ).format(most=most)
    )


def too_wide(count: int, most: int) -> DataError:
    """Say that a file has too many columns."""
    return DataError(
        _(
            "The file has {count:,} columns; the limit is {most:,}. Leave out those that are not "
            "needed, or raise max_columns."
        ).format(count=count, most=most)
    )


def oversized(line: int) -> DataError:
    """Say that a cell is too long."""
    return DataError(
        _(
            "A cell on line {line} is longer than {most:,} characters, the most a workbook can "
            "hold: a quotation mark may be missing. Shorten it, or leave the column out."
        ).format(line=line, most=LONGEST_CELL)
    )
