"""What is odd about the answers to an instrument's items: named in the log, or refused."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cxlab._core.errors import DataError
from cxlab._core.i18n import _, listing, shortlist
from cxlab.instruments import Instrument
from cxlab.reading._cells.words import CODES
from cxlab.reading._items.answer_column import AnswerColumn, numeric
from cxlab.reading._items.points import ENDS
from cxlab.reading._log import Log, quote

SAMPLE = 20_000  # rows that tell the sign of a correlation
FEWEST = 20  # answers below which nothing is said about signs and ends
AGAINST = -0.2  # correlation with the rest of its scale from which on an item runs against it
SLIPS = 0.05  # share of answers above the scale that may be slips
CHANCE = 1e-6  # of an item on the whole scale never being answered above its own end
RECOMMEND = re.compile(r"(?<![a-z])nps(?![a-z])|推荐|推薦|recommend", re.IGNORECASE)

Array = NDArray[np.float64]


def check_items(
    data: pd.DataFrame, told: Mapping[str, AnswerColumn], spec: Instrument, log: Log
) -> None:
    """Look at the items of an instrument that were found; the frame has their names.

    Raises
    ------
    DataError
        The items of one scale were answered on scales of different length.
    """
    low, high = spec.scale.low, spec.scale.high
    tops: list[float] = []
    for mode in spec.modes:
        there = [name for name in mode.columns if name in told]
        for name in there:
            _one(told[name], low, high, log)
        for dimension, names in spec.scales(mode.name).items():
            found = [name for name in names if name in told]
            _together(dimension, found, len(names), told, log)
            _refuse_mixed({name: told[name] for name in found}, high)
        tops += [max(map(float, told[name].live), default=low) for name in there]
        _signs(data, spec, mode.name, log)
    answers = sum(int(told[name].counts.sum()) for name in spec.columns() if name in told)
    usual = [end for end in ENDS if end < high]
    if tops and usual and max(tops) <= usual[-1] and answers >= 10 * FEWEST and low >= 1:
        log.add("scale_short", before=f"{low:g}-{max(tops):g}", after=f"{low:g}-{high:g}")
    _weights(data, spec, told, log)


def _one(told: AnswerColumn, low: float, high: float, log: Log) -> None:
    """Name answers off the scale, decimals, and an item without spread."""
    outside = [
        value is not None and numeric(value) and not low <= value <= high for value in told.answers
    ]
    if any(outside):
        off = sorted({value for value, mark in zip(told.answers, outside, strict=True) if mark})
        rule = "missing_code" if set(off) <= CODES else "off_scale"
        log.settle("missing_code", told.source)
        rows, first = told.where(outside)
        before = quote(listing(f"{value:g}" for value in off))
        log.add(rule, told.name, rows=rows, first=first, before=before, after=f"{low:g}-{high:g}")
    decimals(told, log)
    if len(set(told.live)) == 1 and told.counts.sum() > 1 and told.live:
        log.add("constant", told.name, before=quote(told.live[0]))


def decimals(told: AnswerColumn, log: Log) -> None:
    """Name decimals among the whole numbers of a scale."""
    marks = [numeric(value) and not float(value).is_integer() for value in told.answers]
    if any(marks):
        rows, first = told.where(marks)
        example = next(value for value, mark in zip(told.answers, marks, strict=True) if mark)
        log.add("decimals", told.name, rows=rows, first=first, before=f"{example:g}")


def _together(
    dimension: str, found: Sequence[str], asked: int, told: Mapping[str, AnswerColumn], log: Log
) -> None:
    if found and not any(told[name].live for name in found):
        log.add("scale_empty", before=dimension, after=shortlist(found, 3))
    if len(found) == 1 and asked > 1:
        log.add("lone_item", found[0], before=dimension)


def _refuse_mixed(items: Mapping[str, AnswerColumn], high: float) -> None:
    """Refuse items of one scale whose answers end at 5, 7 and 10."""
    ends: dict[int, list[str]] = {}
    answered = {name: told for name, told in items.items() if _rows(told, 1) >= FEWEST}
    for name, told in answered.items():
        top = max(value for value in told.live if value not in CODES or value <= ENDS[-1])
        end = next((each for each in ENDS if top <= each), 0)
        if end and (_beyond(told, high) or _never_by_chance(name, end, answered)):
            ends.setdefault(end, []).append(name)
    left = [name for name in answered if not any(name in some for some in ends.values())]
    if left:
        usual = next((end for end in ENDS if end >= high), int(high))
        ends.setdefault(usual, []).extend(left)
    if len(ends) < 2:
        return
    raise DataError(
        _(
            "The items of one scale were answered on scales of different lengths: {ends}. "
            "Their mean would mix them up. Bring them to one scale before reading, or "
            "leave the odd ones out."
        ).format(
            ends="; ".join(
                _("up to {end}: {names}").format(end=end, names=shortlist(names, 4))
                for end, names in sorted(ends.items())
            )
        )
    )


def _beyond(told: AnswerColumn, high: float) -> bool:
    """Tell whether answers above the scale are too many to be slips of the pen."""
    return _rows(told, high + 1) >= max(3, SLIPS * _rows(told, 0))


def _rows(told: AnswerColumn, low: float, high: float = 10) -> int:
    marks = [numeric(value) and low <= value <= high for value in told.answers]
    return told.where(marks)[0]


def _never_by_chance(name: str, end: int, items: Mapping[str, AnswerColumn]) -> bool:
    """Tell whether the other items are answered above this one's end far too often."""
    others = [told for other, told in items.items() if other != name]
    total = sum(_rows(told, 0) for told in others)
    above = sum(_rows(told, end + 1) for told in others)
    if not total or not above:
        return False
    return bool((1 - above / total) ** _rows(items[name], 0) < CHANCE)


