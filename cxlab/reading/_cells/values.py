"""One column of cells becomes numbers, dates, yes and no, or text; every change is logged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd

from cxlab._core.errors import DataError
from cxlab._core.i18n import _
from cxlab.reading._cells import dates as _dates
from cxlab.reading._cells.logged_column import LoggedColumn
from cxlab.reading._cells.numbers import INFINITE, Number, choices, read_number, with_points
from cxlab.reading._cells.words import CODES, NA, NO, NO_ANSWER, YES, YES_NO
from cxlab.reading._files.grid import blank
from cxlab.reading._log import quote

TRIAL = 200  # different texts that tell whether a column may hold numbers or dates
PLAIN = re.compile("[0-9.-]*")
LEADING_ZERO = re.compile(r"0\d+")
LONG = 16  # digits of a number that no float holds
LONG_NUMBER = re.compile(rf"\d{{{LONG},}}")
ROUNDED = re.compile(r"\d(?:\.\d+)?E\+(?:1[1-9]|2\d)")  # as Excel shows a long number
EXACT = 10**15  # whole numbers above it have lost digits in Excel
MOST_YES_NO = 12  # different ways to write yes and no in one column
SCALE = 11  # longest scale whose outliers can be told


@dataclass(frozen=True)
class Ways:
    """How the file writes.

    Parameters
    ----------
    comma
        A comma stands before decimals.
    base_1904
        Days are counted from 1904.
    listed
        A comma may divide several choices; not in files whose columns another sign divides, for
        there it stands before decimals.
    order
        ``dmy``, ``mdy`` or ``ymd``: how the dates of the column are written, where the user says
        so; ``text`` leaves them as they are.
    """

    comma: bool = False
    base_1904: bool = False
    listed: bool = True
    order: str = ""


def typed(cells: LoggedColumn, ways: Ways) -> pd.Series:
    """Return a column with the type its cells have.

    Raises
    ------
    DataError
        A number is infinite or has lost digits, or dates can be read in two ways.
    """
    kinds = set(map(type, cells.texts))
    if kinds != {str}:
        kinds = {type(cell) for cell in cells.texts if not blank(cell)}
    if kinds and kinds <= {int, float} and not _spaced(cells):
        return _native_numbers(cells, ways)
    if kinds == {bool} and not _spaced(cells):
        values = [cell if isinstance(cell, bool) else None for cell in cells.texts]
        return pd.Series(cells.spread(values, object), dtype="boolean")
    if kinds & {date, datetime} and kinds <= {date, datetime, int, float}:
        return _native_dates(cells, ways)
    texts = cells if kinds <= {str} else cells.rewritten(written)
    return _from_texts(texts.tidied(), ways)


def _spaced(cells: LoggedColumn) -> bool:
    """Tell whether cells hold spaces only, which is worth a line in the log."""
    return any(isinstance(cell, str) and cell for cell in cells.texts)


def written(value: Any) -> str:
    """Write a cell of a workbook as text."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT:
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    return "" if value is None else str(value)


def _native_numbers(cells: LoggedColumn, ways: Ways) -> pd.Series:
    numbers = np.array([np.nan if blank(cell) else cell for cell in cells.texts], float)
    _refuse_infinite(cells, numbers)
    large = np.abs(numbers) >= EXACT
    if large.any() and (np.floor(numbers) == numbers)[~np.isnan(numbers)].all():
        raise _rounded(cells.name, *cells.count(large))
    low, high = np.nanmin(numbers), np.nanmax(numbers)
    if _dates.NAMED.search(cells.name) and low >= _dates.SERIALS[0] and high < _dates.SERIALS[1]:
        return _serials(cells, ways)
    return _number_series(cells, numbers)


def _native_dates(cells: LoggedColumn, ways: Ways) -> pd.Series:
    if any(isinstance(cell, int | float) for cell in cells.texts):
        return _serials(cells, ways)
    return _date_series(cells, [None if blank(cell) else cell for cell in cells.texts])


def _serials(cells: LoggedColumn, ways: Ways) -> pd.Series:
    """Turn Excel's counts of days into dates, beside dates that are ones already."""
    marks = [isinstance(cell, int | float) for cell in cells.texts]
    counts = [cell for cell, mark in zip(cells.texts, marks, strict=True) if mark]
    dated = cells.count(isinstance(cell, date) for cell in cells.texts)[0]
    rare = dated and cells.count(marks)[0] > dated  # a few dates are a slip of formatting
    if rare or not all(0 < count < 2_900_000 for count in counts):
        return _from_texts(cells.rewritten(written).tidied(), ways)
    out = [
        _dates.from_serial(cell, ways.base_1904) if mark else None if blank(cell) else cell
        for cell, mark in zip(cells.texts, marks, strict=True)
    ]
    cells.note("excel_serial", marks, written(out[marks.index(True)]))
    return _date_series(cells, out)


