"""Columns that are options already: one mark in each for a multiple choice, a rank in a ranking."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np

from cxlab.reading._files.column import Column
from cxlab.reading._layouts import choices
from cxlab.reading._layouts.cells import by_rows, renewed, text_of
from cxlab.reading._layouts.draft import Draft, slug
from cxlab.reading._log import quote

YES = {"1", "y", "yes", "true", "是", "√", "✓", "checked", "selected", "选中", "已选"}
NO = {"0", "n", "no", "false", "否", "not selected", "unchecked", "未选", "未选中"}


def ticked(draft: Draft, options: Mapping[str, str], skipped: Collection[str] = ()) -> bool:
    """Tell whether columns are the options of one multiple choice: each holds one mark or none.

    Parameters
    ----------
    options
        The option of each column, by its name in the sheet.
    """
    if len(options) < 2:
        return False
    marks = [
        _mark(draft.sheet.columns[source], option, place, skipped)
        for place, (source, option) in enumerate(options.items(), start=1)
    ]
    plain = sum(mark is not None for mark in marks)
    return plain >= max(2, 0.5 * len(marks)) and any(mark for mark in marks)


def _mark(column: Column, option: str, place: int, skipped: Collection[str]) -> str | None:
    """Return the mark of a column of ticks, empty when nobody ticked; ``None`` for another one."""
    live = {text_of(cell) for cell in column.cells}.difference(skipped, {""})
    yes = {text for text in live if text.lower() not in NO}
    if not yes:
        return ""
    if len(yes) > 1:
        return None
    text = next(iter(yes))
    same = slug(re.sub(r"^[A-Z]\s*[.、．]\s*", "", text)) == slug(option)
    return text if same or text == str(place) or text.lower() in YES else None


def ticks(
    draft: Draft,
    options: Mapping[str, str],
    name: str,
    *,
    label: str = "",
    skipped: Collection[str] = (),
    named: Callable[[str], str] | None = None,
) -> None:
    """Turn columns with one mark each into yes and no; missing where nothing was ticked at all.

    A column with texts of its own is an option where one writes something: it gives two columns.
    """
    columns = {source: draft.sheet.columns[source] for source in options}
    cells = {source: [text_of(cell) for cell in each.cells] for source, each in columns.items()}
    said_no = any(text.lower() in NO for texts in cells.values() for text in texts)
    some = np.zeros(len(draft.sheet.lines), bool)
    for source, column in columns.items():
        on = [bool(t) and t not in skipped and t.lower() not in NO for t in cells[source]]
        some |= by_rows(column, on, bool)
    names = []
    for place, (source, option) in enumerate(options.items(), start=1):
        column, texts = columns[source], cells[source]
        on = [bool(t) and t not in skipped and t.lower() not in NO for t in texts]
        off = [t.lower() in NO or (not t and not said_no) for t in texts]
        yes = by_rows(column, on, bool)
        no = by_rows(column, off, bool) & (some | said_no)
        codes = np.where(yes, 0, np.where(no, 1, 2)).astype(np.int64)
        told = choices.with_part(label, option)
        new = named(source) if named else f"{name}_{slug(option)}"
        names.append(draft.keep(source, new, column=Column([True, False, ""], codes),
                                label=told, group=name, kind="multiple"))  # fmt: skip
        if _mark(column, option, place, skipped) is None:
            words = [text if ok else "" for text, ok in zip(texts, on, strict=True)]
            choices.written(draft, source, names[-1], renewed(column, words), told)
    first = next((draft.sheet.lines[int(at)] for at in np.flatnonzero(some)[:1]), None)
    rows = int(some.sum())
    draft.log.add("multiple", name, rows=rows, first=first, after=quote(", ".join(names)))
    left = {t for texts in cells.values() for t in texts if t in skipped and t}
    if left:
        gone = np.zeros(len(draft.sheet.lines), bool)
        for source, column in columns.items():
            gone |= by_rows(column, [t in left for t in cells[source]], bool)
        line = draft.sheet.lines[int(gone.argmax())]
        before, rows = quote(", ".join(sorted(left))), int(gone.sum())
        draft.log.add("skip_code", name, rows=rows, first=line, before=before)


def ranks(columns: Sequence[Column], skipped: Collection[str] = ()) -> bool:
    """Tell whether columns hold the ranks of options: whole numbers, each once in every row."""
    most = len(columns)
    if most < 3:
        return False
    rows = []
    for column in columns:
        texts = [text_of(cell) for cell in column.cells]
        fits = all(
            not text or text in skipped or (text.isdecimal() and 1 <= int(text) <= most)
            for text in texts
        )
        if not fits:
            return False
        rows.append(by_rows(column, [int(t) if t.isdecimal() else 0 for t in texts], np.int64))
    table = np.sort(np.stack(rows, axis=1), axis=1)
    answered = table.any(axis=1)
    twice = ((np.diff(table, axis=1) == 0) & (table[:, 1:] > 0)).any()
    return int(answered.sum()) >= 5 and not twice and bool((table[answered] == 1).any(axis=1).all())
