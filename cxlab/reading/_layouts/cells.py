"""What platforms write into cells: codes for no answer, texts beside options, durations, times."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime, time, timedelta, timezone
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cxlab.reading._cells.dates import TURNED, all_iso
from cxlab.reading._cells.values import written
from cxlab.reading._files.column import Column
from cxlab.reading._files.grid import SPACES
from cxlab.reading._log import Log, quote

BESIDE = re.compile(r"(.*?)〖(.*?)(?:〗(.*))?", re.DOTALL)
_UNITS = {"h": 3600, "m": 60, "s": 1}
LONG = re.compile(
    r"(?P<sign>-?)\s*(?:(?P<h>\d+)\s*(?:小时|小時|时|時|h(?:ours?|rs?)?)\s*)?"
    r"(?:(?P<m>\d+)\s*(?:分钟|分鐘|分|m(?:in(?:ute)?s?)?)\s*)?"
    r"(?:(?P<s>\d+(?:\.\d+)?)\s*(?:秒钟|秒鐘|秒|s(?:ec(?:ond)?s?)?))?\.?",
    re.IGNORECASE,
)
CLOCK = re.compile(r"(?P<sign>-?)(?:(?P<h>\d+):)?(?P<m>\d+):(?P<s>[0-5]?\d(?:\.\d+)?)")
COUNT = re.compile(r"-?\d+(?:\.\d+)?")
MOMENT = re.compile(
    r"(?:(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"
    r"|(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<y2>\d{4}|\d{2}))"
    r"[ T]?\s*(?P<before>上午|下午)?\s*(?P<h>\d{1,2}):(?P<i>\d{2})(?::(?P<s>\d{2})(?:\.\d+)?)?"
    r"\s*(?P<after>[AaPp]\.?[Mm]\.?)?\s*"
    r"(?P<zone>Z|(?:GMT|UTC)?\s*[+-]\d{1,2}(?::?\d{2})?|GMT|UTC)?"
)
OWN = re.compile(r"[APap]\.?[Mm]\b|[上下]午|Z$|GMT|UTC|\d\s?\+\d|:\d\d-\d|^\s*\d{1,2}/")


def text_of(cell: Any) -> str:
    """Return a cell as text without spaces around it."""
    return written(cell).strip(SPACES)


def beside(text: str) -> tuple[str, str]:
    """Return an option and what was written beside it.

    Examples
    --------
    >>> beside("其他〖朋友介绍〗"), beside("价格")
    (('其他', '朋友介绍'), ('价格', ''))
    """
    found = BESIDE.fullmatch(text)
    if found is None:
        return text.strip(SPACES), ""
    return (found[1] + (found[3] or "")).strip(SPACES), found[2].strip(SPACES)


def by_rows(column: Column, values: Sequence[Any], dtype: Any) -> NDArray[Any]:
    """Return one value per row, given one per different cell."""
    table = np.empty(len(values), dtype=dtype)
    table[:] = values
    return table[column.codes]


def renewed(column: Column, cells: list[Any]) -> Column:
    """Return the column with other cells in the places of its different ones."""
    return Column(cells, column.codes).map(lambda cell: cell)


def without_codes(
    column: Column, codes: Collection[str], name: str, lines: Sequence[int], log: Log
) -> Column:
    """Return a column in which the platform's codes for no answer are missing, with a log."""
    marks = [text_of(cell) in codes for cell in column.cells]
    if not any(marks):
        return column
    rows, first = column.where(lines, marks)
    found = sorted({text_of(c) for c, mark in zip(column.cells, marks, strict=True) if mark})
    log.add("skip_code", name, rows=rows, first=first, before=quote(", ".join(found)))
    return column.map(lambda cell: "" if text_of(cell) in codes else cell)


def seconds(cell: Any) -> float | None:
    """Return a duration in seconds; ``None`` where a cell is none.

    Examples
    --------
    >>> seconds("182秒"), seconds("1分20秒"), seconds("00:03:02"), seconds("2 h 5 min")
    (182.0, 80.0, 182.0, 7500.0)
    """
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return float(cell)
    if isinstance(cell, timedelta):
        return cell.total_seconds()
    if isinstance(cell, time):
        return 3600.0 * cell.hour + 60 * cell.minute + cell.second
    if not isinstance(cell, str):
        return None
    text = cell.strip(SPACES)
    if COUNT.fullmatch(text):
        return float(text)
    found = CLOCK.fullmatch(text) or LONG.fullmatch(text)
    parts = found.groupdict() if found else {}
    if not any(parts.get(unit) for unit in _UNITS):
        return None
    total = sum(size * float(parts[unit] or 0) for unit, size in _UNITS.items())
    return -total if parts["sign"] else total


