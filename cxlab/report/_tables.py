"""A result or a frame as a table: finished texts to read, or values in full precision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from cxlab._core.columns import GLOSSARY, heading
from cxlab._core.i18n import _
from cxlab._core.labels import label, labels_of
from cxlab._core.numerals import missing, show
from cxlab._core.result import Result


@dataclass(frozen=True)
class Column:
    """A column of a table: its name in the data, its heading, its unit, and what it means."""

    name: str
    heading: str
    unit: str
    meaning: str = ""


def reading(content: Result | pd.DataFrame, most: int) -> tuple[pd.DataFrame, int]:
    """Return headings and finished texts of at most so many rows, and how many there are."""
    if isinstance(content, Result):
        whole = content.shown()
        return whole.head(most), len(whole)
    frame = flat(content.head(most))
    labels = labels_of(content, content.columns)
    names = [label(labels, heading(str(name))) for name in frame.columns]
    shown = {
        place: [_text(value, unit) for value in frame.iloc[:, place]]
        for place, unit in enumerate(map(_unit, frame.columns))
    }
    out = pd.DataFrame(shown, index=frame.index, dtype=str)
    out.columns = pd.Index(names)
    return out, len(content)


def full(content: Result | pd.DataFrame) -> tuple[list[Column], list[list[Any]]]:
    """Return columns and values in full precision; codes stand in words."""
    if not isinstance(content, Result):
        frame, labels = flat(content), labels_of(content, content.columns)
        columns = [
            Column(str(name), label(labels, heading(str(name))), _unit(name), _meaning(name))
            for name in frame.columns
        ]
        return columns, [frame.iloc[:, place].tolist() for place in range(frame.shape[1])]
    frame = content.tidy()
    columns, values = [], []
    for name in frame.columns:
        unit = content.units.get(name) or _unit(name)
        own = frame[name].tolist()
        if name == "term":
            shown = content.labelled()["label"].tolist()
            columns.append(Column("label", heading(name), "text", _("the row as readers see it")))
            values.append(shown)
            if shown != own:
                columns.append(Column(name, _("name in the data"), "text", _meaning(name)))
                values.append(own)
            continue
        columns.append(Column(name, heading(name), unit, _meaning(name)))
        values.append([content.word(value) for value in own])
    return columns, values


def flat(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose index stands as columns, unless it only counts the rows."""
    out = frame.copy()
    if isinstance(frame.columns, pd.MultiIndex):
        out.columns = pd.Index([" ".join(map(str, name)) for name in frame.columns])
    if isinstance(frame.index, pd.RangeIndex):
        return out
    for level in reversed(range(frame.index.nlevels)):
        name = frame.index.names[level]
        values = frame.index.get_level_values(level)
        out.insert(0, "" if name is None else str(name), values, allow_duplicates=True)
    return out.reset_index(drop=True)


def _text(value: Any, unit: str) -> str:
    if missing(value):
        return show(None)
    number = pd.api.types.is_number(value) and not isinstance(value, complex)
    if pd.api.types.is_bool(value):
        return show(bool(value))
    if not number:
        return str(value)
    if pd.api.types.is_integer(value):
        return show(value, "count") if unit in ("count", "money") else str(value)
    return show(value, unit)


def _unit(name: Any) -> str:
    return GLOSSARY[name].unit if isinstance(name, str) and name in GLOSSARY else "number"


def _meaning(name: Any) -> str:
    return _(GLOSSARY[name].meaning) if isinstance(name, str) and name in GLOSSARY else ""
