"""Experience types in a survey: which columns belong together, and what readers call them."""

from __future__ import annotations

import pandas as pd

from cxlab._core.errors import DataError
from cxlab._core.i18n import _
from cxlab._core.labels import Labels, labels_of
from cxlab._core.validate import closest, columns, frame


def types_of(data: pd.DataFrame, *prefixes: str) -> list[str]:
    """Return the experience types, in the order of the columns that begin with the first prefix.

    Raises
    ------
    DataError
        No column begins with a prefix, or a type has a column under one prefix only.
    """
    frame(data)
    found = [_after(data, prefix) for prefix in prefixes]
    types = list(dict.fromkeys(name for names in found for name in names))
    for prefix in prefixes:
        columns(data, [prefix + name for name in types])
    return types


def type_labels(data: pd.DataFrame, types: list[str], prefix: str) -> Labels:
    """Return readers' names of the types: the kit's for the six, else those of the data."""
    from cxlab.instruments import get

    known = get("experience_types").labels()
    own = labels_of(data, [prefix + name for name in types])
    own = {name.removeprefix(prefix): text for name, text in own.items()}
    return {name: text for name, text in (own | known).items() if name in types}


def _after(data: pd.DataFrame, prefix: str) -> list[str]:
    names = [str(name) for name in data.columns]
    types = [name[len(prefix) :] for name in names if name.startswith(prefix) and name != prefix]
    if not types:
        raise DataError(
            _("No column begins with {prefix!r}. {hint}")
            .format(prefix=prefix, hint=closest(prefix, names))
            .strip()
        )
    return types
