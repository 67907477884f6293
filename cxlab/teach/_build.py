"""Build the notebooks: one unit in, a Chinese and an English notebook out, run and cleaned."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from cxlab._core.errors import SpecError
from cxlab._core.i18n import LANGUAGES, N_, _
from cxlab._core.resources import PACKAGE
from cxlab._core.result import Result
from cxlab._core.validate import one_of
from cxlab.teach._pages import START, header, start
from cxlab.teach._run import run
from cxlab.teach._unit import Cell, Unit, chosen, course, fault, read

if TYPE_CHECKING:
    import pandas as pd

FORMAT = 1  # raise it when the build writes the same source differently
LARGEST = 700_000  # bytes of one notebook
WORKERS = 2  # kernels at a time


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class BuildResult(Result):
    """What was built, one row per notebook."""

    title = N_("Notebooks")
    words: ClassVar[Mapping[str, str]] = {"built": N_("built"), "fresh": N_("fresh")}
    drawing = "cxlab.plots:bars"

    def headline(self) -> str:
        """Count what was built."""
        built = int((self.table["status"] == "built").sum())
        return _("{built} of {count} notebooks built").format(built=built, count=len(self.table))

    def explain(self) -> str:
        """Say what was built, and why not all."""
        built = int((self.table["status"] == "built").sum())
        if built == len(self.table):
            return _("{headline}.").format(headline=self.headline())
        return _("{headline}; the source of the others has not changed.").format(
            headline=self.headline()
        )

    def drawn(self) -> pd.DataFrame:
        """Return the size of each notebook, in kilobytes, as ``estimate``."""
        return self.labelled().rename(columns={"kilobytes": "estimate"})


@dataclass(frozen=True)
class _Page:
    """A notebook to be: where it goes, its cells, and the hash that tells whether it is fresh."""

    path: Path
    title: str
    cells: tuple[tuple[str, Cell], ...]  # id and cell
    about: dict[str, str]  # goes to the notebook's metadata, with the hash as "source"
    unit: Unit | None = None  # None for a page that is not run

    @property
    def fresh(self) -> bool:
        """Whether the file that lies there was built from this source."""
        import json

        try:
            built = json.loads(self.path.read_text(encoding="utf-8"))
            return bool(built["metadata"]["cxlab"]["source"] == self.about["source"])
        except (OSError, ValueError, KeyError, TypeError):
            return False


def build(
    units: str | Path | Iterable[str | Path] | None = None,
    *,
    lang: str | None = None,
    instructor: bool = False,
    force: bool = False,
    out: str | Path | None = None,
    progress: Callable[[str], object] | None = None,
) -> BuildResult:
    """Turn units into notebooks that were run, with their outputs and without solutions.

    Only what is stale is built: a notebook carries a hash of its source.

    Parameters
    ----------
    units
        Names or folders of units; all units of the course when absent.
    lang
        ``"en"`` or ``"zh"``; both when absent.
    instructor
        Build the instructor's copies too, with solutions and notes, under ``instructor/``.
    force
        Build fresh notebooks again, for instance after a change of the package.
    out
        Folder that gets ``en`` and ``zh``; ``notebooks`` beside the course when absent.
    progress
        Called with the name of each notebook when it is done.

    Returns
    -------
    BuildResult
        ``tidy()`` has one row per notebook: term (its path under ``out``), status (built or
        fresh), seconds, kilobytes.

    Raises
    ------
    SpecError
        A unit breaks the format, a cell fails, or a notebook grows too large.
    """
    import pandas as pd

    target, pages = _pages(units, lang, instructor, out)
    rows = []
    with ThreadPoolExecutor(WORKERS) as workers:
        works = [workers.submit(_make, page, target, force) for page in pages]
        try:
            for work in works:
                rows.append(work.result())
                if progress:
                    progress(rows[-1]["term"])
        finally:
            for work in works:
                work.cancel()
    return BuildResult(table=pd.DataFrame(rows), n=0)


def stale(
    units: str | Path | Iterable[str | Path] | None = None, *, out: str | Path | None = None
) -> list[str]:
    """List the notebooks whose source has changed since they were built, or that are not there.

    Parameters
    ----------
    units, out
        As in :func:`build`.

    Returns
    -------
    list of str
        Paths under ``out``, such as ``"en/02_servqual.ipynb"``; empty when all is fresh.

    Raises
    ------
    SpecError
        A unit breaks the format.
    """
    target, pages = _pages(units, None, False, out)
    return [page.path.relative_to(target).as_posix() for page in pages if not page.fresh]


def _pages(
    units: str | Path | Iterable[str | Path] | None,
    lang: str | None,
    instructor: bool,
    out: str | Path | None,
) -> tuple[Path, list[_Page]]:
    """Plan the notebooks; a broken unit is refused here, before anything runs."""
    languages = tuple(LANGUAGES) if lang is None else (one_of(lang, LANGUAGES, "lang"),)
    sources = [read(folder) for folder in chosen(units)]
    home = sources[0].folder.parents[1] if sources else course()
    if out is None and PACKAGE.resolve() in home.parents:
        raise SpecError(
            _("The kit's own notebooks are not written over. Name a folder: build(out=…).")
        )
    target = Path(out).resolve() if out is not None else home.parent / "notebooks"
    pages = [_first(home, target)] if (home / "start.md").is_file() else []
    pages += [_student(unit, code, target) for unit in sources for code in languages]
    if instructor:
        pages += [_instructor(unit, code, target) for unit in sources for code in languages]
    return target, pages


def _student(unit: Unit, lang: str, target: Path) -> _Page:
    cells = [(place, cell) for place, cell in _in(unit, lang) if cell.kept]
    return _page(unit, lang, target / lang, header(unit, lang), cells)


def _instructor(unit: Unit, lang: str, target: Path) -> _Page:
    top = header(unit, lang, up="../..")
    return _page(unit, lang, target / "instructor" / lang, top, _in(unit, lang))


def _in(unit: Unit, lang: str) -> list[tuple[int, Cell]]:
    """Return the cells of one language with their places; twins share a place."""
    found, place = [], 0
    for cell in unit.cells:
        place += cell.lang != "zh"
        if cell.lang in ("", lang):
            found.append((place, cell))
    return found


def _page(
    unit: Unit, lang: str, folder: Path, top: str, cells: Sequence[tuple[int, Cell]]
) -> _Page:
    known = unit.folder / "exercises.yaml"
    parts = [str(FORMAT), top, unit.source.read_text(encoding="utf-8")]
    parts += [known.read_text(encoding="utf-8")] if known.is_file() else []
    numbered = [(0, Cell("markdown", top, 1, lang)), *cells]
    return _Page(
        folder / f"{unit.name}.ipynb",
        unit.title[lang],
        tuple((_hash(unit.name, str(place))[:12], cell) for place, cell in numbered),
        {"unit": unit.name, "lang": lang, "source": _hash(*parts)},
        unit,
    )


def _first(home: Path, target: Path) -> _Page:
    cells = start(home)
    numbered = tuple((_hash("start", str(i))[:12], cell) for i, cell in enumerate(cells))
    source = _hash(str(FORMAT), *(cell.source for cell in cells))
    return _Page(target / START, "cxlab", numbered, {"unit": "start", "source": source})


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8")).hexdigest()


def _make(page: _Page, target: Path, force: bool) -> dict[str, Any]:
    """Write one notebook unless it is fresh."""
    began = time.monotonic()
    made = force or not page.fresh
    if made:
        text = _text(page)
        size = len(text.encode("utf-8"))
        if page.unit and size > LARGEST:
            raise fault(
                page.unit.source,
                1,
                _(
                    "the notebook has {size:,} kB; {most:,} kB is the most. Leave a chart out."
                ).format(size=size // 1000, most=LARGEST // 1000),
            )
        draft = page.path.with_suffix(f".{os.getpid()}.tmp")
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(page.path)
    return {
        "term": page.path.relative_to(target).as_posix(),
        "status": "built" if made else "fresh",
        "seconds": time.monotonic() - began,
        "kilobytes": page.path.stat().st_size / 1000,
    }


def _text(page: _Page) -> str:
    """Return the notebook as text, run if it belongs to a unit."""
    import nbformat
    from ipykernel.ipkernel import IPythonKernel

    slides = any("slide" in cell.tags for _id, cell in page.cells)
    notebook = nbformat.v4.new_notebook(
        cells=[_cell(name, cell, slides) for name, cell in page.cells],
        metadata={"title": page.title},
    )
    page.path.parent.mkdir(parents=True, exist_ok=True)
    if page.unit:
        run(notebook, page.path.parent, page.unit, [cell for _id, cell in page.cells])
    notebook.metadata = {
        "cxlab": page.about,
        "kernelspec": _KERNEL,  # as JupyterLab writes it: a notebook just opened is not "changed"
        "language_info": dict(IPythonKernel.language_info),
        "title": page.title,
    }
    nbformat.validate(notebook)
    return nbformat.writes(notebook) + "\n"


def _cell(name: str, cell: Cell, slides: bool) -> Any:
    import nbformat

    tags = sorted(_TAGS.get(tag, tag) for tag in cell.tags)
    metadata: dict[str, Any] = {"tags": tags} if tags else {}
    if slides:
        metadata["slideshow"] = {"slide_type": "slide" if "slide" in cell.tags else "skip"}
    make = nbformat.v4.new_code_cell if cell.kind == "code" else nbformat.v4.new_markdown_cell
    return make(cell.source, id=name, metadata=metadata)


_TAGS = {"check-output": "nbval-check-output"}
_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
