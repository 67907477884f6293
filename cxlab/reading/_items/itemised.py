"""From a typed frame to the items of a questionnaire: names, numbers, kinds; all of it logged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

import pandas as pd

from cxlab._core.arguments import closest
from cxlab._core.errors import DataError
from cxlab._core.i18n import _
from cxlab.instruments import Instrument
from cxlab.reading._files.sheet import Sheet
from cxlab.reading._items.answer_column import AnswerColumn
from cxlab.reading._items.answers import drop_codes, recode, turn_back
from cxlab.reading._items.checks import check_items
from cxlab.reading._items.item_map import EVERY, ItemMap, codes
from cxlab.reading._items.matching import Search, known_columns, matched
from cxlab.reading._items.rows import described, item_rows
from cxlab.reading._items.unknown import name_unknown
from cxlab.reading._items.work import Work
from cxlab.reading._log import Log

LIKE = 0.75  # names as alike as sq_p99 and sq_p09


@dataclass(frozen=True)
class Wanted:
    """What the user asked for: a questionnaire, what stands for what, codes for no answer."""

    instrument: Instrument | None = None
    mapping: ItemMap = field(default_factory=ItemMap)
    missing: Any = None


@dataclass(frozen=True)
class Itemised:
    """The frame with the items' names and numbers, a row per column, and the mapping used."""

    data: pd.DataFrame
    items: pd.DataFrame
    mapping: ItemMap


def itemised(data: pd.DataFrame, sheet: Sheet, wanted: Wanted, log: Log) -> Itemised:
    """Find the items of an instrument, make words numbers, and say what each column is.

    Reversed items stay as they were answered: :func:`cxlab.instruments.score` turns them.

    Raises
    ------
    DataError
        No column is an item, an answer's words are not known, or scales are mixed.
    SpecError
        The mapping or the codes for no answer make no sense.
    """
    mapping = wanted.mapping.joined(ItemMap(missing=codes(wanted.missing)))
    series = {str(name): values for name, values in data.items()}
    mapping = mapping.renamed(_headers(sheet, series))
    work = Work(
        sheet=sheet,
        instrument=wanted.instrument,
        mapping=mapping,
        log=log,
        told={
            name: AnswerColumn.of(values, sheet.columns.get(name), sheet.lines)
            for name, values in series.items()
        },
        series=series,
        texts={name: _text(name, sheet) for name in series},
    )
    _check_names(work)
    _find(work)
    drop_codes(work)
    recode(work)
    turn_back(work)
    frame, items = _frame(work), item_rows(work)
    name_unknown(work, items)
    if work.instrument is not None:
        told = {work.names[name]: work.told[name] for name in work.found}  # fmt: skip
        check_items(frame, told, work.instrument, log)
    return Itemised(described(frame, data, items, work), items, _used(work))


def _headers(sheet: Sheet, names: Collection[str]) -> dict[str, str]:
    """Return the columns by their headers in the file, where a header has one column."""
    count = Counter(sheet.sources.values())
    return {
        header: name
        for name, header in sheet.sources.items()
        if name in names and header not in names and count[header] == 1
    }


def _text(name: str, sheet: Sheet) -> str:
    """Return the question of a column with its stem, or its name where there is none."""
    if name in sheet.parts:
        stem, part = sheet.parts[name]
        return f"{stem}—{part}" if stem and part else stem or part
    return sheet.labels.get(name) or sheet.sources.get(name) or name


def _check_names(work: Work) -> None:
    """Warn of columns of a mapping that the file has not; refuse one that fits it nowhere."""
    mapping = work.mapping
    items = work.instrument.columns() if work.instrument else ()
    also = {*mapping.columns.values(), *items, EVERY}
    named = (*mapping.values, *mapping.reversed, *mapping.missing, *mapping.dates)  # noqa: PD011
    absent = [name for name in mapping.columns if name not in work.told]
    absent += [name for name in named if name not in work.told and name not in also]
    if absent and not any(name in work.told for name in (*mapping.columns, *named)):
        raise DataError(
            _("The mapping names the column {name!r}, which is not in the file. {hint}")
            .format(name=absent[0], hint=closest(absent[0], work.told))
            .strip()
        )
    for name in dict.fromkeys(absent):
        work.log.add("mapping_absent", before=name)


def _find(work: Work) -> None:
    """Match columns to items, and name them as the items or the mapping say."""
    instrument = work.instrument
    if instrument is not None:
        rated = {name: text for name, text in work.texts.items() if _may_be_item(work, name)}
        search = Search(instrument, rated, work.sheet.groups, work.log)
        work.found = matched(search, work.mapping)
    own = {name: match.column for name, match in work.found.items()}
    for mine, theirs in work.mapping.columns.items():
        if mine not in work.told:
            continue
        own.setdefault(mine, theirs)
        if mine != theirs:
            work.log.add("mapped", theirs, before=mine, after=theirs)
        if instrument is not None and mine not in work.found:
            _doubt_item(work, theirs)
    stay = {name for name in work.told if name not in own}
    for mine, theirs in own.items():
        if theirs in stay:
            raise DataError(
                _(
                    "{mine!r} stands for {theirs!r}, but the file has another column of that name. "
                    "Rename it, or leave it out."
                ).format(mine=mine, theirs=theirs)
            )
    work.names = {name: own.get(name, name) for name in work.told}
    work.told = {name: replace(told, name=work.names[name]) for name, told in work.told.items()}


def _doubt_item(work: Work, name: str) -> None:
    """Warn where the mapping names an item that the instrument has not, but one much like it."""
    known = known_columns(work.instrument) if work.instrument else []
    near = get_close_matches(name, known, n=1, cutoff=LIKE)
    if near:
        work.log.add("mapped_unknown", name, before=name, after=near[0])


def _may_be_item(work: Work, name: str) -> bool:
    """Tell whether a column can hold answers on a scale; one that is mapped always may."""
    if name in work.mapping.columns:
        return True
    kind = work.series[name].dtype
    dated = pd.api.types.is_datetime64_any_dtype(kind)
    own = name in work.sheet.roles.values() or work.sheet.kinds.get(name) in ("multiple", "rank")
    return not (dated or own)


def _frame(work: Work) -> pd.DataFrame:
    return pd.DataFrame(
        {work.names[name]: values for name, values in work.series.items()}, copy=False
    )


def _used(work: Work) -> ItemMap:
    """Return the mapping that stands for all that was found."""
    columns = {name: match.column for name, match in work.found.items()}
    return replace(work.mapping, columns={**work.mapping.columns, **columns})
