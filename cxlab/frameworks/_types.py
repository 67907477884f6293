"""Experience types in a survey: which columns belong together, and what readers call them."""

from __future__ import annotations

import pandas as pd

from cxlab._core.errors import DataError
from cxlab._core.i18n import _
from cxlab._core.labels import Labels, labels_of
from cxlab._core.validate import closest, columns, frame, text
from cxlab.instruments import Instrument, get


def types_of(data: pd.DataFrame, *prefixes: str) -> list[str]:
    """Return the experience types, in the order of the columns that begin with the first prefix.

    Raises
    ------
    DataError
        No column begins with a prefix, or a type has a column under one prefix only.
    SpecError
        A prefix is no text.
    """
    frame(data)
    found = [_after(data, text(prefix, "prefix")) for prefix in prefixes]
    types = list(dict.fromkeys(name for names in found for name in names))
    for prefix in prefixes:
        columns(data, [prefix + name for name in types])
    return types


def type_labels(data: pd.DataFrame, types: list[str], prefix: str) -> Labels:
    """Return readers' names of the types: the kit's for the six, else those of the data."""
    known = scale_labels(get("experience_types"))
    own = labels_of(data, [prefix + name for name in types])
    return {
        name: known.get(name) or own[prefix + name]
        for name in types
        if name in known or prefix + name in own
    }


def scale_labels(bank: Instrument) -> Labels:
    """Return readers' names of the dimensions of an item bank."""
    return {each.name: each.label for each in bank.dimensions if not isinstance(each.label, str)}


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
