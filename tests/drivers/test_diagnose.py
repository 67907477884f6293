"""Diagnostics: R's numbers, and verdicts that follow from what was built into the data."""

import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab.drivers import regress

BLOCKS = ["Image", "Expectation", "Quality", "Value", "Satisfaction", "Complaints"]


def test_least_squares_agrees_with_r(scores, models):
    reference = models["ols"]
    found = regress(scores, "Loyalty", BLOCKS, robust="nonrobust").diagnose()
    rows = found.tidy().set_index("term")
    bp, reset, far = (reference[key] for key in ("breusch_pagan", "reset", "cook_max"))
    assert rows.loc["breusch_pagan", "statistic"] == pytest.approx(bp["LM"], rel=1e-9)
    assert rows.loc["breusch_pagan", "p_value"] == pytest.approx(bp["p"], rel=1e-9)
    assert rows.loc["reset", "statistic"] == pytest.approx(reset["F"], rel=1e-7)
    assert rows.loc["reset", "p_value"] == pytest.approx(reset["p"], rel=1e-7)
    assert rows.loc["cook", "estimate"] == pytest.approx(far["value"], rel=1e-9)
    assert found.far_row == far["row"] - 1  # R counts from one
    assert rows.loc["breusch_pagan", "verdict"] == "look"


def test_robust_errors_settle_an_uneven_spread(scores):
    found = regress(scores, "Loyalty", BLOCKS).diagnose()
    assert found.tidy().set_index("term").loc["breusch_pagan", "verdict"] == "fine"
    assert "already allow for it" in found.explain()


def test_proportional_odds_agree_with_r(ordinal, models):
    reference = models["nominal_test_logit"]
    found = regress(ordinal, "y", ["Image", "Quality", "Value"], family="ordinal").diagnose()
    rows = found.tidy().set_index("term")
    for name in ("Image", "Quality", "Value"):
        row = rows.loc[f"proportional_odds:{name}"]
        assert row["statistic"] == pytest.approx(reference["LRT"][name], rel=1e-6)
        assert row["p_value"] == pytest.approx(reference["p"][name], rel=1e-6)
        assert row["df"] == reference["df"][name]
    assert "not the same at every threshold for Quality" in found.explain()


def test_proportional_odds_by_brant(ordinal):
    fit = regress(ordinal, "y", ["Image", "Quality", "Value"], family="ordinal")
    found = fit.proportional_odds()
    names = ["Image", "Quality", "Value"]
    assert len(found.tidy()) == 15
    assert list(found.tests()["term"]) == names
    assert found.tests().set_index("term").loc["Quality", "verdict"] == "differs"
    for cut in (3, 4):
        data = ordinal.assign(above=(ordinal["y"] > cut).astype(int))
        single = regress(data, "above", names, family="logit").tidy()[1:]
        rows = found.tidy().query("group == @label", local_dict={"label": f"{cut}|{cut + 1}"})
        columns = ["estimate", "std_error", "conf_low", "conf_high", "p_value"]
        np.testing.assert_allclose(rows[columns], single[columns], rtol=1e-6)
    row = found.glance().iloc[0]
    assert row["df"] == 12
    assert found.headline().startswith("The effect differs by threshold: Quality (overall p = ")
    assert "Quality: from" in found.explain()
    above = [(ordinal["y"] > cut).sum() for cut in range(1, 6)]
    fewest = min(*above, *(250 - np.array(above)))
    assert f"holds {fewest} answers" in found.explain()
    with cx.use("zh"):
        assert found.headline().startswith("作用随阈值而变：Quality")


def test_thresholds_that_cannot_be_tested(ordinal):
    two = ordinal.assign(low=(ordinal["y"] <= 3).astype(int))
    with pytest.raises(cx.SpecError, match="belong to family='ordinal'; this is family='logit'"):
        regress(two, "low", ["Image"], family="logit").proportional_odds()
    with pytest.raises(cx.ModelError, match="Only 1 of 1 thresholds"):
        regress(two, "low", ["Image"], family="ordinal").proportional_odds()


