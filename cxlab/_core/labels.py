"""Names of columns and terms for readers: kept as ``{"en": …, "zh": …}``, chosen when shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from cxlab._core.i18n import localized

if TYPE_CHECKING:
    import pandas as pd

Labels = Mapping[str, Mapping[str, str]]


def labels_of(data: pd.DataFrame, names: Iterable[str]) -> dict[str, Mapping[str, str]]:
    """Return the labels that a loaded frame carries (``data.attrs["labels"]``) for the columns."""
    known = data.attrs.get("labels", {})
    return {name: known[name] for name in names if name in known}


def label(labels: Labels, name: str) -> str:
    """Return one name as a reader should see it; a name without a label stands as it is."""
    return localized(labels[name]) if name in labels else str(name)


def opening(labels: Labels, name: str) -> str:
    """Return a name for the start of a line: a label gets a capital, a column's name stands."""
    text = label(labels, name)
    return text[:1].upper() + text[1:] if name in labels else text
