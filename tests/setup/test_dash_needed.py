"""A unit's page runs what its widgets stand on, and no more."""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

import cxlab as cx
from cxlab._lab.dash.needed import needed

UNITS = sorted((Path(__file__).parents[2] / "notebooks" / "en").glob("*.ipynb"))


def places(*texts):
    return sorted(needed([new_code_cell(text) for text in texts]))


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_the_needed_cells_of_a_unit_run_by_themselves(path, monkeypatch):
    notebook = nbformat.read(path, as_version=4)
    run, made = needed(notebook.cells), []
    for name in cx.widgets.__all__:
        verb = getattr(cx.widgets, name)
        if name != "Panel":
            monkeypatch.setattr(
                cx.widgets, name, lambda *a, verb=verb, **k: made.append(verb(*a, **k)) or made[-1]
            )
    names = {}
    for place in sorted(run):
        exec(notebook.cells[place].source, names)
    written = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert len(made) == sum(text.count("cx.widgets.") for text in written)
    assert all(panel.message for panel in made)
    assert len(run) < len(written)


def test_what_a_widget_stands_on_is_run_with_what_changed_it():
    assert places("import cxlab as cx", "d = 1", "e = 2", "cx.widgets.drift(d)") == [0, 1, 3]
    assert places("d = []", "d.append(1)", "cx.widgets.drift(d)") == [0, 1, 2]
    assert places("d = f()", "d.attrs['x'] |= {}", "cx.widgets.drift(d)") == [0, 1, 2]
    assert places("d = f()", "d.columns = names", "b = 1", "cx.widgets.drift(d)") == [0, 1, 3]
    assert places("a, (b, *c) = f()", "cx.widgets.drift(c)") == [0, 1]
    assert places("for row in rows:\n    last = row", "cx.widgets.drift(last)") == [0, 1]
    assert places("def f():\n    return k", "k = 1", "cx.widgets.drift(f())") == [0, 1, 2]


def test_the_language_is_always_set_and_a_drawing_is_not_repeated():
    assert places("import cxlab as cx\ncx.use()", "gaps.plot()", "1") == [0]


def test_what_is_not_python_runs_as_a_whole():
    assert places("%matplotlib inline", "a = 1") == [0, 1]


def test_words_are_no_code():
    assert needed([new_markdown_cell("cx.widgets.drift(d)")]) == set()
