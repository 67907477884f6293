"""A wheel is the whole kit: package, fonts, words, banks, data and course."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def names(tmp_path_factory):
    pytest.importorskip("hatchling")
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    with ZipFile(next(out.glob("*.whl"))) as wheel:
        yield set(wheel.namelist())


def test_every_file_of_the_package_is_in(names):
    skipped = {"__pycache__", ".ipynb_checkpoints"}
    package = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "cxlab").rglob("*")
        if path.is_file() and not skipped & set(path.parts)
    }
    assert package <= names


@pytest.mark.parametrize("folder", ["data", "course", "notebooks"])
def test_the_kit_is_in(names, folder):
    files = {
        f"cxlab/_kit/{path.relative_to(ROOT).as_posix()}"
        for path in (ROOT / folder).rglob("*.*")
        if path.suffix in {".csv", ".yaml", ".md", ".ipynb"} and "instructor" not in path.parts
    }
    assert files
    assert files <= {name for name in names if name.startswith("cxlab/_kit")}


@pytest.mark.parametrize(
    "end", ["/fonts/OFL.txt", "/zh_CN.po", "/templates/cxlab/index.html.j2", "licenses/LICENSE"]
)
def test_what_a_reader_would_miss_is_in(names, end):
    assert any(name.endswith(end) for name in names)
