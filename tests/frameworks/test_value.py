"""Perceived value and relationship quality."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cxlab as cx
from cxlab.frameworks import perceived_value, relationship_quality


def buyers(n=70, seed=6):
    rng = np.random.default_rng(seed)
    names = [f"value_{stem}{item}" for stem in "fesp" for item in (1, 2, 3)]
    names += [f"rel_{stem}{item}" for stem in "tcm" for item in (1, 2, 3)]
    names += ["cost_money", "cost_effort"]
    data = pd.DataFrame(rng.integers(1, 8, (n, len(names))).astype(float), columns=names)
    return data.assign(segment=rng.choice(["local", "visitor"], n))


def of(result):
    return result.tidy().set_index("term")


def test_value_by_hand():
    data = buyers()
    row = of(perceived_value(data))
    benefit = data.filter(regex="value_[fes]").mean(axis=1)
    cost = data[["cost_money", "cost_effort"]].mean(axis=1)
    net = benefit - cost
    np.testing.assert_allclose(
        row.loc[["benefit", "cost", "net"], "estimate"], [benefit.mean(), cost.mean(), net.mean()]
    )
    assert row.loc["net", "std_error"] == pytest.approx(net.sem())
    assert row.loc["net", "statistic"] == pytest.approx(net.mean() / net.sem())
    assert row["statistic"].notna().sum() == 1


@settings(max_examples=25, deadline=None)
@given(st.integers(-3, 3))
def test_cost_is_subtracted(k):
    data = buyers(30)
    data[["cost_money", "cost_effort"]] = 4
    before = of(perceived_value_quietly(data)).loc["net", "estimate"]
    after = of(perceived_value_quietly(data.assign(cost_money=4 + k, cost_effort=4 + k)))
    assert after.loc["net", "estimate"] == pytest.approx(before - k)


def perceived_value_quietly(data):
    with pytest.warns(cx.CxWarning, match="same answer"):
        return perceived_value(data)


def test_headlines_follow_the_interval():
    data = buyers()
    data[["cost_money", "cost_effort"]] = np.tile([[1, 2], [2, 1]], (35, 1))
    assert perceived_value(data).headline().startswith("Benefits outweigh costs")
    data[["cost_money", "cost_effort"]] = np.tile([[7, 6], [6, 7]], (35, 1))
    assert perceived_value(data).headline().startswith("Costs outweigh benefits")


def test_own_costs_and_groups():
    data = buyers().assign(waiting=3.0)
    data.loc[::2, "waiting"] = 5.0
    result = perceived_value(data, cost=["waiting"], by="segment")
    local = perceived_value(data[data["segment"] == "local"], cost=["waiting"]).tidy()
    mine = result.tidy().query("group == 'local'").drop(columns="group").reset_index(drop=True)
    pd.testing.assert_frame_equal(mine, local)
    assert list(result.drawn()["label"]) == ["local", "visitor"]


def test_a_missing_cost_leaves_only_that_net_out():
    data = buyers()
    data.loc[0, "cost_money"] = np.nan
    row = of(perceived_value(data))
    assert (row.loc["benefit", "n"], row.loc["cost", "n"], row.loc["net", "n"]) == (70, 69, 69)


def test_costs_off_the_scale_are_refused():
    with pytest.raises(cx.DataError, match="'cost_money' must lie in 1-7"):
        perceived_value(buyers().assign(cost_money=9))
    with pytest.raises(cx.DataError, match=r"'cost_mony'.*Did you mean 'cost_money'"):
        perceived_value(buyers(), cost=["cost_mony"])
    with cx.use("zh"), pytest.raises(cx.DataError, match="没有'waiting'这一列"):
        perceived_value(buyers(), cost=["waiting"])


def test_relationship_turns_the_reversed_item():
    data = buyers()
    row = of(relationship_quality(data))
    turned = data.assign(rel_c3=8 - data["rel_c3"])
    means = [turned.filter(regex=f"rel_{stem}").mean(axis=1) for stem in "tcm"]
    np.testing.assert_allclose(
        row.loc[["trust", "commitment", "communication"], "estimate"], [m.mean() for m in means]
    )
    assert row.loc["index", "estimate"] == pytest.approx(np.mean(means))
    assert row.loc["index", "std_error"] == pytest.approx(pd.Series(np.mean(means, axis=0)).sem())


def test_relationship_by_group():
    result = relationship_quality(buyers(), by="segment")
    assert set(result.tidy()["group"]) == {"local", "visitor"}
    assert "group" in result.headline()
