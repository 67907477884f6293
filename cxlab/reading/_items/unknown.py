"""Answers that look like points of a scale, in words that no list has: named, never guessed.

A choice such as a branch or a gender looks otherwise: its words stand in one column, share no stem,
and its question asks for no rating.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from cxlab.reading._items.item_map import EVERY
from cxlab.reading._items.kinds import RATED
from cxlab.reading._items.labels import LONGEST, silent, taken_apart
from cxlab.reading._items.work import Work
from cxlab.reading._log import quote

FEWEST, MOST = 3, 11  # points of a scale
COLUMNS = 3  # that share their words, as the rows of a matrix do
STEM = 4  # letters of a stem, as in "zufrieden" and "sehr unzufrieden"
SHARED = 0.6  # of the answers that have it
ASKED = re.compile(
    r"zufried|bewert|empfehl|zustimm|satisfa|recomend|recommand|valora|soddisf|tevreden",
    re.IGNORECASE,
)
STEPS = re.compile(  # no, hardly, rather, very: in German, French, Spanish, Italian, Dutch, English
    r"(?<!\w)(?:nicht|kein\w*|kaum|wenig|eher|ziemlich|sehr|voll|ganz|überhaupt|gar"
    r"|pas|peu|plutôt|assez|très|tout|poco|nada|algo|muy|totalmente|non|abbastanza|molto|per niente"
    r"|niet|een beetje|zeer|helemaal|not?|hardly|a little|rather|quite|very|fully)(?!\w)",
    re.IGNORECASE,
)


@dataclass
class Vocabulary:
    """Words that several columns share, and these columns."""

    words: dict[str, None]
    columns: list[str]

    def takes(self, words: Sequence[str]) -> bool:
        """Tell whether a column speaks in these words, some of which it may lack."""
        both = sum(word in self.words for word in words)
        union = len({*self.words, *words})
        return union <= MOST and both >= max(2, 0.5 * min(len(words), len(self.words)))


def name_unknown(work: Work, items: pd.DataFrame) -> None:
    """Warn of columns whose answers may be points of a scale, though nobody knows which."""
    kinds = dict(zip(items["column"], items["kind"], strict=True))
    vocabularies: list[Vocabulary] = []
    for name in work.told:
        words = _words(work, name) if kinds[work.names[name]] in ("choice", "text") else []
        if not words:
            continue
        own = next((each for each in vocabularies if each.takes(words)), None)
        if own is None:
            vocabularies.append(own := Vocabulary({}, []))
        own.words |= dict.fromkeys(words)
        own.columns.append(name)
    for each in vocabularies:
        if len(each.columns) >= COLUMNS or _graded(each.words):
            _name(work, each, each.columns)
        else:
            _name(work, each, [name for name in each.columns if _rated(work, name)])


def _words(work: Work, name: str) -> list[str]:
    """Return the different answers of a column if they may be points of a scale."""
    told, sheet = work.told[name], work.sheet
    known = name in work.scales or name in sheet.fields or name in sheet.kinds
    if known or not told.text or told.many or name in sheet.roles.values():
        return []
    live = [value for value in map(str, told.live) if not silent(taken_apart(value).words)]
    letters = all(any(map(str.isalpha, value)) and len(value) <= LONGEST for value in live)
    return live if FEWEST <= len(live) <= MOST and letters else []


def _graded(words: Iterable[str]) -> bool:
    """Tell whether most answers share a stem, and one says how much of it.

    Examples
    --------
    >>> _graded(["sehr zufrieden", "zufrieden", "unzufrieden"]), _graded(["rot", "blau", "grau"])
    (True, False)
    """
    small = [word.casefold() for word in words]
    stems = {stem for word in small for stem in re.findall(rf"[^\W\d_]{{{STEM},}}", word)}
    stems = {stem for stem in stems if not STEPS.fullmatch(stem)}
    most = max((sum(stem in word for word in small) for stem in stems), default=0)
    return most >= SHARED * len(small) and any(map(STEPS.search, small))


def _rated(work: Work, name: str) -> bool:
    text = f"{work.told[name].source} {work.texts[name]}"
    return bool(RATED.search(text) or ASKED.search(text))


def _name(work: Work, vocabulary: Vocabulary, columns: Sequence[str]) -> None:
    """Write a line for each column: the words, and how their order is told."""
    said = "; ".join(map(quote, vocabulary.words))
    own = EVERY if len(columns) > 1 else next(iter(columns), "")
    after = f"mapping=cx.reading.ItemMap(values={{{own!r}: [...]}})"
    for name in columns:
        told = work.told[name]
        rows, first = told.where(value is not None for value in told.answers)
        work.log.add("labels_unknown", told.name, rows=rows, first=first, before=said, after=after)
