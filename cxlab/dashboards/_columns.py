"""Columns of a survey that a page can offer: by what they hold, and by what they are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

import cxlab
from cxlab._core.errors import DataError
from cxlab._core.i18n import _
from cxlab._core.labels import Labels, labels_of, opening, words_of
from cxlab._core.validate import column, columns, frame
from cxlab.dashboards._setting import Choice
from cxlab.reading._items.labels import taken_apart
from cxlab.reading._items.points import family

NONE = ""  # in place of a column
_MANY = 40  # values beyond which a column is no group and a whole number may be a key
_GROUPS = 12  # of a chart; more are no longer told apart


@dataclass(frozen=True)
class Columns:
    """What the columns of a survey can be used for, found out once.

    Parameters
    ----------
    numeric
        Columns of numbers that are no keys, with their count of different values.
    grouping
        Columns with 2 to 12 values that can tell groups apart: texts, codes with words of which
        nobody would take a mean, and marks of yes and no.
    labels
        Readers' names.
    """

    numeric: Mapping[str, int]
    grouping: tuple[str, ...]
    labels: Labels

    @classmethod
    def of(cls, data: pd.DataFrame) -> Columns:
        """Look at every column once.

        Raises
        ------
        DataError
            This is no frame with rows, or two columns have one name.
        """
        names = frame(data).columns
        columns(data, list(names[names.duplicated()]) or list(names[:1]))
        bare = data.copy(deep=False)
        bare.attrs = {}  # or every column would carry a copy of all labels
        counts = {name: _different(bare[name]) for name in bare if isinstance(name, str)}
        numbers = set(bare.select_dtypes("number").columns)
        answers = {
            name: count
            for name, count in counts.items()
            if name in numbers and count > 1 and not _key(bare[name], count)
        }
        coded = {name for name in numbers if _kinds(bare[name], words_of(data, name))}
        groups = tuple(
            name
            for name, count in counts.items()
            if 2 <= count <= _GROUPS
            and (name not in numbers or count == 2 or name in coded)
            and not pd.api.types.is_datetime64_any_dtype(bare[name])
        )
        return cls(answers, groups, labels_of(data, map(str, data.columns)))

    def answers(self, least: int = 3) -> dict[str, str]:
        """Map columns of at least ``least`` different numbers to words.

        Raises
        ------
        DataError
            There are none.
        """
        names = [name for name, count in self.numeric.items() if count >= least]
        if not names:
            raise DataError(
                _(
                    "The data have no column of answers in numbers (at least {least} different "
                    "ones). Code the answers as numbers, such as 1-7."
                ).format(least=least)
            )
        return self.named(names)

    def named(self, names: Iterable[str]) -> dict[str, str]:
        """Map names of columns to words."""
        return {name: opening(self.labels, name) for name in names}

    def offered(self, names: Sequence[str], further: str | None) -> dict[str, str]:
        """Map names of columns to words, with one that was asked for besides."""
        more = [further] if further and further not in names else []
        return self.named([*names, *more])


def grouped(columns: Columns, by: str | None) -> Choice:
    """Return the setting for the groups, which offers the column that was asked for besides."""
    groups = columns.offered(columns.grouping, by)
    return Choice(
        name="by",
        options=groups or {NONE: _("none")},
        start=next(iter(groups), NONE),
        words=_("Groups"),
        tooltip=_("How customers are grouped; groups of fewer than 10 are not shown"),
    )


def check(data: pd.DataFrame | None, *names: str | None) -> None:
    """Refuse columns that the data, or the kit's where there are none, do not have.

    Raises
    ------
    DataError
        One is absent.
    """
    for name in names:
        if name is not None:
            column(cxlab.load("meiyu") if data is None else data, name)


def first(options: Mapping[str, str], *wanted: str, other: int = 0) -> str:
    """Return the first of the wanted names among the options, else the option at a place."""
    return next((name for name in wanted if name in options), list(options)[other])


def _different(values: pd.Series) -> int:
    """Count the different values; 0 of what is no answer and no group: lists, spans of time."""
    try:
        return 0 if values.dtype.kind in "cm" else int(values.nunique())
    except TypeError:
        return 0


def _kinds(values: pd.Series, words: Mapping[object, str]) -> bool:
    """Tell whether codes stand for kinds, such as branches: each has a word, and none a grade."""
    if not words or not set(values.dropna().unique()) <= set(words):
        return False
    return not family(taken_apart(word).words for word in words.values())


def _key(values: pd.Series, count: int) -> bool:
    """Tell whether these are running numbers rather than answers."""
    known = values.dropna()
    return len(known) > _MANY and count == len(known) and bool((known % 1 == 0).all())
