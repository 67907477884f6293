"""CSV and its kin: the separator found, the quotes closed, the rows gathered by column."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from cxlab._core.errors import CxError, DataError
from cxlab._core.i18n import _
from cxlab._core.progress import counted
from cxlab.reading._files.decode import decode
from cxlab.reading._files.gathered import Gathered
from cxlab.reading._files.grid import HEAD, Grid
from cxlab.reading._files.limits import Limits, oversized, too_long, too_wide
from cxlab.reading._log import Log

DELIMITERS = (",", ";", "\t", "|")
NAMES = {",": ",", ";": ";", "\t": "Tab", "|": "|"}
DECLARED = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
SAMPLE = 200_000  # characters that decide on the separator
RECORDS = 100
BLOCK = 1_000  # rows that are gathered at once: few enough to stay close to the processor
WIDEST = 16_384  # columns, as in Excel: what has more is no table, empty columns counted too
QUICK = 4_000_000  # bytes that are read in a moment, without a bar


def read_text(content: bytes, limits: Limits, log: Log, separator: str = "") -> Grid:
    """Return the rows of a text file, all cells as text; the separator is found unless it is told.

    Raises
    ------
    DataError
        The encoding is unknown, a quote is not closed, a cell or the file is too large.
    """
    text = decode(content, log)
    with text.opened() as file:
        sample = file.read(SAMPLE)
    declared = None if separator else DECLARED.match(sample)
    delimiter = separator or (declared[1] if declared else _delimiter(sample))
    if delimiter != ",":
        log.add("delimiter", before=NAMES.get(delimiter, delimiter), after=",")
    with text.opened() as file, _cells_up_to(limits.cell):
        gathered = _gathered(file, delimiter, limits, declared[0] if declared else "")
    lines, widths, bare = gathered.counts()
    return Grid(
        rows=gathered.rows,
        lines=lines,
        widths=widths,
        bare=bare,
        pick=gathered.column,
        blank=gathered.blank,
        format="TSV" if delimiter == "\t" else "CSV",
        encoding=text.encoding,
        delimiter=NAMES.get(delimiter, delimiter),
    )


def _delimiter(sample: str) -> str:
    """Return the separator that cuts most lines of the sample into the same number of cells."""
    found = {}
    for order, delimiter in enumerate(DELIMITERS):
        reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
        widths: Counter[int] = Counter()
        try:
            for row in itertools.islice(reader, RECORDS):
                if row:
                    widths[len(row)] += 1
        except csv.Error:
            continue
        common = [(count, width) for width, count in widths.items() if width > 1]
        if common:
            count, width = max(common)
            found[delimiter] = (count / widths.total(), width, -order)
    return max(found, key=lambda each: found[each]) if found else ","


@contextmanager
def _cells_up_to(most: int) -> Iterator[None]:
    """Let cells be as long as the limit where it is above what Python's reader takes."""
    usual = csv.field_size_limit()
    csv.field_size_limit(max(usual, most))
    try:
        yield
    finally:
        csv.field_size_limit(usual)


def _gathered(file: io.TextIOWrapper, delimiter: str, limits: Limits, declared: str) -> Gathered:
    """Read the rows block by block; ``declared`` is the line that names the separator."""
    file.read(len(declared))
    skipped = 1 if declared else 0
    lines = _checked(file, delimiter, limits)
    try:
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
    except (TypeError, ValueError) as error:
        raise DataError(
            _(
                "The first line names a separator that cannot be used: {name}. Use a comma, a "
                "semicolon or a tab."
            ).format(name=repr(delimiter))
        ) from error
    gathered = Gathered()
    rows: list[list[str]] = []
    numbers: list[int] = []
    start = 1 + skipped  # the line where a row begins; a text with a break in it has several
    raw = cast(io.BytesIO, file.buffer)
    try:
        with counted(raw.getbuffer().nbytes, QUICK, _("Reading the file")) as at:
            for number, row in enumerate(reader, 1):  # as Excel numbers them
                rows.append(row)
                numbers.append(number)
                start = reader.line_num + 1 + skipped
                if len(rows) == (BLOCK if gathered.n else HEAD):
                    gathered.take(rows, numbers)
                    rows, numbers = [], []
                    at(raw.tell())
                    if gathered.n + gathered.blank[0] > limits.rows + RECORDS:
                        raise too_long(limits.rows)
    except csv.Error as error:
        raise _fault(error, start, limits.cell) from error
    gathered.take(rows, numbers)
    return gathered


def _checked(file: io.TextIOWrapper, delimiter: str, limits: Limits) -> Iterator[str]:
    """Yield the lines, none of which has more separators than a table can have."""
    most = max(limits.columns, WIDEST)
    for line in file:
        if len(line) > most and line.count(delimiter) >= most:
            raise too_wide(line.count(delimiter) + 1, limits.columns)
        yield line


def _fault(error: csv.Error, line: int, most: int) -> CxError:
    if "field larger" in str(error):
        return oversized(line, most)
    if "unexpected end" in str(error):
        return DataError(
            _(
                "A quotation mark opened on line {line} is never closed, so the rest of the file "
                'would be one cell. Close it, or write a mark inside a text twice ("").'
            ).format(line=line)
        )
    return DataError(
        _(
            "Line {line} has text right after a closing quotation mark. Write a mark "
            'inside a text twice (""), or save the table as .xlsx.'
        ).format(line=line)
    )
