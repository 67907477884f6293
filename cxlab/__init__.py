"""cxlab: learn, teach and research customer experience management, in Chinese and English."""

from __future__ import annotations

import importlib
from typing import Any

from cxlab._core.errors import CxError, CxWarning, DataError, MissingExtra, ModelError, SpecError
from cxlab._core.i18n import use
from cxlab._core.theme import theme

__version__ = "0.1.0"

_CHAPTERS = (
    "dashboards",
    "datasets",
    "drivers",
    "frameworks",
    "instruments",
    "metrics",
    "paths",
    "plots",
    "reading",
    "report",
    "retention",
    "simulate",
    "teach",
    "widgets",
)
_VERBS = {"load": "datasets", "describe": "datasets", "read": "reading", "check": "teach"}

__all__ = [
    "CxError",
    "CxWarning",
    "DataError",
    "MissingExtra",
    "ModelError",
    "SpecError",
    "theme",
    "use",
    *_CHAPTERS,
    *_VERBS,
]


def __getattr__(name: str) -> Any:
    """Load a chapter when it is first asked for, so that ``import cxlab`` stays quick."""
    if name in _CHAPTERS:
        return importlib.import_module(f"cxlab.{name}")
    if name in _VERBS:
        return getattr(importlib.import_module(f"cxlab.{_VERBS[name]}"), name)
    raise AttributeError(f"module 'cxlab' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
