"""A case as plain Python, as YAML holds it, and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from cxlab._core.i18n import _
from cxlab._core.validate import mapping, pair, sequence
from cxlab.frameworks._entry import Entry, known, named, plain
from cxlab.frameworks.case._parts import CELLS, Experience

if TYPE_CHECKING:
    from cxlab.frameworks.case._case import Case


def from_plain(data: Mapping[str, Any], fields: Iterable[str]) -> dict[str, Any]:
    """Return the fields of a case, each read into what it is made of.

    Raises
    ------
    SpecError
        A field is unknown or of another form.
    """
    given = known(data, fields, _("The case"))

    def rows(name: str) -> list[Any]:
        return sequence(given.get(name, ()), name)

    read = {
        "name": named(given.get("name"), _("The case")),
        "experiences": tuple(map(Experience.from_dict, rows("experiences"))),
        "scale": pair(given.get("scale", (0, 10)), "scale"),
        "brand_value": tuple(map(Entry.of, rows("brand_value"))),
        "checks": tuple(map(Entry.of, rows("checks"))),
        "assumptions": known(given.get("assumptions", {}), CELLS, "assumptions"),
        "sales": mapping(given.get("sales", {}), "sales"),
        "sources": tuple(map(str, rows("sources"))),
    }
    return {**given, **read}


def to_plain(case: Case) -> dict[str, Any]:
    """Return a case as plain Python, without the empty fields."""
    out = {
        "name": case.name,
        "title": plain(case.title),
        "note": plain(case.note),
        "scale": list(case.scale),
        "round": case.round,
        "brand_value": [entry.plain() for entry in case.brand_value],
        "experiences": [each.to_dict() for each in case.experiences],
        "assumptions": {cell: plain(text) for cell, text in case.assumptions.items()},
        "checks": [entry.plain() for entry in case.checks],
        "sales": dict(case.sales),
        "sources": list(case.sources),
    }
    return {key: value for key, value in out.items() if value}
