"""A course of two small units, and a home of its own for every test."""

import shutil
from pathlib import Path

import pytest

COURSE = Path(__file__).parent / "course"


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("CXLAB_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def course(monkeypatch):
    monkeypatch.setenv("CXLAB_COURSE", str(COURSE))
    return COURSE


@pytest.fixture
def draft(tmp_path, monkeypatch):
    """Return a function that edits a copy of the course: file, text before, text after."""
    copy = tmp_path / "course"
    shutil.copytree(COURSE, copy)
    monkeypatch.setenv("CXLAB_COURSE", str(copy))

    def edit(name, before, after):
        path = copy / "units" / name
        text = path.read_text(encoding="utf-8")
        assert before in text
        path.write_text(text.replace(before, after, 1), encoding="utf-8")
        return path

    return edit
