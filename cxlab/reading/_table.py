"""Read a file of the real world into a clean frame and a log, or refuse it in plain words."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from cxlab._core import validate
from cxlab._core.errors import CxError, DataError, SpecError
from cxlab._core.i18n import _
from cxlab._core.labels import Attached
from cxlab.reading._delimited import read_text
from cxlab.reading._grid import SPACES, Grid, blank
from cxlab.reading._header import read_header
from cxlab.reading._limits import Limits, too_long, too_wide
from cxlab.reading._log import Log, quote
from cxlab.reading._numbers import with_decimal_comma
from cxlab.reading._personal import INSIDE, personal
from cxlab.reading._result import Table
from cxlab.reading._source import fetch, kind_of
from cxlab.reading._values import Ways, typed, written
from cxlab.reading._words import SKIPPED, TOTALS
from cxlab.reading._workbook import read_workbook

TEXTS = ("CSV", "TSV")
SAMPLE = 500  # different cells of a column that tell whether they are personal data


def table(
    source: Any,
    *,
    name: str | None = None,
    sheet: str | int | None = None,
    limit_mb: float = 25,
    max_rows: int = 200_000,
    max_columns: int = 2_000,
    keep_personal: bool = False,
) -> Table:
    r"""Read a CSV, TSV, Excel or OpenDocument file into a clean frame and a log of every change.

    Parameters
    ----------
    source
        A path, bytes, or an open binary file.
    name
        Name of the file where ``source`` has none; only its ending is used.
    sheet
        Name or number (from 0) of the sheet of a workbook; the first visible one with cells
        when absent.
    limit_mb
        The most megabytes that are read; a workbook may unpack to 20 times as much.
    max_rows, max_columns
        The most rows and columns that are read.
    keep_personal
        Keep columns with phone numbers, ID numbers, e-mail or IP addresses; they are left out
        otherwise.

    Returns
    -------
    Table
        ``data`` is the frame, ``log`` has one row for each change and each doubt.

    Raises
    ------
    DataError
        The file is empty, damaged, locked, too large, of another kind, or not one table.
    SpecError
        There is no such file or sheet, or an option is wrong.

    Examples
    --------
    >>> read = table("门店,满意度\n中环,４\n旺角,5\n".encode("gb18030"))
    >>> read.data["满意度"].tolist(), read.log["rule"].tolist()
    ([4, 5], ['encoding', 'full_width'])
    """
    megabytes = validate.inside(limit_mb, 0.001, 10_000, "limit_mb")
    limits = Limits(
        validate.whole(max_rows, "max_rows"), validate.whole(max_columns, "max_columns"), megabytes
    )
    validate.one_of(keep_personal, (True, False), "keep_personal")
    if name is not None:
        validate.text(name, "name")
    if isinstance(sheet, bool) or not isinstance(sheet, str | int | None):
        raise SpecError(
            _("sheet = {value} must be the name of a sheet, or its number from 0.").format(
                value=validate.brief(sheet)
            )
        )
    content, ending = fetch(source, name, megabytes)
    try:
        return _read(content, ending, sheet, limits, keep_personal)
    except CxError:
        raise
    except Exception as error:  # a file nobody foresaw: still refused in words
        raise DataError(
            _(
                "The file cannot be read as a table ({reason}). Open it in Excel or WPS, check "
                "that it is one table with a header, and save it as .xlsx or CSV UTF-8."
            ).format(reason=type(error).__name__)
        ) from error


def _read(
    content: bytes, ending: str, sheet: str | int | None, limits: Limits, keep_personal: bool
) -> Table:
    log = Log()
    kind = kind_of(content, ending)
    if kind == "text":
        grid = read_text(content, limits, log)
    else:
        grid = read_workbook(content, kind, sheet, limits, log)
    if ending and (kind == "text") != (ending in {"csv", "tsv", "txt", "tab", "dat"}):
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
    columns = {name: cells[place] for name, place in zip(header.names, header.places, strict=True)}
    frame = _frame(columns, lines, grid, keep_personal, log)
    known = {name: text for name, text in header.labels.items() if name in frame}
    frame.attrs["labels"] = Attached(known)
    return Table(
        data=frame,
        log=log.frame(),
        format=grid.format,
        encoding=grid.encoding,
        delimiter=grid.delimiter,
        sheet=grid.sheet,
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


def _frame(
    columns: Mapping[str, Sequence[Any]], lines: Sequence[int], grid: Grid, keep: bool, log: Log
) -> pd.DataFrame:
    """Return the typed columns without personal data."""
    listed = grid.delimiter in ("", ",")
    comma = with_decimal_comma(_written_with_commas(columns.values()), listed=listed)
    ways = Ways(comma=comma, base_1904=grid.base_1904, listed=listed)
    places = {name: place for place, name in enumerate(columns)}
    out: dict[str, pd.Series] = {}
    for name, values in columns.items():
        kind = personal(name, _sample(values))
        if kind:
            rows = sum(not blank(value) for value in values)
            log.add("personal_kept" if keep else "personal", name, rows=rows, before=kind)
            if not keep:
                continue
        _error_cells(name, places[name], lines, grid, log)
        out[name] = typed(name, values, lines, ways, log)
        if not keep and out[name].dtype == "str":
            _personal_inside(name, values, lines, log)
    if not out:
        raise DataError(
            _(
                "The file holds nothing but personal data, which are left out. Set "
                "keep_personal=True if you may use them."
            )
        )
    return pd.DataFrame(out)


def _written_with_commas(columns: Iterable[Sequence[Any]]) -> Iterator[list[str]]:
    """Yield the different cells of the columns of text in which a comma stands."""
    for values in columns:
        cells = dict.fromkeys(values)
        if any(isinstance(value, str) and "," in value for value in cells):
            yield [written(value).strip(SPACES) for value in cells]


def _sample(values: Sequence[Any]) -> list[str]:
    """Return the first different cells of a column, as text."""
    cells = itertools.islice(dict.fromkeys(values), SAMPLE)
    texts = [written(value).strip(SPACES) for value in cells]
    return [text for text in texts if text and text not in SKIPPED]


def _error_cells(name: str, place: int, lines: Sequence[int], grid: Grid, log: Log) -> None:
    """Log the errors of formulas, which arrive as empty cells."""
    own = {line: word for (line, column), word in grid.errors.items() if column == place}
    hit = [line for line in lines if line in own] if own else []
    if hit:
        log.add("error_cell", name, rows=len(hit), first=hit[0], before=own[hit[0]])


def _personal_inside(name: str, values: Sequence[Any], lines: Sequence[int], log: Log) -> None:
    """Warn of phone numbers and the like inside longer texts, without quoting them."""
    texts = [value if isinstance(value, str) else "" for value in values]
    if not INSIDE.search("\n".join(texts)):
        return
    hit = [place for place, text in enumerate(texts) if INSIDE.search(text)]
    if hit:
        log.add("personal_inside", name, rows=len(hit), first=lines[hit[0]])
