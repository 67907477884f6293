"""One answer as people label it: a number, words, or both; and what the words say."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from cxlab.reading._items.words import (
    BARE,
    MAYBE_MIDDLE,
    MIDDLE,
    NOT_EN,
    NOT_ZH,
    OPPOSITES,
    SILENT,
    STEMS,
    STRENGTHS_EN,
    STRENGTHS_ZH,
    WEAK_NOT,
    WHOLE,
)

LONGEST = 60  # characters of a label; what is longer is a text
CJK = re.compile(r"[\u3400-\u9fff]")
_UNIT = r"(?:分|星|点|级|points?|pts?|stars?)"
_NUMBER = r"(?P<n>-?\d{1,2})"
FORMS = (
    re.compile(rf"{_NUMBER}\s*{_UNIT}?"),
    re.compile(rf"{_NUMBER}\s*{_UNIT}?\s*[-–—.、:=)~]+\s*(?P<w>[^\W\d_].*)"),
    re.compile(rf"{_NUMBER}\s*{_UNIT}?\s+(?P<w>[^\W\d_].*)"),
    re.compile(rf"{_NUMBER}\s*{_UNIT}?\s*\((?P<w>[^\W\d_].*)\)"),
    re.compile(rf"\(\s*{_NUMBER}\s*\)\s*(?P<w>[^\W\d_].*)"),
    re.compile(rf"{_NUMBER}(?P<w>[\u3400-\u9fff].*)"),
    re.compile(rf"(?P<w>.*[^\d\s(\[=:-])\s*[(\[]\s*{_NUMBER}\s*{_UNIT}?\s*[)\]]"),
    re.compile(rf"(?P<w>.*[^\d\s(\[=:-])\s*[=:-]\s*{_NUMBER}\s*{_UNIT}?"),
)
LETTER = re.compile(r"[a-h]\s*[.、:)]\s*(?=\S)")
EDGES = " .,;!?。，；！、'\"“”"


@dataclass(frozen=True)
class Label:
    """An answer taken apart: its number if it has one, and its words, in small letters."""

    number: int | None
    words: str


@dataclass(frozen=True)
class Grade:
    """What words say: about what, which way (-1, 0, 1), how strongly; ``lang`` as ``zh`` or ``en``.

    ``sure`` is false for stems that no list has, so that an adverb must stand beside them.
    """

    about: str
    sign: int
    strength: float
    lang: str
    sure: bool = True


@lru_cache(maxsize=10_000)
def taken_apart(text: str) -> Label:
    """Take an answer apart.

    Examples
    --------
    >>> taken_apart("5-非常满意"), taken_apart("Strongly agree (7)")
    (Label(number=5, words='非常满意'), Label(number=7, words='strongly agree'))
    """
    plain = unicodedata.normalize("NFKC", text).replace("−", "-").lower()
    plain = " ".join(plain.split()).strip(EDGES)
    plain = plain.replace("’", "'").replace("【", "[").replace("】", "]")
    if len(plain) > LONGEST:
        return Label(None, plain)
    for form in FORMS:
        if match := form.fullmatch(plain):
            words = match.groupdict().get("w") or ""
            return Label(int(match["n"]), words.strip(EDGES))
    return Label(None, LETTER.sub("", plain, count=1))


def silent(words: str) -> bool:
    """Tell whether words decline to answer."""
    return words in SILENT


@lru_cache(maxsize=10_000)
def graded(words: str) -> Grade | None:
    """Return what the words of a label say; ``None`` where they are no such label.

    Examples
    --------
    >>> graded("非常不满意").sign, graded("somewhat agree").strength, graded("18-24")
    (-1, 1, None)
    """
    if not words or len(words) > LONGEST:
        return None
    if CJK.search(words):
        return _chinese(re.sub(r"[a-z'’/|()\[\]\s-]+", "", words))
    return _english(words)


def _middle(words: str) -> bool:
    return (
        words in MIDDLE
        or words in MAYBE_MIDDLE
        or bool(re.fullmatch(r"neither .+ nor .+|既(?:不|非).+(?:也|又|亦)(?:不|非).+", words))
        or bool(re.fullmatch(r"一般(\S{1,3})?", words))
    )


def _chinese(words: str) -> Grade | None:
    if words in WHOLE:
        return Grade(*WHOLE[words], "zh")
    if _middle(words):
        return Grade("", 0, 0, "zh")
    for adverb in ("", *sorted(STRENGTHS_ZH, key=len, reverse=True)):
        if not words.startswith(adverb) or (not adverb and _led(words)):
            continue
        rest = words[len(adverb) :]
        if rest in WHOLE or rest in MIDDLE:
            continue
        strength: float = STRENGTHS_ZH.get(adverb, BARE)
        sign = 1
        for no in NOT_ZH:
            if rest.startswith(no) and rest not in STEMS and len(rest) > len(no):
                sign, rest = -1, rest[len(no) :]
                strength = WEAK_NOT if no != NOT_ZH[-1] else strength
                if rest[:1] == "很":
                    rest, strength = rest[1:], WEAK_NOT
                break
        if adverb in ("毫无", "毫") and sign == 1:
            sign = -1
        return _about(rest, sign, strength, "zh")
    return None


def _led(words: str) -> bool:
    """Tell whether words begin with an adverb of strength."""
    return any(words.startswith(adverb) and words != adverb for adverb in STRENGTHS_ZH)


def _english(words: str) -> Grade | None:
    if words in WHOLE:
        return Grade(*WHOLE[words], "en")
    if _middle(words):
        return Grade("", 0, 0, "en")
    for no, strength in NOT_EN.items():
        if words.startswith(f"{no} "):
            rest = words[len(no) + 1 :]
            return _about(rest, -1, strength, "en")
    for adverb, strong in STRENGTHS_EN.items():
        if words.startswith(f"{adverb} "):
            return _about(words[len(adverb) + 1 :], 1, strong, "en")
        if words.endswith(f" {adverb}"):
            return _about(words[: -len(adverb) - 1], 1, strong, "en")
    return _about(words, 1, BARE, "en")


def _about(stem: str, sign: int, strength: float, lang: str) -> Grade | None:
    """Return the grade of a stem: of the lists, or any short one with an adverb before it."""
    if stem in STEMS:
        about, way = STEMS[stem]
        return Grade(about, sign * way, strength, lang)
    if stem in OPPOSITES:
        return Grade(OPPOSITES[stem], -sign, strength, lang, sure=False)
    if lang == "en":
        bare = re.sub(r"^(?:un|dis|in|im|ir)(?=[a-z]{4})", "", stem)
        if not re.fullmatch(r"[a-z]{3,14}(?: [a-z]{1,8}){0,2}", stem):
            return None
        known = bare != stem
        return Grade(bare, -sign if known else sign, strength, lang, sure=False)
    if not re.fullmatch(r"[\u3400-\u9fff]{1,4}", stem):
        return None
    return Grade(stem, sign, strength, lang, sure=False)
