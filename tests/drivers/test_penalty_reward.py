"""Penalty and reward: R's dummy regression, and categories that follow from built-in effects."""

import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab.drivers import penalty_reward

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


def test_asymmetry_per_point_has_its_own_interval(items):
    found = penalty_reward(items, "CUSA1", ITEMS, low=5, high=9)
    row, x = found.tidy().iloc[0], items["PERQ1"]
    down = x[(x > 5) & (x < 9)].mean() - x[x <= 5].mean()
    up = x[x >= 9].mean() - x[(x > 5) & (x < 9)].mean()
    cov = found.regression.fit.cov[1:3, 1:3]
    weight = np.array([1 / down, 1 / up])
    assert row["estimate"] == pytest.approx(row["penalty"] / down + row["reward"] / up)
    assert row["std_error"] == pytest.approx(np.sqrt(weight @ cov @ weight))


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
