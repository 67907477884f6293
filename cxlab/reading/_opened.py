"""From the bytes of a file to named columns of raw cells."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from cxlab._core.errors import DataError
from cxlab._core.i18n import _
from cxlab.reading._files.binary import BINARY, read_binary
from cxlab.reading._files.column import Column
from cxlab.reading._files.delimited import read_text
from cxlab.reading._files.grid import Grid
from cxlab.reading._files.header import Header, read_header
from cxlab.reading._files.limits import Limits, oversized, too_long, too_wide
from cxlab.reading._files.own import own_workbook
from cxlab.reading._files.sheet import Sheet
from cxlab.reading._files.source import kind_of
from cxlab.reading._files.totals import without_totals
from cxlab.reading._files.workbook import read_workbook
from cxlab.reading._layouts import PLAIN, recognised, shaped
from cxlab.reading._log import Log

TEXTS = ("CSV", "TSV")
TEXT_ENDINGS = {"csv", "tsv", "txt", "tab", "dat"}


def opened(
    content: bytes,
    ending: str,
    sheet: str | int | None,
    limits: Limits,
    log: Log,
    layout: str | None = PLAIN,
    dates: Mapping[str, str] = MappingProxyType({}),
) -> Sheet:
    """Return the columns of a file.

    Parameters
    ----------
    layout
        The survey platform whose export it is; recognised when ``None``; ``"plain"`` leaves the
        columns as they are.
    dates
        Order of day, month and year by column, where the user says it.

    Raises
    ------
    DataError
        The file is damaged, locked, too large, of another kind, or not one table.
    SpecError
        There is no such sheet, or the file has none of the marks of the platform.
    """
    kind = kind_of(content, ending)
    if kind in BINARY:
        read = replace(read_binary(content, kind, ending, limits, log), dates=dates)
        return read if layout == PLAIN else shaped(read, None, log)
    if kind == "xlsx" and sheet is None and (own := own_workbook(content, limits, log)):
        return own
    if kind == "text":
        grid = read_text(content, limits, log)
    else:
        grid = read_workbook(content, kind, sheet, limits, log)
    if ending and (kind == "text") != (ending in TEXT_ENDINGS):
        log.add("ending", before=f".{ending[:12]}", after=grid.format)
    if not grid.n:
        raise DataError(_("The file is empty. Check that it was saved, and upload it again."))
    if grid.blank[0]:
        log.add("blank_rows", rows=grid.blank[0], first=grid.blank[1])
    platform = recognised(grid, layout, log)
    exported = platform is not None and layout != PLAIN
    header = read_header(grid, log, platform.rows if platform else None, exported=exported)
    lines = grid.lines[header.body :]
    _within(grid, header, limits)
    _even(grid, header, log)
    columns = {
        name: grid.column(place, header.body)
        for name, place in zip(header.names, header.places, strict=True)
    }
    _short_cells(columns, lines, limits.cell)
    columns, lines = without_totals(columns, lines, log)
    if len(lines) == 1:
        log.add("one_row", first=int(lines[0]))
    errors: dict[str, dict[int, str]] = {}
    names = dict(zip(header.places, header.names, strict=True))
    for (line, place), word in grid.errors.items():
        if place in names:
            errors.setdefault(names[place], {})[line] = word
    read = Sheet(
        columns=columns,
        lines=array("q", lines.tobytes()),
        labels=header.labels,
        sources=header.sources,
        parts=header.parts,
        errors=errors,
        dates=dates,
        format=grid.format,
        encoding=grid.encoding,
        delimiter=grid.delimiter,
        sheet=grid.sheet,
        base_1904=grid.base_1904,
    )
    if layout != PLAIN:
        read = shaped(read, platform, log)
    if len(read.columns) > limits.columns:  # of several choices each has its own
        raise too_wide(len(read.columns), limits.columns)
    return read


def _within(grid: Grid, header: Header, limits: Limits) -> None:
    """Refuse a file beyond the limits of rows, columns and the cells of its header."""
    if grid.n - header.body > limits.rows:
        raise too_long(limits.rows)
    if len(header.names) > limits.columns:
        raise too_wide(len(header.names), limits.columns)
    for row, line in zip(grid.rows[: header.body], grid.lines, strict=False):
        if any(isinstance(cell, str) and len(cell) > limits.cell for cell in row):
            raise oversized(int(line), limits.cell)


def _even(grid: Grid, header: Header, log: Log) -> None:
    """Refuse rows of another width than the header; empty cells behind the last column are cut."""
    if grid.format not in TEXTS:
        return
    widths, bare = grid.widths[header.body :], grid.bare[header.body :]
    lines, longer = grid.lines[header.body :], widths > header.width
    cut = longer & (bare <= header.width)
    if cut.any():
        log.add("trailing_cells", rows=int(cut.sum()), first=int(lines[cut.argmax()]))
    wrong = (widths != header.width) & ~cut
    if wrong.any():
        first = wrong.argmax()
        raise DataError(
            _(
                "Line {line} has {count} cells, the header has {width}; {wrong} of {n} rows "
                "differ. A separator stands inside a text without quotation marks, or one is "
                "missing: mend the line, or save the table as .xlsx."
            ).format(
                line=lines[first],
                count=widths[first],
                width=header.width,
                wrong=int(wrong.sum()),
                n=len(wrong),
            )
        )


def _short_cells(columns: Mapping[str, Column], lines: NDArray[np.int64], most: int) -> None:
    """Refuse cells that are too long."""
    for column in columns.values():
        if max(map(len, column.texts), default=0) > most:
            long = [len(text) > most for text in column.texts]
            raise oversized(int(lines[np.array(long)[column.codes].argmax()]), most)
