"""NPS and net experience: numbers of R, counts, weights, groups, words."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxlab as cx
from cxlab.metrics import net_experience, net_of_shares, nps

REFERENCE = Path(__file__).parents[1] / "reference"
NETS = json.loads((REFERENCE / "metrics_nps.json").read_text(encoding="utf-8"))


def table(promoters, passives, detractors, **more):
    return pd.DataFrame(
        {"recommend": [10, 8, 0], "people": [promoters, passives, detractors], **more}
    )


def survey(n=200, seed=1):
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "recommend": rng.integers(0, 11, n),
            "branch": rng.choice(["A", "B"], n),
            "month": rng.integers(1, 7, n),
            "w": rng.uniform(0.5, 2, n),
        }
    )


@pytest.mark.parametrize("interval", ["wald", "adjusted_wald", "tango"])
@pytest.mark.filterwarnings("ignore:All 10 answers")
def test_it_agrees_with_r(interval):
    for row in NETS["rows"]:
        data = table(row["promoters"], row["passives"], row["detractors"])
        found = nps(data, "recommend", counts="people", interval=interval).tidy().iloc[0]
        assert found["estimate"] == pytest.approx(100 * row["net"], abs=1e-10)
        assert found["std_error"] == pytest.approx(100 * row["std_error"], abs=1e-10)
        np.testing.assert_allclose(
            found[["conf_low", "conf_high"]].astype(float),
            100 * np.clip(row[interval], -1, 1),
            rtol=0,
            atol=3e-6 if interval == "tango" else 1e-10,  # R's iteration stops there
        )
        assert found["n"] == row["n"]


@pytest.mark.filterwarnings("ignore:Nobody answered 0")
def test_an_item_of_mobi_agrees_with_r(items):
    row = NETS["mobi_CUSL3"]
    found = nps(items, "CUSL3").tidy().iloc[0]
    assert found["estimate"] == pytest.approx(100 * row["nps"], abs=1e-10)
    for name in ("promoters", "passives", "detractors"):
        assert found[name] * found["n"] == pytest.approx(row[name], abs=1e-10)


def test_counts_are_answers_written_out():
    data = survey()
    counted = data.groupby(["recommend", "branch"], as_index=False).size()
    pd.testing.assert_frame_equal(
        nps(data, "recommend", by="branch").tidy(),
        nps(counted, "recommend", by="branch", counts="size").tidy(),
    )


def test_the_parts_make_the_score():
    found = nps(survey(), "recommend", by="branch").tidy()
    parts = found[["promoters", "passives", "detractors"]]
    np.testing.assert_allclose(parts.sum(axis=1), 1)
    np.testing.assert_allclose(
        found["estimate"], 100 * (found["promoters"] - found["detractors"]), atol=1e-12
    )
    assert found["n"].sum() == 200


def test_groups_are_estimated_by_themselves():
    data = survey()
    whole = nps(data, "recommend", by="branch").tidy().set_index("group")
    part = nps(data[data["branch"] == "B"], "recommend").tidy().iloc[0]
    assert whole.loc["B", "estimate"] == part["estimate"]
    assert whole.loc["B", "conf_low"] == part["conf_low"]


def test_equal_weights_change_nothing_and_unequal_ones_cost():
    data = survey().assign(same=3.0)
    plain, same = (nps(data, "recommend", **w).tidy() for w in ({}, {"weights": "same"}))
    pd.testing.assert_frame_equal(plain, same.drop(columns="n_eff"))
    assert same["n_eff"].item() == pytest.approx(200)
    found = nps(data, "recommend", weights="w")
    w, said = data["w"], data["recommend"]
    assert found.tidy()["promoters"].item() == pytest.approx(np.average(said >= 9, weights=w))
    assert found.tidy()["n_eff"].item() == pytest.approx(w.sum() ** 2 / (w**2).sum())
    assert found.glance()["deff"].item() == pytest.approx(len(w) * (w**2).sum() / w.sum() ** 2)
    assert "design effect" in found.explain()
    assert any("Kish" in source for source in found.references)


@given(st.lists(st.integers(0, 10), min_size=2, max_size=60), st.randoms())
def test_order_does_not_matter_and_the_interval_holds_the_score(said, random):
    shuffled = list(said)
    random.shuffle(shuffled)
    one, two = (nps(pd.DataFrame({"r": [*part, 0, 10]}), "r").tidy() for part in (said, shuffled))
    pd.testing.assert_frame_equal(one, two)
    assert -100 <= one["conf_low"].item() <= one["estimate"].item() <= one["conf_high"].item()
    assert one["conf_high"].item() <= 100


@pytest.mark.parametrize(
    "words", [["Promoter", "passive", "detractors "], ["推荐者", "被动者", "贬损者"]]
)
def test_words_count_as_answers(words):
    data = pd.DataFrame({"kind": words, "people": [60, 25, 15]})
    assert nps(data, "kind", counts="people").tidy()["estimate"].item() == pytest.approx(45)


def test_missing_answers_are_left_out_and_named():
    data = survey()
    data["recommend"] = data["recommend"].astype(float)
    data.loc[:4, "recommend"] = np.nan
    data.loc[7, "branch"] = None
    found = nps(data, "recommend", by="branch")
    assert (found.n, found.n_dropped) == (194, 6)
    assert found.dropped == {"recommend": 5, "branch": 1}


def test_it_says_what_it_stands_on():
    few = nps(table(5, 3, 2), "recommend", counts="people")
    assert "With only 10 answers" in few.explain()
    assert "holds zero" in few.explain()
    sure = nps(table(600, 250, 150), "recommend", counts="people")
    assert "holds zero" not in sure.explain()
    assert "60.0% promoters minus 15.0% detractors" in sure.explain()
    wald = nps(table(5, 3, 2), "recommend", counts="people", interval="wald")
    assert "cover less than they promise" in wald.explain()
    groups = nps(survey(), "recommend", by="branch")
    assert "overlapping intervals are no test" in groups.explain()


def test_months_of_meiyu_have_a_picture_each():
    data = cx.load("meiyu")
    ax = nps(data, "recommend", by="month").plot()
    assert len(ax.get_yticks()) == 24
    assert any("n = 76" in text.get_text() for text in ax.texts)


@pytest.fixture
def moods():
    return pd.DataFrame(
        {"mood": ["good", "so-so", "bad"], "people": [60, 25, 15], "shop": ["A", "A", "A"]}
    )


def test_net_experience_is_a_net_score_too(moods):
    score = net_experience(moods, "mood", positive="good", negative=["bad"], counts="people")
    same = nps(table(60, 25, 15), "recommend", counts="people").tidy().iloc[0]
    found = score.tidy().iloc[0]
    for name in ("estimate", "std_error", "conf_low", "conf_high", "n"):
        assert found[name] == pytest.approx(same[name])
    assert found[["positive", "neutral", "negative"]].tolist() == pytest.approx([0.6, 0.25, 0.15])


def test_net_experience_of_published_shares():
    result = net_of_shares(0.78, 0.22)
    assert result.tidy()["estimate"].item() == pytest.approx(56)
    assert "conf_low" not in result.tidy()
    assert "+56" in result.headline()
    assert "no interval" in result.explain()
    known = net_of_shares(0.6, 0.15, n=100).tidy().iloc[0]
    assert [known["conf_low"], known["conf_high"]] == pytest.approx(
        [29.3431112017341, 58.0355295749649]  # R, as in metrics_nps.json
    )


def test_groups_of_codes_come_as_their_words_in_the_order_of_the_codes():
    data = survey().assign(branch=np.tile([2, 1, 3, 9], 50))
    data.attrs["words"] = {"branch": {1: "Mong Kok", 2: "Central", 3: "Aberdeen"}}
    found = nps(data, "recommend", by="branch").tidy()
    assert list(found["group"]) == ["Mong Kok", "Central", "Aberdeen", "9"]
    bare = data.copy()
    bare.attrs = {}
    plain = nps(bare, "recommend", by="branch").tidy()
    assert list(found["estimate"]) == list(plain["estimate"])
    trend = cx.metrics.over_time(data, "recommend", "month", by="branch", least=1).tidy()
    assert list(trend["group"].unique()) == list(found["group"])
    data.attrs["words"] = {"branch": {1: "Kok", 2: "Kok"}}  # a word for two codes tells nothing
    assert list(nps(data, "recommend", by="branch").tidy()["group"]) == [1, 2, 3, 9]
