"""Dates as people type them: 2024-04-24, 2024年4月24日, 24/4/2024; never guessed."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from cxlab._core.errors import DataError
from cxlab._core.i18n import _

_TIME = r"(?:[ T]\s*(?P<h>\d{1,2}):(?P<i>\d{2})(?::(?P<s>\d{2})(?:\.\d+)?)?)?"
ISO = re.compile(rf"(?P<y>\d{{4}})(?P<mark>[-/.])(?P<m>\d{{1,2}})(?P=mark)(?P<d>\d{{1,2}}){_TIME}")
WORDS = re.compile(
    r"(?P<y>\d{4})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*[日号]?"
    r"(?:\s*(?P<h>\d{1,2})[:：时点](?P<i>\d{2})(?:[:：分](?P<s>\d{2})?秒?)?)?"
)
TURNED = re.compile(
    rf"(?P<a>\d{{1,2}})(?P<mark>[/.-])(?P<b>\d{{1,2}})(?P=mark)(?P<y>\d{{4}}){_TIME}"
)
THREE = re.compile(
    rf"(?P<a>\d{{1,4}})(?P<mark>[/.-])(?P<b>\d{{1,2}})(?P=mark)(?P<c>\d{{1,4}}){_TIME}"
)
OTHER_THAN_ISO = re.compile(
    r"^(?![1-9][0-9]{3}-[0-9]{2}-[0-9]{2}(?:[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?$).",
    re.MULTILINE | re.DOTALL,
)
NAMED = re.compile(r"日期|时间|date|(?<![a-z])day(?![a-z])", re.IGNORECASE)
SERIALS = (30_000, 60_000)  # 1982 to 2064 as Excel counts days
BASES = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}


def looks_like_date(text: str, order: str = "") -> bool:
    """Tell whether a cell has the shape of a date, years in two digits only where it is told."""
    shapes = (ISO, WORDS, THREE if order else TURNED)
    return any(shape.fullmatch(text) for shape in shapes)


def read_dates(
    cells: list[str], name: str, order: str = ""
) -> tuple[list[datetime | None], list[bool]]:
    """Return the dates, ``None`` where a cell is none, and which were written in another form.

    Parameters
    ----------
    order
        ``dmy``, ``mdy`` or ``ymd`` where it is told.

    Raises
    ------
    DataError
        Day and month cannot be told apart, or a date has another order than was told.

    Examples
    --------
    >>> read_dates(["3/4/2024"], "x", "dmy")[0], read_dates(["24-04-03"], "x", "ymd")[0]
    ([datetime.datetime(2024, 4, 3, 0, 0)], [datetime.datetime(2024, 4, 3, 0, 0)])
    """
    if not order:
        turned = [match for cell in cells if (match := TURNED.fullmatch(cell))]
        order = "dmy" if _day_first(turned, name) else "mdy"
        shape = TURNED
    else:
        shape = THREE
    dates: list[datetime | None] = []
    other = []
    for cell in cells:
        match = ISO.fullmatch(cell) or WORDS.fullmatch(cell)
        other.append(match is None or match.re is WORDS)
        turned_match = None if match else shape.fullmatch(cell)
        date = _date(match or turned_match, order)
        if turned_match and date is None and shape is THREE:
            raise _not_so(cell, name, order)
        dates.append(date)
    return dates, other


def all_iso(cells: list[str]) -> bool:
    """Tell whether all cells are empty or like ``2024-04-24 10:20:30``."""
    return OTHER_THAN_ISO.search("\n".join(cells)) is None


def plain_dates(cells: list[str]) -> NDArray[np.datetime64] | None:
    """Return the dates of cells all of which are empty or like ``2024-04-24 10:20:30``.

    Examples
    --------
    >>> plain_dates(["2024-04-24", ""]).tolist(), plain_dates(["2024-4-24"])
    ([datetime.datetime(2024, 4, 24, 0, 0), None], None)
    """
    if not all_iso(cells):
        return None
    try:
        return np.array(cells, "datetime64[us]")
    except ValueError:  # the 30th of February
        return None


def _date(match: re.Match[str] | None, order: str) -> datetime | None:
    if match is None:
        return None
    part = match.groupdict()
    if "a" in part:
        numbers = [part["a"], part["b"], part.get("c") or part["y"]]
        part |= dict(zip(order, numbers, strict=True))
        if len(part["y"]) == 2:
            part["y"] = f"20{part['y']}"
    year, month, day, hour, minute, second = (int(part[name] or 0) for name in "ymdhis")
    try:
        return datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None


def _not_so(cell: str, name: str, order: str) -> DataError:
    words = {"d": _("day"), "m": _("month"), "y": _("year")}
    return DataError(
        _(
            "The mapping says that the dates in {name!r} are written {order}, but {cell!r} is no "
            "such date. Give the right order with mapping=cx.reading.ItemMap(dates={{{name!r}: "
            "'mdy'}}), or leave them as they are with 'text'."
        ).format(name=name, order="/".join(words[each] for each in order), cell=cell)
    )


def _day_first(turned: list[re.Match[str]], name: str) -> bool:
    """Tell whether the day stands before the month; dotted dates have it first by custom."""
    days = [match for match in turned if int(match["a"]) > 12 >= int(match["b"])]
    months = [match for match in turned if int(match["b"]) > 12 >= int(match["a"])]
    if days and months:
        raise DataError(
            _(
                "The dates in {name!r} contradict each other: {first!r} has the day first, "
                "{second!r} the month. Write them all as 2024-04-24, or leave them as they are "
                "with mapping=cx.reading.ItemMap(dates={{{name!r}: 'text'}})."
            ).format(name=name, first=days[0][0], second=months[0][0])
        )
    either = [match for match in turned if max(int(match["a"]), int(match["b"])) <= 12]
    open_ones = [match for match in either if match["a"] != match["b"] and match["mark"] != "."]
    if open_ones and not days and not months:
        raise DataError(
            _(
                "The dates in {name!r} can be read in two ways: in {first!r} the day or the month "
                "may come first. Write them as 2024-04-24, or say which comes first with "
                "mapping=cx.reading.ItemMap(dates={{{name!r}: 'dmy'}}): 'dmy' the day, 'mdy' the "
                "month; 'text' leaves them as they are."
            ).format(name=name, first=open_ones[0][0])
        )
    return bool(days) or not months


def from_serial(number: float, base_1904: bool) -> datetime:
    """Return the date of Excel's count of days.

    Examples
    --------
    >>> from_serial(45406, False)
    datetime.datetime(2024, 4, 24, 0, 0)
    """
    return BASES[base_1904] + timedelta(seconds=round(number * 86_400))
