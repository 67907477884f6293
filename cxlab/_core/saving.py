"""Where a file is saved: written beside its place, and moved there when it is whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cxlab._core.arguments import brief
from cxlab._core.errors import CxError, SpecError
from cxlab._core.i18n import _, listing


def target_of(path: Any, *endings: str) -> Path:
    """Return where to save, once it is a path with the right ending.

    Raises
    ------
    SpecError
        It is no path, or its ending is another one.
    """
    if not isinstance(path, str | os.PathLike) or isinstance(os.fspath(path), bytes):
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


def saved(target: Path, write: Callable[[str], Any]) -> Path:
    """Have a file written and put it in its place, where an older one of that name is replaced.

    Parameters
    ----------
    write
        Writes the file to the path it is given, which has the ending of the target.

    Raises
    ------
    SpecError
        The path can't be written.
    """
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".cxlab-") as folder:
            fresh = os.path.join(folder, f"new{target.suffix.lower()}")
            write(fresh)
            os.replace(fresh, target)
    except CxError:
        raise
    except (OSError, ValueError) as error:
        raise SpecError(
            _(
                "{name} can't be written. Check that the folder exists, that you may write "
                "there, and that no other program holds the file."
            ).format(name=brief(str(target)[-200:]))
        ) from error
    return target
