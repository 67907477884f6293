"""Cells that list options: a multiple choice or a ranking becomes one column for each option."""

from __future__ import annotations

import itertools
import operator
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

import numpy as np

from cxlab.reading._files.column import Column
from cxlab.reading._files.grid import blank, full
from cxlab.reading._layouts.cells import beside, renewed, text_of
from cxlab.reading._layouts.draft import Draft, slug
from cxlab.reading._log import quote

MOST = 60  # options of a question; where there are more, the cells are free text
WIDEST = 300  # options even where the sign between them says that they are some
OTHER = "other"  # what names the option where one writes something oneself
NUMBER = re.compile(r"\d{1,2}")
RARE = 20  # answers from which on an option that was picked once counts as written by hand


def listed(text: str, sign: str) -> list[str]:
    """Return the options that a cell lists; a sign inside 〖…〗 divides nothing.

    Examples
    --------
    >>> listed("外观┋其他〖颜色┋重量〗", "┋"), listed("1;3;", ";")
    (['外观', '其他〖颜色┋重量〗'], ['1', '3'])
    """
    mark = re.escape(sign.strip() or sign)
    if "〖" in text:
        parts = re.findall(rf"(?:〖[^〖〗]*〗|(?!{mark}).)+", text, re.DOTALL)
    else:
        parts = text.split(sign.strip() or sign)
    return [part for each in parts if (part := text_of(each))]


def in_order(lists: Iterable[Sequence[str]]) -> list[str] | None:
    """Return the options in an order that all lists keep; ``None`` where they contradict it.

    Examples
    --------
    >>> in_order([["b", "c"], ["a", "b"]]), in_order([["a", "b"], ["b", "a"]])
    (['a', 'b', 'c'], None)
    """
    after: dict[str, dict[str, None]] = {}
    for options in lists:
        for option in options:
            after.setdefault(option, {})
        for first, second in itertools.pairwise(options):
            after[first][second] = None
    if all(map(NUMBER.fullmatch, after)):
        rising = sorted(after, key=int)
        kept = all(int(a) < int(b) for a, later in after.items() for b in later)
        return rising if kept else None
    waiting = Counter(option for later in after.values() for option in later)
    free = [option for option in after if not waiting[option]]
    order: list[str] = []
    while free:
        option = free.pop(0)
        order.append(option)
        for later in after[option]:
            waiting[later] -= 1
            if not waiting[later]:
                free.append(later)
    return order if len(order) == len(after) else None


def certain(column: Column, sign: str, repeats: float, skipped: Collection[str] = ()) -> bool:
    """Tell whether cells surely list options that were ticked.

    No option stands twice in a cell, all cells keep one order, and each option comes back: on
    average ``repeats`` times. Where sentences have the sign too, there must be more combinations
    than options. The sign ``┋`` stands in no other text, so it alone is enough.
    """
    if not any(map(operator.contains, column.texts, itertools.repeat(sign.strip()))):
        return False
    counts = np.bincount(column.codes, minlength=len(column.cells))
    texts = [text_of(cell) for cell in column.cells]
    texts = ["" if text in skipped else text for text in texts]
    lists = [listed(text, sign) for text in texts]
    if not any(len(options) > 1 for options in lists):
        return False
    options = {option for each in lists for option in each}
    if len(options) > (WIDEST if sign == "┋" else MOST):
        return False
    if sign == "┋":
        return True
    if any(len(set(each)) < len(each) for each in lists) or in_order(lists) is None:
        return False
    combined = len(set(filter(None, texts)))
    if sign.strip() == "," and combined <= len(options) and not all(map(NUMBER.fullmatch, options)):
        return False
    picks = sum(int(count) * len(each) for count, each in zip(counts, lists, strict=True))
    return all(map(NUMBER.fullmatch, options)) or picks >= repeats * len(options)


def ranked(column: Column, sign: str) -> bool:
    """Tell whether cells rank options: all list the same ones, not all in the same order."""
    lists = [listed(text_of(cell), sign) for cell in column.cells if not blank(cell)]
    orders = set(map(tuple, lists))
    sets = {frozenset(each) for each in lists}
    return len(sets) == 1 and len(orders) > 1 and len(next(iter(sets))) > 1


def with_part(question: str, part: str) -> str:
    """Return a question with the option or the row of it that a column is about."""
    dash = " — " if question.isascii() else "—"
    return f"{question}{dash}{part}" if question and part else question or part


