"""Path diagrams: boxes apart, arrows beside them, what lines and dashes mean."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.patches import FancyArrowPatch

from cxlab.paths import PathModel
from cxlab.plots import path_diagram
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
    assert len({arrow.get_linewidth() for arrow in arrows}) == 1
    assert not [text for text in ax.texts if text.get_text().startswith("+")]
    kinds = [type(arrow.get_arrowstyle()).__name__ for arrow in arrows]
    assert kinds[0] != kinds[1]
    ax.get_figure(root=True).canvas.draw()
