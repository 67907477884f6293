"""Cases and cost trees as YAML: those of the kit by name, a user's own by path."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cxlab._core.errors import SpecError
from cxlab._core.i18n import _
from cxlab._core.resources import find, names, read_yaml
from cxlab._core.validate import one_of


def read_case(name: str | Path) -> Mapping[str, Any]:
    """Read a case of the kit by name, or a user's own file (``….yaml``) by path.

    Raises
    ------
    SpecError
        There is no such case or file, or it is no YAML.
    """
    import yaml

    path = Path(name)
    if path.suffix not in (".yaml", ".yml"):
        path = find(
            "course", "cases", f"{one_of(str(name), names('course', 'cases'), 'name')}.yaml"
        )
    elif not path.exists():
        raise SpecError(
            _("There is no file '{name}'. Check the folder and the spelling.").format(name=name)
        )
    try:
        return read_yaml(path)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SpecError(
            _("'{name}' cannot be read as YAML: {reason}. Correct that place.").format(
                name=name, reason=" ".join(str(error).split())
            )
        ) from error


def write_yaml(data: Mapping[str, Any], path: str | Path | None) -> str:
    """Return plain Python as YAML, and write it where a path is given."""
    import yaml

    text = yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False, width=100)
    if path is not None:
        Path(path).write_text(text, encoding="utf-8")
    return text