def _signs(data: pd.DataFrame, spec: Instrument, mode: str, log: Log) -> None:
    """Name items that run against the rest of their scale once reversed ones are turned."""
    turned = dict(zip(spec.columns(mode), spec.reversed, strict=True))
    step = max(1, len(data) // SAMPLE)
    for names in spec.scales(mode).values():
        found = [name for name in names if name in data and _is_number(data[name])]
        if len(found) < 3:
            continue
        block = data[found].iloc[::step].astype("float64").to_numpy()
        signs = np.array([-1.0 if turned[name] else 1.0 for name in found])
        for place, r in _against(block * signs):
            rule = "reversed_twice" if turned[found[place]] else "reversed_unmarked"
            log.add(rule, found[place], before=f"r = {r:.2f}".replace("-", "−"))


def _is_number(values: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(values.dtype) and not pd.api.types.is_bool_dtype(values)


def _against(block: Array) -> list[tuple[int, float]]:
    """Return the items whose answers run against those of the others, with the correlation.

    Where half of the items or more do, no one knows which half is turned: none is named but those
    that the most others contradict.
    """
    complete = block[~np.isnan(block).any(axis=1)]
    if len(complete) < FEWEST:
        return []
    complete = complete - complete.mean(axis=0)
    spread = np.sqrt((complete**2).mean(axis=0))
    if not (spread > 0).any():
        return []
    scaled = complete / np.where(spread > 0, spread, 1)
    together = scaled.T @ scaled / len(scaled)
    np.fill_diagonal(together, 0)
    out: list[tuple[int, float]] = []
    left = list(range(block.shape[1]))
    while len(left) >= 2:
        mean = together[np.ix_(left, left)].sum(axis=1) / (len(left) - 1)
        worst = int(mean.argmin())
        place = left[worst]
        rest = [each for each in left if each != place]
        r = _rest_correlation(scaled, place, rest)
        if r > AGAINST or len(out) >= block.shape[1] // 2:
            break
        out.append((place, r))
        left = rest
    return sorted(out)


def _rest_correlation(scaled: Array, place: int, rest: Sequence[int]) -> float:
    others = scaled[:, rest].mean(axis=1)
    spread = float(np.sqrt((others**2).mean()))
    return float((scaled[:, place] * others).mean() / spread) if spread > 0 else 0.0


def _weights(
    data: pd.DataFrame, spec: Instrument, told: Mapping[str, AnswerColumn], log: Log
) -> None:
    """Name importance points that are missing, negative, or do not add up."""
    weights = spec.weights
    if weights is None or not any(name in data for name in weights.columns):
        return
    there = [name for name in weights.columns if name in data and _is_number(data[name])]
    if len(there) < len(weights.columns):
        log.add(
            "weights",
            before=_("only {n} of {all} columns").format(n=len(there), all=len(weights.columns)),
        )
        return
    points = data[there].astype("float64").to_numpy()
    sums = points.sum(axis=1)
    total = weights.total
    bad = {
        _("missing"): np.isnan(points).any(axis=1),
        _("negative"): (points < 0).any(axis=1),
        _("nothing but zeros"): sums == 0,
        _("sum is not {total:g}").format(total=total or 0): (
            ~np.isnan(sums) & ~np.isclose(sums, total) & (sums != 0)
            if total is not None
            else np.zeros(len(sums), bool)
        ),
    }
    for words, rows in bad.items():
        if rows.any():
            line = int(told[there[0]].lines[int(rows.argmax())])
            log.add("weights", there[0], rows=int(rows.sum()), first=line, before=words)


def check_recommend(told: AnswerColumn, text: str, log: Log) -> bool:
    """Tell whether a column is the question for the NPS; refuse 11 and -1, doubt 1-10.

    Raises
    ------
    DataError
        An answer lies just outside 0-10.
    """
    live = [value for value in told.live if numeric(value)]
    whole = live and not told.text and all(float(value).is_integer() for value in live)
    if not whole or not RECOMMEND.search(f"{told.source} {text}"):
        return False
    if not any(8 <= value <= 10 for value in live) or min(live) < -1 or max(live) > 11:
        return False
    wrong = [value is not None and not 0 <= value <= 10 for value in told.answers]
    if any(wrong):
        rows, line = told.where(wrong)
        first = next(value for value, mark in zip(told.answers, wrong, strict=True) if mark)
        raise DataError(
            _(
                "{name!r} is the recommendation question, 0-10, but {count} answers lie "
                "outside (first: {value:g}, line {line}). Correct the file, or set "
                "missing={{{name!r}: [{value:g}]}} if it means no answer."
            ).format(name=told.source, count=rows, value=first, line=line)
        )
    ones, n = (told.where(value is not None and value <= top for value in told.answers)[0]
               for top in (1, 10))  # fmt: skip
    none = 0 not in live
    if none and ones and (ones >= max(3, n / 100) or set(range(1, 11)) <= set(live)):
        log.add("ten_points", told.name, rows=ones, before="1", after="0-10")
    return True
