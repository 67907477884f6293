"""Cases and cost trees as YAML: those of the kit by name, a user's own by path."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cxlab._core.errors import SpecError
from cxlab._core.i18n import _
from cxlab._core.resources import find, names, read_own, read_yaml
from cxlab._core.validate import brief, one_of


def read_case(name: str | Path) -> Mapping[str, Any]:
    """Read a case of the kit by name, or a user's own file (``….yaml``) by path.

    Raises
    ------
    SpecError
        There is no such case or file, or it is no YAML.
    """
    if isinstance(name, (str, Path)) and str(name).endswith((".yaml", ".yml")):
        return read_own(name)
    return read_yaml(
        find("course", "cases", f"{one_of(name, names('course', 'cases'), 'name')}.yaml")
    )


def write_yaml(data: Mapping[str, Any], path: str | Path | None) -> str:
    """Return plain Python as YAML, and write it where a path is given.

    Raises
    ------
    SpecError
        The file cannot be written.
    """
    import yaml

    text = yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False, width=100)
    if path is not None:
        try:
            Path(path).write_text(text, encoding="utf-8")
        except (OSError, TypeError, ValueError) as error:
            raise SpecError(
                _("The file {name} cannot be written. Check the folder and its rights.").format(
                    name=brief(str(path))
                )
            ) from error
    return text
