"""From the bytes of a file to named columns of raw cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from cxlab._core.errors import DataError
from cxlab._core.i18n import _
from cxlab.reading._cells.words import TOTALS
from cxlab.reading._files.column import Column
from cxlab.reading._files.delimited import read_text
from cxlab.reading._files.grid import SPACES, Grid, blank
from cxlab.reading._files.header import read_header
from cxlab.reading._files.limits import Limits, too_long, too_wide
from cxlab.reading._files.sheet import Sheet
from cxlab.reading._files.source import kind_of
from cxlab.reading._files.workbook import read_workbook
from cxlab.reading._log import Log, quote

TEXTS = ("CSV", "TSV")
TEXT_ENDINGS = {"csv", "tsv", "txt", "tab", "dat"}


def opened(content: bytes, ending: str, sheet: str | int | None, limits: Limits, log: Log) -> Sheet:
    """Return the columns of a file.

    Raises
    ------
    DataError
        The file is damaged, locked, too large, of another kind, or not one table.
    SpecError
        There is no such sheet.
    """
    kind = kind_of(content, ending)
    if kind == "text":
        grid = read_text(content, limits, log)
    else:
        grid = read_workbook(content, kind, sheet, limits, log)
    if ending and (kind == "text") != (ending in TEXT_ENDINGS):
        log.add("ending", before=f".{ending[:12]}", after=grid.format)
    grid = _without_blank_rows(grid, log)
    header = read_header(grid, log)
    rows, lines = grid.rows[header.body :], grid.lines[header.body :]
    if len(rows) > limits.rows:
        raise too_long(limits.rows)
    if len(header.names) > limits.columns:
        raise too_wide(len(header.names), limits.columns)
    rows = _even(rows, lines, header.width, log) if grid.format in TEXTS else rows
    if len(rows) == 1:
        log.add("one_row", first=lines[0])
    _total_row(rows[-1], lines[-1], log)
    cells = list(zip(*rows, strict=True))
    errors = {
        name: {line: word for (line, column), word in grid.errors.items() if column == place}
        for name, place in zip(header.names, header.places, strict=True)
        if grid.errors
    }
    return Sheet(
        columns={
            name: Column.of(cells[place])
            for name, place in zip(header.names, header.places, strict=True)
        },
        lines=lines,
        labels=header.labels,
        errors=errors,
        format=grid.format,
        encoding=grid.encoding,
        delimiter=grid.delimiter,
        sheet=grid.sheet,
        base_1904=grid.base_1904,
    )


def _without_blank_rows(grid: Grid, log: Log) -> Grid:
    kept = [place for place, row in enumerate(grid.rows) if not all(map(blank, row))]
    gone = len(grid.rows) - len(kept)
    if not kept:
        raise DataError(_("The file is empty. Check that it was saved, and upload it again."))
    if not gone:
        return grid
    stay = set(kept)
    first = next(place for place in range(len(grid.rows)) if place not in stay)
    log.add("blank_rows", rows=gone, first=grid.lines[first])
    now = {place: number for number, place in enumerate(kept)}
    merged = [(now.get(a, -1), b, now.get(c, -1), d) for a, b, c, d in grid.merged]
    return replace(
        grid,
        rows=[grid.rows[place] for place in kept],
        lines=[grid.lines[place] for place in kept],
        merged=tuple(merged),
    )


def _even(rows: list[list[Any]], lines: Sequence[int], width: int, log: Log) -> list[list[Any]]:
    """Cut empty cells behind the last column; refuse rows of another width than the header."""
    if set(map(len, rows)) == {width}:
        return rows
    longer = [place for place, row in enumerate(rows) if len(row) > width]
    cut = [place for place in longer if all(map(blank, rows[place][width:]))]
    if cut:
        log.add("trailing_cells", rows=len(cut), first=lines[cut[0]])
        rows = [
            row[:width] if len(row) > width and all(map(blank, row[width:])) else row
            for row in rows
        ]
    wrong = [place for place, row in enumerate(rows) if len(row) != width]
    if not wrong:
        return rows
    raise DataError(
        _(
            "Line {line} has {count} cells, the header has {width}; {wrong} of {n} rows differ. A "
            "separator stands inside a text without quotation marks, or one is missing: mend the "
            "line, or save the table as .xlsx."
        ).format(
            line=lines[wrong[0]],
            count=len(rows[wrong[0]]),
            width=width,
            wrong=len(wrong),
            n=len(rows),
        )
    )


def _total_row(row: Sequence[Any], line: int, log: Log) -> None:
    words = [str(cell).strip(SPACES + ":：").lower() for cell in row if not blank(cell)]
    if words and words[0] in TOTALS:
        log.add("total_row", rows=1, first=line, before=quote(words[0]))