def in_seconds(column: Column, name: str, lines: Sequence[int], log: Log) -> Column:
    """Return a column of durations as numbers; as it was where a cell is no duration."""
    found = [None if text_of(cell) == "" else seconds(cell) for cell in column.cells]
    odd = [text_of(c) != "" and s is None for c, s in zip(column.cells, found, strict=True)]
    if any(odd):
        return column
    numbers = ["" if each is None else each for each in found]
    marks = [
        not (text_of(cell) == "" or isinstance(cell, int | float) or COUNT.fullmatch(text_of(cell)))
        for cell in column.cells
    ]
    if any(marks):
        rows, first = column.where(lines, marks)
        place = marks.index(True)
        before, after = quote(column.cells[place]), f"{numbers[place]:g}"
        log.add("duration", name, rows=rows, first=first, before=before, after=after)
    return renewed(column, numbers)


def in_time(
    column: Column, name: str, lines: Sequence[int], log: Log, *, order: str = "", sure: bool = True
) -> Column:
    """Return a column of texts such as ``1/15/2024 9:05:00 PM GMT+8`` as dates with a time.

    A column in which a cell is something else stays as it was, and so does one that any table may
    have, such as ``2024-01-15 21:05:00``.

    Parameters
    ----------
    order
        What the user says of day and month; otherwise they stand as the platforms write them, the
        month first, unless one of the numbers cannot be a month.
    sure
        Whether a platform wrote the file; in any other, day and month are not guessed.
    """
    if order == "text" or all_iso(column.texts) or not any(map(OWN.search, column.texts)):
        return column
    texts = [text_of(cell) if isinstance(cell, str) else "" for cell in column.cells]
    found = [MOMENT.fullmatch(text) if text else None for text in texts]
    if any(text and match is None for text, match in zip(texts, found, strict=True)):
        return column
    if not (order or sure) and TURNED.fullmatch(next(filter(None, texts))):
        return column  # read, or refused, as any date
    above = any(match and match["a"] and int(match["a"]) > 12 for match in found)
    day_first = order == "dmy" if order else above
    read = [_moment(match, day_first) if match else None for match in found]
    if not any(read) or any(m and r is None for m, r in zip(found, read, strict=True)):
        return column
    zones = {zone for each in read if each and (zone := each[1]) is not None}
    _note_times(column, found, read, name=name, lines=lines, log=log)
    out: list[Any] = []
    for cell, each in zip(column.cells, read, strict=True):
        if each is None:
            out.append(cell)
        elif len(zones) > 1:
            out.append(each[0] - (each[1] or timedelta()))
        else:
            out.append(each[0])
    return renewed(column, out)


def _note_times(
    column: Column,
    found: Sequence[re.Match[str] | None],
    read: Sequence[tuple[datetime, timedelta | None] | None],
    *,
    name: str,
    lines: Sequence[int],
    log: Log,
) -> None:
    zoned = [each is not None and each[1] is not None for each in read]
    zones = sorted({str(timezone(each[1])) for each in read if each and each[1] is not None})
    if zones:
        rows, first = column.where(lines, zoned)
        several = len(zones) > 1
        rule, after = ("time_zones", "UTC") if several else ("time_zone", "")
        log.add(rule, name, rows=rows, first=first, before=quote(", ".join(zones)), after=after)
    turned = [bool(match and (match["a"] or match["before"] or match["after"])) for match in found]
    if any(turned):
        rows, first = column.where(lines, turned)
        place = turned.index(True)
        example = read[place]
        after = f"{example[0]:%Y-%m-%d %H:%M:%S}" if example else ""
        before = quote(column.cells[place])
        log.add("moment", name, rows=rows, first=first, before=before, after=after)


def _moment(match: re.Match[str], day_first: bool) -> tuple[datetime, timedelta | None] | None:
    part = match.groupdict()
    if part["a"]:
        day, month = (part["a"], part["b"]) if day_first else (part["b"], part["a"])
        year = part["y2"] if len(part["y2"]) == 4 else f"20{part['y2']}"
    else:
        year, month, day = part["y"], part["m"], part["d"]
    hour, half = int(part["h"]), (part["before"] or part["after"] or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith(("p", "下")) else 0)
    try:
        moment = datetime(
            int(year), int(month), int(day), hour, int(part["i"]), int(part["s"] or 0)
        )
    except ValueError:
        return None
    return moment, _zone(part["zone"])


def _zone(text: str | None) -> timedelta | None:
    """Return how far a zone is ahead of UTC."""
    if not text:
        return None
    found = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", text)
    if found is None:
        return timedelta()
    ahead = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return -ahead if found[1] == "-" else ahead
