"""Two numbers per name, given as two mappings with the same keys."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from cxlab._core.errors import SpecError
from cxlab._core.i18n import _, listing
from cxlab._core.validate import finite

Numbers = Mapping[str, float] | pd.Series


def paired(
    first: Numbers, second: Numbers, names: tuple[str, str]
) -> dict[str, tuple[float, float]]:
    """Return ``{key: (first, second)}`` as floats.

    Raises
    ------
    SpecError
        One is no mapping, the keys differ, or a value is not a finite number.
    """
    both = []
    for values, name in zip((first, second), names, strict=True):
        if not isinstance(values, Mapping | pd.Series):
            raise SpecError(
                _("{first} and {second} must both be numbers, or both name their numbers.").format(
                    first=names[0], second=names[1]
                )
            )
        both.append({str(key): finite(value, f"{name}[{key!r}]") for key, value in values.items()})
    if odd := sorted(both[0].keys() ^ both[1].keys()):
        raise SpecError(
            _(
                "{first} and {second} must name the same things; {odd} stands in one only. Give "
                "both numbers for each."
            ).format(first=names[0], second=names[1], odd=listing(odd))
        )
    return {key: (value, both[1][key]) for key, value in both[0].items()}
