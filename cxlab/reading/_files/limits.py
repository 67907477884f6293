"""The most that is read of a file, and what is said of one that has more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cxlab._core import validate
from cxlab._core.errors import DataError, SpecError
from cxlab._core.i18n import _


@dataclass(frozen=True)
class Limits:
    """The largest file that is read, so that a hostile one does no harm.

    Parameters
    ----------
    megabytes
        Size of the file; a workbook may unpack to 20 times as much.
    rows, columns
        Rows of data, and columns.
    cell
        Characters in one cell; the default is Excel's own limit.

    Raises
    ------
    SpecError
        A limit is not a number, or too small or too large.

    Examples
    --------
    >>> Limits(rows=5_000_000)
    Limits(megabytes=200, rows=5000000, columns=2000, cell=32767)
    """

    megabytes: float = 200
    rows: int = 2_000_000
    columns: int = 2_000
    cell: int = 32_767

    def __post_init__(self) -> None:
        """Refuse what is no limit."""
        validate.inside(self.megabytes, 0.001, 10_000, "megabytes")
        for name in ("rows", "columns", "cell"):
            object.__setattr__(self, name, validate.whole(getattr(self, name), name))


def limits_of(value: Any) -> Limits:
    """Return limits as they were given, the usual ones for ``None``.

    Raises
    ------
    SpecError
        It is something else.
    """
    if value is None:
        return Limits()
    if not isinstance(value, Limits):
        raise SpecError(
            _("limits must be cx.reading.Limits(...), not {value}.").format(
                value=validate.brief(value)
            )
        )
    return value


def too_large(most: float) -> DataError:
    """Say that a file has too many bytes."""
    return DataError(
        _(
            "The file is larger than the limit of {limit:g} MB. Leave out what is not needed, or "
            "raise the limit: limits=cx.reading.Limits(megabytes=...)."
        ).format(limit=most)
    )


def too_long(most: int) -> DataError:
    """Say that a file has too many rows."""
    return DataError(
        _(
            "The file has more than {most:,} rows, the limit. Cut it into parts, or raise the "
            "limit: limits=cx.reading.Limits(rows=...)."
        ).format(most=most)
    )


def too_wide(count: int, most: int) -> DataError:
    """Say that a file has too many columns."""
    return DataError(
        _(
            "The file has {count:,} columns; the limit is {most:,}. Leave out those that are not "
            "needed, or raise the limit: limits=cx.reading.Limits(columns=...)."
        ).format(count=count, most=most)
    )


def oversized(line: int, most: int) -> DataError:
    """Say that a cell is too long."""
    return DataError(
        _(
            "A cell on line {line} is longer than {most:,} characters, the limit: a quotation mark "
            "may be missing. Shorten it, leave the column out, or raise the limit: "
            "limits=cx.reading.Limits(cell=...)."
        ).format(line=line, most=most)
    )


def bomb(size: float, most: float) -> DataError:
    """Say that a workbook unpacks to too much."""
    return DataError(
        _(
            "Unpacked, the workbook would take {size:,.0f} MB; at most {most:,.0f} MB are "
            "unpacked. Save only the sheet that is needed, or raise the limit: "
            "limits=cx.reading.Limits(megabytes=...)."
        ).format(size=size / 1e6, most=most / 1e6)
    )
