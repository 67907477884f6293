"""How alike two questions are: the cosine of their words and pairs of letters, rare ones first."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

NUMBER = re.compile(
    r"^[\s*]*(?:第\s*)?(?:q|题)?\s*\d{1,3}(?:[-._]\d{1,3})*\s*题?\s*[.、:)\]_\s—-]+"
    r"|^[\s*]*q\d{1,3}(?:_\d+)*\s+"
)
NOTE = re.compile(r"[\[(][^\[\]()]{0,6}(?:题|必答|选填|必填|required|optional)[^\[\]()]{0,6}[\])]")
STOP = re.compile(
    r"请(?:您)?(?:对|就)?(?:以下|下列)?(?:各项|描述|说法)?(?:进行)?(?:评价|打分|评分|选择)"
    r"|请问|您认为|您觉得|以下(?:描述|说法|陈述)|please (?:rate|indicate|tell us)"
    r"|(?:to what extent|how (?:much|strongly)) do you agree(?: that)?"
    r"|the following(?: statements?)?"
)
PARTS = re.compile(r"\s*(?:[—–]+|--+|\s-\s|[::|_]|\.{3}|…)\s*")
BRACKET = re.compile(r"\[([^\[\]]+)\]\s*$")
NEGATION = re.compile(r"不|没|未|无|(?<![a-z])(?:not?|never|without|lacks?)(?![a-z])|n't")
HAN = re.compile(r"[\u3400-\u9fff]+")
WORD = re.compile(r"[a-z0-9']+")
PAIR, LETTER, WORD_PART = 1.0, 0.4, 0.5  # weights of pairs of signs, single signs, word pairs


def plain(text: str) -> str:
    """Return a question in small letters, without its number, notes and set phrases.

    Examples
    --------
    >>> plain("Q12、请评价：员工穿戴整洁 [矩阵单选题]")
    ':员工穿戴整洁'
    """
    text = unicodedata.normalize("NFKC", text).lower()
    text = NOTE.sub("", NUMBER.sub("", text))
    return " ".join(STOP.sub("", text).split()).strip(" .?!。,;；")


def parts(text: str) -> tuple[str, str]:
    """Divide a question of a matrix into its stem and the row that it asks; most have no stem.

    Examples
    --------
    >>> parts("理想的公司应当—员工穿戴整洁"), parts("Please rate [the staff look tidy]")
    (('理想的公司应当', '员工穿戴整洁'), ('please rate', 'the staff look tidy'))
    """
    tidy = unicodedata.normalize("NFKC", text).lower()
    tidy = NOTE.sub("", NUMBER.sub("", tidy)).strip()
    if match := BRACKET.search(tidy):
        return tidy[: match.start()].strip(), plain(match[1])
    pieces = [piece for piece in PARTS.split(tidy) if piece.strip(" .?!。,;；")]
    if len(pieces) < 2:
        return "", plain(tidy)
    return " ".join(pieces[:-1]), plain(pieces[-1])


def features(text: str) -> dict[str, float]:
    """Count the words of a text, and of Chinese the letters and pairs of letters."""
    out: defaultdict[str, float] = defaultdict(float)
    for run in HAN.findall(text):
        for letter in run:
            out[letter] += LETTER
        for place in range(len(run) - 1):
            out[run[place : place + 2]] += PAIR
    words = [_stem(word) for word in WORD.findall(text)]
    for word in words:
        out[word] += PAIR
    for first, second in itertools.pairwise(words):
        out[f"{first} {second}"] += WORD_PART
    return out


def _stem(word: str) -> str:
    bare = word.removesuffix("'s")
    for ending in ("ing", "ed", "es", "s"):
        if bare.endswith(ending) and len(bare) - len(ending) >= 3:
            return bare.removesuffix(ending)
    return bare


def negations(text: str) -> int:
    """Count how often a text says no: what says it more or less often may be the opposite.

    Examples
    --------
    >>> negations("员工不懂行"), negations("there is no long wait"), negations("员工懂行")
    (1, 1, 0)
    """
    return len(NEGATION.findall(text))


def similarities(
    asked: Sequence[Iterable[str]], known: Sequence[Iterable[str]]
) -> NDArray[np.float64]:
    """Return how alike each question asked is to each one known, shape (n_asked, n_known).

    Every question comes in one or several wordings; the two that are most alike count. A word or
    a pair of letters that many questions share weighs little (inverse document frequency).
    """
    from scipy.sparse import csr_matrix, diags

    left, left_of = _flat(asked)
    right, right_of = _flat(known)
    out = np.zeros((len(asked), len(known)))
    if not left or not right:
        return out
    names: dict[str, int] = {}
    counted = [features(text) for text in (*left, *right)]
    rows, columns, values = [], [], []
    for row, found in enumerate(counted):
        for name, count in found.items():
            rows.append(row)
            columns.append(names.setdefault(name, len(names)))
            values.append(float(count))
    table = csr_matrix((values, (rows, columns)), shape=(len(counted), len(names) + 1))
    spread = np.bincount(columns, minlength=len(names) + 1)
    rarity = np.log(1 + len(counted) / (1 + spread))
    table = table @ diags(rarity)
    lengths = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    table = diags(1 / np.where(lengths > 0, lengths, 1)) @ table
    alike = (table[: len(left)] @ table[len(left) :].T).toarray()
    np.maximum.at(out, (np.array(left_of)[:, None], np.array(right_of)[None, :]), alike)
    return np.minimum(out, 1)


def _flat(texts: Sequence[Iterable[str]]) -> tuple[list[str], list[int]]:
    pairs = [(text, place) for place, some in enumerate(texts) for text in some if text]
    return [text for text, _place in pairs], [place for _text, place in pairs]
