"""CSAT, CES, churn, retention and the delivery gap."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import cxlab as cx
from cxlab.metrics import ces, churn_rate, csat, delivery_gap, gap_of_shares, retention_rate

REFERENCE = Path(__file__).parents[1] / "reference"
SHARES = json.loads((REFERENCE / "metrics_shares.json").read_text(encoding="utf-8"))


def gone(x, n, **more):
    return pd.DataFrame({"gone": [1, 0], "people": [x, n - x], **more})


@pytest.mark.parametrize("interval", ["wilson", "clopper_pearson", "jeffreys", "wald"])
@pytest.mark.filterwarnings("ignore:All")
def test_churn_agrees_with_r(interval):
    for row in SHARES["one"]:
        data = gone(row["x"], row["n"])
        found = churn_rate(data, "gone", counts="people", interval=interval).tidy().iloc[0]
        np.testing.assert_allclose(
            found[["conf_low", "conf_high"]].astype(float),
            np.clip(row[interval], 0, 1),
            rtol=0,
            atol=1e-10,
        )


def test_retention_is_what_churn_leaves():
    churn = churn_rate(gone(30, 100), "gone", counts="people").tidy().iloc[0]
    kept = retention_rate(gone(30, 100), "gone", stayed=0, counts="people").tidy().iloc[0]
    assert kept["estimate"] == pytest.approx(1 - churn["estimate"])
    assert kept["conf_low"] == pytest.approx(1 - churn["conf_high"])


def test_words_may_say_who_left():
    data = pd.DataFrame({"status": ["left", "stayed", "stayed", "stayed"]})
    assert churn_rate(data, "status", left="left").tidy()["estimate"].item() == 0.25
    flags = pd.DataFrame({"gone": [True, False, False, False]})
    assert churn_rate(flags, "gone").tidy()["estimate"].item() == 0.25


def test_churn_per_period_of_meiyu():
    data = cx.load("meiyu")
    found = churn_rate(data, "churned", by="month").tidy().set_index("group")
    pd.testing.assert_series_equal(
        found["estimate"], data.groupby("month")["churned"].mean(), check_names=False
    )


@pytest.mark.parametrize(("top", "share"), [(1, 0.25), (2, 0.5), (3, 0.75)])
def test_csat_counts_the_top_boxes(top, share):
    data = pd.DataFrame({"s": [5, 4, 3, 1]})
    assert csat(data, "s", scale=(1, 5), top=top).tidy()["estimate"].item() == share


def test_csat_takes_the_scale_of_the_card():
    data = cx.load("meiyu")
    found = csat(data, "x_price")
    assert found.scale == (0, 10)
    assert found.tidy()["estimate"].item() == pytest.approx((data["x_price"] >= 9).mean())
    with pytest.warns(cx.CxWarning, match="gives 0-10 as the scale of 'x_price', not 0-20"):
        csat(data, "x_price", scale=(0, 20), top=12)


def test_published_csat():
    """400 satisfied of 500: 80%."""
    data = pd.DataFrame({"s": [5, 2], "people": [400, 100]})
    found = csat(data, "s", scale=(1, 5), counts="people").tidy().iloc[0]
    assert found["estimate"] == pytest.approx(0.8)
    assert found["std_error"] == pytest.approx(np.sqrt(0.8 * 0.2 / 500))


def test_effort_in_both_versions():
    rng = np.random.default_rng(2)
    data = pd.DataFrame({"ease": rng.integers(1, 8, 90), "line": rng.choice(["a", "b"], 90)})
    share = ces(data, "ease", scale=(1, 7), easy=(5, 7))
    assert share.tidy()["estimate"].item() == pytest.approx(data["ease"].between(5, 7).mean())
    mean = ces(data, "ease", scale=(1, 7)).tidy().iloc[0]
    known = stats.t.interval(0.95, 89, data["ease"].mean(), data["ease"].sem())
    assert [mean["conf_low"], mean["conf_high"]] == pytest.approx(known)
    assert mean["sd"] == pytest.approx(data["ease"].std())
    gap = ces(data, "ease", scale=(1, 7), by="line").difference("a", "b").tidy().iloc[0]
    a, b = (data.loc[data["line"] == line, "ease"] for line in "ab")
    welch = stats.ttest_ind(a, b, equal_var=False)
    assert gap["p_value"] == pytest.approx(welch.pvalue)
    low, high = welch.confidence_interval()
    assert [gap["conf_low"], gap["conf_high"], gap["df"]] == pytest.approx([low, high, welch.df])
    assert "Which end is easy" in ces(data, "ease", scale=(1, 7)).explain()


def test_a_gap_is_a_difference_of_two_surveys():
    row = SHARES["two"][0]
    data = pd.DataFrame(
        {
            "said": [1, 0, None, None],
            "felt": [None, None, 1, 0],
            "people": [row["x1"], row["n1"] - row["x1"], row["x2"], row["n2"] - row["x2"]],
        }
    )
    for interval in ("newcombe", "wald", "miettinen_nurminen"):
        result = delivery_gap(data, "said", "felt", counts="people", interval=interval)
        found = result.tidy().iloc[0]
        np.testing.assert_allclose(
            found[["conf_low", "conf_high"]].astype(float),
            row[interval],
            rtol=0,
            atol=1e-7 if interval == "miettinen_nurminen" else 1e-10,  # R iterates there
        )
        assert found["p_value"] == pytest.approx(row["p"], rel=1e-10)
        assert found[["n_said", "n_felt", "n"]].tolist() == [70, 80, 150]


def test_a_gap_by_industry_can_be_compared():
    parts = [(80, 20, 40, 460), (70, 30, 90, 210)]
    data = pd.concat(
        [
            pd.DataFrame(
                {
                    "said": [1, 0, None, None],
                    "felt": [None, None, 1, 0],
                    "people": people,
                    "industry": name,
                }
            )
            for name, people in zip(("bank", "hotel"), parts, strict=True)
        ]
    )
    result = delivery_gap(data, "said", "felt", by="industry", counts="people")
    found = result.difference("bank", "hotel").tidy().iloc[0]
    assert found["estimate"] == pytest.approx((0.8 - 0.08) - (0.7 - 0.3))
    assert found["conf_low"] < found["estimate"] < found["conf_high"]
    assert found["p_value"] < 0.001


def test_bains_gap_has_no_interval_because_one_n_is_not_known():
    """Allen et al. (2005): 362 firms, 80% say superb; 8% of customers agree."""
    result = gap_of_shares(0.80, 0.08, n_said=362)
    assert result.tidy()["estimate"].item() == pytest.approx(0.72)
    assert "conf_low" not in result.tidy()
    assert "not known" in result.explain()
    assert any("?" in text.get_text() for text in result.plot().texts)
    known = gap_of_shares(56 / 70, 48 / 80, n_said=70, n_felt=80).tidy().iloc[0]
    assert known["conf_low"] == pytest.approx(SHARES["two"][0]["newcombe"][0])


def test_one_answer_in_a_group_is_named():
    data = pd.DataFrame({"gone": [1, 0, 0, 1], "branch": ["A", "A", "A", "B"]})
    with pytest.warns(cx.CxWarning, match="The groups B have one answer only"):
        churn_rate(data, "gone", by="branch")