def _date_series(cells: LoggedColumn, values: Sequence[date | None]) -> pd.Series:
    return pd.Series(np.array(values, "datetime64[us]")[cells.codes], copy=False)


def _from_texts(cells: LoggedColumn, ways: Ways) -> pd.Series:
    live = cells.live
    if not live:
        return pd.Series(np.full(len(cells.codes), np.nan))
    if all(text in YES_NO for text in live):
        values = cells.spread([YES_NO.get(text) for text in cells.texts], object)
        return pd.Series(values, dtype="boolean")
    for way in (_yes_no, _numbers, _dated):
        series = way(cells, ways)
        if series is not None:
            return series
    if not NA.isdisjoint(map(str.upper, live)):
        cells.note("missing_text", [text.upper() in NA for text in cells.texts])
    return _text_series(cells)


def _yes_no(cells: LoggedColumn, ways: Ways) -> pd.Series | None:
    """Return a column of 是 and 否, Y and N, TRUE and no; 1 and 0 count beside such words only."""
    said = {text.casefold() for text in cells.live} if len(cells.live) <= MOST_YES_NO else set()
    words = said - {"1", "0"}
    if len(said) < 2 or not words or not words <= YES | NO:
        return None
    values = [(text.casefold() in YES or text == "1") if text else None for text in cells.texts]
    cells.note("yes_no", [bool(text) and text not in YES_NO for text in cells.texts])
    return pd.Series(cells.spread(values, object), dtype="boolean")


def _text_series(cells: LoggedColumn) -> pd.Series:
    texts = pd.array([text or np.nan for text in cells.texts], dtype="str")
    return pd.Series(texts.take(cells.codes), copy=False)


def _numbers(cells: LoggedColumn, ways: Ways) -> pd.Series | None:
    """Return a column of numbers; ``None`` where its texts are something else."""
    live = cells.live
    points = ways.comma and with_points(live)  # as 1.234 is written where 0,5 is a half
    if not any(_number_like(text, ways.comma, points) for text in live[:TRIAL]):
        return None
    identifiers = [
        (text[:1] == "0" or len(text) >= LONG)
        and bool(LEADING_ZERO.fullmatch(text) or LONG_NUMBER.fullmatch(text))
        for text in cells.texts
    ]
    plain = PLAIN.fullmatch("".join(live))
    if plain and not any(identifiers) and not points:
        values = pd.to_numeric(pd.Series(cells.texts, dtype=object), errors="coerce").to_numpy(
            float
        )
        if np.isnan(values).sum() == len(cells.texts) - len(live):
            _refuse_infinite(cells, values)  # more digits than a number can have
            return _number_series(cells, values)
    if any(identifiers):
        cells.note("identifier", identifiers)
        return _text_series(cells)
    if ways.listed and choices(live):
        cells.note("choices", ["," in text for text in cells.texts])
        return _text_series(cells)
    found = [
        read_number(text, comma=ways.comma, points=points) if text else None for text in cells.texts
    ]
    odd = [bool(text) and number is None for text, number in zip(cells.texts, found, strict=True)]
    silent = [
        mark and text.lower() in NO_ANSWER for text, mark in zip(cells.texts, odd, strict=True)
    ]
    infinite = [
        mark and bool(INFINITE.fullmatch(text)) for text, mark in zip(cells.texts, odd, strict=True)
    ]
    strange = [a and not (b or c) for a, b, c in zip(odd, silent, infinite, strict=True)]
    if any(strange):
        return _mixed(cells, strange)
    said = [
        np.inf if mark else number.value if number else np.nan
        for mark, number in zip(infinite, found, strict=True)
    ]
    numbers = np.array(said, float)
    _refuse_infinite(cells, numbers)
    _refuse_rounded(cells)
    if not any(found):
        return None
    if len(
        {number.unit for number in found if number and (number.value or number.unit)}
    ) > 1 and not _one_money(found):
        cells.note("units", [bool(number and number.unit) for number in found])
        return _text_series(cells)
    _note_numbers(cells, found)
    cells.note("missing_word", silent)
    return _number_series(cells, numbers)


def _number_like(text: str, comma: bool, points: bool) -> bool:
    return (
        bool(INFINITE.fullmatch(text)) or read_number(text, comma=comma, points=points) is not None
    )


def _one_money(found: list[Number | None]) -> bool:
    """Tell whether a column has one currency, written in some of its cells only."""
    units = {number.unit for number in found if number}
    return "%" not in units and len(units - {""}) == 1


