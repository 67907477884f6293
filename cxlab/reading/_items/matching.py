"""Columns of a file matched to the columns of an instrument: by mapping, by name, by question.

A question is matched to an item when the two are alike (``ALIKE``) and no other pair of either is
nearly as alike (``MARGIN``); what is merely near is named in the log and left alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cxlab._core.errors import DataError
from cxlab._core.i18n import LANGUAGES, _, listing, localized, shortlist
from cxlab.instruments import Instrument, Item
from cxlab.reading._items.item_map import ItemMap
from cxlab.reading._items.modes import Asked, moded
from cxlab.reading._items.similar import HAN, negations, parts, plain, similarities
from cxlab.reading._log import Log, quote

SAME, EXACT = 0.95, 0.02  # the same wording, and the margin that is then enough
WEIGHT = re.compile(r"重要|权重|分配|分值|weight|importan|points|(?<!\d)100(?!\d)")
ALIKE = 0.5  # cosine; items of one bank reach 0.31 among each other, light rewordings exceed 0.5
NEAR = 0.35  # worth naming in the log
MARGIN = 0.15  # to the second best
SHORT, SURE = 4, 0.8  # letters of a short item, such as 产品, and what it must reach
MOST = 3_000  # columns whose questions are compared


@dataclass(frozen=True)
class Match:
    """The column of the instrument that a column of the file stands for."""

    column: str
    how: str
    alike: float


@dataclass
class Search:
    """What is known of a file while its columns are matched."""

    instrument: Instrument
    texts: Mapping[str, str]  # column of the file: its question, or its name
    groups: Mapping[str, str]
    log: Log
    found: dict[str, Match] = field(default_factory=dict)

    @property
    def taken(self) -> set[str]:
        """Columns of the instrument that have been found."""
        return {match.column for match in self.found.values()}

    @property
    def free(self) -> list[str]:
        """Columns of the file that stand for nothing yet."""
        return [name for name in self.texts if name not in self.found]


def matched(search: Search, mapping: ItemMap) -> dict[str, Match]:
    """Return the columns of the file that are items of the instrument.

    Raises
    ------
    DataError
        A mapped column is absent, no column is an item, or the modes cannot be told apart.
    """
    known = known_columns(search.instrument)
    _by_mapping(search, mapping, known)
    _by_name(search, known)
    _by_weight(search)
    _by_question(search)
    if not search.found:
        raise DataError(
            _(
                "No column of the file is an item of {title}. Looked for by name ({names}) and by "
                "question (such as {text}). Choose the right instrument, or say which column is "
                "which with mapping={{'yours': {first!r}, ...}}."
            ).format(
                title=localized(search.instrument.title),
                names=shortlist(known, 3),
                text=repr(localized(search.instrument._pairs()[0][1].text)),
                first=known[0],
            )
        )
    _report_missing(search)
    return search.found


def known_columns(instrument: Instrument) -> list[str]:
    """List the columns that an instrument reads, those with weights last."""
    weights = instrument.weights.columns if instrument.weights else ()
    return list(dict.fromkeys([*instrument.columns(), *weights]))


def _by_mapping(search: Search, mapping: ItemMap, known: Sequence[str]) -> None:
    """Take over what the mapping says."""
    for mine, theirs in mapping.columns.items():
        if theirs in known:
            search.found[mine] = Match(theirs, "mapping", np.nan)


def _by_name(search: Search, known: Sequence[str]) -> None:
    """Match names and questions that are, or begin with, the name of a column."""
    names = {_folded(name): name for name in known}
    for mine in search.free:
        for text in (mine, search.texts[mine]):
            folded = _folded(text)
            token = re.split(r"[^\w]", folded, maxsplit=1)[0]
            theirs = names.get(folded) or names.get(token)
            if theirs and theirs not in search.taken:
                search.found[mine] = Match(theirs, "name", 1.0)
                break
    _by_id(search)


def _by_id(search: Search) -> None:
    """Match the items' own ids, such as ``t1``, where a whole dimension is called by them."""
    instrument = search.instrument
    if len(instrument.modes) > 1:
        return
    free = {_folded(name): name for name in search.free}
    left = iter(instrument.columns())
    for dimension in instrument.dimensions:
        pairs = [(_folded(item.id), next(left)) for item in dimension.items]
        if all(name in free and not name.isdigit() for name, _theirs in pairs):
            for name, theirs in pairs:
                if theirs not in search.taken:
                    search.found[free[name]] = Match(theirs, "name", 1.0)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().lower()


