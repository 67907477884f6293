"""A column of answers on a scale: what is known before it is read, and whether its words agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cxlab._core.errors import DataError
from cxlab._core.i18n import _
from cxlab.reading._items.answer_column import AnswerColumn
from cxlab.reading._items.labels import graded, taken_apart
from cxlab.reading._log import Log, quote

STRONG = 3  # strength of the words at the ends of a scale


@dataclass(frozen=True)
class Hints:
    """What is known of a column before its answers are read.

    Parameters
    ----------
    low, high
        Ends of the instrument's scale; ``None`` for a column that is no item.
    anchors
        Numbers of the words at the ends of the instrument's scale, in small letters.
    own
        Numbers of answers as the mapping says.
    words
        All words of the question that the column is part of, in small letters.
    n
        Answers of that question.
    rescale
        How the instrument is asked on another scale, for messages.
    """

    low: float | None = None
    high: float | None = None
    anchors: Mapping[str, float] = field(default_factory=dict)
    own: Mapping[Any, float] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    n: int = 0
    rescale: str = ""

    @property
    def item(self) -> bool:
        """Whether the column is an item of the instrument."""
        return self.low is not None

    @property
    def size(self) -> int | None:
        """Points of the scale, where they are known and few."""
        if self.low is None or self.high is None:
            return None
        points = self.high - self.low + 1
        return int(points) if points == int(points) and points <= 11 else None


@dataclass(frozen=True)
class Recoded:
    """A column whose answers are numbers now, with the ends of its scale and their words."""

    told: AnswerColumn
    low: float | None = None
    high: float | None = None
    words: Mapping[float, str] = field(default_factory=dict)


def directed(column: Recoded, hints: Hints, log: Log) -> Recoded:
    """Turn numbers round that run against their words, where the column is an item."""
    low, high = column.low, column.high
    signs = {number: grade.sign for number, word in column.words.items()
             if (grade := graded(taken_apart(word).words)) and grade.sign}  # fmt: skip
    down = [number for number, sign in signs.items() if sign < 0]
    up = [number for number, sign in signs.items() if sign > 0]
    if not down or not up or low is None or high is None or max(up) > min(down):
        return column
    best = min(up)
    before = quote(f"{best:g} = {column.words[best]}")
    if not hints.item:
        log.add("direction_check", column.told.name, before=before)
        return column
    extreme = {number for number, word in column.words.items() if strong(word)}
    ends = (
        min(extreme) + max(extreme) if min(up) in extreme and max(down) in extreme else low + high
    )
    after = quote(f"{ends - best:g} = {column.words[best]}")
    rows, first = column.told.where(value is not None for value in column.told.answers)
    log.add("direction", column.told.name, rows=rows, first=first, before=before, after=after)
    return Recoded(
        column.told.changed(lambda value: ends - value),
        low,
        high,
        {ends - number: word for number, word in column.words.items()},
    )


def refuse_other_size(column: Recoded, hints: Hints) -> None:
    """Raise where every point of an item has its word, and they are not as many as they should.

    Raises
    ------
    DataError
        The instrument has another number of points.
    """
    numbers = sorted(column.words)
    extreme = [number for number in numbers if strong(column.words[number])]
    if hints.size is None or len(numbers) < 3 or len(extreme) < 2:
        return
    whole = len(numbers) == numbers[-1] - numbers[0] + 1
    if whole and {numbers[0], numbers[-1]} <= set(extreme) and len(numbers) != hints.size:
        raise wrong_size(column.told.source, len(numbers), hints)


def strong(word: str) -> bool:
    """Tell whether words are those of an end of a scale."""
    grade = graded(taken_apart(word).words)
    return grade is not None and grade.sign != 0 and grade.strength >= STRONG


def wrong_size(name: str, found: int, hints: Hints) -> DataError:
    """Say that an item has another number of points than the instrument."""
    return DataError(
        _(
            "The answers to {name!r} are words for {found} points, but the instrument uses "
            "{low:g}-{high:g}. If your questionnaire has {found} points, read it with "
            "instrument={code}; otherwise give the numbers with "
            "mapping=cx.reading.ItemMap(values=...)."
        ).format(
            name=name,
            found=found,
            low=hints.low,
            high=hints.high,
            code=hints.rescale.format(low=1, high=found),
        )
    )
