"""A question as it becomes columns: an answer, or several of one question side by side."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import numpy as np

from cxlab.reading._files.column import Column
from cxlab.reading._files.grid import full
from cxlab.reading._layouts import choices, ticks
from cxlab.reading._layouts.cells import by_rows, text_of, without_codes
from cxlab.reading._layouts.draft import Draft, slug, token
from cxlab.reading._log import quote

FEW = 5  # rows that it takes to tell a ranking from a matrix


def answer(
    draft: Draft,
    source: str,
    name: str,
    *,
    label: str = "",
    group: str = "",
    codes: Collection[str] = (),
) -> None:
    """Keep the answer to a question, or to a row of it, under a short name.

    Parameters
    ----------
    codes
        Cells by which the platform says that there is no answer.
    """
    column = draft.sheet.columns[source]
    if codes:
        column = without_codes(column, codes, name, draft.sheet.lines, draft.log)
    choices.single(draft, source, name, column, label, group)


def several(
    draft: Draft,
    options: Mapping[str, str],
    name: str,
    *,
    title: str = "",
    skipped: Collection[str] = (),
    codes: Collection[str] = (),
    named: Callable[[str], str] | None = None,
) -> None:
    """Keep the columns of one question: a multiple choice, a ranking or a matrix.

    Parameters
    ----------
    options
        The option or row of each column, by its name in the sheet.
    title
        The question they share.
    skipped
        Cells that mean no answer, codes and words.
    codes
        Those of them that are taken out of a matrix here; words are found later, in every file.
    named
        The name of each column where the platform has codes of its own.
    """
    if ticks.ticked(draft, options, skipped):
        ticks.ticks(draft, options, name, label=title, skipped=skipped, named=named)
    elif ticks.ranks([draft.sheet.columns[source] for source in options], skipped):
        _rank_columns(draft, options, name, title=title, skipped=skipped, named=named)
    else:
        for number, (source, part) in enumerate(options.items(), start=1):
            new = named(source) if named else f"{name}_{number}"
            told = choices.with_part(title, part)
            answer(draft, source, new, label=told, group=name, codes=codes)


def _rank_columns(
    draft: Draft,
    options: Mapping[str, str],
    name: str,
    *,
    title: str,
    skipped: Collection[str],
    named: Callable[[str], str] | None,
) -> None:
    names = []
    for source, part in options.items():
        column = draft.sheet.columns[source]
        own = column.map(lambda cell: "" if text_of(cell) in skipped else cell)
        new, told = f"{name}_{slug(part)}", choices.with_part(title, part)
        new = named(source) if named else new
        names.append(draft.keep(source, new, column=own, label=told, group=name, kind="rank"))
    first = draft.sheet.columns[next(iter(options))]
    rows, line = first.where(draft.sheet.lines, full(first))
    draft.log.add("ranking", name, rows=rows, first=line, after=quote(", ".join(names)))


def places(draft: Draft, sources: Collection[str], name: str, *, title: str = "") -> bool:
    """Turn columns for the first, second … place into one with its rank for each option.

    Returns
    -------
    bool
        Whether they are such columns: no option stands twice in a row.
    """
    columns = [draft.sheet.columns[source] for source in sources]
    texts = [[text_of(cell) for cell in column.cells] for column in columns]
    found = sorted({text for each in texts for text in each if text})
    if not 1 < len(found) <= choices.MOST or len(columns) < 2:
        return False
    filled = np.stack(
        [by_rows(c, [bool(t) for t in each], bool) for c, each in zip(columns, texts, strict=True)]
    )
    if filled[0].sum() < FEW or (filled[1:] & ~filled[:-1]).any():
        return False
    table: dict[str, np.ndarray] = {}
    for option in found:
        at = np.stack(
            [
                by_rows(c, [t == option for t in e], bool)
                for c, e in zip(columns, texts, strict=True)
            ]
        )
        if (at.sum(axis=0) > 1).any():
            return False
        table[option] = np.where(at.any(axis=0), at.argmax(axis=0) + 1, 0)
    cells = ["", *range(1, len(columns) + 1)]
    first = next(iter(sources))
    names = [
        draft.keep(
            first,
            f"{name}_{slug(option)}",
            column=Column(list(cells), ranks.astype(np.int64)),
            label=choices.with_part(title, option) if title else "",
            group=name,
            kind="rank",
        )
        for option, ranks in table.items()
    ]
    line = draft.sheet.lines[int(filled[0].argmax())]
    rows, after = int(filled[0].sum()), quote(", ".join(names))
    draft.log.add("ranking", name, rows=rows, first=line, after=after)
    return True


def short(question: str, number: int) -> str:
    """Return the name of a question: its own where that is one already, else its number."""
    return question if token(question) else f"q{number}"
