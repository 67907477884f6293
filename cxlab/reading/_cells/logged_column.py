"""The cells of one column, each different text once: what is done, is done to few of them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cxlab.reading._cells.words import ERRORS, SKIPPED
from cxlab.reading._files.column import Codes, Column
from cxlab.reading._files.grid import SPACES
from cxlab.reading._log import Log, quote


@dataclass(frozen=True)
class LoggedColumn:
    """A column of texts: ``texts[codes]`` are its cells; an empty text is missing.

    Parameters
    ----------
    name
        The column.
    codes
        Place in ``texts`` of each row's cell, shape (n_rows,).
    texts
        The different cells; numbers, dates, yes and no among them until they are written out.
    lines
        Line of the file of each row.
    log
        Where changes are written.
    """

    name: str
    codes: Codes
    texts: list[Any]
    lines: Sequence[int]
    log: Log

    def rewritten(self, change: Callable[[Any], str]) -> LoggedColumn:
        """Return the cells with each different one written anew."""
        return replace(self, texts=[change(cell) for cell in self.texts])

    def count(self, marks: Iterable[bool]) -> tuple[int, int]:
        """Return in how many rows a marked text stands, and the first line of them."""
        rows, first = Column(self.texts, self.codes).where(self.lines, marks)
        return rows, first or 0

    def note(self, rule: str, marks: Sequence[bool], after: str = "") -> None:
        """Log a rule that touched the marked texts, with the first of them as example."""
        if not any(marks):
            return
        rows, first = self.count(marks)
        place = next(place for place, mark in enumerate(marks) if mark)
        before = quote(self.texts[place])
        self.log.add(rule, self.name, rows=rows, first=first, before=before, after=after)

    def tidied(self) -> LoggedColumn:
        """Return the cells without spaces around them, errors and skipped answers as missing."""
        out = list(map(str.strip, self.texts, itertools.repeat(SPACES)))
        if out != self.texts:
            pairs = list(zip(self.texts, out, strict=True))
            self.note("blank_text", [bool(raw) and not text for raw, text in pairs])
            moved = [bool(text) and raw != text for raw, text in pairs]
            example = next((text for text, mark in zip(out, moved, strict=True) if mark), "")
            self.note("spaces", moved, quote(example) if example else "")
        tidy = replace(self, texts=out)
        for rule, words in (("error_cell", ERRORS), ("skipped", SKIPPED)):
            if not words.isdisjoint(out):
                marks = [text in words for text in out]
                tidy.note(rule, marks)
                out = ["" if mark else text for text, mark in zip(out, marks, strict=True)]
                tidy = replace(self, texts=out)
        return tidy

    @property
    def live(self) -> list[str]:
        """The different texts that are not missing."""
        return list(filter(None, self.texts))

    def spread(self, values: Sequence[Any] | NDArray[Any], dtype: Any) -> NDArray[Any]:
        """Return one value per row, given one per different text."""
        table = np.empty(len(values), dtype=dtype)
        table[:] = values
        return table.take(self.codes)
