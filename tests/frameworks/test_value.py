"""Perceived value, relationship quality and net experience."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cxlab as cx
from cxlab.frameworks import net_experience, perceived_value, relationship_quality


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


def test_net_experience_of_the_case():
    result = net_experience(0.78, 0.22)
    assert result.tidy()["estimate"].tolist() == pytest.approx([78, -22, 56])
    assert "conf_low" not in result.tidy()
    assert "+56" in result.headline()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 200))
def test_the_net_lies_in_its_interval(positive, negative, neutral):
    n = positive + negative + neutral
    if n:
        row = of(net_experience(positive, negative, n=n)).loc["net"]
        assert -100 <= row.conf_low <= row.estimate + 1e-9
        assert row.estimate - 1e-9 <= row.conf_high <= 100


@pytest.mark.parametrize(
    ("lang", "message"),
    [("en", "positive = 78 is not a share.*0.78"), ("zh", "positive = 78不是占比")],
)
def test_percent_typed_as_shares_are_refused(lang, message):
    with cx.use(lang), pytest.raises(cx.SpecError, match=message):
        net_experience(78, 22)


def test_more_than_everybody_is_refused():
    with pytest.raises(cx.SpecError, match=r"add up to 1\.1 times"):
        net_experience(0.8, 0.3)
    with pytest.raises(cx.SpecError, match="positive must be a whole number"):
        net_experience(0.8, 0.2, n=100)
