"""Headings of a firm's own table: what is obviously meant, in either language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from cxlab._core.errors import DataError
from cxlab._core.i18n import _, listing
from cxlab._core.validate import brief, closest, frame

MOST = 200  # rows; a table of more is a survey, not a summary


def read_headings(table: pd.DataFrame, headings: Mapping[str, Iterable[str]]) -> pd.DataFrame:
    """Return a short table with its columns under the names that code knows.

    Parameters
    ----------
    table
        A firm's own table.
    headings
        The names that code knows, each with the other headings that mean it. Case, spaces and
        what stands in brackets do not count: ``Actual (2a)`` is ``actual``.

    Raises
    ------
    DataError
        It is no table, it has more than 200 rows, a heading is unknown, or two mean the same.
    """
    if len(frame(table)) > MOST:
        raise DataError(
            _(
                "The table has {count} rows, and at most {most} are read. It looks like a survey "
                "with one row per customer: give one row per line of the summary instead."
            ).format(count=len(table), most=MOST)
        )
    meant = {bare(word): name for name, words in headings.items() for word in (name, *words)}
    found: dict[str, Any] = {}
    for column in table.columns:
        name = meant.get(bare(column))
        if name is None:
            raise DataError(
                _("The table has no use for the column {name}. {hint}")
                .format(name=brief(column), hint=closest(column, headings))
                .strip()
            )
        if name in found:
            raise DataError(
                _("The columns {first} and {second} both mean {name!r}. Keep one of them.").format(
                    first=brief(found[name]), second=brief(column), name=name
                )
            )
        found[name] = column
    return table.set_axis(list(found), axis=1)


def absent(name: str, headings: Mapping[str, Iterable[str]]) -> DataError:
    """Return the error for a column that the table needs and does not have."""
    return DataError(
        _("The table has no column {name!r}. It may also be called {words}.").format(
            name=name, words=listing(headings[name])
        )
    )


def bare(heading: Any) -> str:
    """Return what of a heading counts.

    Examples
    --------
    >>> bare("Ideal experience (4a)"), bare("实际体验（2a）")
    ('idealexperience', '实际体验')
    """
    text = str(heading).replace("（", "(").partition("(")[0] or str(heading)
    return "".join(text.replace("_", " ").split()).casefold()
