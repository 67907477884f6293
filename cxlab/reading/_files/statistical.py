"""Files of SPSS, Stata and SAS: the numbers, what they mean, and which of them mean nothing."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from cxlab._core.errors import CxError, DataError
from cxlab._core.i18n import _
from cxlab.reading._codebook import Field
from cxlab.reading._files.apart import apart
from cxlab.reading._files.column import Column
from cxlab.reading._files.decode import decode
from cxlab.reading._files.header import clean_names, without_markup
from cxlab.reading._files.limits import Limits, too_long, too_wide
from cxlab.reading._files.sheet import Sheet
from cxlab.reading._libraries import require
from cxlab.reading._log import Log, quote
from cxlab.reading._packages import MARK, SPSS, STATA

FORMATS = {"sav": "SPSS", "por": "SPSS", "dta": "Stata", "sas7bdat": "SAS", "xpt": "SAS"}
PACKAGES = {"sav": SPSS, "dta": STATA}
WESTERN = {"", "WINDOWS-1252", "ISO-8859-1", "US-ASCII", "ASCII", "LATIN1"}
CODECS = {"GB18030": "GB18030", "Big5": "BIG5-HKSCS", "UTF-8": "UTF-8"}
SAMPLE = 100_000  # signs by which an encoding is told
UNICODE_STATA = re.compile(rb"<stata_dta><header><release>(?:11[89]|1[2-9]\d)")
CODE, EXACT = 10**15, 2**53  # numbers of more digits serve as codes; above it digits are lost
DAY, FIRST_YEAR, LAST_YEAR = 86_400, "0001", "9999"
SPSS_DATES = re.compile(r"(?:[AEJS]?DATE|QYR|MOYR|WKYR|DATETIME|YMDHMS)\d*(?:\.\d+)?")
SAS_DATES = re.compile(
    r"(?:DATE|DAY|DDMMYY[BCDNPS]?|MMDDYY[BCDNPS]?|YYMMDD[BCDNPS]?|E8601DA|B8601DA|IS8601DA|MONYY"
    r"|YYMM[CDNPS]?|YYMON|WEEKDATE|WORDDATE|WORDDATX|JULIAN|NLDATE\w*)\d*(?:\.\d*)?"
)
SAS_TIMES = re.compile(r"(?:DATETIME|E8601DT|B8601DT|IS8601DT|DATEAMPM|NLDATM\w*)\d*(?:\.\d*)?")
STATA_DATES = re.compile(r"%-?(?:d|t([dcC]))\S*")


@dataclass(frozen=True)
class Calendar:
    """When a package begins to count, and how many seconds one of its counts has."""

    start: str
    seconds: float


def read_statistical(content: bytes, kind: str, limits: Limits, log: Log) -> Sheet:
    """Return the columns of a file of SPSS, Stata or SAS.

    Raises
    ------
    DataError
        The file is damaged, too large, or its words are in an encoding nobody can tell.
    MissingExtra
        pyreadstat is not installed.
    """
    require("pyreadstat")
    answer = _answer(content, kind, limits, log)
    lines = range(1, answer["rows"] + 1)
    if not answer["rows"] or not answer["names"]:
        raise DataError(
            _("The file describes its columns but holds no rows. Export it again with the answers.")
        )
    if answer["rows"] == 1:
        log.add("one_row", first=1)
    own = answer["label"] == MARK and kind in PACKAGES
    if own:
        log.add("own", before=FORMATS[kind])
    named = list(answer["names"]) if own else _names(answer["names"], log)
    sheet: dict[str, dict[str, Any]] = {"labels": {}, "words": {}, "fields": {}, "sources": {}}
    columns = {}
    for name, variable, (cells, codes) in zip(
        named, answer["names"], answer["columns"], strict=True
    ):
        label = " ".join(without_markup(answer["labels"].get(variable) or "").split())
        words = {_code(code): str(word) for code, word in answer["words"].get(variable, {}).items()}
        format = str(answer["formats"].get(variable) or "")
        column = Column(cells, np.asarray(codes, np.int64))
        column, gone = _without_missing(name, column, answer["missing"].get(variable, ()), log)
        words = {code: word for code, word in words.items() if code not in gone}
        if own:
            name, label = PACKAGES[kind].original(variable, label)
            field = _field(name, label, format, words, PACKAGES[kind].formats)
            sheet["fields"][name], words = field, dict(field.words)
            column = _worded(column, field)
        elif name != variable:
            sheet["sources"][name] = variable
        columns[name] = _plain(_dated(column, kind, format))
        for key, value in (("labels", label), ("words", words)):
            if value and value != name:
                sheet[key][name] = value
    return Sheet(
        columns=columns,
        lines=lines,
        labels=sheet["labels"],
        words=sheet["words"],
        fields=sheet["fields"],
        sources=sheet["sources"],
        format=FORMATS[kind],
        encoding=answer["encoding"],
    )


def refusal(answer: Mapping[str, Any], limits: Limits) -> CxError:
    """Say why a file was not read, and the way out."""
    if answer["error"] == "rows":
        return too_long(limits.rows)
    if answer["error"] == "columns":
        return too_wide(answer["count"], limits.columns)
    if answer["error"] == "time":
        return DataError(
            _(
                "Reading the file took too long and was stopped: the file is damaged, or holds "
                "far more than its size suggests. Save only the columns that are needed."
            )
        )
    if answer["error"] == "memory":
        return DataError(
            _(
                "The file needs more memory than is allowed: it is damaged, or holds far more "
                "than its size suggests. Save only the columns that are needed."
            )
        )
    if answer["error"] == "encoding":
        return DataError(
            _(
                "The text in the file is damaged, or its encoding cannot be told. Save it "
                "again in Unicode (UTF-8), as SPSS has done since version 16 and Stata since "
                "version 14."
            )
        )
    return DataError(
        _(
            "The file is damaged or incomplete: it breaks off, or its parts contradict "
            "each other. Copy or download it again; if that does not help, save it again "
            "in the program it comes from, or as .xlsx."
        )
    )


def _answer(content: bytes, kind: str, limits: Limits, log: Log) -> dict[str, Any]:
    """Read the file; where it does not tell its encoding, find it out by how the words look."""
    answer = _read(content, kind, None, limits)
    error = answer.get("error", "")
    if (error and error != "encoding") or kind == "por":
        return _checked(answer, limits)
    if not error and (
        answer["encoding"].upper() not in WESTERN
        or UNICODE_STATA.match(content)
        or next(_foreign(answer), None) is None
    ):
        return answer
    raw = _checked(_read(content, kind, "ISO-8859-1", limits), limits)
    sample = "\n".join(_foreign(raw))[:SAMPLE].encode("latin-1", "replace")
    try:
        found = decode(sample, Log()).encoding
    except DataError:
        found = ""
    if found not in CODECS:
        return _checked(answer, limits)
    log.add("encoding_guess", before=found)
    return _checked(_read(content, kind, CODECS[found], limits), limits)


def _read(content: bytes, kind: str, encoding: str | None, limits: Limits) -> dict[str, Any]:
    return apart("typed_reader.py", content, {"kind": kind, "encoding": encoding}, limits)


def _checked(answer: dict[str, Any], limits: Limits) -> dict[str, Any]:
    if "error" in answer:
        raise refusal(answer, limits)
    return answer


def _foreign(answer: Mapping[str, Any]) -> Iterator[str]:
    """Yield the texts of a file that are not plain English."""
    for text in _texts(answer):
        if isinstance(text, str) and not text.isascii():
            yield text


def _texts(answer: Mapping[str, Any]) -> Iterator[Any]:
    yield from answer["names"]
    yield from answer["labels"].values()
    for words in answer["words"].values():
        yield from words.values()
    for cells, _codes in answer["columns"]:
        yield from cells


def _names(names: Iterable[str], log: Log) -> list[str]:
    return clean_names(list(enumerate(names)), 1, log)[0]


def _code(code: Any) -> Any:
    """Return a code as a whole number where it is one."""
    return int(code) if isinstance(code, float) and code.is_integer() else code


def _without_missing(
    name: str, column: Column, ranges: Iterable[Any], log: Log
) -> tuple[Column, set[Any]]:
    """Return the column without the codes that the file declares missing, and those codes."""
    spans = [each if isinstance(each, Mapping) else {"lo": each, "hi": each} for each in ranges]
    spans = [each for each in spans if {"lo", "hi"} <= set(each)]
    marks = [any(_within(cell, span) for span in spans) for cell in column.cells]
    declared = {_code(span["lo"]) for span in spans if span["lo"] == span["hi"]}
    if not any(marks):
        return column, declared
    hit = np.asarray(marks)[column.codes]
    found = [_code(cell) for cell, mark in zip(column.cells, marks, strict=True) if mark]
    log.add(
        "missing_declared",
        name,
        rows=int(hit.sum()),
        first=int(hit.argmax()) + 1,
        before=quote(", ".join(map(str, found))),
    )
    cells = ["" if mark else cell for cell, mark in zip(column.cells, marks, strict=True)]
    return Column(cells, column.codes).map(lambda cell: cell), declared | set(found)


def _within(cell: Any, span: Mapping[str, Any]) -> bool:
    try:
        return bool(span["lo"] <= cell <= span["hi"])
    except TypeError:
        return False


def _dated(column: Column, kind: str, format: str) -> Column:
    """Return a column whose format is one of dates as dates, if all of them are in a calendar."""
    calendar = _calendar(kind, format.upper() if kind != "dta" else format)
    if calendar is None:
        return column
    counts = [cell if isinstance(cell, float) else math.nan for cell in column.cells]
    seconds = np.array(counts, float) * calendar.seconds
    start = np.datetime64(calendar.start, "ms")
    first = (np.datetime64(FIRST_YEAR, "ms") - start) / np.timedelta64(1, "s")
    last = (np.datetime64(LAST_YEAR, "ms") - start) / np.timedelta64(1, "s")
    known = ~np.isnan(seconds)
    if ((seconds < first) | (seconds > last))[known].any():
        return column
    moments = start + np.round(np.where(known, seconds, 0) * 1e3).astype("timedelta64[ms]")
    dates = moments.astype("datetime64[us]").tolist()
    pairs = zip(dates, known, strict=True)
    return Column([date if there else "" for date, there in pairs], column.codes)


def _calendar(kind: str, format: str) -> Calendar | None:
    """Return how the numbers of a format count the time; ``None`` for any other format."""
    if kind in ("sav", "por"):
        return Calendar("1582-10-14", 1) if SPSS_DATES.fullmatch(format) else None
    if kind == "dta":
        match = STATA_DATES.fullmatch(format)
        day = bool(match) and (match[1] or "d") == "d"  # type: ignore[index]
        return Calendar("1960-01-01", DAY if day else 1e-3) if match else None
    if SAS_TIMES.fullmatch(format):
        return Calendar("1960-01-01", 1)
    return Calendar("1960-01-01", DAY) if SAS_DATES.fullmatch(format) else None


def _plain(column: Column) -> Column:
    """Return a column with empty texts where nothing stands; long codes stay whole as texts."""
    numbers = [cell for cell in column.cells if isinstance(cell, float) and cell == cell]
    whole = all(cell.is_integer() and abs(cell) <= EXACT for cell in numbers)
    coded = whole and any(abs(cell) >= CODE for cell in numbers)
    if coded:
        column = column.map(
            lambda cell: str(int(cell)) if isinstance(cell, float) and cell == cell else cell
        )
    return column.map(lambda cell: "" if cell is None or cell != cell else cell)


def _field(
    name: str, text: str, format: str, words: Mapping[Any, str], formats: Mapping[str, str]
) -> Field:
    """Return what a file of our own says of a column: its format tells the type."""
    text = "" if text == name else text
    types = {each: kind for kind, each in formats.items()}
    if format.startswith("A") or format.endswith("s"):
        return Field(name, "text", text)
    kind = types.get(format, "date" if format.startswith(("%t", "DATE")) else "number")
    if kind in ("category", "ordered"):
        return Field(name, "category", text, {}, tuple(words.values()), kind == "ordered")
    return Field(name, kind, text, {} if kind == "yes_no" else words)


def _worded(column: Column, field: Field) -> Column:
    """Return the answers of a category, which the file holds as numbers from 1."""
    if field.type != "category":
        return column
    words = dict(enumerate(field.answers, 1))
    return column.map(lambda cell: words.get(cell, cell))
