"""Where a report is saved, if it is saved at all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cxlab._core import saving


def target_of(path: Any, *endings: str) -> Path | None:
    """Return where to save, once it is a path with the right ending; ``None`` without one.

    Raises
    ------
    SpecError
        It is no path, or its ending is another one.
    """
    return None if path is None else saving.target_of(path, *endings)


def save(target: Path | None, content: bytes) -> bytes:
    """Write a file where there is a target, and return what was written.

    Raises
    ------
    SpecError
        The path can't be written.
    """
    if target is not None:
        saving.saved(target, lambda fresh: Path(fresh).write_bytes(content))
    return content
