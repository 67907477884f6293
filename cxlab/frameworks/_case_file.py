"""Cases and cost trees as YAML: those of the kit by name, a user's own by path."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cxlab._core.errors import SpecError
from cxlab._core.i18n import _
from cxlab._core.resources import find, names, read_yaml
from cxlab._core.validate import one_of


def read_case(name: str | Path, wanted: str) -> Mapping[str, Any]:
    """Read a case of the kit by name, or a user's own file (``….yaml``) by path.

    ``wanted`` is the field that tells the files of one sort from those of another.

    Raises
    ------
    SpecError
        There is no such case or file.
    """
    path = Path(name)
    if path.suffix in (".yaml", ".yml"):
        if not path.exists():
            raise SpecError(
                _("There is no file '{name}'. Check the folder and the spelling.").format(name=name)
            )
        return read_yaml(path)
    stored = {case: read_yaml(find("course", "cases", f"{case}.yaml")) for case in names("course", "cases")}
    fitting = [case for case, data in stored.items() if wanted in data]
    return stored[one_of(str(name), fitting, "name")]


def write_yaml(data: Mapping[str, Any], path: str | Path | None) -> str:
    """Return plain Python as YAML, and write it where a path is given."""
    import yaml

    text = yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False, width=100)
    if path is not None:
        Path(path).write_text(text, encoding="utf-8")
    return text
