"""Answers in words become numbers: 非常满意, 5-非常满意, "Very satisfied"; never by a guess."""

from __future__ import annotations

from collections.abc import Mapping

from cxlab._core.errors import DataError
from cxlab._core.i18n import _, shortlist
from cxlab.reading._items.answer_column import AnswerColumn
from cxlab.reading._items.labels import Label, graded, silent, taken_apart
from cxlab.reading._items.points import ENDS, Ladder, family, ladder, without_maybe
from cxlab.reading._items.scaled import (
    STRONG,
    Hints,
    Recoded,
    directed,
    refuse_other_size,
    strong,
    wrong_size,
)
from cxlab.reading._log import LONGEST, Log, quote

MOST_WORDS = 60  # different answers of a column that can be a scale in words
CLEAR = 0.8  # share of the answers on a scale from which on another word is an error
ENOUGH, MANY_ANSWERS = 20, 60  # answers that show which points a scale has, and has not


def worded(told: AnswerColumn) -> tuple[str, ...]:
    """Return the words of a column that may be labels of a scale, in small letters."""
    if not told.text or told.many or len(told.live) > MOST_WORDS:
        return ()
    labels = [taken_apart(str(value)) for value in told.live]
    return tuple(label.words for label in labels if label.words and not silent(label.words))


def recoded(told: AnswerColumn, hints: Hints, log: Log) -> Recoded | None:
    """Return a column of words as numbers, or ``None`` where they are no scale.

    Raises
    ------
    DataError
        A column that is an item, or clearly a scale, holds words that nobody knows, or has another
        number of points than the instrument.
    """
    if not told.text or told.many or (len(told.live) > MOST_WORDS and not hints.item):
        return None
    labels = {value: taken_apart(value) for value in map(str, told.live)}
    numbers, gone = _given(labels, hints)
    known = {
        value: label
        for value, label in labels.items()
        if value not in numbers and value not in gone
    }
    counted = {value: label.number for value, label in known.items() if label.number is not None}
    words = {value: label.words for value, label in known.items() if label.number is None}
    rule = "labels"
    found: Mapping[str, float] | None = {}
    if words and not counted:
        found, maybe = _by_words(told, words, hints, log)
        gone |= set(maybe)
    elif words:
        rule = "labels_mixed"
        found = _mixed(told, words, {value: known[value] for value in counted}, hints)
    elif counted:
        rule = "labels_numbered"
        found = _numbered(known, hints)
    if found is None or not (found or numbers or (gone and hints.item)):
        return None
    settled: dict[str, float | None] = {**numbers, **found, **dict.fromkeys(gone)}
    for doubt in ("mixed", "missing_code", "missing_text"):
        log.settle(doubt, told.source)
    marks = [value is not None and settled.get(str(value)) is not None for value in told.answers]
    rows, first = told.where(marks)
    if rows:
        before, after = _first(told, marks), _examples(settled)
        log.add(rule, told.name, rows=rows, first=first, before=before, after=after)
    told.note("missing_word", [value in gone for value in told.answers], log)
    named = {
        number: taken_apart(value).words or value
        for value, number in settled.items()
        if number is not None and taken_apart(value).words
    }
    out = Recoded(told.changed(lambda value: settled[str(value)]), *_ends(settled, hints), named)
    if rule == "labels_numbered":
        refuse_other_size(out, hints)
    return directed(out, hints, log)


def _sign(word: str) -> int:
    grade = graded(word)
    return grade.sign if grade else 0


def _given(labels: Mapping[str, Label], hints: Hints) -> tuple[dict[str, float], set[str]]:
    """Return the numbers that the mapping or the instrument gives, and answers that are none."""
    numbers: dict[str, float] = {}
    gone = set()
    own = {str(word): number for word, number in hints.own.items()}
    for value, label in labels.items():
        if value in own:
            numbers[value] = own[value]
        elif label.number is None and label.words in hints.anchors:
            numbers[value] = hints.anchors[label.words]
        elif silent(label.words):
            gone.add(value)
    for value in gone:
        numbers.pop(value, None)
    return numbers, gone


def _by_words(
    told: AnswerColumn, words: Mapping[str, str], hints: Hints, log: Log
) -> tuple[dict[str, float] | None, list[str]]:
    """Return the numbers of a column that holds words only, and those that are no answer."""
    main, maybe = without_maybe(dict.fromkeys([*hints.words, *words.values()]))
    steps = _steps(told, main, hints)
    asked = {value: word for value, word in words.items() if word not in maybe}
    found = {value: steps.numbers[word] for value, word in asked.items()
             if steps and word in steps.numbers}  # fmt: skip
    strange = [value for value in asked if value not in found]
    if strange and (hints.item or _clearly(told, found)):
        raise _unknown(told, strange)
    if strange or steps is None:
        return None, []
    start = hints.low if hints.low is not None and hints.size == steps.size else 1
    if not steps.sure:
        lowest = min(steps.numbers, key=lambda word: steps.numbers[word])
        whole = steps.seen == steps.size  # as it seems: a scale that begins with a weak word
        said = quote(f"1 = {lowest}") if whole else f"{steps.seen}/{steps.size}"
        log.add("labels_incomplete", told.name, before=said)
    numbers = {value: number + start - 1 for value, number in found.items()}
    return numbers, [value for value, word in words.items() if word in maybe]


