"""Files that cxlab wrote itself: what their columns are is told, not guessed."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cxlab._core.errors import CxError
from cxlab._core.safe import unguarded
from cxlab.reading._codebook import HIDDEN, Codebook, beside
from cxlab.reading._files.column import Column
from cxlab.reading._files.delimited import read_text
from cxlab.reading._files.grid import Grid
from cxlab.reading._files.limits import Limits
from cxlab.reading._files.sheet import Sheet
from cxlab.reading._files.workbook import read_workbook
from cxlab.reading._log import Log

LARGEST = 20_000_000  # bytes of a codebook, or of the part that names the sheets


def own_text(content: bytes, source: Any, limits: Limits, log: Log) -> Sheet | None:
    """Return the columns of a CSV beside which cxlab left a codebook; ``None`` for any other.

    A file that was changed since so that the two do not agree is one like any other.
    """
    if not isinstance(source, str | os.PathLike):
        return None
    try:
        place = beside(Path(os.fsdecode(source)))
        if not place.is_file() or place.stat().st_size > LARGEST:
            return None
        book = Codebook.read(place.read_text(encoding="utf-8"))
        grid = read_text(content, limits, Log(), ",") if book else None
    except (OSError, ValueError):
        return None
    return _sheet(grid, book, limits, log) if book and grid else None


def own_workbook(content: bytes, limits: Limits, log: Log) -> Sheet | None:
    """Return the answers of a workbook that cxlab wrote; ``None`` for any other."""
    if not _hides(content):
        return None
    try:
        told = read_workbook(content, "xlsx", HIDDEN, limits, Log())
        parts = [told.column(place).values() for place in range(told.widest())]
        book = Codebook.of(["".join(map(str, row)) for row in zip(*parts, strict=True)])
        grid = read_workbook(content, "xlsx", 0, limits, Log()) if book else None
    except CxError:
        return None
    return _sheet(grid, book, limits, log) if book and grid else None


def _hides(content: bytes) -> bool:
    """Whether a workbook has the hidden sheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entry = archive.getinfo("xl/workbook.xml")
            if entry.file_size > LARGEST:
                return False
            return f'"{HIDDEN}"'.encode() in archive.read(entry)
    except Exception:  # zipfile and zlib raise half a dozen kinds on damaged archives
        return False


def _sheet(grid: Grid, book: Codebook, limits: Limits, log: Log) -> Sheet | None:
    """Return the columns if the header is that of the codebook and every row is as wide."""
    fields = {field.name: field for field in book.fields}
    heads = grid.rows[0] if grid.n else []
    if [unguarded(str(head)) for head in heads] != list(fields) or len(fields) > limits.columns:
        return None
    if grid.format == "CSV" and (grid.widths != len(fields)).any():
        return None
    filled = grid.n - 1
    whole = filled + len(book.blank) == book.rows
    n = book.rows if whole else filled
    if n > limits.rows or not n:
        return None
    places = np.setdiff1d(np.arange(n), book.blank) if whole else np.arange(n)
    log.add("own", before=grid.format)
    return Sheet(
        columns={
            name: _spread(grid.column(place, 1), places, n) for place, name in enumerate(fields)
        },
        lines=range(2, n + 2),
        labels={name: field.text for name, field in fields.items() if field.text},
        words={name: field.words for name, field in fields.items() if field.words},
        fields=fields,
        format=grid.format,
        encoding=grid.encoding,
        delimiter=grid.delimiter,
    )


def _spread(column: Column, places: NDArray[np.int64], n: int) -> Column:
    """Return a column with the rows that held nothing back in their places, guards taken off."""
    codes = np.full(n, len(column.cells), np.int64)
    codes[places] = column.codes
    return Column([*column.cells, ""], codes).map(_unguarded)


def _unguarded(cell: Any) -> Any:
    return unguarded(cell) if isinstance(cell, str) else cell
