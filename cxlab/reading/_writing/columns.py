"""The columns of a survey as every format writes them: a type each, question and answer words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from cxlab._core.errors import SpecError
from cxlab._core.i18n import _, listing, localized
from cxlab._core.labels import label, labels_of
from cxlab.reading._codebook import Codebook, Field
from cxlab.reading._files.grid import blank

if TYPE_CHECKING:
    from cxlab.reading._survey import Survey

EXACT = 2**53  # above it spreadsheets, SPSS and Stata round whole numbers


@dataclass(frozen=True)
class Columns:
    """What a survey holds, ready to be written.

    Parameters
    ----------
    book
        What each column is.
    cells
        The cells of each column, ``None`` where nothing stands.
    """

    book: Codebook
    cells: list[list[Any]]


def columns_of(survey: Survey) -> Columns:
    """Return what each column of a survey is, and its cells as plain Python objects.

    Raises
    ------
    SpecError
        The data have no columns, or two of one name.
    """
    data = survey.data
    names = list(map(str, data.columns))
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice or not names:
        raise SpecError(
            _("Several columns of the data are called {names}. Give each its own name.").format(
                names=listing(map(repr, twice[:5]))
            )
            if twice
            else _("The data have no columns, so there is nothing to write.")
        )
    texts = _texts(survey, names)
    known = data.attrs.get("words")
    words = known if isinstance(known, Mapping) else {}
    series = [data.iloc[:, place] for place in range(len(names))]
    fields = tuple(
        _field(name, each, texts.get(name, ""), words.get(name, {}))
        for name, each in zip(names, series, strict=True)
    )
    values = [_values(each, field) for each, field in zip(series, fields, strict=True)]
    bare = [place for place, row in enumerate(zip(*values, strict=True)) if all(map(blank, row))]
    return Columns(Codebook(len(data), fields, tuple(bare)), values)


def numbers(values: list[Any], field: Field) -> np.ndarray:
    """Return the cells of a column that is no text as floats, NaN where nothing stands."""
    if field.type == "category":
        place = {answer: number for number, answer in enumerate(field.answers, 1)}
        values = [None if value is None else place[value] for value in values]
    return np.array(values, float)


def _texts(survey: Survey, names: list[str]) -> dict[str, str]:
    """Return the question of each column, in the language in use."""
    labels = labels_of(survey.data, names)
    told = {name: label(labels, name) for name in names if name in labels}
    items = getattr(survey, "items", None)
    if isinstance(items, pd.DataFrame) and {"column", "text"} <= set(items):
        said = items.loc[items["text"].astype("str").str.len() > 0, ["column", "text"]]
        told = dict(zip(said["column"], said["text"], strict=True)) | told
    return {name: text for name, text in told.items() if isinstance(text, str) and text != name}


def _field(name: str, column: pd.Series, text: str, words: Any) -> Field:
    kind = column.dtype
    if isinstance(kind, pd.CategoricalDtype):
        answers = tuple(map(str, kind.categories))
        if len(set(answers)) == len(answers):
            return Field(name, "category", text, {}, answers, bool(kind.ordered))
        return Field(name, "text", text)
    if pd.api.types.is_bool_dtype(kind):
        return Field(name, "yes_no", text)
    if pd.api.types.is_integer_dtype(kind):
        return Field(name, "whole", text, _plain_words(words))
    if pd.api.types.is_float_dtype(kind):
        return Field(name, "number", text, _plain_words(words))
    if pd.api.types.is_datetime64_any_dtype(kind):
        return Field(name, "date", text)
    return Field(name, "text", text)


def _plain_words(words: Any) -> dict[Any, str]:
    """Return the words of codes that are numbers, by plain numbers, in the language in use."""
    pairs = words.items() if isinstance(words, Mapping) else ()
    known = {
        float(code): localized(word) if isinstance(word, Mapping) else str(word)
        for code, word in pairs
        if isinstance(code, int | float | np.number) and np.isfinite(code)
    }
    return {int(code) if code.is_integer() else code: word for code, word in known.items()}


def _values(column: pd.Series, field: Field) -> list[Any]:
    gone = column.isna().to_numpy()
    if field.type in ("text", "category"):
        cells = [None if mark else str(cell) for cell, mark in zip(column, gone, strict=True)]
        return [cell or None for cell in cells]
    if field.type == "date":
        naive = column.dt.tz_convert("UTC").dt.tz_localize(None) if column.dt.tz else column
        return naive.to_numpy().astype("datetime64[us]").tolist()
    plain = {"whole": int, "number": float, "yes_no": bool}[field.type]
    return [None if mark else plain(cell) for cell, mark in zip(column, gone, strict=True)]
