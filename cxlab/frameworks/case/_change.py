"""Cells of a case replaced by others, each named by its type of experience."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cxlab._core.validate import finite, mapping, one_of
from cxlab.frameworks.case._parts import Experience

if TYPE_CHECKING:
    from cxlab.frameworks.case._case import Case


def changed(case: Case, given: Mapping[str, Mapping[str, Any] | None]) -> tuple[Experience, ...]:
    """Return the experiences of a case with the given cells, ``None`` as missing.

    Raises
    ------
    SpecError
        A name is none of the case's types, or a cell is no number.
    """
    changes: dict[str, dict[str, Any]] = {}
    for cell, values in given.items():
        for name, value in mapping({} if values is None else values, cell).items():
            one_of(name, case.names, cell)
            changes.setdefault(name, {})[cell] = (
                finite(value, f"{cell} ({name})")
                if value is not None and cell != "requirement"
                else value
            )
    return tuple(replace(each, **changes.get(each.name, {})) for each in case.experiences)
