"""A document as a Word file: real headings, tables with header rows, figures with alt text."""

from __future__ import annotations

import datetime
import io
from typing import TYPE_CHECKING, Any

from cxlab._core.i18n import _
from cxlab._core.safe import plain
from cxlab.report._contents import Block, Figure, Table
from cxlab.report._layout import MOST_ROWS, MUTED, cut, footer
from cxlab.report._tables import reading
from cxlab.report._word_look import CODE, SMALL, TAGS, dress, page_number
from cxlab.report._word_table import write_table

if TYPE_CHECKING:
    from docx.document import Document as Word

    from cxlab.report._document import Document

WIDEST, TALLEST = 14.5, 18.0  # centimetres of a figure
BASIS = 8.5


def write_docx(document: Document) -> bytes:
    """Return the Word file, in the language in use."""
    from docx import Document as Blank

    word = Blank()
    dress(word)
    _properties(word, document)
    word.add_heading(plain(document.title), 0)
    if document.lead:
        _line(word, plain(document.lead))
    _line(word, footer(document), "basis")
    for block in document.contents.blocks:
        _block(word, block, document)
    if document.contents.sources:
        word.add_heading(_("Sources"), 1)
        for number, source in enumerate(document.contents.sources, 1):
            _line(word, f"[{number}] {source}", "source")
    if document.code:
        word.add_heading(_("Code"), 1)
        _line(word, _("This Python reproduces the numbers."))
        for line in plain(document.code).splitlines():
            _line(word, line, "code")
    page_number(word.sections[-1])
    sheet = io.BytesIO()
    word.save(sheet)
    return sheet.getvalue()


def _block(word: Word, block: Block, document: Document) -> None:
    if block.heading:
        word.add_heading(block.heading, 1)
    for words in block.paragraphs:
        if words.role != "basis":
            role = words.role if block.table else "item"
            _line(word, f"{words.text}{words.pointer}", role)
    if block.figure:
        _figure(word, block.figure, document.picture(block.figure, "png"))
    if block.table:
        _table(word, block.table)
    for words in block.paragraphs:
        if words.role == "basis":
            _line(word, words.text, "basis")


def _table(word: Word, table: Table) -> None:
    frame, rows = reading(table.content, MOST_ROWS)
    caption = word.add_paragraph(_named(table), style="Caption")
    caption.paragraph_format.keep_with_next = True
    write_table(word, frame, table.caption)
    note = cut(len(frame), rows)
    if note:
        _line(word, note, "basis")


def _figure(word: Word, figure: Figure, picture: bytes) -> None:
    """Put in a picture, as wide as the page allows, with its words for who can't see it."""
    from docx.shared import Cm

    paragraph = word.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    shape = paragraph.add_run().add_picture(io.BytesIO(picture))
    wide, tall = shape.width, shape.height
    factor = min(Cm(WIDEST) / wide, Cm(TALLEST) / tall)
    shape.width, shape.height = round(wide * factor), round(tall * factor)
    about = shape._inline.docPr
    about.set("descr", figure.alt)
    about.set("title", figure.name)
    about.set("name", figure.name)
    word.add_paragraph(_named(figure), style="Caption")


def _line(word: Word, text: str, role: str = "text") -> None:
    from docx.shared import Pt, RGBColor

    paragraph = word.add_paragraph(style="List Bullet" if role == "item" else None)
    run = paragraph.add_run(text)
    if role == "finding":
        run.bold = True
        paragraph.paragraph_format.keep_with_next = True
    elif role == "code":
        run.style = CODE
        paragraph.paragraph_format.space_after = Pt(0)
    elif role in ("basis", "source"):
        run.font.size = Pt(BASIS if role == "basis" else SMALL)
        if role == "basis":
            run.font.color.rgb = RGBColor.from_string(MUTED)
            paragraph.paragraph_format.space_before = Pt(4)
            paragraph.paragraph_format.space_after = Pt(10)
        else:
            paragraph.paragraph_format.left_indent = Pt(22)
            paragraph.paragraph_format.first_line_indent = Pt(-22)


def _named(thing: Table | Figure) -> str:
    return _("{name}. {caption}").format(name=thing.name, caption=thing.caption)


def _properties(word: Word, document: Document) -> None:
    known: Any = word.core_properties
    known.title = plain(document.title)[:255]
    known.subject = plain(document.lead)[:255]
    known.author = known.last_modified_by = "cxlab"
    known.comments = ""
    known.language = TAGS[document.lang]
    known.created = known.modified = datetime.datetime.combine(document.made, datetime.time())
