"""A document: what it takes, how it numbers, what it refuses, what it loads."""

import dataclasses
import io
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

import pandas as pd
import pytest
from PIL import Image

import cxlab as cx


def test_it_is_frozen(report):
    with pytest.raises(dataclasses.FrozenInstanceError):
        report.title = "other"


def test_tables_and_figures_are_numbered_in_order(report):
    found = report.contents
    assert [table.number for table in found.tables] == list(range(1, 8))
    assert [figure.number for figure in found.figures] == list(range(1, 6))
    word = {"en": "Table", "zh": "表"}[report.lang]
    assert all(re.sub(r"\d|\s", "", table.name) == word for table in found.tables)


def test_every_paragraph_points_at_a_table_that_exists(report):
    numbers = {table.number for table in report.contents.tables}
    for block in report.contents.blocks:
        for words in block.paragraphs:
            if words.role == "basis":
                assert block.table.name in words.text
            else:
                assert set(words.tables) <= numbers
                assert words.tables
                assert all(str(number) in words.pointer for number in words.tables)


def test_the_basis_says_n_and_the_interval(report, results):
    with cx.use(report.lang):
        for block, result in zip(report.contents.blocks, results.values(), strict=False):
            basis = next(words.text for words in block.paragraphs if words.role == "basis")
            assert all(note in basis for note in result.notes())


def test_sources_are_listed_once(report, results):
    cited = [text for result in results.values() for text in result.references]
    assert len(cited) > len(set(cited))
    assert list(report.contents.sources) == list(dict.fromkeys(cited))


def test_the_words_are_those_of_the_language(report):
    with cx.use("zh" if report.lang == "en" else "en"):  # not of the one now in use
        said = " ".join(
            words.text for block in report.contents.blocks for words in block.paragraphs
        )
    assert bool(re.search("[\u3400-\u9fff]", said)) == (report.lang == "zh")


def test_the_language_in_use_is_taken_and_given_back():
    frame = pd.DataFrame({"a": [1]})
    with cx.use("zh"):
        assert cx.report.document({"x": frame}, title="x").lang == "zh"
        made = cx.report.document({"x": frame}, title="x", lang="en")
        assert 'lang="en"' in made.html()
        assert repr(cx.use("zh")) == "cxlab: 中文"


def test_parts_with_one_heading_stand_in_one_section():
    frame = pd.DataFrame({"a": [1]})
    made = cx.report.document([("x", frame), ("x", frame), ("y", frame)], title="t")
    assert [block.heading for block in made.contents.blocks] == ["x", "", "y"]


@pytest.mark.parametrize(
    ("parts", "match"),
    [
        ({}, "at least one part"),
        ([], "at least one part"),
        ([("a",)], "pair"),
        (["ab"], "pair"),
        ({"a": 3}, "must be a result or a DataFrame, not int"),
        ({"a": None}, "must be a result"),
        ({3: pd.DataFrame({"a": [1]})}, "heading must be text"),
        ({"a": pd.DataFrame()}, "no columns"),
        (3, "parts must be a list"),
    ],
)
def test_other_parts_are_refused(parts, match):
    with pytest.raises(cx.SpecError, match=match):
        cx.report.document(parts, title="t")


@pytest.mark.parametrize(
    "options", [{"title": 3}, {"title": "t", "lead": None}, {"title": "t", "lang": "fr"}]
)
def test_other_options_are_refused(options):
    with pytest.raises(cx.SpecError):
        cx.report.document({"a": pd.DataFrame({"a": [1]})}, **options)


@pytest.mark.parametrize("write", ["html", "docx", "excel"])
def test_a_path_that_does_not_serve_is_refused(report, write, tmp_path):
    save = getattr(report, write)
    ending = {"html": ".html", "docx": ".docx", "excel": ".xlsx"}[write]
    for path in (3, b"x.html", ["a"]):
        with pytest.raises(cx.CxError, match="path"):
            save(path)
    with pytest.raises(cx.CxError, match=re.escape(ending)):
        save(tmp_path / "report.pdf")
    with pytest.raises(cx.CxError, match=r"can't be written|cannot|无法"):
        save(tmp_path / "absent" / f"x{ending}")
    (tmp_path / f"folder{ending}").mkdir()
    with pytest.raises(cx.CxError):
        save(tmp_path / f"folder{ending}")
    with pytest.raises(cx.CxError):
        save(f"a\x00{ending}")


@pytest.mark.parametrize("write", ["html", "docx", "excel"])
def test_what_is_saved_is_what_is_returned(report, write, tmp_path):
    path = tmp_path / {"html": "r.html", "docx": "r.docx", "excel": "r.xlsx"}[write]
    made = getattr(report, write)(path)
    assert path.read_bytes() == (made.encode("utf-8") if write == "html" else made)


def test_figures_open_as_pictures(report):
    pictures = report.figures("png")
    assert list(pictures) == [f"{figure.file}.png" for figure in report.contents.pictures]
    for name, picture in pictures.items():
        assert re.fullmatch(r"(figure|table)-\d-[a-z-]+\.png", name)
        with Image.open(io.BytesIO(picture)) as image:
            image.load()
            assert min(image.size) > 300
            assert len(image.getcolors(10**6)) > 10


def test_figures_parse_as_svg_and_stand_alone(report):
    for drawing in report.figures("svg").values():
        root = ET.fromstring(drawing)
        assert root.tag.endswith("svg")
        links = [
            value
            for node in root.iter()
            for name, value in node.attrib.items()
            if name.endswith("href")
        ]
        assert all(link.startswith("#") for link in links)
        assert not [node for node in root.iter() if node.tag.endswith(("script", "text"))]


def test_another_kind_of_figure_is_refused(report):
    with pytest.raises(cx.SpecError, match=r"pdf|jpg"):
        report.figures("pdf")


def test_no_figure_is_left_open(report):
    import matplotlib.pyplot as plt

    dataclasses.replace(report).figures("png")
    assert not plt.get_fignums()


def test_importing_loads_no_writer():
    code = (
        "import sys; import cxlab.report; from cxlab.report import document; import pandas as pd\n"
        "document({'a': pd.DataFrame({'a': [1]})}, title='t').contents\n"
        "print(*{'docx', 'openpyxl', 'jinja2', 'matplotlib', 'scipy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_a_table_of_words_is_no_figure_but_can_be_had_as_one(report):
    assert list(report.figures("png"))[-1] == "table-6-catalogue.png"
    assert len(report.figures("png")) == len(report.contents.figures) + 1
    assert "table-6" in report.html()
    assert report.html().count("<img") == len(report.contents.figures)
