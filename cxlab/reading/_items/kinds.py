"""What each column is: answers on a scale, a number, a choice, a text, an id, a duration."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cxlab.reading._items.answer_column import AnswerColumn, numeric
from cxlab.reading._items.points import ENDS

ROLES = {"id": "id", "duration": "duration", "submitted": "date", "started": "date"}
ID = re.compile(r"(?:^|[^a-z])id$|^id|编号|序号|工号|会员号|^no\.?$|respondent|uuid", re.IGNORECASE)
DURATION = re.compile(r"时长|用时|耗时|所用时间|duration|seconds|time[ _]?taken", re.IGNORECASE)
RATED = re.compile(
    r"(?<![a-z])(?:nps|csat|ces)(?![a-z])|推荐|推薦|满意|滿意|评分|打分|recommend|satisf|rating|likel",
    re.IGNORECASE,
)
TOP = 10  # highest answer of a scale without words
LEAST = 3  # columns that make a block, and different answers of a scale
CHOICES, LONG = 60, 40  # different answers of a choice, and letters of one


@dataclass(frozen=True)
class Known:
    """What was found of a column so far."""

    name: str
    told: AnswerColumn
    series: pd.Series
    text: str = ""
    kind: str = ""
    group: str = ""
    low: float | None = None
    high: float | None = None
    words: Mapping[float, str] | None = None


def plain_kind(known: Known, role: str) -> str:
    """Return the kind of a column by itself; ``number`` may still turn out to be a scale."""
    told, series = known.told, known.series
    if known.kind:
        return known.kind
    if role in ROLES and not (role == "duration" and told.text):
        return ROLES[role]
    if pd.api.types.is_bool_dtype(series.dtype):
        return "yes_no"
    if pd.api.types.is_datetime64_any_dtype(series.dtype):
        return "date"
    if told.text or isinstance(series.dtype, pd.CategoricalDtype):
        return _text_kind(known)
    if ID.search(known.name) and (told.many or int(told.counts.max()) == 1):
        return "id"
    if DURATION.search(known.name) and not known.words:
        return "duration"
    if known.words:
        return "choice"
    if set(told.live) == {0, 1}:
        return "yes_no"
    return "number"


def _text_kind(known: Known) -> str:
    told = known.told
    n = int(known.series.notna().sum())
    different = len(told.counts) if told.many else len(told.live)
    if ID.search(known.name) and different > 0.9 * n:
        return "id"
    longest = max((len(str(value)) for value in told.live), default=0)
    few = different <= max(12, 0.2 * n) and different <= CHOICES
    return "choice" if few and longest <= LONG and not told.many else "text"


def scale_blocks(columns: Sequence[Known], kinds: Mapping[str, str]) -> dict[str, tuple[str, int]]:
    """Find neighbouring columns of numbers on one scale: ``{column: (group, upper end)}``.

    A block is at least three columns beside each other with a common prefix, answers from 0 or 1 to
    at most 10, three different ones or more, and the same upper end among 5, 7 and 10.
    """
    out: dict[str, tuple[str, int]] = {}
    run: list[tuple[Known, int]] = []
    key: tuple[str, str] | None = None
    for known in columns:
        top = _top(known) if kinds[known.name] == "number" else None
        own = (_prefix(known.name), known.group)
        if top is None or own != key:
            out |= _blocks(run)
            run = []
        if top is not None:
            run.append((known, top))
            key = own
    return out | _blocks(run)


def _blocks(run: list[tuple[Known, int]]) -> dict[str, tuple[str, int]]:
    """Divide a run of columns where the upper end changes; one that is lower between two fits."""
    tops = [top for _known, top in run]
    for place in range(1, len(tops) - 1):
        if tops[place] < tops[place - 1] == tops[place + 1]:
            tops[place] = tops[place - 1]
    out: dict[str, tuple[str, int]] = {}
    start = 0
    for place in range(1, len(run) + 1):
        if place < len(run) and tops[place] == tops[start]:
            continue
        if place - start >= LEAST:
            block = [known for known, _own in run[start:place]]
            out |= {each.name: (each.group or block[0].name, tops[start]) for each in block}
        start = place
    return out


def _top(known: Known) -> int | None:
    """Return the upper end that the answers suggest; ``None`` where they are no scale."""
    live = known.told.live
    if known.told.many or len(live) < LEAST or not all(map(numeric, live)):
        return None
    whole = all(float(value).is_integer() for value in live)
    if not whole or min(live) < 0 or max(live) > TOP:
        return None
    return next(end for end in ENDS if max(live) <= end)


def lone_scale(known: Known) -> int | None:
    """Return the upper end of a column that is asked by itself and rated, such as an NPS."""
    top = _top(known)
    return top if top and RATED.search(f"{known.name} {known.text}") else None


def _prefix(name: str) -> str:
    """Return a name without the number at its end; empty where it has none.

    Examples
    --------
    >>> _prefix("q3_12"), _prefix("员工整洁")
    ('q3', '')
    """
    bare = re.sub(r"[\W_]*\d+$", "", name)
    return bare if bare != name else ""


def ends(known: Known, top: int | None) -> tuple[float | None, float | None]:
    """Return the ends of the scale of a column."""
    if known.low is not None or known.high is not None:
        return known.low, known.high
    if top is None:
        return None, None
    low: Any = min(known.told.live)
    return (0 if low == 0 else 1), top
