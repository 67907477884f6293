"""Where the files of the kit lie: in the installed package, or in the checkout it was cloned to."""

from __future__ import annotations

from functools import cache
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
    """Read a YAML file of the kit as plain Python objects."""
    return parse_yaml(path.read_text(encoding="utf-8"), path.name)


def read_own(source: str | Path) -> Any:
    """Read a reader's own YAML file as plain Python objects.

    Raises
    ------
    SpecError
        There is no such file, or it is not YAML saved as UTF-8.
    """
    name = repr(str(source)[-200:])
    try:
        content = Path(source).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SpecError(
            _("{name} is not saved as UTF-8. Save it again with that encoding.").format(name=name)
        ) from error
    except (OSError, TypeError, ValueError) as error:
        raise SpecError(
            _("There is no file {name}. Check the folder and the spelling.").format(name=name)
        ) from error
    return parse_yaml(content, name)


def parse_yaml(content: str, name: str) -> Any:
    """Read YAML text as plain Python objects; a key that stands twice is not passed over.

    Raises
    ------
    SpecError
        It is no YAML; the message names the line.
    """
    import yaml

    try:
        return yaml.load(content, Loader=_strict())
    except RecursionError as error:
        raise SpecError(
            _(
                "{name} cannot be read as YAML: too many brackets stand within each other. "
                "Write a list of names in one pair of brackets."
            ).format(name=name)
        ) from error
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise SpecError(
            _(
                "{name} cannot be read as YAML (line {line}, column {column}). Common faults: a "
                "tab in front of a line, no blank behind a colon, a key that stands twice."
            ).format(name=name, line=line, column=column)
        ) from error


@cache
def _strict() -> Any:
    """Return the safe loader that refuses a key standing twice."""
    import yaml

    class Strict(yaml.SafeLoader):
        def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
            seen: set[str] = set()
            for key, _value in node.value:
                if str(key.value) in seen:
                    raise yaml.constructor.ConstructorError(
                        None, None, "this key stands twice", key.start_mark
                    )
                seen.add(str(key.value))
            return super().construct_mapping(node, deep)

    return Strict
