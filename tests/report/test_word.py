"""The Word file opens, and holds headings, tables, pictures with words, and Chinese fonts."""

import io

import pytest
from docx import Document
from docx.oxml.ns import qn

import cxlab as cx
from cxlab.report._word_table import PAGE


def opened(document):
    return Document(io.BytesIO(document.docx()))


@pytest.fixture(scope="module")
def word(report):
    return opened(report)


def test_headings_are_real(word, report):
    heads = [each.text for each in word.paragraphs if each.style.name == "Heading 1"]
    assert heads[: len(report.contents.blocks)] == [b.heading for b in report.contents.blocks]
    assert [p.text for p in word.paragraphs if p.style.name == "Title"] == [report.title]


def test_tables_are_those_the_results_show(word, report, results):
    assert len(word.tables) == len(report.contents.tables)
    with cx.use(report.lang):
        for table, result in zip(word.tables, results.values(), strict=False):
            shown = result.shown()
            rows = [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in table.rows]
            assert rows[0] == [*shown.columns]
            assert rows[1:] == shown.astype(str).to_numpy().tolist()


def test_header_rows_are_marked_and_tables_fit_the_page(word):
    for table in word.tables:
        marked = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]
        assert marked == [True] + [False] * (len(marked) - 1)
        assert sum(cell.width.cm for cell in table.rows[0].cells) <= PAGE + 0.01
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))


def test_pictures_carry_their_words(word, report):
    shapes = word.inline_shapes
    assert len(shapes) == len(report.contents.figures)
    for shape, figure in zip(shapes, report.contents.figures, strict=True):
        assert shape._inline.docPr.get("descr") == figure.alt
        assert shape.width.cm <= 15
        assert shape.height.cm <= 18.1
        assert shape.width.cm > 8 or shape.height.cm > 17


def test_captions_number_tables_and_figures(word, report):
    captions = [each.text for each in word.paragraphs if each.style.name == "Caption"]
    for thing in [*report.contents.tables, *report.contents.figures]:
        assert [text for text in captions if text.startswith(thing.name)]


def test_chinese_letters_have_a_font(word):
    for name in ("Normal", "Title", "Heading 1", "Caption"):
        fonts = word.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == "Microsoft YaHei"
        assert fonts.get(qn("w:eastAsiaTheme")) is None


def test_its_properties_name_it(word, report):
    known = word.core_properties
    assert known.title == report.title
    assert known.author == "cxlab"
    assert known.language == {"en": "en-US", "zh": "zh-CN"}[report.lang]
    assert known.created.date() == report.made


def test_nothing_hostile_breaks_it(hostile):
    word = opened(hostile)
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "<img src=x onerror=alert(1)>" in text  # as letters
    assert "\ufffd" in text
    assert len(word.tables) == 3
