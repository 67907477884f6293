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
        "scale": (5.0, 0.25),
        (5.0, 0.3): (5.0, 0.3),
    }
    for cross, expected in middle.items():
        found = ipa(data, "y", NAMES, cross=cross, scale=(-5, 15), boot=20, seed=1)
        assert found.cross == pytest.approx(expected)


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


def test_the_scale_comes_from_the_card_or_the_call():
    meiyu = cx.load("meiyu")
    names = ["x_product", "x_price", "x_convenience"]
    options = {"importance": "w_", "cross": "scale", "boot": 20, "seed": 1}
    carded = ipa(meiyu, None, names, **options)
    assert carded.cross == (5.0, 5.0)  # asked on 0-10
    meiyu.attrs.pop("scales")
    given = ipa(meiyu, None, names, scale=((0, 10), (0, 12)), **options)
    assert given.cross == (5.0, 6.0)
    derived = ipa(meiyu, "satisfaction", names, cross="scale", scale=(0, 10), boot=20, seed=1)
    assert derived.cross == pytest.approx((5.0, 1 / 3))
    with pytest.raises(cx.SpecError, match="cross='scale' needs"):
        ipa(meiyu, None, names, **options)


def test_the_gap_to_the_diagonal():
    meiyu = cx.load("meiyu")
    names = ["x_product", "x_brand", "x_convenience"]
    found = ipa(meiyu, None, names, importance="w_", boot=20, seed=1)
    table = found.tidy()
    np.testing.assert_allclose(table["gap"], table["performance"] - table["importance"])
    paired = meiyu["x_brand"] - meiyu["w_brand"]
    reach = 1.9612 * paired.std() / np.sqrt(2000)  # t, 1999 df
    assert table["gap_high"][1] - table["gap"][1] == pytest.approx(reach, rel=1e-4)
    assert "less well than they matter: convenience experience (−4.02)" in found.explain()
    ax = found.plot()
    assert any(line.get_linestyle() == ":" for line in ax.lines)
    other = ipa(meiyu, None, names, importance="w_", scale=((0, 10), (0, 12)), boot=20, seed=1)
    assert "gap" not in other.tidy()
    assert "gap" not in ipa(meiyu, "satisfaction", names, boot=20, seed=1).tidy()


@pytest.mark.parametrize("importance", ["derived", "w_"])
def test_weights_of_one_change_nothing_and_two_is_twice(data, importance):
    y = "y" if importance == "derived" else None
    options = {"importance": importance, "boot": 50, "seed": 1}
    plain = ipa(data, y, NAMES, **options).tidy()
    pd.testing.assert_frame_equal(
        plain, ipa(data.assign(w=2), y, NAMES, weights="w", **options).tidy(), rtol=1e-9
    )
    data["w"] = np.arange(800) % 3
    heavy = ipa(data, y, NAMES, weights="w", **options)
    repeated = ipa(data.loc[data.index.repeat(data["w"])], y, NAMES, **options)
    for column in ("performance", "importance"):
        np.testing.assert_allclose(heavy.tidy()[column], repeated.tidy()[column], rtol=1e-9)
    assert heavy.n == 533
    assert heavy.effective == pytest.approx(799**2 / (267 + 266 * 4), rel=0.01)


def test_the_interval_of_a_weighted_mean_covers():
    """Answers that depend on the weight: the weighted mean is right, and its interval holds it."""
    hits = []
    for seed in range(300):
        rng = np.random.default_rng(seed)
        weight = rng.choice([0.5, 2.0], size=200)
        rows = rng.normal(size=(200, 2)) + weight[:, None]
        frame = pd.DataFrame(rows, columns=["a", "b"]).assign(wa=1.0, wb=2.0, w=weight)
        found = ipa(frame, None, ["a", "b"], importance={"a": "wa", "b": "wb"}, weights="w", boot=1)
        row = found.tidy().iloc[0]
        hits.append(row["conf_low"] <= 1.7 <= row["conf_high"])  # (0.5² + 2²) / 2.5
    assert 0.91 <= np.mean(hits) <= 0.98


def test_stability_counts_the_crosshair_that_moves(data):
    """Two drivers: one is above their mean, one below, in every resample unless they change."""
    found = ipa(data, None, ["x_wait", "x_staff"], importance="w_", boot=200, seed=1)
    assert found.tidy()["stability"].tolist() == [1, 1]  # w 9 and 8, x 4 and 7, far apart
    fixed = ipa(
        data, None, ["x_wait", "x_staff"], importance="w_", cross=(4.0, 8.5), boot=200, seed=1
    )
    assert fixed.tidy()["stability"][0] < 0.95  # its mean lies on the fixed line
