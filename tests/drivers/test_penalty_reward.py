"""Penalty and reward: R's dummy regression, and categories that follow from built-in effects."""

import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab.drivers import penalty_reward, regress

ITEMS = [f"PERQ{i}" for i in range(1, 8)]


def test_the_dummy_regression_agrees_with_r(items, models):
    reference = models["penalty_reward"]
    found = penalty_reward(items, "CUSA1", ITEMS, low=5, high=9, robust="nonrobust")
    table = found.tidy()
    for i, row in table.iterrows():
        assert row["penalty"] == pytest.approx(reference["coef"][f"Q{i + 1}_pen"], rel=1e-9)
        assert row["reward"] == pytest.approx(reference["coef"][f"Q{i + 1}_rew"], rel=1e-9)
        assert row["n_low"] == reference["counts"][f"Q{i + 1}_pen"]
        assert row["n_high"] == reference["counts"][f"Q{i + 1}_rew"]
    inner = found.regression.tidy()
    np.testing.assert_allclose(inner["std_error"], list(reference["se"].values()), rtol=1e-9)
    np.testing.assert_allclose(inner["p_value"], list(reference["p"].values()), rtol=1e-8)
    assert found.glance()["r2"].item() == pytest.approx(reference["R2"], rel=1e-9)


def test_asymmetry_is_the_bend_of_a_broken_line(items):
    """A line through the three group means has two slopes; their difference is the asymmetry."""
    found = penalty_reward(items, "CUSA1", ["PERQ1"], low=5, high=9).tidy().iloc[0]
    x = items["PERQ1"]
    part = np.select([x <= 5, x >= 9], [0, 2], default=1)
    means = x.groupby(part).transform("mean")
    middle = x[part == 1].mean()
    line = items.assign(line=means, bend=np.maximum(means - middle, 0))
    bend = regress(line, "CUSA1", ["line", "bend"]).tidy().iloc[2]
    columns = ["estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high"]
    np.testing.assert_allclose(found[columns].astype(float), bend[columns].astype(float))


def test_an_attribute_may_be_called_like_a_category(data):
    found = penalty_reward(data.rename(columns={"idle": "none"}), "y", ["none"], low=3, high=8)
    assert list(found.shown().iloc[0, [0, -3]]) == ["none", "none shown"]


@pytest.fixture
def data():
    rng = np.random.default_rng(9)
    x = pd.DataFrame(rng.integers(0, 11, (2000, 4)), columns=["safe", "speed", "gift", "idle"])
    low, high = x <= 3, x >= 8
    x["y"] = -2 * low["safe"] + high["speed"] - low["speed"] + 2 * high["gift"]
    x["y"] += rng.normal(size=2000)
    return x


def test_categories(data):
    found = penalty_reward(data, "y", ["safe", "speed", "gift", "idle"], low=3, high=8)
    table = found.tidy()
    assert list(table["category"]) == ["basic", "performance", "excitement", "none"]
    assert found.headline() == "Must not fail: safe"
    assert "Excitement factors" in found.explain()
    with cx.use("zh"):
        assert found.headline() == "不能出差错：safe"
        assert "兴奋因素" in repr(found)


def test_a_straight_line_has_no_asymmetry():
    """Neither rare low answers nor a skew may turn a linear driver into another kind."""
    rng = np.random.default_rng(10)
    data = pd.DataFrame({"x": np.clip(rng.normal(7, 1.5, 3000).round(), 0, 10)})
    data["y"] = 0.5 * data["x"] + rng.normal(size=3000)
    table = penalty_reward(data, "y", ["x"], low=4, high=9).tidy()
    assert table["category"].item() == "performance"


def test_wrong_requests(data):
    names = ["safe", "speed"]
    with pytest.raises(cx.SpecError, match="low = 8 must lie below high = 3"):
        penalty_reward(data, "y", names, low=8, high=3)
    with pytest.raises(cx.DataError, match=r"'safe' has 0 answers up to -1, .* Choose other cuts"):
        penalty_reward(data, "y", names, low=-1, high=8)
    with pytest.raises(cx.DataError, match="0 between"):
        penalty_reward(data, "y", names, low=5, high=6)
    with pytest.raises(cx.SpecError, match="both the outcome and a driver"):
        penalty_reward(data, "y", ["safe", "y"], low=3, high=8)
    with pytest.warns(cx.CxWarning, match="Fewer than 10 low or high answers for 'safe'"):
        penalty_reward(data[:50], "y", ["safe"], low=0, high=7)


def test_intervals_are_robust_by_default(items):
    plain, robust = (
        penalty_reward(items, "CUSA1", ITEMS, low=5, high=9, robust=kind)
        for kind in ("nonrobust", "HC3")
    )
    default = penalty_reward(items, "CUSA1", ITEMS, low=5, high=9)
    pd.testing.assert_frame_equal(default.tidy(), robust.tidy())
    np.testing.assert_allclose(plain.tidy()["penalty"], robust.tidy()["penalty"])
    assert (plain.tidy()["penalty_low"] != robust.tidy()["penalty_low"]).all()
    inner = regress(
        robust.regression.design.matrix.assign(CUSA1=items["CUSA1"]).drop(columns="Intercept"),
        "CUSA1",
        [f"`{name}`" for name in robust.regression.design.drivers],
    ).tidy()
    np.testing.assert_allclose(robust.tidy()["reward_high"], inner["conf_high"][2::2], rtol=1e-9)


def test_an_outcome_without_variation(data):
    with pytest.raises(cx.DataError, match=r"'y' is 5 in all 2000 complete rows"):
        penalty_reward(data.assign(y=5), "y", ["safe"], low=3, high=8)


def test_fewer_rows_than_dummies(data):
    rows = pd.DataFrame(
        {"a": [1, 5, 9, 5, 5], "b": [5, 1, 5, 9, 5], "c": [5, 5, 1, 5, 9], "y": [1, 2, 3, 4, 5]}
    )
    refused = pytest.raises(cx.ModelError, match=r"7 coefficients need more than 7.*there are 5")
    with pytest.warns(cx.CxWarning, match="Fewer than 10"), refused:
        penalty_reward(rows, "y", ["a", "b", "c"], low=3, high=8)


def test_nobody_answers_all(data):
    with pytest.raises(cx.DataError, match="No row is complete"):
        penalty_reward(data.assign(safe=np.nan), "y", ["safe", "speed"], low=3, high=8)


def test_a_group_with_one_case(data):
    few = data[(data["safe"] > 3) | (data.index == data.index[data["safe"] <= 3][0])]
    refused = pytest.raises(cx.ModelError, match="alone decides a coefficient of 'safe <= 3'")
    with pytest.warns(cx.CxWarning, match="Fewer than 10 .* for 'safe'"), refused:
        penalty_reward(few, "y", ["safe", "speed"], low=3, high=8)
