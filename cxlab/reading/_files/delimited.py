"""CSV and its kin: the separator found, every line as wide as the header, quotes closed."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections import Counter

from cxlab._core.errors import CxError, DataError
from cxlab._core.i18n import _
from cxlab.reading._files.decode import decode
from cxlab.reading._files.grid import Grid
from cxlab.reading._files.limits import Limits, oversized, too_long
from cxlab.reading._log import Log

DELIMITERS = (",", ";", "\t", "|")
NAMES = {",": ",", ";": ";", "\t": "Tab", "|": "|"}
DECLARED = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
SAMPLE = 200_000  # characters that decide on the separator
RECORDS = 100


def read_text(content: bytes, limits: Limits, log: Log) -> Grid:
    """Return the rows of a text file, all cells as text.

    Raises
    ------
    DataError
        The encoding is unknown, a quote is not closed, a cell or the file is too large.
    """
    text, encoding = decode(content, log)
    declared = DECLARED.match(text)
    skipped = 1 if declared else 0
    text = text[declared.end() :] if declared else text
    delimiter = declared[1] if declared else _delimiter(text)
    if delimiter != ",":
        log.add("delimiter", before=NAMES.get(delimiter, delimiter), after=",")
    rows, lines = _records(text, delimiter, limits, skipped)
    return Grid(
        rows=rows,
        lines=lines,
        format="TSV" if delimiter == "\t" else "CSV",
        encoding=encoding,
        delimiter=NAMES.get(delimiter, delimiter),
    )


def _delimiter(text: str) -> str:
    """Return the separator that cuts most lines of the sample into the same number of cells."""
    sample = text[:SAMPLE]
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


def _records(
    text: str, delimiter: str, limits: Limits, skipped: int
) -> tuple[list[list[str]], list[int]]:
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except (TypeError, ValueError) as error:
        raise DataError(
            _(
                "The first line names a separator that cannot be one: {name}. Use a comma, a "
                "semicolon or a tab."
            ).format(name=repr(delimiter))
        ) from error
    rows: list[list[str]] = []
    lines: list[int] = []
    start = 1
    try:
        for row in reader:
            rows.append(row)
            lines.append(start + skipped)
            start = reader.line_num + 1
            if len(rows) > limits.rows + RECORDS:
                raise too_long(limits.rows)
    except csv.Error as error:
        raise _fault(error, start + skipped) from error
    return rows, lines


def _fault(error: csv.Error, line: int) -> CxError:
    if "field larger" in str(error):
        return oversized(line)
    if "unexpected end" in str(error):
        return DataError(
            _(
                "A quotation mark opened on line {line} is never closed, so the rest of the file "
                'would be one cell. Close it, or write a mark inside a text twice ("").'
            ).format(line=line)
        )
    return DataError(
        _(
            "Line {line} has text right behind a closing quotation mark. Write a mark inside a "
            'text twice (""), or save the table as .xlsx.'
        ).format(line=line)
    )
