"""The frame of the widgets: controls in, result and views out, mistakes in words."""

import re
from dataclasses import dataclass

import pandas as pd
import pytest
from matplotlib.figure import Figure

import cxlab as cx
from cxlab._core.errors import SpecError, warn
from cxlab._core.result import Result
from cxlab.widgets import Panel
from cxlab.widgets._controls import align, choice, slider, switch, tick
from cxlab.widgets._view import view


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class Doubled(Result):
    drawing = "cxlab.plots:bars"

    def headline(self):
        return f"<b>{self.table['estimate'][0]:g}</b>"


def doubled(x, more=0):
    if x + more > 8:
        raise SpecError("x is too large. Move it back.")
    if x == 8:
        warn("x is at its limit")
    return Doubled(table=pd.DataFrame({"term": ["x"], "estimate": [2.0 * x + more]}), n=0)


@pytest.fixture
def panel():
    chart = view("bars")
    return Panel(
        "A & B",
        doubled,
        lambda result, now: chart.show(result.labelled(), alt=str(now)),
        views=[chart],
        controls={"x": slider("x", 3, 0, 10, tooltip="number", step=1)},
        state={"more": 0},
    )


def test_a_control_moves_result_and_rows(panel):
    panel.controls["x"].value = 4
    assert panel.result.tidy()["estimate"].tolist() == [8.0]
    assert panel.views[0].rows[0]["estimate"] == 8.0
    assert panel.message == "<b>8</b>"


def test_a_mistake_is_said_and_the_last_result_stays(panel):
    panel.controls["x"].value = 9
    assert panel.message == "x is too large. Move it back."
    assert panel.result.tidy()["estimate"].tolist() == [6.0]
    panel.controls["x"].value = 2
    assert panel.message == "<b>4</b>"


def test_a_state_that_breaks_a_rule_is_not_kept(panel):
    panel.update(more=7)
    assert panel.state == {"more": 0}
    panel.update(more=1)
    assert panel.result.tidy()["estimate"].tolist() == [7.0]


def test_a_warning_stands_below_the_finding(panel, recwarn):
    panel.controls["x"].value = 8
    assert panel.message == "<b>16</b>"
    assert panel._line.options["warning"] == "x is at its limit"
    assert not recwarn


def test_reset_puts_controls_and_state_back(panel):
    panel.controls["x"].value = 1
    panel.update(more=2)
    panel.reset()
    assert (panel.values(), panel.state) == ({"x": 3.0}, {"more": 0})
    assert panel.result.tidy()["estimate"].tolist() == [6.0]


def test_a_mistake_at_the_start_is_an_error():
    with pytest.raises(SpecError, match="too large"):
        Panel("t", doubled, lambda *_: None, views=[], state={"x": 9})


def test_an_error_of_the_code_is_not_swallowed(panel):
    panel._draw = lambda result, now: 1 / 0
    with pytest.raises(ZeroDivisionError):
        panel.controls["x"].value = 5


def test_the_language_of_the_panel_stays(panel):
    with cx.use("zh"):
        own = Panel("t", lambda x: doubled(x), lambda *_: None, views=[], state={"x": 1})
        panel.controls["x"].value = 5
    assert panel.views[0].options["lang"] == "en"
    own.update(x=2)
    assert own._line.options["lang"] == "zh"


def test_the_title_is_escaped(panel):
    assert "A &amp; B" in panel.children[0].children[0].value


def test_the_figure_is_static_and_shown_once(panel):
    import matplotlib.pyplot as plt

    before = plt.get_fignums()
    assert isinstance(panel.figure(), Figure)
    assert plt.get_fignums() == before


def test_readers_without_a_kernel_get_a_picture(panel, monkeypatch):
    monkeypatch.delenv("SERVER_SOFTWARE", raising=False)
    bundle = panel._repr_mimebundle_()
    assert bundle["image/png"].startswith("iVBO")
    assert bundle["text/plain"] == "A & B\n<b>6</b>"
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_voila_gets_no_picture(panel, monkeypatch):
    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5.13")
    assert "image/png" not in panel._repr_mimebundle_()


def test_descriptions_are_as_wide_as_the_longest():
    controls = [
        slider("a", 1, 0, 2, tooltip="t"),
        choice("价格与便利性", {"x": 1}, 1, tooltip="t"),
        switch("b", {"x": 1, "y": 2}, 1, tooltip="t"),
        tick("c", tooltip="t"),
    ]
    wide = align(controls)
    assert wide > 80
    assert controls[0].style.description_width == f"{wide:.0f}px"
    assert all(re.fullmatch(r"\d+px", item.style.description_width) for item in controls[:3])
