"""Units: one MyST source in two languages, read into cells that know their line."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from cxlab._core.errors import SpecError
from cxlab._core.i18n import LANGUAGES, _
from cxlab._core.resources import find
from cxlab._core.validate import brief, closest, listed

TAGS = ("exercise", "solution", "instructor", "slide", "check-output", "raises-exception")


@dataclass(frozen=True)
class Cell:
    """One cell of a unit.

    Parameters
    ----------
    kind
        ``"markdown"`` or ``"code"``.
    line
        Line of ``unit.md`` on which the text begins, from 1.
    lang
        ``"en"`` or ``"zh"``; empty for code, which both languages share.
    """

    kind: str
    source: str
    line: int
    lang: str = ""
    tags: frozenset[str] = frozenset()

    @property
    def kept(self) -> bool:
        """Whether the students' copy holds this cell."""
        return not self.tags & {"solution", "instructor"}


@dataclass(frozen=True)
class Unit:
    """A unit as its folder holds it; the texts are ``{"en": …, "zh": …}``."""

    folder: Path
    title: Mapping[str, str]
    question: Mapping[str, str]
    order: int
    minutes: int
    outcomes: Mapping[str, tuple[str, ...]]

    @property
    def name(self) -> str:
        """The folder's name, such as ``02_servqual``."""
        return self.folder.name

    @property
    def source(self) -> Path:
        """The path of ``unit.md``."""
        return self.folder / "unit.md"

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """All cells in order; reading them checks the structure."""
        from cxlab.teach._rules import obeyed

        return obeyed(self, cells(self.source))

    def code(self) -> list[Cell]:
        """Return the code cells of the students' copy."""
        return [cell for cell in self.cells if cell.kind == "code" and cell.kept]


def course() -> Path:
    """Return the course folder: the variable ``CXLAB_COURSE``, else the kit's own."""
    own = os.environ.get("CXLAB_COURSE")
    return (Path(own) if own else find("course")).resolve()


def folders(root: Path | None = None) -> list[Path]:
    """List the folders that hold a unit, in the course's order."""
    home = (root or course()) / "units"
    return sorted(path.parent for path in home.glob("*/unit.md"))


def chosen(units: str | Path | Iterable[str | Path] | None) -> list[Path]:
    """Return the folders of units given by name or path; all of the course for ``None``.

    Raises
    ------
    SpecError
        No unit has that name.
    """
    if units is None:
        return folders()
    return [_folder(unit) for unit in listed(units, "units")]


def _folder(unit: str | Path) -> Path:
    path = Path(str(unit))
    if os.path.isfile(path / "unit.md"):  # also when no file system could have that name
        return path.resolve()
    known = {folder.name: folder for folder in folders()}
    if str(unit) not in known:
        raise SpecError(
            _("There is no unit {name}. {hint}")
            .format(name=brief(str(unit)), hint=closest(unit, known))
            .strip()
        )
    return known[str(unit)]


def read(folder: Path) -> Unit:
    """Read the front matter of a unit; its cells are read when they are asked for.

    Raises
    ------
    SpecError
        The front matter lacks an entry, or a text lacks one of the two languages.
    """
    path = folder / "unit.md"
    entry = front_matter(path)
    for key in ("title", "question", "outcomes"):
        text = entry.get(key)
        wanted = list if key == "outcomes" else str
        texts = [text.get(lang) for lang in LANGUAGES] if isinstance(text, dict) else [None]
        if not all(isinstance(one, wanted) and one for one in texts):
            raise fault(
                path,
                1,
                _("the front matter needs cxlab: {key}: {{en: …, zh: …}}, both filled.").format(
                    key=key
                ),
            )
    for key in ("order", "minutes"):
        if not isinstance(entry.get(key), int):
            raise fault(
                path, 1, _("the front matter needs cxlab: {key}: a whole number.").format(key=key)
            )
    if not folder.name.startswith(f"{entry['order']:02d}_"):
        raise fault(
            path,
            1,
            _("order {order} does not fit the folder's name {name}.").format(
                order=entry["order"], name=folder.name
            ),
        )
    outcomes = {lang: tuple(entry["outcomes"][lang]) for lang in LANGUAGES}
    return Unit(
        folder, entry["title"], entry["question"], entry["order"], entry["minutes"], outcomes
    )


def front_matter(path: Path) -> Mapping[str, Any]:
    """Return the entry ``cxlab`` of a MyST file's front matter; empty when there is none."""
    import yaml

    match = re.match(r"---\n(.*?)\n---\n", path.read_text(encoding="utf-8"), re.DOTALL)
    try:
        return (yaml.safe_load(match[1]) or {}).get("cxlab", {}) if match else {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        raise fault(path, line, _("the front matter is not valid YAML.")) from error


def cells(path: Path) -> list[Cell]:
    """Read the cells of a MyST file with the line each begins on.

    Raises
    ------
    SpecError
        The metadata of a cell cannot be read.
    """
    from jupytext.myst import MystMetadataParsingError, myst_to_notebook

    text = path.read_text(encoding="utf-8")
    try:
        notebook = myst_to_notebook(text, add_source_map=True)
    except MystMetadataParsingError as error:
        raise fault(path, 1, str(error)) from error
    lines = text.splitlines()
    found = []
    for cell, start in zip(notebook.cells, notebook.metadata["source_map"], strict=True):
        first = cell.source.split("\n")[0]
        line = next((i for i in range(start, len(lines)) if lines[i] == first), start) + 1
        meta = cell.metadata
        found.append(
            Cell(
                cell.cell_type,
                cell.source,
                line,
                meta.get("lang", ""),
                frozenset(meta.get("tags", ())),
            )
        )
    return found


def fault(path: Path, line: int, message: str) -> SpecError:
    """Return the error that names the unit, the file, the line and what is wrong there."""
    return SpecError(
        _("{file}, line {line}: {message}").format(file=short(path), line=line, message=message)
    )


def short(path: Path) -> str:
    """Return a file of a unit with its folder, such as ``02_servqual/unit.md``."""
    return f"{path.parent.name}/{path.name}"