def test_a_threshold_that_separates_is_left_out_and_named():
    rng = np.random.default_rng(6)
    data = pd.DataFrame({"x": rng.normal(size=400), "vip": rng.integers(0, 2, 400)})
    data["y"] = np.digitize(data["x"] + rng.logistic(size=400), [-1, 0.5, 1.5])
    data.loc[data.index[:15], ["y", "vip"]] = [4, 1]  # the highest level has VIPs only
    found = regress(data, "y", ["x", "vip"], family="ordinal").proportional_odds()
    assert found.left_out == ("3|4",)
    assert "can't be fitted: 3|4." in found.explain()
    assert found.tests()["df"].tolist() == [2, 2]
    assert found.tidy().query("group == '3|4'")["estimate"].isna().all()
    assert "–" in repr(found)


def test_weighted_proportional_odds_are_brants(ordinal):
    data = ordinal.assign(w=1 + ordinal["Value"] / 5)
    fit = regress(data, "y", ["Image", "Quality"], family="ordinal", weights="w")
    rows = fit.diagnose().tidy().set_index("term")
    tests = fit.proportional_odds().tests().set_index("term")
    for name in ("Image", "Quality"):
        row = rows.loc[f"proportional_odds:{name}"]
        assert row["p_value"] == pytest.approx(tests.loc[name, "p_value"])


def test_a_weighted_logit_has_an_auc_and_no_calibration(scores):
    data = scores.assign(low=(scores["Loyalty"] <= 6).astype(int), w=2.0)
    plain, weighted = (
        regress(data, "low", ["Image"], family="logit", weights=w).diagnose().tidy()
        for w in (None, "w")
    )
    rows = weighted.set_index("term")
    assert rows.loc["auc", "estimate"] == pytest.approx(
        plain.set_index("term").loc["auc", "estimate"]
    )
    assert rows.loc["calibration", "verdict"] == "unknown"


def test_a_bent_line_is_found():
    rng = np.random.default_rng(2)
    data = pd.DataFrame({"x": rng.uniform(0, 10, 300)})
    data["y"] = (data["x"] - 5) ** 2 + rng.normal(size=300)
    straight = regress(data, "y", ["x"]).diagnose().tidy().set_index("term")
    bent = regress(data, "y", ["x", "I(x ** 2)"]).diagnose().tidy().set_index("term")
    assert straight.loc["reset", "verdict"] == "look"
    assert bent.loc["reset", "verdict"] == "fine"


def test_one_wild_row_is_named():
    rng = np.random.default_rng(2)
    data = pd.DataFrame(rng.normal(size=(60, 2)), columns=["x", "y"])
    data.loc[17] = [9.0, -40.0]
    found = regress(data, "y", ["x"]).diagnose()
    assert found.far_row == 17
    assert "Row 17 moves the whole fit" in found.explain()


def test_auc_is_the_share_of_pairs_in_the_right_order(scores):
    data = scores.assign(low=(scores["Loyalty"] <= 6).astype(int))
    fit = regress(data, "low", ["Image", "Satisfaction"], family="logit")
    chance = fit.predict(data).round(12)
    one, zero = chance[data["low"] == 1].to_numpy(), chance[data["low"] == 0].to_numpy()
    gap = one[:, None] - zero
    expected = ((gap > 0) + 0.5 * (gap == 0)).mean()
    rows = fit.diagnose().tidy().set_index("term")
    assert rows.loc["auc", "estimate"] == pytest.approx(expected)
    assert rows.loc["calibration", "df"] == 8


def test_a_wrong_curve_is_badly_calibrated():
    rng = np.random.default_rng(4)
    data = pd.DataFrame({"x": rng.normal(size=2000)})
    data["y"] = (rng.random(2000) < 1 / (1 + np.exp(2 - data["x"] ** 2))).astype(int)
    data["z"] = data["x"] ** 2
    rows = {
        name: regress(data, "y", [name], family="logit").diagnose().tidy().set_index("term")
        for name in ("x", "z")
    }
    assert rows["x"].loc["auc", "verdict"] == "look"
    assert rows["z"].loc["calibration", "verdict"] == "fine"


def test_groups_hold_everybody(scores):
    found = regress(scores, "Loyalty", BLOCKS).diagnose()
    assert found.groups["n"].sum() == found.n
    assert np.average(found.groups["mean"], weights=found.groups["n"]) == pytest.approx(
        scores["Loyalty"].mean()
    )


def test_words_in_chinese(scores):
    found = regress(scores, "Loyalty", BLOCKS, robust="nonrobust").diagnose()
    with cx.use("zh"):
        assert found.headline() == "4项检查中有1项需要再看一眼"
        assert "需要再看" in repr(found)