def _note_numbers(cells: LoggedColumn, found: list[Number | None]) -> None:
    rules = dict.fromkeys(rule for number in found if number for rule in number.rules)
    for rule in rules:
        marks = [bool(number and rule in number.rules) for number in found]
        example = next(number.value for number in found if number and rule in number.rules)
        cells.note(rule, marks, f"{example:.15g}")


def _mixed(cells: LoggedColumn, strange: list[bool]) -> pd.Series | None:
    """Keep a column of numbers and words as text; name the words when they are the fewer."""
    rows = cells.count(strange)[0]
    total = cells.count(map(bool, cells.texts))[0]
    texts = [text for text, mark in zip(cells.texts, strange, strict=True) if mark]
    if rows > 0.5 * total or all(map(_dates.looks_like_date, texts)):
        return None
    cells.note("mixed", strange)
    return _text_series(cells)


def _dated(cells: LoggedColumn, ways: Ways) -> pd.Series | None:
    """Return a column of dates; ``None`` where its texts are something else."""
    trial = cells.live[:TRIAL]
    dated = [_dates.looks_like_date(text, ways.order) for text in trial]
    if sum(dated) <= 0.5 * len(trial):
        return None
    if ways.order == "text":
        cells.note("date_text", list(map(bool, cells.texts)))
        return _text_series(cells)
    plain = _dates.plain_dates(cells.texts)
    if plain is not None:
        return pd.Series(plain[cells.codes], copy=False)
    dates, other = _dates.read_dates(cells.texts, cells.name, ways.order)
    odd = [bool(text) and found is None for text, found in zip(cells.texts, dates, strict=True)]
    silent = [
        mark and text.lower() in NO_ANSWER for text, mark in zip(cells.texts, odd, strict=True)
    ]
    if any(a and not b for a, b in zip(odd, silent, strict=True)):
        cells.note("mixed", [a and not b for a, b in zip(odd, silent, strict=True)])
        return _text_series(cells)
    marks = [found is not None and mark for found, mark in zip(dates, other, strict=True)]
    example = next((found for found, mark in zip(dates, marks, strict=True) if mark), None)
    cells.note("date", marks, f"{example:%Y-%m-%d}" if example else "")
    cells.note("missing_word", silent)
    return _date_series(cells, dates)


def _number_series(cells: LoggedColumn, numbers: np.ndarray) -> pd.Series:
    """Return one number per row, given one per different cell."""
    if not _whole(numbers):
        return pd.Series(cells.spread(numbers, float), copy=False)
    missing = np.isnan(numbers)
    whole = np.where(missing, 0, numbers).astype(np.int64)
    _missing_codes(cells, whole, missing)
    gone = cells.spread(missing, bool)
    array = pd.arrays.IntegerArray(cells.spread(whole, np.int64), gone)
    return pd.Series(array, copy=False)


def _whole(numbers: np.ndarray) -> bool:
    kept = numbers[~np.isnan(numbers)]
    return bool(len(kept)) and bool((kept == np.floor(kept)).all() and (np.abs(kept) < 2**53).all())


def _missing_codes(cells: LoggedColumn, whole: np.ndarray, missing: np.ndarray) -> None:
    """Warn of -1, 99 and the like beside answers on a short scale."""
    known = np.unique(whole[~missing])
    scale = [number for number in known if 0 <= number <= SCALE]
    beyond = [int(number) for number in known if not 0 <= number <= SCALE]
    if len(scale) < 3 or not beyond or not set(beyond) <= CODES:
        return
    rows, first = cells.count(np.isin(whole, beyond) & ~missing)
    before = quote(", ".join(map(str, beyond)))
    after = f"{scale[0]}-{scale[-1]}"
    cells.log.add("missing_code", cells.name, rows=rows, first=first, before=before, after=after)


def _refuse_infinite(cells: LoggedColumn, numbers: np.ndarray) -> None:
    infinite = np.isinf(numbers)
    if infinite.any():
        count, line = cells.count(infinite)
        raise DataError(
            _(
                "{name!r} holds {count} infinite numbers (first in line {line}): the result of "
                "a division by zero, or too large to store. Correct them, or leave the cells "
                "empty."
            ).format(name=cells.name, count=count, line=line)
        )


def _refuse_rounded(cells: LoggedColumn) -> None:
    """Refuse long numbers that Excel wrote as 1.23457E+18: their digits are gone."""
    marks = [bool(ROUNDED.fullmatch(text)) for text in cells.texts]
    if sum(marks) > 0.5 * len(cells.live):
        raise _rounded(cells.name, *cells.count(marks))


def _rounded(name: str, count: int, line: int) -> DataError:
    return DataError(
        _(
            "{name!r} holds {count} long numbers of which Excel kept only the first 15 "
            "digits (first in line {line}); the rest are lost. Format the column as text "
            "in the source and export it again, or leave the column out."
        ).format(name=name, count=count, line=line)
    )
