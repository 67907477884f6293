"""Places in a layered diagram: in order, apart, and no arrow through a third node."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxlab._stats.layered import NEAR, WIDE, places

ECSI = [
    *(("image", "expectation"), ("expectation", "quality"), ("expectation", "value")),
    *(("quality", "value"), ("image", "satisfaction"), ("expectation", "satisfaction")),
    *(("quality", "satisfaction"), ("value", "satisfaction"), ("image", "loyalty")),
    ("satisfaction", "loyalty"),
]
CHAIN = ["image", "expectation", "quality", "value", "satisfaction", "loyalty"]


def crossings(at, arrows):
    def side(a, b, c):
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    count = 0
    for place, (i, j) in enumerate(arrows):
        for k, m in arrows[place + 1 :]:
            if len({i, j, k, m}) == 4:
                a, b, c, d = (at[name] for name in (i, j, k, m))
                count += side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
    return count


def through(at, arrows):
    """Return the nodes that an arrow comes near to, the rows counted as the layout counts them."""
    ys = sorted({y for _x, y in at.values()})
    step = min(np.diff(ys)) if len(ys) > 1 else 1.0
    layer = len({x for x, _y in at.values()}) - 1 or 1
    found = []
    for i, j in arrows:
        (x0, y0), (x1, y1) = at[i], at[j]
        run, rise = (x1 - x0) * layer * WIDE, (y1 - y0) / step
        for name, (x, y) in at.items():
            if name not in (i, j) and x0 < x < x1:
                dx, dy = (x - x0) * layer * WIDE, (y - y0) / step
                found += [name] * bool(abs(run * dy - rise * dx) / np.hypot(run, rise) < NEAR)
    return found


def test_the_satisfaction_index_is_drawn_without_arrows_through_boxes():
    at = places([[name] for name in CHAIN], ECSI)
    assert [at[name][0] for name in CHAIN] == pytest.approx(np.linspace(0, 1, 6))
    assert through(at, ECSI) == []
    assert crossings(at, ECSI) <= 1


def test_one_node_and_one_layer_stand_in_the_middle():
    assert places([["a"]], []) == {"a": (0.5, 0.5)}
    at = places([["a", "b", "c"]], [])
    assert {x for x, _y in at.values()} == {0.5}
    assert sorted(y for _x, y in at.values()) == [0, 0.5, 1]


def test_nodes_of_a_layer_are_ordered_so_that_arrows_do_not_cross():
    layers = [["a", "b", "c"], ["d", "e", "f"]]
    arrows = [("a", "f"), ("b", "e"), ("c", "d")]
    assert crossings(places(layers, arrows), arrows) == 0


def test_a_large_model_gets_places_too():
    layers = [[f"n{d}{k}" for k in range(4)] for d in range(6)]
    arrows = [pair for one, other in pairwise(layers) for pair in product(one, other)]
    at = places(layers, arrows)
    assert len(set(at.values())) == 24


@given(st.lists(st.integers(1, 3), min_size=1, max_size=5), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_places_are_apart_and_the_same_each_time(sizes, random):
    layers = [[f"n{d}{k}" for k in range(size)] for d, size in enumerate(sizes)]
    arrows = [
        (random.choice(one), random.choice(other))
        for place, one in enumerate(layers)
        for other in layers[place + 1 :]
    ]
    at = places(layers, arrows)
    assert at == places(layers, arrows)
    assert len(set(at.values())) == sum(sizes)
    assert all(0 <= value <= 1 for pair in at.values() for value in pair)
    for one, other in arrows:
        assert at[one][0] < at[other][0]
