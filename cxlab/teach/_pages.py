"""The pages that no unit writes itself: a unit's first cell, and the start page of the course."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cxlab._core.i18n import LANGUAGES, _, use
from cxlab.teach._unit import Cell, cells, fault, folders, read

if TYPE_CHECKING:
    from cxlab.teach._unit import Unit

START = "start.ipynb"
UNITS = "{{units}}"


def header(unit: Unit, lang: str, up: str = "..") -> str:
    """Return the first cell of a unit: title, question, outcomes, and links round about.

    ``up`` leads from the notebook's folder to the one of the start page.
    """
    with use(lang):
        other = next(code for code in LANGUAGES if code != lang)
        home, able = _("All units"), _("After this unit you can:")
        minutes = _("{minutes} minutes").format(minutes=unit.minutes)
    links = [
        f"[{LANGUAGES[other]}](../{other}/{unit.name}.ipynb)",
        f"[{home}]({up}/{START})",
        *_neighbours(unit, lang),
    ]
    outcomes = "\n".join(f"- {outcome}" for outcome in unit.outcomes[lang])
    return (
        f"# {unit.order} · {unit.title[lang]}\n\n"
        f"**{unit.question[lang]}** · {minutes}\n\n"
        f"{' · '.join(links)}\n\n"
        f"{able}\n\n{outcomes}"
    )


def start(course: Path) -> list[Cell]:
    """Return the cells of the start page out of ``start.md``, the two languages side by side.

    Raises
    ------
    SpecError
        A text lacks its twin.
    """
    path = course / "start.md"
    found = cells(path)
    out: list[Cell] = []
    while found:
        cell = found.pop(0)
        if cell.source.strip() == UNITS:
            text = _table([read(folder) for folder in folders(course)])
        elif cell.kind == "code":
            out.append(cell)
            continue
        elif cell.lang == "en" and found and found[0].lang == "zh":
            text = _side_by_side(cell, found.pop(0))
        else:
            raise fault(path, cell.line, _("this text has no twin in the other language."))
        out.append(Cell("markdown", text, cell.line))
    return out


def _neighbours(unit: Unit, lang: str) -> list[str]:
    around = folders(unit.folder.parents[1])
    place = around.index(unit.folder)
    found = []
    for step, arrow in ((-1, "← {title}"), (1, "{title} →")):
        if 0 <= place + step < len(around):
            near = read(around[place + step])
            title = arrow.format(title=near.title[lang])
            found.append(f"[{title}]({near.name}.ipynb)")
    return found


def _side_by_side(left: Cell, right: Cell) -> str:
    """Set two texts in two columns; a heading on top of both becomes the heading of the pair."""
    heads = [re.match(r"(#+) +(.*)\n*", cell.source) for cell in (left, right)]
    first, second = heads
    above, texts = "", [left.source, right.source]
    if first and second:
        same = first[2] == second[2]
        above = f"{first[1]} {first[2]}" + ("" if same else f" · {second[2]}") + "\n\n"
        texts = [left.source[first.end() :], right.source[second.end() :]]
    if not any(texts):
        return above.strip()
    return f"{above}{_wide([texts])}"


def _table(units: Sequence[Unit]) -> str:
    return _wide([[_entry(unit, lang) for lang in LANGUAGES] for unit in units])


def _entry(unit: Unit, lang: str) -> str:
    link = f"[**{unit.order} · {unit.title[lang]}**]({lang}/{unit.name}.ipynb)"
    return f"{link}<br>{unit.question[lang]}"


def _wide(rows: Iterable[Sequence[str]]) -> str:
    """Set Markdown in two columns of equal width, over the whole page."""
    cell = '<td align="left" style="width:50%;vertical-align:top;font-size:14px">'
    body = "".join(
        "<tr>" + "".join(f"{cell}\n\n{text}\n\n</td>" for text in row) + "</tr>" for row in rows
    )
    return f'<table style="width:100%">{body}</table>'
