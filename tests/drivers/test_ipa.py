"""Importance-performance map: places, crosshairs, stability."""

import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab.drivers import importance, ipa


@pytest.fixture
def data():
    """Four drivers, one for each field: strong or weak effect, low or high mean."""
    rng = np.random.default_rng(6)
    means, effects = [4, 7, 4, 7], [1.0, 1.0, 0.2, 0.2]
    x = rng.normal(size=(800, 4)) + means
    frame = pd.DataFrame(x, columns=["x_wait", "x_staff", "x_music", "x_park"])
    frame["y"] = x @ effects + rng.normal(size=800)
    for name, mean in zip(["wait", "staff", "music", "park"], [9, 8, 3, 4], strict=True):
        frame[f"w_{name}"] = rng.normal(mean, 1, 800)
    frame.attrs["labels"] = {"x_wait": {"en": "waiting", "zh": "等候"}}
    return frame


NAMES = ["x_wait", "x_staff", "x_music", "x_park"]
FIELDS = ["concentrate", "keep", "low_priority", "overkill"]


def test_every_driver_lies_in_its_field(data):
    for found in (
        ipa(data, "y", NAMES, boot=200, seed=1),
        ipa(data, None, NAMES, importance="w_", boot=200, seed=1),
        ipa(data, None, NAMES, importance={n: n.replace("x", "w", 1) for n in NAMES}, seed=1),
    ):
        assert list(found.tidy()["quadrant"]) == FIELDS
        assert (found.tidy()["stability"] == 1).all()
        assert found.headline().startswith("Concentrate here: waiting")


def test_derived_importance_is_johnsons_share(data):
    found = ipa(data, "y", NAMES, boot=50, seed=1).tidy()
    johnson = importance(data, "y", NAMES, method="johnson", boot=0).tidy()
    np.testing.assert_allclose(found["importance"], johnson["share"])


def test_performance_has_the_interval_of_a_mean(data):
    found = ipa(data, "y", NAMES, boot=50, seed=1).tidy().iloc[0]
    values = data["x_wait"]
    assert found["performance"] == pytest.approx(values.mean())
    reach = (found["conf_high"] - found["conf_low"]) / 2
    assert reach == pytest.approx(1.9629 * values.std() / np.sqrt(800), rel=1e-4)  # t, 799 df


def test_crosshairs(data):
    table = ipa(data, "y", NAMES, boot=20, seed=1).tidy()
    middle = {
        "mean": (table["performance"].mean(), 0.25),
        "median": (table["performance"].median(), table["importance"].median()),
        "scale": ((data[NAMES].min().min() + data[NAMES].max().max()) / 2, 0.25),
        (5.0, 0.3): (5.0, 0.3),
    }
    for cross, expected in middle.items():
        assert ipa(data, "y", NAMES, cross=cross, boot=20, seed=1).cross == pytest.approx(expected)


def test_a_place_near_the_crosshair_is_not_settled(data):
    edge = np.random.default_rng(1).normal(size=800)
    data["x_edge"] = edge - edge.mean() + 5.5
    found = ipa(data, "y", [*NAMES, "x_edge"], cross=(5.5, 0.2), boot=400, seed=1)
    edge = found.tidy().set_index("term").loc["x_edge"]
    assert 0.2 < edge["stability"] < 0.9
    assert "Not settled under resampling: x_edge" in found.explain()
    assert found.plot_options()["open_points"].tolist() == [False] * 4 + [True]


def test_wrong_requests(data):
    with pytest.raises(cx.SpecError, match="Derived importance needs an outcome"):
        ipa(data, None, NAMES)
    with pytest.raises(cx.SpecError, match="cross = 'centre' is not known"):
        ipa(data, "y", NAMES, cross="centre")
    with pytest.raises(cx.SpecError, match=r"or a pair \(performance, importance\)"):
        ipa(data, "y", NAMES, cross=5)
    with pytest.raises(cx.SpecError, match="lacks 'x_park'"):
        ipa(data, None, NAMES, importance={n: n for n in NAMES[:3]})
    with pytest.raises(cx.DataError, match=r"no column 'v_wait'. Did you mean"):
        ipa(data, None, NAMES, importance="v_")
    with pytest.raises(cx.SpecError, match="two or more drivers"):
        ipa(data, "y", NAMES[:1])
    with pytest.raises(cx.SpecError, match="both the outcome and a driver"):
        ipa(data, "x_wait", NAMES)


def test_words_in_chinese(data):
    found = ipa(data, "y", NAMES, boot=50, seed=1)
    with cx.use("zh"):
        assert found.headline() == "重点改进：等候"
        assert "十字线：各点的平均值" in found.explain()
        assert "继续保持" in repr(found)
