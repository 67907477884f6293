"""Path diagrams: boxes apart, arrows beside them, what lines and dashes mean."""

import itertools

import numpy as np
import pandas as pd
import pytest
from matplotlib.patches import FancyArrowPatch

from cxlab.paths import PathModel
from cxlab.plots import measurement_diagram, path_diagram
from cxlab.plots._path_diagram import _size
from cxlab.plots._path_layout import places

MODELS = {
    "ecsi": "b ~ a; c ~ b; d ~ b + c; e ~ a + b + c + d; f ~ e; g ~ a + e + f",
    "fan": "y ~ a + b + c + d + e",
    "comb": "b ~ a; c ~ a; d ~ a; e ~ b + c + d",
    "skip": "b ~ a; c ~ b; d ~ c + a; e ~ d + a + b",
    "pair": "b ~ a",
}


def frame(model, **columns):
    ends = [(each.source, each.target) for each in model.paths]
    found = pd.DataFrame(ends, columns=["source", "target"])
    return found.assign(estimate=0.4, conf_low=0.2, conf_high=0.6).assign(**columns)


@pytest.mark.parametrize("name", MODELS)
def test_no_box_lies_on_another_and_no_arrow_runs_through_one(name):
    model = PathModel.from_syntax(MODELS[name])
    size = np.array([_size("Satisfaction\nR² = 0.50")] * len(model.names))
    ends = [
        (model.names.index(each.source), model.names.index(each.target)) for each in model.paths
    ]
    place = places(model.layers(), model.names, ends, size)
    for i, j in zip(*np.triu_indices(len(place), 1), strict=True):
        assert (np.abs(place[i] - place[j]) > size[i] + size[j]).any()
    for i, j in ends:
        assert place[i, 0] < place[j, 0]
        points = place[i] + np.linspace(0, 1, 101)[:, None] * (place[j] - place[i])
        for k in set(range(len(place))) - {i, j}:
            assert not (np.abs(points - place[k]) < size[k]).all(axis=1).any()
    np.testing.assert_array_equal(place, places(model.layers(), model.names, ends, size))


def drawn(model, table):
    nodes = {name: (name, np.nan) for name in model.names}
    ax = path_diagram(table, layers=model.layers(), nodes=nodes, title="t", n=9, legend="key")
    return ax, [patch for patch in ax.patches if isinstance(patch, FancyArrowPatch)]


def test_width_is_size_and_dashes_are_doubt():
    model = PathModel.from_syntax("b ~ a; c ~ a + b")
    table = frame(
        model, estimate=[0.1, 0.9, -0.5], conf_low=[-0.1, 0.8, -0.6], conf_high=[0.3, 1.0, -0.4]
    )
    ax, arrows = drawn(model, table)
    widths = [arrow.get_linewidth() for arrow in arrows]
    assert widths[1] > widths[2] > widths[0]
    assert [arrow.get_linestyle() == "-" for arrow in arrows] == [False, True, True]
    assert arrows[2].get_edgecolor() != arrows[1].get_edgecolor()
    words = [text.get_text() for text in ax.texts]
    assert {"+0.10", "+0.90", "−0.50", "key · n = 9"} <= set(words)
    assert ax.get_title(loc="left") == "t"


def test_arrows_without_numbers_and_with_two_heads():
    model = PathModel.from_syntax("b ~ a; c ~ a")
    table = frame(model, estimate=np.nan, kind=["path", "covariance"])
    ax, arrows = drawn(model, table)
    assert arrows[0].get_linewidth() > arrows[1].get_linewidth()
    assert not [text for text in ax.texts if text.get_text().startswith("+")]
    kinds = [type(arrow.get_arrowstyle()).__name__ for arrow in arrows]
    assert kinds[0] != kinds[1]
    ax.get_figure(root=True).canvas.draw()


def test_groups_stand_beneath_each_other_in_one_layout():
    model = PathModel.from_syntax("b ~ a; c ~ b")
    table = pd.concat([frame(model, group="x"), frame(model, group="y", estimate=-0.2)])
    nodes = {name: (name, {"x": 0.5, "y": 0.25} if name == "c" else np.nan) for name in "abc"}
    ax = path_diagram(table, layers=model.layers(), nodes=nodes, n=9)
    place = {}
    for text in ax.texts:
        place.setdefault(text.get_text(), []).append(text.get_position())
    (upper, lower), name = place["b"], "c\nR² = {}"
    assert upper[0] == lower[0]
    assert upper[1] > lower[1]
    assert len(place[name.format("0.50")]) == len(place[name.format("0.25")]) == 1
    assert len(place["+0.40"]) == len(place["−0.20"]) == 2
    assert {"x", "y"} <= set(place)


def test_arrows_there_and_back_are_bent_apart():
    table = frame(PathModel.from_syntax("b ~ a"))
    back = table.rename(columns={"source": "target", "target": "source"})
    ax = path_diagram(
        pd.concat([table, back], ignore_index=True),
        layers=[["a"], ["b"]],
        nodes={name: (name, np.nan) for name in "ab"},
    )
    middles = [text.get_position()[1] for text in ax.texts if text.get_text() == "+0.40"]
    assert np.sign(middles - np.mean(middles)).sum() == 0
    assert np.ptp(middles) > 0.1


@pytest.mark.parametrize("names", ["abcdef", "ab"])
def test_numbers_of_correlations_keep_apart(names):
    pairs = [(one, other) for k, one in enumerate(names) for other in names[k + 1 :]]
    loads = [(name, f"{name}{k}") for name in names for k in (1, 2, 3)]
    table = pd.DataFrame([*loads, *pairs], columns=["source", "target"]).assign(
        kind=["loading"] * len(loads) + ["covariance"] * len(pairs),
        estimate=0.5,
        conf_low=0.4,
        conf_high=0.6,
    )
    ax = measurement_diagram(table, names={name: name for name in names}, n=9, legend="key")
    figure = ax.get_figure(root=True)
    figure.draw_without_rendering()
    words = [text for text in ax.texts if text.get_text()]
    boxes = [text.get_window_extent() for text in words]
    assert sum(text.get_text() == "+0.50" for text in words) == len(pairs) + len(loads)
    for one, other in itertools.combinations(boxes, 2):
        assert not one.overlaps(other)
    assert words[-1].get_text() == "key · n = 9"


def test_a_construct_of_constructs_stands_before_its_parts_and_errors_vary_at_the_right():
    rows = [("f", "a", "loading"), ("f", "b", "loading"), ("a1", "a3", "covariance")]
    rows += [(name, f"{name}{k}", "loading") for name in "ab" for k in (1, 2, 3)]
    rows += [("a", "b2", "loading")]  # an item of two constructs stands once
    table = pd.DataFrame(rows, columns=["source", "target", "kind"])
    table = table.assign(estimate=-0.3, conf_low=-0.4, conf_high=0.1)
    ax = measurement_diagram(table, names={name: name for name in "fab"})
    place = {text.get_text(): text.get_position() for text in ax.texts}
    assert place["f"][0] < place["a"][0] == place["b"][0] < place["a1"][0]
    assert sum(text.get_text() == "b2" for text in ax.texts) == 1
    numbers = [text.get_position()[0] for text in ax.texts if text.get_text() == "−0.30"]
    assert max(numbers) > place["a1"][0]
    lines = [patch.get_linestyle() for patch in ax.patches if isinstance(patch, FancyArrowPatch)]
    assert "-" not in lines
