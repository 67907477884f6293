"""The course itself: every unit and every notebook that a reader opens."""

import json
import re
from pathlib import Path

import pytest

import cxlab as cx
from cxlab.teach._build import LARGEST

ROOT = Path(__file__).parents[2]
UNITS = sorted(path.parent.name for path in (ROOT / "course" / "units").glob("*/unit.md"))
BUILT = [f"{lang}/{unit}.ipynb" for unit in UNITS for lang in ("en", "zh")]
REMOTE = re.compile(
    r"!\[[^\]]*\]\(\s*https?:|<(?:img|script|link|iframe)\b[^>]*\b(?:src|href)=\W*https?:"
    r"|url\(\W*https?:|@import",
    re.IGNORECASE,
)


def load(name):
    return json.loads((ROOT / "notebooks" / name).read_text(encoding="utf-8"))


def tags(cell):
    return set(cell["metadata"].get("tags", ()))


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_keeps_the_limits(unit):
    assert cx.teach.outline(unit).faults == ()


@pytest.mark.parametrize("unit", UNITS)
def test_solutions_pass_and_mistakes_are_recognised(unit):
    result = cx.teach.rehearse(unit)
    assert result.faults == ()
    assert (result.tidy()["mistakes"] > 0).all()


def test_every_notebook_is_fresh():
    assert cx.teach.stale() == []  # else: make notebooks


def test_there_is_no_notebook_without_a_unit():
    there = {path.relative_to(ROOT / "notebooks").as_posix() for path in _opened()}
    assert there == set(BUILT)


def _opened():
    return (path for lang in ("en", "zh") for path in (ROOT / "notebooks" / lang).glob("*.ipynb"))


@pytest.mark.parametrize("unit", UNITS)
def test_twins_run_the_same_code(unit):
    english, chinese = (load(f"{lang}/{unit}.ipynb")["cells"] for lang in ("en", "zh"))
    assert [cell["id"] for cell in english] == [cell["id"] for cell in chinese]
    for one, other in zip(english, chinese, strict=True):
        assert one["cell_type"] == other["cell_type"]
        assert (one["source"] == other["source"]) == (one["cell_type"] == "code")
        assert tags(one) == tags(other)


@pytest.mark.parametrize("name", BUILT)
def test_a_notebook_is_small_and_loads_offline(name):
    path = ROOT / "notebooks" / name
    assert path.stat().st_size < LARGEST
    assert not REMOTE.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", BUILT)
def test_a_notebook_shows_its_outputs_and_hides_its_solutions(name):
    cells = load(name)["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in code] == [*range(1, len(code) + 1)]
    assert not [cell for cell in cells if {"solution", "instructor"} & tags(cell)]
    assert sum("nbval-check-output" in tags(cell) for cell in cells) >= 3
    for cell in code:
        kinds = {output["output_type"] for output in cell["outputs"]}
        assert ("error" in kinds) == ("raises-exception" in tags(cell))
        assert "nbval-check-output" not in tags(cell) or cell["outputs"]


@pytest.mark.parametrize("name", BUILT)
def test_links_between_notebooks_lead_somewhere(name):
    folder = (ROOT / "notebooks" / name).parent
    for cell in load(name)["cells"]:
        for link in re.findall(r"\]\(([^)#]+\.ipynb)\)", "".join(cell["source"])):
            assert (folder / link).exists(), link
