"""A column of the frame as its different answers, each once: what is done, is done to few."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.i18n import shortlist
from cxlab.reading._files.column import Codes, Column, small
from cxlab.reading._log import Log, quote

NAMED = 8  # answers that a line of the log names
MANY = 2_000  # different answers; a column with more is no scale and no choice


@dataclass(frozen=True)
class AnswerColumn:
    """The different answers of a column: row ``i`` holds ``answers[codes[i]]``.

    Parameters
    ----------
    name, source
        The column's name in the frame, and in the file.
    answers
        The different answers, ``None`` for a missing one; empty where there are too ``many``.
    counts, first
        Rows of each, and the first of them, shape (n_different,).
    codes
        Place in ``answers`` of each row, shape (n_rows,).
    lines
        Line of the file of each row.
    text
        Whether the column holds text.
    """

    name: str
    answers: list[Any]
    counts: NDArray[np.int64]
    first: NDArray[np.int64]
    codes: Codes
    lines: Sequence[int]
    text: bool
    many: bool = False
    source: str = ""

    @classmethod
    def of(
        cls,
        series: pd.Series,
        column: Column | None,
        lines: Sequence[int],
        most: int | None = MANY,
    ) -> AnswerColumn:
        """Take a column of the frame apart, along the cells it was made of where they are there."""
        if column is not None and column.n == len(series):
            codes, size = column.codes, len(column.cells)
        else:
            places, different = pd.factorize(series, use_na_sentinel=False)
            codes, size = small(places, len(different)), len(different)
        first = np.zeros(size, np.int64)
        first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)  # the last one written stands
        counts = np.bincount(codes, minlength=size)
        text = isinstance(series.dtype, pd.StringDtype) or series.dtype == object
        name = str(series.name)
        if most is not None and size > most:
            return cls(name, [], counts, first, codes, lines, text, many=True, source=name)
        values = [None if each is pd.NA or each != each else each for each in series.iloc[first]]
        return cls(name, values, counts, first, codes, lines, text, source=name)

    @property
    def live(self) -> list[Any]:
        """The different answers that are not missing."""
        return [
            value
            for value, n in zip(self.answers, self.counts, strict=False)
            if value is not None and n
        ]

    @property
    def n(self) -> int:
        """Rows with an answer, where the different ones are known."""
        return self.where(value is not None for value in self.answers)[0]

    def where(self, marks: Iterable[bool]) -> tuple[int, int | None]:
        """Return in how many rows a marked answer stands, and the first line of them."""
        marked = np.fromiter(marks, bool, len(self.answers))
        if not marked.any():
            return 0, None
        rows = int(self.counts[marked].sum())
        if not rows:
            return 0, None
        return rows, int(self.lines[int(self.first[marked & (self.counts > 0)].min())])

    def note(self, rule: str, marks: Sequence[bool], log: Log, after: str = "") -> None:
        """Log a rule that touched the marked answers, which are named."""
        rows, first = self.where(marks)
        if rows:
            found = [str(each) for each, mark in zip(self.answers, marks, strict=True) if mark]
            before = quote(shortlist(found, NAMED))
            log.add(rule, self.name, rows=rows, first=first, before=before, after=after)

    def changed(self, change: Callable[[Any], Any]) -> AnswerColumn:
        """Return the column with each different answer changed; missing ones stay."""
        values = [None if value is None else change(value) for value in self.answers]
        return replace(self, answers=values)

    def whole(self) -> pd.Series:
        """Return the answers, all whole numbers, as a column of ``Int64``."""
        gone = np.array([value is None for value in self.answers], bool)
        numbers = np.array([0 if value is None else int(value) for value in self.answers], np.int64)
        return pd.Series(pd.arrays.IntegerArray(numbers[self.codes], gone[self.codes]), copy=False)

    def floats(self) -> pd.Series:
        """Return the answers as a column of floats."""
        numbers = [np.nan if value is None else float(value) for value in self.answers]
        return pd.Series(np.array(numbers, float)[self.codes], copy=False)

    def texts(self) -> pd.Series:
        """Return the answers as a column of text."""
        words = np.empty(len(self.answers), object)
        words[:] = [np.nan if value is None else str(value) for value in self.answers]
        return pd.Series(words[self.codes]).astype("str")


def numeric(value: Any) -> bool:
    """Tell whether an answer is a number, and not yes or no."""
    return isinstance(value, int | float | np.integer | np.floating) and not isinstance(
        value, bool | np.bool_
    )