def _by_question(search: Search) -> None:
    """Match what is left by the wording of the questions."""
    instrument = search.instrument
    items = [item for _dimension, item in instrument._pairs()]
    free = search.free[:MOST]
    if not free or set(instrument.columns()) <= search.taken:
        return
    texts = [search.texts[name] for name in free]
    alike = similarities(
        [_wordings(text, instrument) for text in texts], [_known(item) for item in items]
    )
    asked = [
        Asked(name, place, float(alike[row, place]))
        for row, name in enumerate(free)
        if (place := _item(search, name, alike[row])) is not None
    ]
    seats: dict[tuple[int, str], list[Asked]] = {}
    told, once = moded(instrument, asked, search.texts, search.groups, search.taken)
    if once:
        after = localized(instrument.mode(once).label)
        search.log.add("asked_once", after=after)
    for each, mode in told:
        seats.setdefault((each.place, mode), []).append(each)
    for (place, mode), claims in seats.items():
        _seated(search, place, mode, sorted(claims, key=lambda each: -each.alike))


def _wordings(text: str, instrument: Instrument) -> set[str]:
    """Return a question in full, without the stem of a mode, and the row of a matrix by itself."""
    full = plain(text)
    stems = [plain(mode.stem[lang]) for mode in instrument.modes if mode.stem for lang in LANGUAGES]
    return {full, parts(text)[1], *(full.replace(stem, " ") for stem in stems if stem in full)}


def _known(item: Item) -> set[str]:
    return {plain(item.text[lang]) for lang in LANGUAGES}


def _item(search: Search, name: str, alike: NDArray[np.float64]) -> int | None:
    """Return the item that a question asks, if it is one and no other."""
    pairs = search.instrument._pairs()
    order = np.argsort(-alike, kind="stable")
    best = int(order[0])
    top, text = float(alike[best]), search.texts[name]
    second = int(order[1]) if len(order) > 1 else None
    needed = SURE if _short(pairs[best][1]) else ALIKE
    if top < min(needed, NEAR if needed == ALIKE else needed):
        return None
    tied = second is not None and float(alike[second]) > top - (EXACT if top > SAME else MARGIN)
    turned = top < SAME and _turned(text, pairs[best][1])
    if top >= needed and not tied and not turned:
        return best
    if tied or turned or top >= NEAR:
        named = [best, second] if tied and second is not None else [best]
        _unsure(search, name, [_column(search, place) for place in named], top)
    return None


def _seated(search: Search, place: int, mode: str, claims: list[Asked]) -> None:
    """Give an item to the question most like it, unless another is nearly as alike."""
    first, *others = claims
    column = search.instrument.mode(mode).columns[place] if mode else _column(search, place)
    margin = EXACT if first.alike > SAME else MARGIN
    if column in search.taken:
        return
    if not mode or (others and others[0].alike > first.alike - margin):
        for each in claims:
            rivals = [repr(other.column) for other in claims if other is not each]
            _unsure(search, each.column, [column], each.alike, rivals)
        return
    search.found[first.column] = Match(column, "text", first.alike)
    search.log.add(
        "matched",
        column,
        before=quote(search.texts[first.column]),
        after=f"{column} ({first.alike:.2f})",
    )


def _unsure(
    search: Search, name: str, items: Sequence[str], alike: float, rivals: Sequence[str] = ()
) -> None:
    """Name a match that was not made, with what else it could be."""
    search.log.add(
        "match_unsure",
        name,
        before=quote(search.texts[name]),
        after=f"{listing([*items, *rivals])} ({alike:.2f})",
    )


def _column(search: Search, place: int) -> str:
    """Return the column that stands for an item in messages: that of its first mode."""
    return search.instrument.modes[0].columns[place]


def _short(item: Item) -> bool:
    """Tell whether an item is too short for light rewordings to be told from others."""
    letters = "".join(HAN.findall(item.text["zh"]))
    return len(letters) < SHORT if letters else len(item.text["zh"].split()) < 2


def _turned(text: str, item: Item) -> bool:
    """Tell whether a question says no where the item says yes, or the other way round."""
    lang = "zh" if HAN.search(text) else "en"
    return negations(parts(text)[1]) != negations(plain(item.text[lang]))


def _by_weight(search: Search) -> None:
    """Match the importance of a dimension: its name beside a word for importance or points."""
    weights = search.instrument.weights
    if weights is None:
        return
    pairs = zip(search.instrument.dimensions, weights.columns, strict=True)
    asked = search.instrument.columns()  # importance that is asked like any item is found as one
    wanted = [pair for pair in pairs if pair[1] not in search.taken and pair[1] not in asked]
    for mine in search.free:
        text = _folded(f"{search.groups.get(mine, '')} {search.texts[mine]}")
        named = [
            name
            for dimension, name in wanted
            if any(dimension.label[lang].lower() in text for lang in LANGUAGES)
        ]
        if WEIGHT.search(text) and len(named) == 1 and named[0] not in search.taken:
            search.found[mine] = Match(named[0], "text", 1.0)
            search.log.add(
                "matched", named[0], before=quote(search.texts[mine]), after=f"{named[0]} (1.00)"
            )


def _report_missing(search: Search) -> None:
    """Say which items of each mode no column asks."""
    for mode in search.instrument.modes:
        gone = [name for name in mode.columns if name not in search.taken]
        if gone:
            search.log.add(
                "unmatched",
                before=f"{localized(mode.label)}: {len(gone)}/{len(mode.columns)}",
                after=shortlist(gone, 6),
            )
