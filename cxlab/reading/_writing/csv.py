"""A survey as CSV, with a codebook beside it that says what a CSV cannot."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxlab._core.safe import guarded
from cxlab._core.saving import saved, target_of
from cxlab.reading._codebook import beside
from cxlab.reading._writing.columns import columns_of

if TYPE_CHECKING:
    from cxlab.reading._survey import Survey


def write_csv(survey: Survey, path: str | Path) -> Path:
    """Write the answers as CSV, and their types, questions and answer words beside it.

    A CSV holds signs only: nobody can tell the number 12 from the text "12" there. So
    ``answers.codebook.json`` is written beside ``answers.csv``; where the two lie together,
    :func:`cxlab.read` gives the same frame again. Without it the file is read like any other.

    Parameters
    ----------
    path
        A name that ends with ``.csv``; files of that name are replaced. UTF-8 with the mark by
        which Excel knows it, commas, ISO dates, ``TRUE`` and ``FALSE``; texts that a spreadsheet
        would take for a formula get an apostrophe in front.
    """
    columns = columns_of(survey)
    texts = [_texts(values) for values in columns.cells]
    names = [guarded(field.name) for field in columns.book.fields]

    def write(fresh: str) -> None:
        with open(fresh, "w", encoding="utf-8-sig", errors="replace", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(names)
            writer.writerows(zip(*texts, strict=True))

    def describe(fresh: str) -> None:
        Path(fresh).write_text(columns.book.document(), encoding="utf-8")

    target = saved(target_of(path, ".csv"), write)
    saved(beside(target), describe)
    return target


def _texts(values: list[Any]) -> Iterable[str]:
    """Return the cells of a column as texts."""
    whole_days = all(value.time() == time() for value in values if isinstance(value, datetime))
    return [_text(value, whole_days) for value in values]


def _text(value: Any, whole_days: bool) -> str:
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return value.date().isoformat() if whole_days else value.isoformat(" ")
    return "" if value is None else repr(value)
