"""A document numbered and put into words: tables, figures, paragraphs, sources."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from cxlab._core.i18n import _, listing
from cxlab._core.result import Result
from cxlab._core.safe import plain
from cxlab.report._parts import Part

WORDS = ":words"  # the view that draws a table of words; the table stands there already


@dataclass(frozen=True, eq=False)
class Table:
    """A numbered table with its caption and what it rests on."""

    number: int
    name: str  # as a sentence names it: Table 1
    heading: str
    caption: str
    content: Result | pd.DataFrame
    basis: str


@dataclass(frozen=True, eq=False)
class Figure:
    """A numbered figure: the result that draws it, its caption, and words in its place.

    A table of words can be drawn as well; its picture has the table's number and name.
    """

    number: int
    name: str  # as a sentence names it: Figure 1
    caption: str
    content: Result
    alt: str
    kind: str = "figure"

    @property
    def file(self) -> str:
        """A name for its file, without the ending."""
        kind = type(self.content).__name__.removesuffix("Result")
        return f"{self.kind}-{self.number}-{re.sub('(?<=[a-z])(?=[A-Z])', '-', kind).lower()}"


@dataclass(frozen=True)
class Paragraph:
    """Words, and the tables they draw on; ``role`` is how they are set."""

    text: str
    tables: tuple[int, ...] = ()
    role: str = "text"  # finding, text, advice, basis
    pointer: str = ""  # the tables in brackets, as they stand behind the words


@dataclass(frozen=True, eq=False)
class Block:
    """What one part has become."""

    heading: str  # empty where the section above goes on
    paragraphs: tuple[Paragraph, ...]
    table: Table | None = None
    figure: Figure | None = None
    panel: Figure | None = None  # the table of words as a picture, which the document leaves out


@dataclass(frozen=True, eq=False)
class Contents:
    """The blocks in order, and the sources once each."""

    blocks: tuple[Block, ...]
    sources: tuple[str, ...]

    @property
    def tables(self) -> list[Table]:
        """All tables by number."""
        return [block.table for block in self.blocks if block.table]

    @property
    def figures(self) -> list[Figure]:
        """All figures by number."""
        return [block.figure for block in self.blocks if block.figure]

    @property
    def pictures(self) -> list[Figure]:
        """Everything that can be drawn, in order."""
        drawn = [block.figure or block.panel for block in self.blocks]
        return [each for each in drawn if each]


@dataclass
class _Count:
    tables: dict[int, int] = field(default_factory=dict)  # place of the part -> number
    figures: int = 0
    sources: dict[str, int] = field(default_factory=dict)


def contents(parts: Sequence[Part]) -> Contents:
    """Return the parts numbered, and in words of the language in use."""
    count = _Count()
    for place, part in enumerate(parts):
        if part.content is not None:
            count.tables[place] = len(count.tables) + 1
    blocks, before = [], ""
    for place, part in enumerate(parts):
        again = part.heading == before and place > 0
        blocks.append(_block(place, part, count, plain("" if again else part.heading)))
        before = part.heading
    return Contents(tuple(blocks), tuple(map(plain, count.sources)))


def _block(place: int, part: Part, count: _Count, heading: str) -> Block:
    content = part.content
    if content is None:
        return Block(heading, tuple(_told(part, count, ())))
    number, title = count.tables[place], plain(part.heading)
    if not isinstance(content, Result):
        basis = _("{rows:,} rows").format(rows=len(content))
        table = Table(number, _table(number), title, title, content, basis)
        return Block(heading, (*_told(part, count, (number,)), _basis(table, [])), table)
    cited = [count.sources.setdefault(text, len(count.sources) + 1) for text in content.references]
    caption = plain(_(content.title))
    if title not in ("", caption):
        caption = _("{title}: {heading}").format(title=caption.rstrip("?？"), heading=title)
    notes = plain(_("; ").join(content.notes()))
    table = Table(number, _table(number), title, caption, content, notes)
    figure = panel = None
    if content.drawing.endswith(WORDS):
        panel = Figure(number, table.name, caption, content, _alt(content, table), "table")
    elif content.drawing and part.drawn:
        count.figures += 1
        name = _("Figure {number}").format(number=count.figures)
        below = _("{caption}. The numbers stand in {table}.")
        below = below.format(caption=caption, table=table.name)
        figure = Figure(count.figures, name, below, content, _alt(content, table))
    told = _told(part, count, (number,)) if part.words is not None else _said(content, number)
    finding = _paragraph(content.headline(), (number,), "finding")
    return Block(heading, (finding, *told, _basis(table, cited)), table, figure, panel)


def _said(content: Result, number: int) -> list[Paragraph]:
    """Return what a result says of itself."""
    said = [(content.explain(), "text"), (content.advice, "advice")]
    return [_paragraph(text, (number,), role) for text, role in said if text]


def _told(part: Part, count: _Count, own: tuple[int, ...]) -> list[Paragraph]:
    """Return the statements written for the part."""
    return [
        _paragraph(each.text, tuple(count.tables[place] for place in each.of) or own)
        for each in part.words or ()
    ]


def _paragraph(text: str, tables: tuple[int, ...], role: str = "text") -> Paragraph:
    names = listing(map(_table, tables))
    pointer = _(" ({names})").format(names=names) if tables else ""
    return Paragraph(plain(text), tables, role, pointer)


def _table(number: int) -> str:
    return _("Table {number}").format(number=number)


def _basis(table: Table, cited: Sequence[int]) -> Paragraph:
    text = _("Basis of {table}: {notes}.").format(
        table=table.name, notes=table.basis or _("no count of answers")
    )
    if cited:
        numbers = listing(f"[{number}]" for number in cited)
        text = _("{basis} Sources: {numbers}.").format(basis=text, numbers=numbers)
    return Paragraph(text, (), "basis")


def _alt(content: Result, table: Table) -> str:
    return plain(
        _("{title}. {finding}. The numbers stand in {table}.").format(
            title=_(content.title), finding=content.headline().rstrip("。."), table=table.name
        )
    )
