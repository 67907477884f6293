"""Which point of a scale each word is: decided by all words that stand in a question together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cxlab.reading._items.labels import Grade, graded, silent
from cxlab.reading._items.words import BARE, MAYBE_MIDDLE

# The scales in use, as levels: 0 is the middle, 3 the far end of a side, 1 and 2 between. Of two
# that fit the words which occur, the earlier one is taken: five points are by far the commonest.
SCALES = (
    (-3, -2, 0, 2, 3), (-3, -1, 0, 1, 3), (-3, -1, 0, 2, 3), (-3, -2, 0, 1, 3),
    (-2, 0, 1, 2, 3), (-1, 0, 1, 2, 3), (-3, -1, 1, 2, 3), (-3, 1, 2, 3, 4), (-3, -2, 1, 2, 3),
    (-3, 0, 1, 2, 3),
    (-3, -2, -1, 0, 1, 2, 3),
    (-3, -2, 2, 3), (-3, -1, 1, 3), (-3, -1, 2, 3), (-3, -2, 1, 3), (-2, 1, 2, 3), (-3, 1, 2, 3),
    (-3, -2, -1, 1, 2, 3), (-3, -2, -1, 0, 2, 3),
    (-2, 0, 2), (-3, 0, 3), (-1, 0, 1), (-2, 1, 3),
    (-4, -3, -2, -1, 0, 1, 2, 3, 4),
    (-2, 2),
)  # fmt: skip
ENDS = (5, 7, 10)  # usual upper ends of scales
FEWEST = 3  # different points that must occur for words to be a scale of themselves


@dataclass(frozen=True)
class Ladder:
    """Words as points: ``numbers`` from 1, ``size`` points in all, ``seen`` of them in the data.

    ``sure`` is false where no known scale has just these words.
    """

    numbers: Mapping[str, int]
    size: int
    seen: int
    sure: bool = True


def ladder(words: Iterable[str], size: int | None = None) -> Ladder | None:
    """Return the points of words, or ``None`` where they are no scale of answers.

    Parameters
    ----------
    words
        The different words of a question, in small letters.
    size
        Points that the scale must have, where that is known.

    Examples
    --------
    >>> ladder(["满意", "非常满意", "一般", "不满意"]).numbers["非常满意"]
    5
    >>> ladder(["Tuesday", "Monday"]) is None
    True
    """
    listed = list(words)
    about = family(listed)
    if not about:
        return None
    grades = {each: grade for each in listed if (grade := graded(each))}
    grades = {each: grade for each, grade in grades.items() if grade.about in (about, "")}
    levels = _levels(grades)
    seen = sorted(set(levels.values()))
    if size is None and len(seen) < FEWEST:
        return None
    scale = _fitting(seen, size)
    if scale is None:
        return None
    numbers = {each: scale.index(level) + 1 for each, level in levels.items()}
    weak = seen[0] == -1 and seen[-1] > 1  # or were 1 and 2 of 7 never ticked?
    return Ladder(numbers, len(scale), len(seen), sure=len(seen) == len(scale) and not weak)


def family(words: Iterable[str]) -> str:
    """Return what most words are about; empty where no list of stems and no adverb tells.

    Examples
    --------
    >>> family(["非常方便", "不方便", "看情况"]), family(["男", "女"])
    ('方便', '')
    """
    found = [grade for each in words if (grade := graded(each)) and grade.about]
    some = Counter(grade.about for grade in found if grade.sure or grade.strength != BARE)
    return some.most_common(1)[0][0] if some else ""


def of_scale(words: str, about: str) -> bool:
    """Tell whether words belong to a scale: about the same thing, or its middle, or none."""
    grade = graded(words)
    return not words or (grade is not None and not silent(words) and grade.about in (about, ""))


def _levels(grades: Mapping[str, Grade]) -> dict[str, int]:
    """Return the level of each word: strengths of a side ranked, so that the strongest is 3."""
    sides: dict[tuple[str, int], list[float]] = defaultdict(list)
    for grade in grades.values():
        sides[grade.lang, grade.sign].append(grade.strength)
    ranks = {side: _ranked(strengths) for side, strengths in sides.items()}
    return {
        each: grade.sign * ranks[grade.lang, grade.sign][grade.strength] if grade.sign else 0
        for each, grade in grades.items()
    }


def _ranked(strengths: Iterable[float]) -> dict[float, int]:
    """Rank the strengths of a side from the strongest down, each near its usual level.

    Examples
    --------
    >>> _ranked([2, 3.5]), _ranked([1, 2, 3, 3.5])
    ({3.5: 3, 2: 2}, {3.5: 4, 3: 3, 2: 2, 1: 1})
    """
    out: dict[float, int] = {}
    level = 4
    for strength in sorted(set(strengths), reverse=True):
        usual = 3 if strength >= 2.5 else 2 if strength >= 1.5 else 1
        level = min(usual, level - 1)
        out[strength] = level
    push = max(0, 1 - level)
    return {strength: found + push for strength, found in out.items()}


def _fitting(seen: list[int], size: int | None) -> tuple[int, ...] | None:
    """Return the scale that has just these levels, or the first that has them and more."""
    fitting = [scale for scale in SCALES if size in (None, len(scale)) and set(seen) <= set(scale)]
    exact = [scale for scale in fitting if len(scale) == len(seen)]
    if exact or fitting:
        return (exact or fitting)[0]
    return tuple(seen) if size == len(seen) else None


def without_maybe(words: Iterable[str]) -> tuple[list[str], list[str]]:
    """Divide words into those of the scale and those that decline to answer beside a real middle.

    说不清 is the middle of a scale that has no other, and no answer on one that has.
    """
    listed = list(words)
    maybe = [each for each in listed if each in MAYBE_MIDDLE]
    middles = [each for each in listed if each not in maybe and (g := graded(each)) and g.sign == 0]
    if not middles:
        return listed, []
    return [each for each in listed if each not in maybe], maybe
