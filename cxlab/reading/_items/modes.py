"""Which way of asking a column belongs to: expected or perceived, by the words around the item."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from cxlab._core.errors import DataError
from cxlab._core.i18n import LANGUAGES, _, listing, localized, shortlist
from cxlab.instruments import Instrument

WORDS = {
    "expectation": r"期望|期待|预期|应当|应该|理想|出色的|优秀的|来之前|expect|should|ought|ideal"
    r"|excellent compan|before you came",
    "perception": r"感知|实际|就我的经历|亲身|感受|perceiv|perception|actual|this company"
    r"|in my experience",
    "experience": r"体验|实际|感受|experience|actual",
    "importance": r"重要|看重|importan|weight",
}


@dataclass(frozen=True)
class Asked:
    """A column of the file, the place of the item that it asks, and how alike they are."""

    column: str
    place: int
    alike: float


def moded(
    instrument: Instrument,
    asked: Sequence[Asked],
    texts: Mapping[str, str],
    groups: Mapping[str, str],
    taken: Collection[str],
) -> tuple[list[tuple[Asked, str]], str]:
    """Return the mode of each column; empty for one that cannot be told beside others that can.

    The second value names the mode that all of them are in because each item is asked once (as
    SERVPERF asks SERVQUAL's perceptions); it is empty where the words told.

    Parameters
    ----------
    texts, groups
        What each column of the file asks, and the question it belongs to.
    taken
        Columns of the instrument that are found already.

    Raises
    ------
    DataError
        The modes cannot be told apart: no word around the items says which is which.
    """
    modes = [mode.name for mode in instrument.modes]
    if len(modes) == 1 or not asked:
        return [(each, modes[0]) for each in asked], ""
    items = [item for _dimension, item in instrument._pairs()]
    said = {}
    for each in asked:
        around = f"{texts[each.column]} {each.column} {groups.get(each.column, '')}"
        own = " ".join(items[each.place].text[lang] for lang in LANGUAGES)
        said[each.column] = _said(instrument, around, own)
    if not any(said.values()):
        if mode := _asked_once(instrument, asked, taken):
            return [(each, mode) for each in asked], mode
        raise _untold(instrument, asked)
    there: dict[int, set[str]] = defaultdict(set)
    for each in asked:
        there[each.place].add(said[each.column])
    out = []
    for each in asked:
        left = [mode for mode in modes if mode not in there[each.place]]
        alone = sum(other.place == each.place and not said[other.column] for other in asked) == 1
        mode = said[each.column] or (left[0] if len(left) == 1 and alone else "")
        out.append((each, mode))
    return out, ""


def _asked_once(instrument: Instrument, asked: Sequence[Asked], taken: Collection[str]) -> str:
    """Return the mode of a pair that is asked alone: what was met, unless that is found already."""
    pair = instrument.pair or ()
    places = {each.place for each in asked}
    if len(places) < len(asked) or {mode.name for mode in instrument.modes} != set(pair):
        return ""
    columns = {name: instrument.mode(name).columns for name in pair}
    free = [name for name in pair if not any(columns[name][place] in taken for place in places)]
    return next(iter(free), "")


def _said(instrument: Instrument, around: str, own: str) -> str:
    """Return the one mode that the words around an item name; empty if none or several do."""
    around, own = (unicodedata.normalize("NFKC", text).lower() for text in (around, own))
    found = set()
    for mode in instrument.modes:
        labels = [re.escape(mode.label[lang].lower()) for lang in LANGUAGES]
        pattern = "|".join(filter(None, [*labels, WORDS.get(mode.name, "")]))
        hits = {match[0] for match in re.finditer(pattern, around)}
        if any(around.count(hit) > own.count(hit) for hit in hits):
            found.add(mode.name)
    return found.pop() if len(found) == 1 else ""


def _untold(instrument: Instrument, asked: Sequence[Asked]) -> DataError:
    labels = [localized(mode.label) for mode in instrument.modes]
    return DataError(
        _(
            "The file holds items of {title} ({columns}), but nothing in the questions "
            "tells which answers are {modes}. Say so in the header of each block, or with "
            "mapping={{{column!r}: {item!r}, ...}}; or read one block alone with "
            "instrument=cx.instruments.get({name!r}).only({mode!r})."
        ).format(
            title=localized(instrument.title),
            columns=shortlist((repr(each.column) for each in asked), 3),
            modes=listing(labels),
            column=asked[0].column,
            item=instrument.modes[0].columns[asked[0].place],
            name=instrument.name,
            mode=instrument.modes[0].name,
        )
    )
