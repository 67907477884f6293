"""Text that is safe to write out: no formula in a cell, no character that breaks a file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

STARTS = "=+-@＝＋－＠\t\r\n"  # what a spreadsheet takes for the beginning of a formula
NUMBER = re.compile(r"[-+－＋]?[\d,]+(\.\d+)? ?%?")  # a number with a sign is no formula
BROKEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\u202a-\u202e\u2066-\u2069]"
)  # not allowed in XML, or turning round the text that follows
LONGEST = 32_767  # characters of a cell
SHEET = 31  # characters of a sheet's name


def plain(text: object) -> str:
    r"""Return text with a sign (�) where a character stood that would break or twist a file.

    Examples
    --------
    >>> plain("a\x00b")
    'a�b'
    """
    return BROKEN.sub("\ufffd", str(text))


def cell(text: object) -> str:
    """Return text for a cell or header; what a spreadsheet would run gets an apostrophe in front.

    Examples
    --------
    >>> cell("=1+1"), cell("-3.5"), cell(" @SUM(A1)"), cell("a-b")
    ("'=1+1", '-3.5', "' @SUM(A1)", 'a-b')
    """
    shown = guarded(plain(text))
    return shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 1]}…"


def guarded(text: str) -> str:
    """Return text with an apostrophe in front if a spreadsheet would take it for a formula."""
    starts = text[:1] in STARTS or _bare(text)[:1] in STARTS
    return f"'{text}" if text and starts and not NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    """Take back what :func:`guarded` did.

    Examples
    --------
    >>> unguarded("'=1+1"), unguarded("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if text[:1] == "'" and guarded(text[1:]) == text else text


def sheet_names(wanted: Iterable[str]) -> list[str]:
    """Return legal names of sheets, in the same order and each another one.

    Examples
    --------
    >>> sheet_names(["=a/b", "A B", "a b", ""])
    ['_a b', 'A B', 'a b (2)', 'Sheet']
    """
    names: list[str] = []
    taken = {"history"}  # kept by Excel for itself
    for text in wanted:
        name = " ".join(re.sub(r"[\[\]:*?/\\\s]", " ", plain(text)).split()).strip("' ")
        name = (f"_{name[1:]}" if name[:1] in STARTS and name else name)[:SHEET].strip("' ")
        name, count = name or "Sheet", 1
        free = name
        while free.lower() in taken:
            count += 1
            free = f"{name[: SHEET - len(str(count)) - 3].rstrip()} ({count})"
        taken.add(free.lower())
        names.append(free)
    return names


def exactly(own: Any, number: float) -> None:
    """Give a cell of openpyxl a float that is read again as the same: 17 digits where needed."""
    own.value = number
    if float(f"{number:.16g}") != number:
        own.value = repr(number)
        own.data_type = "n"


def _bare(text: str) -> str:
    """Return text without what a reader can't see at its beginning."""
    return text.lstrip(" \u00a0\u3000\u200b\u200c\u200d\u2060\ufeff\ufffd'")
