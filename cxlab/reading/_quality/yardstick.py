"""The yardstick of attentive answers that respondents are held against, and the flags it raises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cxlab._stats.answers import Answers
from cxlab._stats.attentive import Attentive, attentive
from cxlab._stats.careless import same_answers
from cxlab.reading._quality.indices import Frame, Indices, indexed, judgeable
from cxlab.reading._quality.rules import COPIES, QualityRules

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]

DRAWS = 20_000  # attentive respondents generated as a yardstick
SURE = 0.05  # respondents whom chance may bring as far out, in a file
SYNONYMS, HALVES = 0.0, 0.3  # consistency above is no contradiction: Curran (2016), Johnson (2005)


@dataclass(frozen=True)
class Yardstick:
    """What attentive respondents show: limits, and the share of them beyond.

    ``within_reach`` tells whether a run can be long enough at all, ``whole`` how many of the
    attentive give one answer throughout a stretch.
    """

    run: tuple[NDArray[np.int16], ...]
    within_reach: bool
    whole: float
    spread: float
    consistency: float
    model: Attentive
    expected: dict[str, float]
    together: tuple[float, float]  # sameness or disorder; both


def yardstick(
    answers: Answers, frame: Frame, rules: QualityRules, rng: np.random.Generator
) -> Yardstick:
    """Generate attentive respondents and see how far chance alone takes them."""
    model = attentive(answers, frame.centre)
    drawn = model.draw(DRAWS, rng)
    found = indexed(drawn, frame, rules)
    share = rules.chance / len(frame.stretches)
    limits = tuple(
        _run_limits(length, answer, len(columns), share)
        for length, answer, columns in zip(found.runs, found.alike, frame.stretches, strict=True)
    )
    cut = SYNONYMS if frame.method == "twins" else HALVES
    stick = Yardstick(
        limits,
        any(
            bool((limit <= len(columns)).any())
            for limit, columns in zip(limits, frame.stretches, strict=True)
        ),
        float((1 + throughout(found, frame).sum()) / (1 + DRAWS)),
        _lowest(found.spread, rules.chance),
        min(_lowest(found.consistency, rules.chance), cut),
        model,
        {},
        (0.0, 0.0),
    )
    flags = raised(found, stick, rules)
    same, mixed = flags["straight"] | flags["flat"], np.zeros(DRAWS, bool)
    for name in ("outlier", "inconsistent", "random"):
        mixed |= flags[name]
    return replace(
        stick,
        expected={name: float(flag.mean()) for name, flag in flags.items()},
        together=(float((same | mixed).mean()), float((same & mixed).mean())),
    )


def _run_limits(
    length: NDArray[np.int16], answer: NDArray[np.uint8], k: int, share: float
) -> NDArray[np.int16]:
    """Return from which length on a run of each answer is flagged, shape (256,).

    The longest run of an attentive respondent is of answer v and as long with a chance of at most
    ``share`` over the number of answers there are, so that ``share`` of all are flagged at most.
    """
    used = np.flatnonzero(np.bincount(answer, minlength=256))
    counts = np.zeros((256, k + 2))
    np.add.at(counts, (answer.astype(np.intp), length.astype(np.intp)), 1)
    beyond = counts[:, ::-1].cumsum(axis=1)[:, ::-1]
    rare = (1 + beyond) / (1 + len(length)) <= share / max(len(used), 1)
    rare[:, :2] = False  # one answer is no run
    rare[:, k + 1] = True  # no block is that long
    return rare.argmax(axis=1).astype(np.int16)


def _lowest(values: Array, share: float) -> float:
    """Return the value below which at most ``share`` of the attentive lie."""
    known = np.sort(values[~np.isnan(values)])
    return float(known[int(share * len(known))]) if len(known) else -np.inf


def raised(found: Indices, stick: Yardstick, rules: QualityRules) -> dict[str, Bools]:
    """Raise the flags that answers alone can raise."""
    enough = judgeable(found.answered, rules)
    straight = np.zeros(len(enough), bool)
    for length, answer, limit in zip(found.runs, found.alike, stick.run, strict=True):
        straight |= length >= limit[answer]
    return {
        "straight": straight & enough,
        "flat": found.spread < stick.spread,
        "outlier": found.tail < 1 - rules.outlier,
        "inconsistent": found.consistency < stick.consistency,
        "random": found.order > rules.order,
    }


def throughout(found: Indices, frame: Frame) -> Bools:
    """Tell who gave one answer throughout a stretch of several questions."""
    out = np.zeros(len(found.answered), bool)
    for length, columns in zip(found.runs, frame.stretches, strict=True):
        out |= length == max(len(columns), 2)
    return out


def certain(
    flags: Mapping[str, Bools], found: Indices, frame: Frame, stick: Yardstick
) -> dict[str, int]:
    """Count the flagged who are so far out that chance brings nobody there in 95 of 100 files."""
    n = len(found.answered)
    same = throughout(found, frame) & (n * stick.whole < SURE)
    far = found.tail * n < SURE
    kinds = {"straight": same, "flat": same, "outlier": far, "random": far}
    return {name: int((flags[name] & beyond).sum()) for name, beyond in kinds.items()}


def copies(answers: Answers, found: Indices, model: Attentive, rules: QualityRules) -> Bools:
    """Tell who gave all answers as somebody else did, where that can be no chance.

    Those who gave one answer throughout are no copies of each other.
    """
    first = same_answers(answers)
    size = np.bincount(first, minlength=answers.n)[first]
    out = (size > 1) & judgeable(found.answered, rules) & (found.spread > 0)
    rows = np.flatnonzero(out)
    if len(rows):
        chance = model.log_chance(answers.codes[rows])
        out[rows] = chance + np.log(answers.n - 1) <= np.log(COPIES)
    return out
