"""The sources of methods and numbers, kept in ``references.yaml`` and cited by key."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from cxlab._core.errors import SpecError
from cxlab._core.i18n import _
from cxlab._core.resources import read_yaml


@cache
def _entries() -> Mapping[str, str]:
    return read_yaml(Path(__file__).with_name("references.yaml"))


def cite(key: str) -> str:
    """Return a source as one line, ready to print.

    Raises
    ------
    SpecError
        No source has that key.
    """
    if key not in _entries():
        raise SpecError(_("No source is filed under {key!r}.").format(key=key))
    return _entries()[key]


def printed(key: str) -> str:
    """Return a source of a user's own case or questionnaire: one that is not filed as it stands."""
    return _entries().get(key, key)
