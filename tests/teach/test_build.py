"""The build: the same bytes every time, students' copies without solutions, faults with a line."""

import json
import shutil
from pathlib import Path

import pytest

import cxlab as cx

COURSE = Path(__file__).parent / "course"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Build the course once; return the folder of its notebooks."""
    root = tmp_path_factory.mktemp("built")
    shutil.copytree(COURSE, root / "course")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CXLAB_COURSE", str(root / "course"))
        patch.setenv("CXLAB_LANG", "en")  # the folder must win
        patch.setenv("CXLAB_HOME", str(root / "home"))
        cx.teach.build(instructor=True)
    return root / "notebooks"


def load(path):
    return json.loads(path.read_text(encoding="utf-8"))


def texts(notebook, kind):
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == kind]


def html(notebook):
    return "".join(
        "".join(output["data"].get("text/html", ()))
        for cell in notebook["cells"]
        for output in cell.get("outputs", ())
        if "data" in output
    )


def test_every_unit_gets_both_languages_and_an_instructors_copy(built):
    names = sorted(path.relative_to(built).as_posix() for path in built.rglob("*.ipynb"))
    units = [f"{lang}/{name}.ipynb" for lang in ("en", "zh") for name in ("01_demo", "02_second")]
    assert names == sorted(["start.ipynb", *units, *(f"instructor/{unit}" for unit in units)])


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_folder_decides_the_language(built, lang):
    notebook = load(built / lang / "01_demo.ipynb")
    page = html(notebook)
    assert ("No answer yet" in page, "还没有作答" in page) == (lang == "en", lang == "zh")
    prose = " ".join(texts(notebook, "markdown")[1:])
    assert ("Eight answers" in prose, "八份回答" in prose) == (lang == "en", lang == "zh")


def test_twins_differ_in_text_only(built):
    english, chinese = (load(built / lang / "01_demo.ipynb") for lang in ("en", "zh"))
    assert texts(english, "code") == texts(chinese, "code")
    assert [cell["id"] for cell in english["cells"]] == [cell["id"] for cell in chinese["cells"]]
    assert len({cell["id"] for cell in english["cells"]}) == len(english["cells"])


def test_students_get_no_solutions_and_instructors_all(built):
    student = load(built / "en" / "01_demo.ipynb")
    teacher = load(built / "instructor" / "en" / "01_demo.ipynb")
    assert not [c for c in student["cells"] if {"solution", "instructor"} & _tags(c)]
    assert sum("solution" in _tags(cell) for cell in teacher["cells"]) == 3
    assert sum("instructor" in _tags(cell) for cell in teacher["cells"]) == 1
    assert html(teacher).count("✓ Right") == 3
    assert "✓" not in html(student)
    assert not (built.parent / "home").exists()  # nothing was recorded


def _tags(cell):
    return set(cell["metadata"].get("tags", ()))


def test_the_first_cell_leads_on(built):
    first = texts(load(built / "zh" / "01_demo.ipynb"), "markdown")[0]
    assert first.startswith("# 1 · 两家门店\n\n**哪家门店的满意顾客更多？** · 20分钟")
    for target in ("../en/01_demo.ipynb", "../start.ipynb", "02_second.ipynb"):
        assert f"]({target})" in first
        assert (built / "zh" / target).exists()
    copy = texts(load(built / "instructor" / "zh" / "01_demo.ipynb"), "markdown")[0]
    assert "](../../start.ipynb)" in copy


def test_the_start_page_sets_both_languages_side_by_side(built):
    notebook = load(built / "start.ipynb")
    first, table = texts(notebook, "markdown")
    assert first.startswith("# Welcome · 欢迎")
    assert "A course in two units." in first
    assert "两个单元的课程。" in first
    for link in ("en/01_demo.ipynb", "zh/02_second.ipynb"):
        assert f"]({link})" in table
        assert (built / link).exists()
    assert notebook["cells"][-1]["outputs"] == []


def test_outputs_hold_nothing_that_changes(built):
    for path in built.rglob("*.ipynb"):
        text = path.read_text(encoding="utf-8")
        assert "0x" not in text.replace("at 0x…", "").split("image/png")[0]
        assert "ipykernel_" not in text
        assert "iopub" not in text
        assert "widget-view" not in text
    cells = load(built / "en" / "01_demo.ipynb")["cells"]
    error = next(o for cell in cells for o in cell.get("outputs", ()) if "traceback" in o)
    assert error["traceback"] == [f"{error['ename']}: {error['evalue']}"]
    assert sum("nbval-check-output" in _tags(cell) for cell in cells) == 3


def test_a_second_build_changes_no_byte(built):
    before = {path: path.read_bytes() for path in built.rglob("*.ipynb")}
    units = built.parent / "course" / "units"
    result = cx.teach.build(units / "01_demo", lang="zh", force=True)
    assert result.tidy()["status"].tolist() == ["built", "built"]
    assert {path: path.read_bytes() for path in built.rglob("*.ipynb")} == before


def test_only_what_is_stale_is_built(built, tmp_path):
    shutil.copytree(built.parent, tmp_path / "kit")
    units = tmp_path / "kit" / "course" / "units"
    both = [units / "01_demo", units / "02_second"]
    assert cx.teach.stale(both) == []
    said = []
    result = cx.teach.build(both, progress=said.append)
    assert set(result.tidy()["status"]) == {"fresh"}
    assert said == result.tidy()["term"].tolist()
    known = units / "02_second" / "exercises.yaml"
    known.write_text(known.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert cx.teach.stale(both) == ["en/02_second.ipynb", "zh/02_second.ipynb"]
    (units / "02_second").rename(units / "03_second")
    source = units / "03_second" / "unit.md"
    text = source.read_text(encoding="utf-8").replace("order: 2", "order: 3")
    source.write_text(text, encoding="utf-8")
    assert cx.teach.stale(units / "01_demo")  # its link to the next unit has changed


def test_a_cell_that_fails_is_named_with_its_line(draft, tmp_path):
    draft("01_demo/unit.md", "frame = means.rename", "frame = nothing.rename")
    with pytest.raises(cx.SpecError, match=r"unit\.md, line 53: .* in its line 2: NameError"):
        cx.teach.build("01_demo", lang="en", out=tmp_path / "out")
    assert not (tmp_path / "out" / "en" / "01_demo.ipynb").exists()


def test_streams_and_addresses_are_cleaned(draft, tmp_path):
    code = "import sys, warnings\nprint(object())\nsys.stderr.write('x')\nwarnings.warn('weak')"
    draft("02_second/unit.md", "cx.use()\n", f"cx.use()\n{code}\n")
    cx.teach.build("02_second", lang="en", out=tmp_path)
    outputs = load(tmp_path / "en" / "02_second.ipynb")["cells"][2]["outputs"]
    said = {output["name"]: "".join(output["text"]) for output in outputs if "name" in output}
    assert said["stdout"] == "<object object at 0x…>\n"
    assert "UserWarning: weak" in said["stderr"]
    assert "ipykernel" not in said["stderr"]


def test_a_widget_needs_a_picture(draft, tmp_path):
    code = "import ipywidgets\nipywidgets.IntSlider()"
    draft("02_second/unit.md", "cx.use()\n", f"cx.use()\n{code}\n")
    with pytest.raises(cx.SpecError, match="line 23: this widget has no static picture"):
        cx.teach.build("02_second", lang="en", out=tmp_path)


def test_a_widget_is_stored_as_its_picture(draft, tmp_path):
    code = (
        "import ipywidgets\n"
        "class Slider(ipywidgets.IntSlider):\n"
        "    def _repr_mimebundle_(self, **kwargs):\n"
        '        return super()._repr_mimebundle_(**kwargs) | {"image/png": "iVBO"}\n'
        "Slider()"
    )
    draft("02_second/unit.md", "cx.use()\n", f"cx.use()\n{code}\n")
    cx.teach.build("02_second", lang="en", out=tmp_path)
    notebook = load(tmp_path / "en" / "02_second.ipynb")
    data = notebook["cells"][2]["outputs"][-1]["data"]
    assert "image/png" in data
    assert "application/vnd.jupyter.widget-view+json" not in data
    assert "widgets" not in notebook["metadata"]


def test_a_notebook_that_is_too_large_is_refused(draft, tmp_path, monkeypatch):
    monkeypatch.setattr("cxlab.teach._build.LARGEST", 2_000)
    with pytest.raises(cx.SpecError, match=r"the notebook has \d kB; 2 kB is the most"):
        cx.teach.build("02_second", lang="en", out=tmp_path)


def test_a_broken_unit_stops_the_build_before_anything_runs(draft, tmp_path):
    draft("02_second/unit.md", '"lang": "zh"', '"lang": "fr"')
    with pytest.raises(cx.SpecError, match="02_second"):
        cx.teach.build(out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_kits_own_notebooks_are_not_written_over(course, monkeypatch):
    monkeypatch.setattr("cxlab.teach._build.PACKAGE", course.parent)
    with pytest.raises(cx.SpecError, match=r"build\(out=…\)"):
        cx.teach.build()


def test_an_unknown_language_is_refused(course, tmp_path):
    with pytest.raises(cx.SpecError, match="lang = 'fr'"):
        cx.teach.build(lang="fr", out=tmp_path)