def multiple(
    draft: Draft,
    source: str,
    name: str,
    *,
    sign: str,
    label: str = "",
    skipped: Collection[str] = (),
    by_hand: bool = False,
) -> None:
    """Give each option of a question a column of yes and no, missing where it was not answered.

    Parameters
    ----------
    sign
        What stands between the options.
    skipped
        Cells that mean no answer.
    by_hand
        An option that one respondent alone ticked was written by hand, beside "other".
    """
    column = draft.sheet.columns[source]
    texts = [text_of(cell) for cell in column.cells]
    parts = [
        None if not text or text in skipped else [beside(each) for each in listed(text, sign)]
        for text in texts
    ]
    rare = _rare(column, parts) if by_hand else set()
    picks: list[list[str] | None] = []
    words = []
    for found in parts:
        own = [option for option, _word in found or () if option not in rare]
        hand = [option for option, _word in found or () if option in rare]
        words.append("; ".join([word for _option, word in found or () if word] + hand))
        picks.append(None if found is None else [*own, OTHER] if hand else own)
    order = _ordered([each for each in picks if each])
    if len(order) > WIDEST:
        _kept(draft, source, name, label, sign)
        return
    names = []
    for option in order:
        flags = ["" if each is None else option in each for each in picks]
        new, told = f"{name}_{slug(option)}", with_part(label, option)
        own_flags = renewed(column, flags)
        names.append(
            draft.keep(source, new, column=own_flags, label=told, group=name, kind="multiple")
        )
    _note(draft, "multiple", name, column, [each is not None for each in picks], names)
    _skipped(draft, name, column, [text in skipped for text in texts])
    written(draft, source, name, renewed(column, words), label)


def _kept(draft: Draft, source: str, name: str, label: str, sign: str) -> None:
    """Keep as text what would give too many columns: no question has that many options."""
    column = draft.sheet.columns[source]
    now = draft.keep(source, name, column=column, label=label)
    rows, first = column.where(draft.sheet.lines, [sign in text_of(cell) for cell in column.cells])
    draft.log.add("choices", now, rows=rows, first=first)


def _rare(column: Column, parts: Sequence[list[tuple[str, str]] | None]) -> set[str]:
    counts = np.bincount(column.codes, minlength=len(column.cells))
    total: Counter[str] = Counter()
    for found, rows in zip(parts, counts, strict=True):
        for option, _word in found or ():
            total[option] += int(rows)
    answered = sum(int(rows) for found, rows in zip(parts, counts, strict=True) if found)
    return {option for option, rows in total.items() if rows == 1} if answered >= RARE else set()


def _ordered(lists: Sequence[Sequence[str]]) -> list[str]:
    order = in_order(lists)
    return order or list(dict.fromkeys(option for each in lists for option in each))


def _note(
    draft: Draft,
    rule: str,
    name: str,
    column: Column,
    marks: Sequence[bool],
    names: Sequence[str],
) -> None:
    rows, first = column.where(draft.sheet.lines, marks)
    example = next((c for c, mark in zip(column.cells, marks, strict=True) if mark), "")
    after = quote(", ".join(names))
    draft.log.add(rule, name, rows=rows, first=first, before=quote(example), after=after)


def _skipped(draft: Draft, name: str, column: Column, marks: Sequence[bool]) -> None:
    rows, first = column.where(draft.sheet.lines, marks)
    if rows:
        found = sorted({text_of(c) for c, mark in zip(column.cells, marks, strict=True) if mark})
        before = quote(", ".join(found))
        draft.log.add("skip_code", name, rows=rows, first=first, before=before)


def written(draft: Draft, source: str, name: str, column: Column, label: str) -> None:
    """Keep what was written beside the options of a question in a column of its own."""
    filled = full(column)
    if not filled.any():
        return
    text = draft.keep(source, f"{name}_text", column=column, label=label, group=name, kind="text")
    rows, first = column.where(draft.sheet.lines, filled)
    before = quote(column.cells[int(filled.argmax())])
    draft.log.add("option_text", text, rows=rows, first=first, before=before)


def single(
    draft: Draft, source: str, name: str, column: Column, label: str, group: str = ""
) -> None:
    """Keep the answer to a question, what was written beside it in a column of its own."""
    texts = [cell if isinstance(cell, str) else "" for cell in column.cells]
    if not any("〖" in text for text in texts):
        draft.keep(source, name, column=column, label=label, group=group)
        return
    pairs = [beside(text) if "〖" in text else (None, "") for text in texts]
    own = [
        cell if option is None else option
        for cell, (option, _word) in zip(column.cells, pairs, strict=True)
    ]
    now = draft.keep(source, name, column=renewed(column, own), label=label, group=group or name)
    written(draft, source, now, renewed(column, [word for _option, word in pairs]), label)


def ranking(
    draft: Draft,
    source: str,
    name: str,
    *,
    sign: str,
    label: str = "",
    skipped: Collection[str] = (),
) -> None:
    """Give each option of a ranking a column with its rank; missing where it was not ranked."""
    column = draft.sheet.columns[source]
    texts = [text_of(cell) for cell in column.cells]
    lists = [
        None if not text or text in skipped else [beside(each)[0] for each in listed(text, sign)]
        for text in texts
    ]
    found = {option: None for each in lists for option in each or ()}
    order = sorted(found, key=int) if all(map(NUMBER.fullmatch, found)) else sorted(found)
    if len(order) > WIDEST:
        _kept(draft, source, name, label, sign)
        return
    names = []
    for option in order:
        ranks = [each.index(option) + 1 if each and option in each else "" for each in lists]
        new, told = f"{name}_{slug(option)}", with_part(label, option)
        own = renewed(column, ranks)
        names.append(draft.keep(source, new, column=own, label=told, group=name, kind="rank"))
    _note(draft, "ranking", name, column, [each is not None for each in lists], names)
    _skipped(draft, name, column, [text in skipped for text in texts])
