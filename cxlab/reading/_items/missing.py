"""Codes for no answer: those the user confirmed, and those the file itself calls so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cxlab.reading._items.answer_column import AnswerColumn, numeric
from cxlab.reading._items.labels import silent, taken_apart
from cxlab.reading._log import Log, quote


def without_codes(told: AnswerColumn, codes: Sequence[Any], every: bool, log: Log) -> AnswerColumn:
    """Return a column with confirmed codes as missing.

    ``every`` says that the codes were given for all columns: then one that lies inside the range of
    the other answers is left, since 99 may be an amount.
    """
    marks = [_is_one(value, codes) for value in told.answers]
    if not any(marks):
        return told
    hit = [value for value, mark in zip(told.answers, marks, strict=True) if mark]
    if every and not told.text:
        rest = [value for value in told.live if numeric(value) and value not in hit]
        inside = [value for value in hit if rest and min(rest) < value < max(rest)]
        if inside:
            told.note("missing_inside", [value in inside for value in told.answers], log)
            marks = [
                mark and value not in inside
                for value, mark in zip(told.answers, marks, strict=True)
            ]
            if not any(marks):
                return told
    told.note("missing_given", marks, log)
    log.settle("missing_code", told.source)
    gone = {value for value, mark in zip(told.answers, marks, strict=True) if mark}
    return told.changed(lambda value: None if value in gone else value)


def without_named(told: AnswerColumn, words: Mapping[Any, str], log: Log) -> AnswerColumn:
    """Return a column of numbers without those that the file itself calls no answer."""
    gone = {code for code, word in words.items() if silent(taken_apart(word).words)}
    marks = [value is not None and value in gone for value in told.answers]
    if not any(marks):
        return told
    example = next(value for value, mark in zip(told.answers, marks, strict=True) if mark)
    rows, first = told.where(marks)
    before = quote(f"{example:g} = {words[example]}")
    log.add("code_named", told.name, rows=rows, first=first, before=before)
    log.settle("missing_code", told.source)
    return told.changed(lambda value: None if value in gone else value)


def _is_one(value: Any, codes: Sequence[Any]) -> bool:
    if value is None or isinstance(value, bool):
        return False
    if numeric(value):
        return any(numeric(code) and code == value for code in codes)
    return isinstance(value, str) and value in [str(code) for code in codes]
