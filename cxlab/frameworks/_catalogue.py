"""Tables of words: the lists of the field that lessons, questionnaires and cases refer to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from cxlab._core.i18n import language, localized
from cxlab._core.labels import Labels
from cxlab._core.references import cite
from cxlab._core.resources import read_yaml
from cxlab._core.result import Result
from cxlab.frameworks._types import scale_labels
from cxlab.instruments import get


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Catalogue(Result):
    """A table of words in both languages; ``tidy()`` gives those of the language in use.

    Parameters
    ----------
    about
        ``title``, ``finding`` and ``lesson`` as ``{"en": …, "zh": …}``, and the keys of
        ``sources``.
    """

    about: Mapping[str, Any]

    drawing = "cxlab.plots:words"

    @property
    def title(self) -> str:  # type: ignore[override]
        """What the table lists."""
        return localized(self.about["title"])

    @property
    def references(self) -> tuple[str, ...]:
        """The sources of the table, ready to print."""
        return tuple(cite(key) for key in self.about["sources"])

    def tidy(self) -> pd.DataFrame:
        """Return one row per entry: ``term`` and its texts in the language in use."""
        return self.table.apply(
            lambda column: column if column.name == "term" else column.map(_say)
        )

    def headline(self) -> str:
        """State the point of the table in one line."""
        return localized(self.about["finding"])

    def explain(self) -> str:
        """Say what the table teaches, and how far it carries."""
        return localized(self.about["lesson"])


def determinants() -> Catalogue:
    """List the six determinants of customer expectation.

    Returns
    -------
    Catalogue
        Columns ``meaning`` and ``example``.

    Examples
    --------
    >>> determinants().tidy()["term"].tolist()[:2]
    ['word_of_mouth', 'brand_promotion']
    """
    return _catalogue("determinants")


def experience_types() -> Catalogue:
    """List the six types of experience with their parts.

    Returns
    -------
    Catalogue
        Columns ``meaning`` and ``parts``.

    Examples
    --------
    >>> experience_types().tidy()["term"].tolist()
    ['product', 'service', 'relationship', 'price', 'convenience', 'brand']
    """
    return _catalogue("experience_types", scale_labels(get("experience_types")))


def key_experiences() -> Catalogue:
    """List whom three brands serve, and the key experience they offer.

    Returns
    -------
    Catalogue
        Columns ``customers`` and ``key_experience``.

    Examples
    --------
    >>> key_experiences().tidy()["term"].tolist()
    ['starbucks', 'microsoft', 'lv']
    """
    return _catalogue("key_experiences")


def misconceptions() -> Catalogue:
    """List three misconceptions of customer experience, each with a brand that contradicts it.

    Returns
    -------
    Catalogue
        Columns ``example`` and ``rule`` (what holds instead).

    Examples
    --------
    >>> len(misconceptions().tidy())
    3
    """
    return _catalogue("misconceptions")


def golden_rules() -> Catalogue:
    """List the two golden rules of focus.

    Returns
    -------
    Catalogue
        Column ``meaning``.

    Examples
    --------
    >>> golden_rules().tidy()["meaning"].tolist()[0]
    'find your best or target customers'
    """
    return _catalogue("golden_rules")


def cem_vs_crm() -> Catalogue:
    """Set customer experience management beside customer relationship management.

    Returns
    -------
    Catalogue
        Five rows; columns ``cem`` and ``crm``.

    Examples
    --------
    >>> cem_vs_crm().tidy().shape
    (5, 3)
    """
    return _catalogue("cem_vs_crm")


def _catalogue(name: str, labels: Labels | None = None) -> Catalogue:
    about = _file()[name]
    entries = about["entries"]
    rows = [
        {"term": term} | {field: text for field, text in entry.items() if field != "label"}
        for term, entry in entries.items()
    ]
    labels = labels or {term: entry["label"] for term, entry in entries.items()}
    return Catalogue(table=pd.DataFrame(rows), n=0, labels=labels, about=about)


@cache
def _file() -> Mapping[str, Any]:
    return read_yaml(Path(__file__).with_name("catalogues.yaml"))


def _say(text: Any) -> str:
    if isinstance(text, list):
        return ("；" if language() == "zh" else "; ").join(localized(part) for part in text)
    return localized(text)
