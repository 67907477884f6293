"""Where the files of the kit lie: in the installed package, or in the checkout it was cloned to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cxlab._core.errors import SpecError
from cxlab._core.i18n import _

PACKAGE = Path(__file__).parents[1]


def find(*parts: str) -> Path:
    """Return the path of a resource such as ``find("data", "meiyu", "card.yaml")``.

    A wheel carries the folders ``data`` and ``course`` inside the package as ``_kit``; a checkout
    has them beside it.

    Raises
    ------
    SpecError
        No such file lies in either place.
    """
    for root in (PACKAGE / "_kit", PACKAGE.parent):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise SpecError(
        _("The kit has no file '{name}'. Install cxlab again, or check the spelling.").format(
            name="/".join(parts)
        )
    )


def names(*parts: str) -> list[str]:
    """List what lies in a resource folder, sorted, without hidden files."""
    return sorted(
        path.stem for path in find(*parts).iterdir() if not path.name.startswith((".", "_"))
    )


def read_yaml(path: Path) -> Any:
    """Read a YAML file as plain Python objects."""
    import yaml

    return yaml.safe_load(path.read_text(encoding="utf-8"))
