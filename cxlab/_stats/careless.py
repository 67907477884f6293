"""Indices of careless answering: runs of one answer, spread, pairs that belong together, copies."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cxlab._stats.answers import GAP, Answers, Codes

Array = NDArray[np.float64]
Ints = NDArray[np.intp]

PAIRS = 5  # a correlation over fewer pairs says nothing about a person


def longest_runs(codes: Codes) -> tuple[NDArray[np.int16], Codes]:
    """Return the longest run of one answer of each respondent, and which answer it was.

    A missing answer ends a run; of runs of equal length the first counts. ``codes`` has shape
    (n, k), the items in the order asked.

    Examples
    --------
    >>> length, answer = longest_runs(np.array([[1, 2, 2, 2, 0], [3, 3, 255, 3, 1]], np.uint8))
    >>> length.tolist(), answer.tolist()
    ([3, 2], [2, 3])
    """
    n = len(codes)
    run, best = np.zeros(n, np.int16), np.zeros(n, np.int16)
    answer = np.full(n, GAP, np.uint8)
    before = np.full(n, GAP, np.uint8)
    for column in codes.T:
        run *= column == before
        run += column != GAP
        longer = run > best
        np.copyto(best, run, where=longer)
        np.copyto(answer, column, where=longer)
        before = column
    return best, answer


def spread(values: Array, blocks: Sequence[Ints]) -> Array:
    """Return each respondent's standard deviation within blocks, over all blocks together.

    The sums of squares around a respondent's own mean of each block are added and divided by the
    number of answers less one for each block (Dunn et al., 2018, for one block); NaN where no
    block holds two answers. ``values`` has shape (n, k), NaN where missing.

    Examples
    --------
    >>> spread(np.array([[1.0, 2, 3, 4, 5], [3, 3, 3, 3, 3]]), [np.arange(5)]).round(3).tolist()
    [1.581, 0.0]
    """
    squares, free = np.zeros(len(values)), np.zeros(len(values))
    for columns in blocks:
        part = values[:, columns]
        gaps = np.isnan(part)
        count = len(columns) - gaps.sum(axis=1)
        part[gaps] = 0.0
        part -= (part.sum(axis=1) / np.maximum(count, 1))[:, None]
        part[gaps] = 0.0
        squares += np.einsum("ij,ij->i", part, part)
        free += np.maximum(count - 1, 0)
    out = np.divide(squares, free, out=np.full(len(values), np.nan), where=free > 0)
    return np.sqrt(np.where(out < 1e-20, 0.0, out))


def twin_items(corr: Array, least: float) -> tuple[Ints, NDArray[np.int8]]:
    """Return pairs of items whose answers go together or against each other, and their sign.

    Pairs of psychometric synonyms (r above ``least``) and antonyms (below minus ``least``), the
    closest first, each item in one pair only; shape (p, 2).
    """
    first, second = np.triu_indices(len(corr), 1)
    size = corr[first, second]
    taken: set[int] = set()
    pairs, signs = [], []
    for place in np.argsort(-np.abs(size), kind="stable"):
        if abs(size[place]) < least:
            break
        pair = int(first[place]), int(second[place])
        if not taken & set(pair):
            taken |= set(pair)
            pairs.append(pair)
            signs.append(1 if size[place] > 0 else -1)
    return np.array(pairs, np.intp).reshape(-1, 2), np.array(signs, np.int8)


def within_person(first: Array, second: Array) -> Array:
    """Correlate two sets of answers of each respondent, over the pairs that are answered.

    NaN with fewer than five pairs, or where one side does not vary. Both have shape (n, p).

    Examples
    --------
    >>> a = np.array([[1.0, 2, 3, 4, 5]])
    >>> within_person(a, np.array([[2.0, 1, 4, 3, 5]])).round(2).tolist()
    [0.8]
    """
    there = ~(np.isnan(first) | np.isnan(second))
    count = there.sum(axis=1)
    sides = []
    for side in (first, second):
        side = np.where(there, side, 0.0)
        mean = side.sum(axis=1) / np.maximum(count, 1)
        sides.append((side - mean[:, None]) * there)
    a, b = sides
    square = np.einsum("ij,ij->i", a, a) * np.einsum("ij,ij->i", b, b)
    judged = (count >= PAIRS) & (square > 1e-20)
    shared = np.einsum("ij,ij->i", a, b)
    size = np.sqrt(np.where(judged, square, 1.0))
    return np.where(judged, np.clip(shared / size, -1, 1), np.nan)


def even_odd(values: Array, blocks: Sequence[Ints]) -> Array:
    """Return the even-odd consistency of each respondent, stepped up by Spearman and Brown.

    The means of the items at even and at odd places of each block are correlated over the blocks
    of a respondent (Johnson, 2005), and the correlation r becomes ``2 r / (1 + r)``, at least -1.
    """
    odd, even = (
        np.column_stack([_mean(values[:, columns[start::2]]) for columns in blocks])
        for start in (0, 1)
    )
    r = within_person(odd, even)
    return np.maximum(np.divide(2 * r, 1 + r, out=np.full_like(r, -1.0), where=r > -1 / 3), -1.0)


def _mean(values: Array) -> Array:
    there = ~np.isnan(values)
    count = there.sum(axis=1)
    total = np.where(there, values, 0.0).sum(axis=1)
    return np.divide(total, count, out=np.full(len(values), np.nan), where=count > 0)


def same_answers(answers: Answers) -> Ints:
    """Return for each respondent the number of the first who gave exactly the same answers.

    Respondents are compared by a sum of 64 random bits per item and answer; two different sets of
    answers share one with a chance of 1 in 10**19.
    """
    marks = np.random.default_rng(0).integers(1, 2**63, size=(answers.k, 256), dtype=np.uint64)
    total = np.zeros(answers.n, np.uint64)
    for column, mark in zip(answers.codes.T, marks, strict=True):
        total += mark.take(column)
    order = np.argsort(total, kind="stable")
    new = np.concatenate([[True], np.diff(total[order]) != 0])
    first = order[np.flatnonzero(new)][np.cumsum(new) - 1]
    out = np.empty(answers.n, np.intp)
    out[order] = first
    return out