def _steps(told: AnswerColumn, words: list[str], hints: Hints) -> Ladder | None:
    """Return the points of words; of an item, as many as its instrument has."""
    free = ladder(words)
    if hints.size is None:
        return free
    fixed = ladder(words, hints.size)
    if free is None or free.size == hints.size:
        return fixed
    unused = 0 if fixed is None else fixed.size - fixed.seen - (free.size - free.seen)
    if (
        fixed is None
        or (free.sure and hints.n >= ENOUGH)
        or (unused >= 2 and hints.n >= MANY_ANSWERS)
    ):
        raise wrong_size(told.source, free.size, hints)
    return fixed


def _clearly(told: AnswerColumn, found: Mapping[str, float]) -> bool:
    rows, _line = told.where(str(value) in found for value in told.answers)
    total, _line = told.where(value is not None for value in told.answers)
    return len(set(found.values())) >= 3 and rows >= CLEAR * total


def _unknown(told: AnswerColumn, strange: list[str]) -> DataError:
    rows, line = told.where(str(value) in strange for value in told.answers)
    return DataError(
        _(
            "{name!r} holds {count} answers whose place on the scale is not known: {words} (first "
            "in line {line}). Give their numbers with "
            "mapping=cx.reading.ItemMap(values={{{name!r}: {{{word!r}: 3}}}}), or set "
            "missing={{{name!r}: [{word!r}]}} if they mean no answer."
        ).format(
            name=told.source,
            count=rows,
            words=shortlist(map(repr, map(quote, strange)), 5),
            line=line,
            word=quote(strange[0]),
        )
    )


def _mixed(
    told: AnswerColumn, words: Mapping[str, str], labels: Mapping[str, Label], hints: Hints
) -> dict[str, float] | None:
    """Return the numbers of a column with words and numbers, if the two agree."""
    counted = {value: label.number for value, label in labels.items() if label.number is not None}
    both = {label.words: label.number for label in labels.values() if label.words}
    numbers = sorted(set(counted.values()))
    size = hints.size or next(
        (n for word, n in both.items() if n in ENDS and strong(word) and _sign(word) > 0), None
    )
    steps = _ends_only(words, numbers, hints) or ladder(
        dict.fromkeys([*hints.words, *words.values()]), size
    )
    start = hints.low if hints.low is not None else 1
    if isinstance(steps, Ladder):
        known: Mapping[str, float] = {w: n + start - 1 for w, n in steps.numbers.items()}
        reach = (start, start + steps.size - 1)
    else:
        known, reach = steps or {}, (numbers[0], numbers[-1])
    strange = [value for value, word in words.items() if word not in known]
    found = {value: known[word] for value, word in words.items() if word in known}
    inside = reach[0] <= numbers[0] and numbers[-1] <= reach[1]
    inside &= all(known.get(word, number) == number for word, number in both.items())
    if strange and (hints.item or (found and _clearly(told, {**found, **counted}))):
        raise _unknown(told, strange)
    if strange or not (inside or hints.item):
        return None
    return {**found, **counted}


def _ends_only(
    words: Mapping[str, str], numbers: list[int], hints: Hints
) -> dict[str, float] | None:
    """Return the numbers of words that stand at the ends alone: 非常不满意, 2, 3, 4, 非常满意."""
    grades = {word: grade for word in words.values() if (grade := graded(word))}
    extreme = all(grade.sign and grade.strength >= STRONG for grade in grades.values())
    if not family(grades) or not extreme or len(grades) < len(set(words.values())):
        return None
    low = hints.low if hints.low is not None else numbers[0] - (numbers[0] > 1)
    high = hints.high if hints.high is not None else numbers[-1] + (numbers[-1] not in ENDS)
    return {word: low if grade.sign < 0 else high for word, grade in grades.items()}


def _numbered(known: Mapping[str, Label], hints: Hints) -> dict[str, float] | None:
    """Return the numbers of answers that all have one, if their words are those of a scale."""
    words = [label.words for label in known.values() if label.words]
    about = family(words)
    graded_ = [graded(word) for word in words]
    scale = bool(about) and all(grade and grade.about in (about, "") for grade in graded_)
    if not (hints.item or scale or not words):
        return None
    return {value: label.number for value, label in known.items() if label.number is not None}


def _ends(settled: Mapping[str, float | None], hints: Hints) -> tuple[float | None, float | None]:
    """Return the ends of the scale: the instrument's, or those of the words that occur."""
    if hints.item:
        return hints.low, hints.high
    numbers = [number for number in settled.values() if number is not None]
    own = {str(word): number for word, number in hints.own.items()}
    if numbers and all(number is None or value in own for value, number in settled.items()):
        return min(own.values()), max(own.values())
    steps = ladder(without_maybe(hints.words)[0])
    if steps and max(numbers, default=0) <= steps.size and min(numbers, default=1) >= 1:
        return 1, steps.size
    return min(numbers, default=None), max(numbers, default=None)


def _examples(settled: Mapping[str, float | None]) -> str:
    """Write which answer has become which number, the ends first."""
    pairs = sorted((number, value) for value, number in settled.items() if number is not None)
    pairs = [pair for pair in pairs if taken_apart(pair[1]).words] or pairs
    if len(pairs) > 7:
        pairs = [pairs[0], pairs[-1]]
    listed = [f"{value} = {number:g}" for number, value in pairs]
    full = "; ".join(listed)
    return quote(full if len(full) <= LONGEST or len(listed) < 3 else f"{listed[0]}; {listed[-1]}")


def _first(told: AnswerColumn, marks: list[bool]) -> str:
    return quote(next((value for value, mark in zip(told.answers, marks, strict=True) if mark), ""))
