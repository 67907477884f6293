"""Differences of groups and trends over periods."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import cxlab as cx
from cxlab.metrics import churn_rate, csat, nps

REFERENCE = Path(__file__).parents[1] / "reference"
NETS = json.loads((REFERENCE / "metrics_nps.json").read_text(encoding="utf-8"))
SHARES = json.loads((REFERENCE / "metrics_shares.json").read_text(encoding="utf-8"))


def scores(x, y, names=("B", "A")):
    return pd.DataFrame(
        {
            "recommend": [10, 8, 0] * 2,
            "people": [*x, *y],
            "branch": np.repeat(names, 3),
        }
    )


@pytest.fixture
def months():
    rng = np.random.default_rng(5)
    month = np.repeat(np.arange(1, 13), 60)
    said = np.clip(np.round(rng.normal(6.5 + 0.15 * month, 2)), 0, 10).astype(int)
    return pd.DataFrame({"recommend": said, "month": month})


def test_a_difference_of_nps_agrees_with_r():
    row = NETS["two_sample"]
    result = nps(scores(row["x"], row["y"]), "recommend", by="branch", counts="people")
    found = result.difference("B", "A", method="wald").tidy().iloc[0]
    numbers = found[["estimate", "std_error", "conf_low", "conf_high"]].astype(float)
    np.testing.assert_allclose(
        numbers, 100 * np.array([row["delta"], row["se"], *row["ci"]]), rtol=1e-10
    )
    assert found["p_value"] == pytest.approx(row["p"], rel=1e-10)


@pytest.mark.parametrize("conf", [0.8, 0.95, 0.99])
def test_interval_and_test_of_nps_agree(conf):
    rng = np.random.default_rng(1)
    for _ in range(20):
        x, y = rng.integers(1, 40, (2, 3))
        data = scores(x, y)
        result = nps(data, "recommend", by="branch", counts="people", conf=conf)
        found = result.difference("B", "A").tidy().iloc[0]
        apart = found["conf_low"] > 0 or found["conf_high"] < 0
        assert apart == (found["p_value"] < 1 - conf)


@pytest.mark.parametrize("method", ["newcombe", "miettinen_nurminen", "wald"])
def test_a_difference_of_shares_agrees_with_r(method):
    for row in SHARES["two"]:
        data = pd.DataFrame(
            {
                "gone": [1, 0, 1, 0],
                "people": [row["x1"], row["n1"] - row["x1"], row["x2"], row["n2"] - row["x2"]],
                "branch": ["B", "B", "A", "A"],
            }
        )
        result = churn_rate(data, "gone", by="branch", counts="people")
        found = result.difference("B", "A", method=method).tidy().iloc[0]
        np.testing.assert_allclose(
            found[["conf_low", "conf_high"]].astype(float),
            row[method],
            rtol=0,
            atol=1e-7 if method == "miettinen_nurminen" else 1e-10,  # R iterates there
        )
        assert found["p_value"] == pytest.approx(row["p"], rel=1e-10)


def test_differences_turn_around_and_are_adjusted():
    data = cx.load("meiyu")
    result = nps(data, "recommend", by="branch")
    there, back = (result.difference(*pair).tidy().iloc[0] for pair in (("A", "B"), ("B", "A")))
    assert there["estimate"] == -back["estimate"]
    assert there["conf_low"] == pytest.approx(-back["conf_high"])
    every = result.differences().tidy()
    assert len(every) == 6
    assert (every["p_holm"] >= every["p_value"]).all()
    assert every["p_holm"].min() == pytest.approx(min(1, 6 * every["p_value"].min()))
    against = result.differences(baseline="A").tidy()
    assert list(against["term"]) == ["B − A", "C − A", "D − A"]


def test_it_says_that_nothing_was_shown_and_what_that_means():
    data = scores([30, 40, 30], [35, 35, 30])
    result = nps(data, "recommend", by="branch", counts="people").differences()
    assert "no proof of equality" in result.explain()
    assert "sample_size" in result.advice
    clear = nps(scores([90, 5, 5], [10, 5, 85]), "recommend", by="branch", counts="people")
    assert "Zero lies outside" in clear.differences().explain()
    assert clear.differences().advice == ""


def test_many_pairs_are_drawn_by_their_evidence(months):
    ax = nps(months, "recommend", by="month").differences().plot()
    assert len(ax.get_yticks()) == 24


def test_a_trend_is_the_line_through_all_answers(months):
    result = nps(months, "recommend", by="month").trend()
    said = np.where(months["recommend"] >= 9, 100.0, np.where(months["recommend"] <= 6, -100, 0))
    slope, start = np.polyfit(months["month"], said, 1)
    row = result.tidy().set_index("term").loc["slope"]
    assert row["estimate"] == pytest.approx(slope)
    assert result.glance()["intercept"].item() == pytest.approx(start)
    plain = stats.linregress(months["month"], said)
    widened = np.sqrt(max(1, result.glance()["scatter"].item()))
    assert row["std_error"] == pytest.approx(plain.stderr * widened, rel=0.05)
    change = result.tidy().set_index("term").loc["change"]
    assert change["estimate"] == pytest.approx(11 * slope)
    assert "beyond chance" in result.explain()


def test_noise_is_no_trend():
    rng = np.random.default_rng(3)
    data = pd.DataFrame({"r": rng.integers(0, 11, 1200), "month": np.repeat(np.arange(24), 50)})
    result = nps(data, "r", by="month").trend()
    assert "no trend shown" in result.headline()
    assert "no trend" in result.explain()
    assert len(result.plot().get_xticks()) == 12


@pytest.mark.parametrize("kind", ["period", "ordered"])
def test_periods_may_be_months_or_ordered_words(months, kind):
    plain = nps(months, "recommend", by="month").trend().tidy()["estimate"]
    if kind == "period":
        when = pd.PeriodIndex.from_ordinals(600 + months["month"], freq="M")
    else:
        names = [f"m{number}" for number in range(1, 13)]
        when = pd.Categorical([f"m{number}" for number in months["month"]], names, ordered=True)
    found = nps(months.assign(when=when), "recommend", by="when").trend()
    np.testing.assert_allclose(found.tidy()["estimate"], plain)
    assert found.plot().get_title(loc="left")


def test_trends_of_all_metrics_run():
    data = cx.load("meiyu")
    for result in (
        csat(data, "x_price", by="month"),
        churn_rate(data, "churned", by="month", weights="tenure_months"),
        cx.metrics.ces(data, "cost_effort", by="month"),
    ):
        found = result.trend().tidy()
        assert (found["conf_low"] < found["conf_high"]).all()
