"""Groups of two chapters: finite, in one order, and each with a name of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxlab._core.arguments import LARGEST, brief
from cxlab._core.errors import DataError
from cxlab._core.i18n import _, listing

if TYPE_CHECKING:
    import pandas as pd


def distinct(keys: pd.Series, by: str) -> pd.Series:
    """Return the groups if they can be put in order and told apart by their names.

    Raises
    ------
    DataError
        A group is an infinite number, two share a name (``1`` and ``"1"``), or their kinds differ
        so that there is no order.
    """
    import pandas as pd

    kinds = keys.dropna().drop_duplicates()
    for value in kinds:
        if isinstance(value, (int, float)) and not abs(value) <= LARGEST:
            raise DataError(
                _(
                    "{name!r} must name groups by texts or finite numbers; it holds {value}. "
                    "Recode it, or leave those rows out."
                ).format(name=by, value=brief(value))
            )
    twice = kinds.astype(str).duplicated(keep=False).to_numpy()
    try:
        pd.factorize(kinds, sort=True)
        odd = kinds[twice]
    except (TypeError, ValueError):
        odd = kinds[~kinds.map(type).duplicated()]
    if len(odd):
        raise DataError(
            _(
                "{name!r} mixes kinds of values, such as {values}: those groups have no order, or "
                "share a name. Make them all text: data[{name!r}] = data[{name!r}].astype(str)."
            ).format(name=by, values=listing(map(brief, odd.head(2))))
        )
    return keys
