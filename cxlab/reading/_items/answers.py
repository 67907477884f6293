"""The answers of all columns: codes for none dropped, words made numbers, turned ones mended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from cxlab._core.errors import DataError
from cxlab._core.i18n import LANGUAGES, _
from cxlab.reading._items.answer_column import AnswerColumn, numeric
from cxlab.reading._items.item_map import EVERY
from cxlab.reading._items.labels import graded, taken_apart
from cxlab.reading._items.missing import without_codes, without_named
from cxlab.reading._items.points import family, of_scale
from cxlab.reading._items.recode import recoded, worded
from cxlab.reading._items.scaled import Hints, Recoded, directed, refuse_other_size
from cxlab.reading._items.work import Work
from cxlab.reading._log import quote


def drop_codes(work: Work) -> None:
    """Make missing what the user, or the file, calls no answer."""
    general = work.mapping.missing.get(EVERY, [])
    for name, told in work.told.items():
        own = work.own(work.mapping.missing, name, [])
        if told.many and own:
            told = replace(
                AnswerColumn.of(work.series[name], None, work.sheet.lines, most=None),
                name=told.name,
            )
        new = without_codes(told, own, False, work.log) if own else told
        new = without_codes(new, general, True, work.log) if general else new
        words = work.file_words(name)
        new = without_named(new, words, work.log) if words else new
        work.put(name, new)


def recode(work: Work) -> None:
    """Make words numbers; the words of all columns of a question decide together."""
    words = {name: worded(told) for name, told in work.told.items()}
    together = _together(work, words)
    sizes = {key: sum(work.told[name].n for name in names)
             for key, names in _members(together).items()}  # fmt: skip
    pooled = {key: tuple(dict.fromkeys(word for name in names for word in words[name]))
              for key, names in _members(together).items()}  # fmt: skip
    for name in list(work.told):
        told, key = work.told[name], together[name]
        hints = _answers(work, name, pooled[key], sizes[key])
        if name in work.sheet.fields and not hints.item:
            continue
        found = recoded(told, hints, work.log) if told.text else _numbers(work, name, hints)
        if found is None:
            _refuse_other(work, name, hints)
            continue
        work.scales[name] = found
        if found.told is not told:
            work.put(name, replace(found.told, text=False))


def _refuse_other(work: Work, name: str, hints: Hints) -> None:
    """Refuse an item whose column holds dates, yes and no, or texts."""
    told = work.told[name]
    number = pd.api.types.is_numeric_dtype(work.series[name].dtype)
    if hints.item and (told.live or told.many) and not (number and _numbers_only(told)):
        place = int(work.series[name].notna().to_numpy().argmax())
        raise DataError(
            _(
                "{name!r} stands for the item {item!r}, but holds no answers on a scale (first: "
                "{value}, line {line}). Choose another column with "
                "mapping=cx.reading.ItemMap(...), or leave it out."
            ).format(
                name=told.source,
                item=work.names[name],
                value=repr(quote(work.series[name].iloc[place])),
                line=told.lines[place],
            )
        )


def _numbers_only(told: AnswerColumn) -> bool:
    return told.many or all(map(numeric, told.live))


def _members(together: Mapping[str, str]) -> dict[str, list[str]]:
    out: dict[str, list[str]] = defaultdict(list)
    for name, key in together.items():
        out[key].append(name)
    return out


def _together(work: Work, words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return what each column's words are read with: its mode, its question, or its neighbours."""
    modes = {name: place[0] for name in work.told if (place := work.place(name))}
    asked = {work.sheet.groups.get(name, ""): mode for name, mode in modes.items()}
    out: dict[str, str] = {}
    before, about = "", ""
    for name in work.told:
        group = work.sheet.groups.get(name, "")
        mode = modes.get(name) or (asked.get(group, "") if group else "")
        own = family(words[name])
        if mode or group:
            out[name] = f"mode {mode}" if mode else f"group {group}"
        elif own and own == about:
            out[name] = before
        else:
            out[name] = f"column {name}"
        before, about = (out[name], own) if not (mode or group) else ("", "")
    return out


def _answers(work: Work, name: str, words: tuple[str, ...], n: int) -> Hints:
    """Return what is known of the answers to a column."""
    given = work.mapping.values  # noqa: PD011
    every, own = given.get(EVERY, {}), work.own(given, name, {})
    if not own or not set(map(str, work.told[name].live)) <= set(map(str, own)):
        own = {**every, **own}
    place = work.place(name)
    if place is None or work.instrument is None:
        return Hints(own=own, words=words, n=n)
    spec = work.instrument
    anchors = spec.mode(place[0]).anchors or spec.scale.anchors
    ends_ = (spec.scale.low, spec.scale.high)
    return Hints(
        low=ends_[0],
        high=ends_[1],
        anchors={taken_apart(text[lang]).words: end
                 for text, end in zip(anchors or (), ends_, strict=False) for lang in LANGUAGES
                 if graded(taken_apart(text[lang]).words) is None},
        own=own,
        words=words,
        n=n,
        rescale=f"cx.instruments.get({spec.name!r}).rescale({{low}}, {{high}})",
    )  # fmt: skip


def _numbers(work: Work, name: str, hints: Hints) -> Recoded | None:
    """Return a column of numbers as the mapping or the words of the file mend it."""
    told = work.told[name]
    if told.many or not told.live or not all(map(numeric, told.live)):
        return None
    if hints.own:
        own = {number: new for number, new in hints.own.items() if numeric(number)}
        if own and set(told.live) & set(own):
            rows, first = told.where(value in own for value in told.answers)
            work.log.add("labels", told.name, rows=rows, first=first)
            return Recoded(told.changed(lambda value: own.get(value, value)), hints.low, hints.high)
    words = work.file_words(name)
    plain = {code: taken_apart(word).words for code, word in words.items()}
    about = family(plain.values())
    kept = {code: words[code] for code, word in plain.items() if of_scale(word, about)}
    if not about or len(kept) < 2:
        return None
    low, high = (hints.low, hints.high) if hints.item else (min(kept), max(kept))
    out = Recoded(told, low, high, kept)
    refuse_other_size(out, hints)
    return directed(out, hints, work.log)


def turn_back(work: Work) -> None:
    """Turn answers back that the file holds turned round, as the mapping says."""
    for name in work.told:
        if name not in work.mapping.reversed and work.names[name] not in work.mapping.reversed:
            continue
        told, scale = work.told[name], work.scales.get(name)
        low = high = None
        if name in work.found and work.instrument is not None:
            low, high = work.instrument.scale.low, work.instrument.scale.high
        elif scale is not None:
            low, high = scale.low, scale.high
        live = told.live
        if low is None or high is None or not all(map(numeric, live)):
            raise DataError(
                _(
                    "{name!r} cannot be reversed back: the ends of its scale are not known. Name "
                    "it in an instrument, or reverse it yourself."
                ).format(name=name)
            )
        total = low + high
        rows, first = told.where(value is not None for value in told.answers)
        work.log.add("turned_back", work.names[name], rows=rows, first=first,
                     before=f"{low:g}", after=f"{high:g}")  # fmt: skip
        work.put(name, _from(told, total))


def _from(told: AnswerColumn, total: float) -> AnswerColumn:
    return told.changed(lambda value: total - value)
