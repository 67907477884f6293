"""The progress file: small, local, never lost."""

import json
import subprocess
import sys

import pytest

import cxlab as cx
from cxlab.teach import _progress

pytestmark = pytest.mark.usefixtures("course")


@pytest.fixture(autouse=True)
def _new_session(monkeypatch):
    monkeypatch.setattr(_progress, "_session", {})


def test_attempts_and_the_first_success_are_kept(home):
    cx.check("demo-1", 1)
    cx.check("demo-1", 5.5)
    first = json.loads((home / "progress.json").read_text(encoding="utf-8"))["exercises"]["demo-1"]
    cx.check("demo-1", 2)
    then = json.loads((home / "progress.json").read_text(encoding="utf-8"))["exercises"]["demo-1"]
    assert (first["attempts"], first["wrong"]) == (2, 1)
    assert (then["attempts"], then["wrong"], then["solved"]) == (3, 2, first["solved"])
    assert [path.name for path in home.iterdir()] == ["progress.json"]


def test_the_table_counts_per_unit():
    cx.check("demo-1", 5.5)
    cx.check("demo-2", 50)
    result = cx.teach.progress()
    row = result.tidy().set_index("term").loc["01_demo"]
    assert (row["exercises"], row["solved"], row["attempts"]) == (3, 1, 2)
    assert row["estimate"] == pytest.approx(1 / 3)
    assert result.explain() == "1 of 6 exercises solved. Go on with Two branches."
    with cx.use("zh"):
        assert "两家门店" in result._repr_html_()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"exercises": 3}', '{"exercises": {"a": 1}}'])
def test_a_damaged_file_is_kept_aside_with_a_note(home, content):
    home.mkdir()
    (home / "progress.json").write_text(content, encoding="utf-8")
    with pytest.warns(cx.CxWarning, match="was damaged"):
        assert cx.check("demo-1", 5.5)
    assert (home / "progress.damaged-1.json").read_text(encoding="utf-8") == content
    assert "demo-1" in _progress.load()


def test_a_home_that_cannot_be_written_still_answers(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("CXLAB_HOME", str(tmp_path / "file" / "below"))
    assert [cx.check("demo-1", n).attempts for n in (1, 2)] == [1, 2]
    assert cx.check("demo-1", 5.5)
    assert cx.teach.progress().tidy()["solved"].sum() == 1


def test_a_lock_left_behind_is_broken(home, monkeypatch):
    home.mkdir()
    (home / "progress.lock").touch()
    monkeypatch.setattr(_progress, "PATIENCE", 0.0)
    assert cx.check("demo-1", 5.5).attempts == 1
    assert cx.check("demo-1", 5.5).attempts == 2


def test_two_kernels_count_one_after_the_other(home):
    script = "from cxlab.teach._progress import record\nfor _ in range(50): record('demo-1', False)"
    workers = [subprocess.Popen([sys.executable, "-c", script]) for _ in range(3)]
    assert [worker.wait() for worker in workers] == [0, 0, 0]
    content = json.loads((home / "progress.json").read_text(encoding="utf-8"))
    assert content["exercises"]["demo-1"]["attempts"] == 150
