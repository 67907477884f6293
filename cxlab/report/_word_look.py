"""The look of Word files: page, fonts for Latin and Chinese letters, styles, page numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cxlab._core.i18n import language
from cxlab.report._layout import BLUE, INK

if TYPE_CHECKING:
    from docx.document import Document as Word

LATIN, CHINESE, FIXED = "Arial", "Microsoft YaHei", "Consolas"
SMALL = 9.0
MARGIN = 2.0  # centimetres
CODE = "Code Letters"
TAGS = {"en": "en-US", "zh": "zh-CN"}
LOOKS: dict[str, tuple[float, str, float, float]] = {  # size, colour, points before and after
    "Normal": (10.5, INK, 0, 6),
    "Title": (22, INK, 0, 6),
    "Heading 1": (15, BLUE, 18, 6),
    "Caption": (9.5, INK, 4, 4),
}


def dress(word: Word) -> None:
    """Set page, margins and styles."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, Pt

    page = word.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(MARGIN)
    for name, (size, colour, before, after) in LOOKS.items():
        style: Any = word.styles[name]
        _letters(style, size, colour)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        style.font.bold = name in ("Title", "Heading 1", "Caption")
    normal: Any = word.styles["Normal"]
    normal.paragraph_format.line_spacing = 1.25
    _without_rule(word.styles["Title"])
    code: Any = word.styles.add_style(CODE, WD_STYLE_TYPE.CHARACTER)
    _letters(code, 8.5, INK, FIXED)
    _language(word)


def page_number(section: Any) -> None:
    """Write the number of the page at the foot."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    foot._p.append(field)


def _letters(style: Any, size: float, colour: str, font: str = LATIN) -> None:
    """Give a style its fonts by name; those of the template's theme go."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name = font
    style.font.size = Pt(size)
    style.font.italic = False
    style.font.color.rgb = RGBColor.from_string(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for part in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{part}"), None)
    for part, name in (("ascii", font), ("hAnsi", font), ("eastAsia", CHINESE), ("cs", font)):
        fonts.set(qn(f"w:{part}"), name)


def _without_rule(style: Any) -> None:
    """Take away the line that the template draws below a title."""
    from docx.oxml.ns import qn

    about = style.element.get_or_add_pPr()
    for rule in about.findall(qn("w:pBdr")):
        about.remove(rule)


def _language(word: Word) -> None:
    """Say in which language the text is, for spelling and for readers aloud."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    about = word.styles["Normal"].element.get_or_add_rPr()
    tag = about.find(qn("w:lang"))
    if tag is None:
        tag = OxmlElement("w:lang")
        about.append(tag)
    tag.set(qn("w:val"), TAGS[language()])
    tag.set(qn("w:eastAsia"), TAGS["zh"])
