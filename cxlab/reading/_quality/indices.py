"""The indices of every respondent, and what they are computed from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from cxlab._stats.answers import GAP, Answers
from cxlab._stats.careless import (
    PAIRS,
    even_odd,
    longest_runs,
    spread,
    twin_items,
    within_person,
)
from cxlab._stats.mahalanobis import Centre, centre, squared_distances
from cxlab._stats.permuted import FEWEST, Fit, Part, permutation_fit, permutation_share
from cxlab.reading._quality.rules import QualityRules

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]

SAMPLE = 30  # respondents below which there is nobody to compare with
ORDERS = 200  # of a respondent's own answers, tried where the moments leave it open
LEAST_ANSWERED = 0.5  # of the items, whatever the rules say


@dataclass(frozen=True)
class Frame:
    """What is the same for all respondents of a survey.

    Parameters
    ----------
    low, width
        Lowest answer and width of each item's scale as used, shape (k,).
    turned
        Items on which a high answer means little, shape (k,).
    centre
        Means and correlations of the items.
    stretches
        Blocks asked one after the other on one scale, along which runs are counted.
    groups
        Items of ``centre`` on one scale, whose answers may be put in another order.
    orders
        Orders of the items of each group to try.
    pairs, signs
        Items that ask the same, or the opposite (-1).
    method
        ``"twins"``, ``"halves"`` or ``""``: how consistency is measured.
    several
        Whether there are respondents enough to compare with.
    comparable
        Whether there are enough for distances between k items.
    """

    low: Array
    width: Array
    turned: Bools
    centre: Centre
    stretches: tuple[NDArray[np.intp], ...]
    groups: tuple[NDArray[np.intp], ...]
    orders: tuple[NDArray[np.intp], ...]
    pairs: NDArray[np.intp]
    signs: NDArray[np.int8]
    method: str
    several: bool
    comparable: bool


@dataclass(frozen=True)
class Indices:
    """The indices of n respondents; NaN where one cannot be had."""

    runs: tuple[NDArray[np.int16], ...]
    alike: tuple[NDArray[np.uint8], ...]
    answered: Array
    spread: Array
    consistency: Array
    distance: Array
    tail: Array
    order: Array


def framed(answers: Answers, turned: Bools, rules: QualityRules, rng: np.random.Generator) -> Frame:
    """Find the scales, the centre, and the questions that belong together."""
    low, width = np.zeros(answers.k), np.ones(answers.k)
    scales: dict[tuple[float, float], list[int]] = {}
    for columns, levels in zip(answers.blocks, answers.levels, strict=True):
        if len(levels) > 1:
            low[columns], width[columns] = levels[0], levels[-1] - levels[0]
            scales.setdefault((levels[0], levels[-1]), []).extend(columns)
    found = centre(answers)
    places = {column: place for place, column in enumerate(found.columns.tolist())}
    alike = [[places[each] for each in columns if each in places] for columns in scales.values()]
    groups = tuple(np.array(each, np.intp) for each in alike if len(each) >= FEWEST)
    pairs, signs = twin_items(found.corr, rules.twins)
    pairs = found.columns[pairs] if len(pairs) else pairs
    halves = sum(len(columns) > 1 for columns in answers.blocks)
    enough = int(judgeable(share_answered(answers), rules).sum())
    return Frame(
        low,
        width,
        turned,
        found,
        tuple(_stretches(answers)),
        groups,
        tuple(rng.permuted(np.tile(np.arange(len(g)), (ORDERS, 1)), axis=1) for g in groups),
        pairs,
        signs,
        "twins" if len(pairs) >= PAIRS else "halves" if halves >= PAIRS else "",
        enough >= SAMPLE,
        enough >= max(SAMPLE, 2 * len(found.columns)) and len(found.columns) > 1,
    )


def _stretches(answers: Answers) -> list[NDArray[np.intp]]:
    """Join the blocks that follow each other on one scale."""
    out: list[NDArray[np.intp]] = []
    before = np.empty(0)
    for columns, levels in zip(answers.blocks, answers.levels, strict=True):
        if out and np.array_equal(levels, before):
            out[-1] = np.concatenate([out[-1], columns])
        else:
            out.append(columns)
        before = levels
    return out


def share_answered(answers: Answers) -> Array:
    """Return the share of the items that each respondent answered."""
    missing = np.zeros(answers.n, np.int32)
    for column in answers.codes.T:
        missing += column == GAP
    return 1 - missing / answers.k


def judgeable(answered: Array, rules: QualityRules) -> Bools:
    """Tell who answered enough to be judged by the answers."""
    return answered >= max(rules.answered, LEAST_ANSWERED)


def indexed(answers: Answers, frame: Frame, rules: QualityRules) -> Indices:
    """Compute the indices of every respondent."""
    n = answers.n
    runs, alike = [], []
    for columns in frame.stretches:
        length, answer = longest_runs(answers.codes[:, columns])
        runs.append(length)
        alike.append(answer)
    answered = share_answered(answers)
    out = {name: np.full(n, np.nan) for name in ("spread", "consistency", "distance")}
    tail, order = np.full(n, np.nan), np.full(n, np.nan)
    inverse = frame.centre.inverse() if frame.comparable else np.empty((0, 0))
    parts = [frame.centre.inverse(places) for places in frame.groups] if frame.comparable else []
    enough = judgeable(answered, rules)
    for rows, values in answers.parts():
        unit = (values - frame.low) / frame.width
        out["spread"][rows] = spread(unit, answers.blocks)
        if frame.method:
            out["consistency"][rows] = _consistency(unit, answers, frame)
        if frame.comparable:
            deviations = values[:, frame.centre.columns] - frame.centre.mean
            d2 = squared_distances(deviations, inverse)
            count = (~np.isnan(deviations)).sum(axis=1)
            beyond = special.chdtrc(np.maximum(count, 1), np.maximum(d2, 0))
            out["distance"][rows], tail[rows] = d2, beyond
            far = (beyond <= 1 - rules.far) & enough[rows]
            if parts and far.any():
                order[rows][far] = _fits(deviations[far], frame, parts).p_value()
    near = np.flatnonzero((order > rules.order / 10) & (order < 4 * rules.order))
    if len(near):
        order[near] = _tried(answers.part(near), frame, parts)
    for each in (*out.values(), tail, order):
        each[~enough] = np.nan
    return Indices(tuple(runs), tuple(alike), answered, **out, tail=tail, order=order)


def _consistency(unit: Array, answers: Answers, frame: Frame) -> Array:
    if frame.method == "halves":
        turned = np.where(frame.turned, 1 - unit, unit)
        return even_odd(turned, [columns for columns in answers.blocks if len(columns) > 1])
    first, second = unit[:, frame.pairs[:, 0]], unit[:, frame.pairs[:, 1]]
    return within_person(first, np.where(frame.signs > 0, second, 1 - second))


def _fits(deviations: Array, frame: Frame, inverses: list[Array]) -> Fit:
    """Return the distances over all groups of items on one scale, and their moments over orders."""
    mean, n = frame.centre.mean, frame.centre.n
    sides = zip(frame.groups, inverses, strict=True)
    fits = [permutation_fit(deviations[:, g], mean[g], inverse, n) for g, inverse in sides]
    total = fits[0]
    for each in fits[1:]:
        total = total + each
    return total


def _tried(answers: Answers, frame: Frame, inverses: list[Array]) -> Array:
    """Try orders of the answers of some respondents; return the share that fits as well."""
    mean, n = frame.centre.mean, frame.centre.n
    out = np.empty(answers.n)
    for rows, values in answers.parts(frame.centre.columns, 1024):
        deviations = values - mean
        observed = _fits(deviations, frame, inverses).observed
        sides = zip(frame.groups, inverses, frame.orders, strict=True)
        parts = [Part(deviations[:, g], mean[g], inverse, each) for g, inverse, each in sides]
        out[rows] = permutation_share(parts, observed, n)
    return out
