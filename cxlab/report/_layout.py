"""What the files share: colours, which rows and widths, and the line at the foot."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from cxlab._core.i18n import _
from cxlab._core.labels import letters

if TYPE_CHECKING:
    import pandas as pd

    from cxlab.report._document import Document

INK, BLUE, MUTED = "22303C", "215A8C", "566370"
PALE, LINE = "EEF2F6", "D9DEE3"
MOST_ROWS = 200  # of a table to be read; the workbook has them all
LONGEST_WORD = 22  # letters; longer ones are broken
WORDS = 34  # letters of a line of words that a column should have room for


def cut(shown: int, rows: int) -> str:
    """Say that a table goes on in the workbook, where it does."""
    if rows <= shown:
        return ""
    return _("The first {shown} of {rows:,} rows; the workbook has them all.").format(
        shown=shown, rows=rows
    )


def is_number(column: pd.Series) -> bool:
    """Whether a column of finished texts holds numbers, so that it stands to the right."""
    return not any(str(cell)[:1].isalpha() for cell in column)


def weight(frame: pd.DataFrame) -> list[float]:
    """Return for each column how many letters it needs in a line."""
    needed = []
    for place, name in enumerate(frame.columns):
        cells = [str(cell) for cell in frame.iloc[:, place]]
        whole = is_number(frame.iloc[:, place])  # "11.07%" is not broken
        needed.append(max([_need(str(name)), *(letters(c) if whole else _need(c) for c in cells)]))
    return needed


def wish(frame: pd.DataFrame) -> list[float]:
    """Return for each column how many letters a line would like to have, words unbroken."""
    return [
        min(max([letters(str(name)), *(letters(str(c)) for c in frame.iloc[:, place])]), WORDS)
        for place, name in enumerate(frame.columns)
    ]


def footer(document: Document) -> str:
    """Say when and with what it was made."""
    return _("Made on {date} with cxlab {version}.").format(
        date=document.made.isoformat(), version=version("cxlab")
    )


def _need(text: str) -> float:
    """Return the letters that can't be broken: the longest word, of Chinese four signs."""
    longest = max((letters(word) for word in text.split()), default=1.0)
    chinese = any(ord(sign) > 0x2E80 for sign in text)
    return min(longest, 8.0 if chinese else LONGEST_WORD)
