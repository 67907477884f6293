"""Tables of Word files: a header row that is repeated, rules, and letters small enough to fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cxlab._core.safe import plain
from cxlab.report._layout import INK, LINE, is_number, weight, wish

if TYPE_CHECKING:
    import pandas as pd
    from docx.document import Document as Word

PAGE = 17.0  # centimetres between the margins
SIZES = (9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)  # points
LETTER = 0.0212  # centimetres of a letter per point
EDGE = 0.09  # centimetres between letters and the edge of a cell, on each side


def write_table(word: Word, frame: pd.DataFrame, caption: str) -> None:
    """Add a table of finished texts, no wider than the page."""
    from docx.shared import Cm, Pt

    size, widths = fit(frame)
    rows, columns = len(frame) + 1, frame.shape[1]
    table = word.add_table(rows, columns)
    table.autofit = False
    _rules(table, caption)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    right = [place > 0 and is_number(frame.iloc[:, place]) for place in range(columns)]
    lines = [list(map(str, frame.columns)), *frame.astype(str).to_numpy().tolist()]
    for place, (row, texts) in enumerate(zip(table.rows, lines, strict=True)):
        _row(row, header=place == 0)
        for cell, text, width, aside in zip(row.cells, texts, widths, right, strict=True):
            cell.width = Cm(width)
            paragraph = cell.paragraphs[0]
            whole = text.replace(" ", "\u00a0") if aside and place else text  # 11.07% stays whole
            run = paragraph.add_run(plain(whole))
            run.font.size, run.font.bold = Pt(size), place == 0
            _set(paragraph, aside, keep=place == 0 or (place < rows - 1 and rows <= 12))


def fit(frame: pd.DataFrame) -> tuple[float, list[float]]:
    """Return the size of the letters in points and the widths of the columns in centimetres."""
    least, most = weight(frame), wish(frame)
    room = PAGE - 2 * EDGE * len(least)
    size = next((size for size in SIZES if sum(least) * LETTER * size <= room), SIZES[-1])
    letter = LETTER * size
    spare = room - sum(least) * letter
    if spare < 0:  # too many columns for any size: all alike
        return size, [PAGE / len(least)] * len(least)
    wanted = [max(0.0, long - short) * letter for long, short in zip(most, least, strict=True)]
    part = min(1.0, spare / sum(wanted)) if sum(wanted) else 0.0
    return size, [
        short * letter + part * more + 2 * EDGE for short, more in zip(least, wanted, strict=True)
    ]


def _set(paragraph: Any, aside: bool, *, keep: bool) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    look = paragraph.paragraph_format
    look.space_before = look.space_after = Pt(1.5)
    look.line_spacing = 1.0
    look.keep_with_next = keep
    if aside:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _row(row: Any, *, header: bool) -> None:
    """Keep a row on one page; a header is repeated on every page."""
    from docx.oxml import OxmlElement

    about = row._tr.get_or_add_trPr()
    about.append(OxmlElement("w:cantSplit"))
    if header:
        about.append(OxmlElement("w:tblHeader"))


def _rules(table: Any, caption: str) -> None:
    """Draw a rule above, below and between rows; name the table for readers aloud."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    about = table._tbl.tblPr
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="{width}" w:space="0" w:color="{colour}"/>'
        for side, width, colour in (("top", 12, INK), ("bottom", 12, INK), ("insideH", 4, LINE))
    )
    borders = parse_xml(f"<w:tblBorders {nsdecls('w')}>{sides}</w:tblBorders>")
    edge = round(EDGE * 567)  # twentieths of a point
    margins = parse_xml(
        f"<w:tblCellMar {nsdecls('w')}>"
        f'<w:left w:w="{edge}" w:type="dxa"/><w:right w:w="{edge}" w:type="dxa"/></w:tblCellMar>'
    )
    layout = about.find(qn("w:tblLayout"))
    layout.addprevious(borders)
    layout.addnext(margins)
    named = parse_xml(f"<w:tblCaption {nsdecls('w')}/>")
    named.set(qn("w:val"), plain(caption))
    about.append(named)
