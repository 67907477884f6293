"""Where a file is saved, and what is said when it can't be."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from cxlab._core.errors import SpecError
from cxlab._core.i18n import _, listing
from cxlab._core.validate import brief


def target_of(path: Any, *endings: str) -> Path | None:
    """Return where to save, once it is a path with the right ending; ``None`` without one.

    Raises
    ------
    SpecError
        It is no path, or its ending is another one.
    """
    if path is None:
        return None
    if not isinstance(path, (str, os.PathLike)) or isinstance(os.fspath(path), bytes):
        raise SpecError(
            _("path must be the name of a file such as 'report{ending}', not {value}.").format(
                ending=endings[0], value=brief(path)
            )
        )
    target = Path(path)
    if target.suffix.lower() not in endings:
        raise SpecError(
            _("{name} must end in {endings}.").format(
                name=brief(target.name), endings=listing(endings)
            )
        )
    return target


def save(target: Path | None, content: bytes) -> bytes:
    """Write a file where there is a target, and return what was written.

    Raises
    ------
    SpecError
        The path can't be written.
    """
    if target is not None:
        try:
            target.write_bytes(content)
        except (OSError, ValueError) as error:
            raise SpecError(
                _(
                    "{name} can't be written. Check that the folder exists, that you may write "
                    "there, and that no other program holds the file."
                ).format(name=brief(str(target)[-200:]))
            ) from error
    return content
