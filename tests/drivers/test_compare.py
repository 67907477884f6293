"""Five methods side by side: each against its own verb, known truths, and what is refused."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cxlab as cx
from cxlab._stats.bootstrap import counts
from cxlab._stats.measures import classes, linear, scatters, shares
from cxlab._stats.moments import Moments
from cxlab._stats.ordinal import cumulative
from cxlab._stats.ordinal_bootstrap import resampled_slopes
from cxlab.drivers import compare, importance, regress

BLOCKS = ["Image", "Expectation", "Quality", "Value", "Satisfaction", "Complaints"]
METHODS = ["correlation", "beta", "lmg", "johnson", "ordinal"]


def survey(n=300, seed=1):
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(n, 4)) @ (np.eye(4) + 0.4)
    data = pd.DataFrame(rows, columns=list("abcd"))
    score = data @ [1.0, 0.5, 0.2, 0.0] + 2 * rng.logistic(size=n)
    data["y"] = np.clip(np.round(score / 2) + 5, 0, 10)
    return data


def test_each_method_is_its_own_verb(scores):
    found = compare(scores, "Loyalty", BLOCKS, boot=60, seed=1)
    wide = found.tidy().pivot_table(index="term", columns="method", values="estimate").loc[BLOCKS]
    r = scores[BLOCKS].corrwith(scores["Loyalty"])
    np.testing.assert_allclose(wide["correlation"], r, rtol=1e-10)
    beta = regress(scores, "Loyalty", BLOCKS).tidy().set_index("term").loc[BLOCKS, "beta"]
    np.testing.assert_allclose(wide["beta"], beta, rtol=1e-9)
    for method in ("lmg", "johnson"):
        theirs = importance(scores, "Loyalty", BLOCKS, method=method, boot=0).tidy()["estimate"]
        np.testing.assert_allclose(wide[method], theirs, rtol=1e-9)


def test_beta_agrees_with_r(scores, models):
    found = compare(scores, "Loyalty", BLOCKS, boot=60, seed=1).tidy()
    mine = found[found["method"] == "beta"].set_index("term")["estimate"]
    full = regress(scores, "Loyalty", BLOCKS).tidy().set_index("term")
    theirs = pd.Series(models["ols"]["coef"])[BLOCKS]
    sd = scores[BLOCKS].std() / scores["Loyalty"].std()
    np.testing.assert_allclose(mine[BLOCKS], theirs * sd, rtol=1e-8)
    np.testing.assert_allclose(mine[BLOCKS], full.loc[BLOCKS, "beta"], rtol=1e-9)


def test_the_logit_is_the_ordinal_regression():
    data = survey(1200)
    few = data["y"].value_counts().min() >= 10
    found = compare(data, "y", list("abcd"), boot=60, seed=1)
    mine = found.tidy().query("method == 'ordinal'").set_index("term")["estimate"]
    grouped = data.assign(y=classes(data["y"].to_numpy()))
    theirs = regress(grouped, "y", list("abcd"), family="ordinal").tidy().set_index("term")["beta"]
    np.testing.assert_allclose(mine, theirs.loc[list("abcd")], rtol=1e-6)
    assert found.levels == grouped["y"].nunique()
    assert found.cut is not few


@pytest.mark.parametrize(("n", "levels"), [(60, 2), (150, 4), (800, 8)])
def test_resampled_logits_are_fits_of_their_own(n, levels):
    rng = np.random.default_rng(n)
    x = rng.normal(size=(n, 3))
    x = (x - x.mean(axis=0)) / x.std(axis=0)
    score = x @ [0.8, 0.3, 0.0] + rng.logistic(size=n)
    codes = np.digitize(score, np.quantile(score, np.linspace(0, 1, levels + 1)[1:-1]))
    weights = counts(n, 30, rng)
    slopes, good = resampled_slopes(x, codes, weights, cumulative(x, codes).params)
    for draw in np.flatnonzero(good):
        rows = np.repeat(np.arange(n), weights[draw].astype(int))
        theirs = cumulative(x[rows], codes[rows]).params[levels - 1 :]
        np.testing.assert_allclose(slopes[draw], theirs, atol=1e-7)
    assert good.mean() > 0.9


def test_a_resample_without_an_answer_is_no_fit():
    rng = np.random.default_rng(2)
    x, codes = rng.normal(size=(40, 1)), np.r_[np.zeros(20, int), np.ones(20, int)]
    weights = np.vstack([np.ones(40), np.r_[np.full(20, 2.0), np.zeros(20)]])
    good = resampled_slopes(x, codes, weights, cumulative(x, codes).params)[1]
    assert list(good) == [True, False]


def test_resampled_scatters_are_those_of_the_rows():
    rng = np.random.default_rng(3)
    rows, weights = rng.normal(size=(50, 3)), counts(50, 4, rng)
    for draw, scatter in zip(weights, scatters(rows, weights), strict=True):
        again = rows[np.repeat(np.arange(50), draw.astype(int))]
        np.testing.assert_allclose(scatter, Moments.of(again).scatter, rtol=1e-10)


def test_without_overlap_all_methods_agree():
    signs = np.array(list(itertools.product([-1, 1], repeat=4)))
    data = pd.DataFrame(np.tile(signs, (8, 1)), columns=list("abcn"))
    score = 2 * data["a"] + data["b"] + 0.5 * data["c"]
    data["y"] = score + np.random.default_rng(1).normal(size=len(data))
    corr = Moments.of(data[["a", "b", "c", "y"]].to_numpy(float)).corr
    parts = shares(linear(corr[None]), np.array([True, True, False, False]))[0]
    np.testing.assert_allclose(parts, np.tile(parts[0], (4, 1)), rtol=1e-9)


@settings(deadline=None, max_examples=60)
@given(
    seed=st.integers(0, 2**32 - 1),
    n=st.integers(12, 400),
    kind=st.sampled_from(["whole", "lopsided", "fine"]),
)
def test_classes_keep_the_order_and_have_enough_answers(seed, n, kind):
    rng = np.random.default_rng(seed)
    y = {
        "whole": lambda: rng.integers(0, 11, n).astype(float),
        "lopsided": lambda: 10.0 - rng.geometric(0.6, n),
        "fine": lambda: rng.normal(size=n),
    }[kind]()
    if np.ptp(y) == 0:
        return
    codes = classes(y)
    sizes = np.bincount(codes)
    assert sizes.min() > 0
    assert len(sizes) >= 2
    assert (np.diff(codes[np.argsort(y, kind="stable")]) >= 0).all()
    assert len(sizes) == 2 or sizes.min() >= 10
    assert all(len(set(codes[y == value])) == 1 for value in np.unique(y))


def test_claims_of_a_known_world():
    found = compare(survey(1500), "y", list("abcd"), boot=200, seed=1)
    claims = found.claims().tidy().set_index("term")
    for term in ("a is first", "a > b", "a matters", "a raises"):
        assert claims.loc[term, "status"] == "survives"
    assert claims.loc["a is first", ["holds", "asked"]].tolist() == [5, 5]
    assert claims.loc["a raises", ["holds", "asked"]].tolist() == [3, 3]
    assert claims.loc["d matters", "support_correlation"] == 1  # it overlaps with what matters
    assert claims.loc["d matters", "support_beta"] < 0.95
    assert claims.loc["d matters", "status"] == "disputed"
    assert len(claims) == 3 * 4
    assert found.glance()["holds"].item() == (claims["status"] == "survives").sum()


def test_a_suppressed_driver_turns():
    rng = np.random.default_rng(4)
    base = rng.normal(size=800)
    data = pd.DataFrame({"a": base + 0.5 * rng.normal(size=800)})
    data["b"] = base + 0.5 * rng.normal(size=800)
    data["y"] = data["a"] - 0.5 * data["b"] + 0.5 * rng.normal(size=800)
    found = compare(data, "y", ["a", "b"], boot=100, seed=1)
    assert "The direction turns between methods: b (r +0." in found.explain()
    claims = found.claims().tidy().set_index("group")
    assert claims.loc["down", "status"] == "disputed"
    with cx.use("zh"):
        assert "方向相反：b（r +0." in found.explain()


def test_a_tie_is_disputed_or_falls():
    rng = np.random.default_rng(5)
    data = pd.DataFrame(rng.normal(size=(400, 2)), columns=["a", "b"])
    data["y"] = data["a"] + data["b"] + rng.normal(size=400)
    found = compare(data, "y", ["a", "b"], boot=200, seed=1)
    assert found.claims().tidy()["status"][0] != "survives"
    assert "(?)" in found.headline()
    assert "No claim about the order survives." in found.explain()


def test_a_noise_driver_matters_about_as_often_as_it_should():
    """What is nothing but noise is called a driver by all five methods in few worlds."""
    called = []
    for seed in range(120):
        rng = np.random.default_rng(seed)
        data = pd.DataFrame(rng.normal(size=(150, 2)), columns=["a", "noise"])
        data["y"] = 0.5 * data["a"] + rng.normal(size=150)
        claims = compare(data, "y", ["a", "noise"], boot=60, seed=seed).claims().tidy()
        row = claims.set_index("term").loc["noise matters"]
        called.append(row["status"] == "survives")
    assert np.mean(called) < 0.12  # one-sided support of 95% either way would give 10%


def test_seed_missing_answers_and_words():
    data = survey()
    data.loc[:4, "a"] = np.nan
    one, two, other = (compare(data, "y", list("abcd"), boot=60, seed=s) for s in (3, 3, 4))
    pd.testing.assert_frame_equal(one.tidy(), two.tidy())
    assert not one.tidy().equals(other.tidy())
    assert (one.n, dict(one.dropped)) == (295, {"a": 5})
    table = one.tidy()
    assert (table["rank_low"] <= table["rank"]).all()
    assert (table["rank"] <= table["rank_high"]).all()
    assert list(dict.fromkeys(table["method"])) == METHODS
    assert table.groupby("method")["share"].sum().to_numpy() == pytest.approx(1)
    assert "y was put into" in one.explain()
    with cx.use("zh"):
        assert "五种方法" in one.explain()
        assert "排在" in repr(one.claims())
        assert "种居首" in one.headline()


def cases():
    data = survey(80)
    copy = data.assign(y=np.where(data["a"] > 0, 1, 0))
    return {
        "one driver": (data, "y", ["a"], {}, cx.SpecError, "2.*15.*1"),
        "sixteen drivers": (
            pd.DataFrame(np.random.default_rng(1).normal(size=(60, 17))).rename(columns=str),
            "16",
            [str(j) for j in range(16)],
            {},
            cx.SpecError,
            "2.*15.*16",
        ),
        "outcome among drivers": (data, "y", ["a", "y"], {}, cx.SpecError, "'y'"),
        "text": (data.assign(a="high"), "y", ["a", "b"], {}, cx.DataError, "'a'.*'high'"),
        "constant driver": (data.assign(a=3), "y", ["a", "b"], {}, cx.ModelError, "'a'.*80"),
        "constant outcome": (data.assign(y=3), "y", ["a", "b"], {}, cx.DataError, "'y'"),
        "collinear": (data.assign(b=2 * data["a"]), "y", ["a", "b"], {}, cx.ModelError, "'a'.*'b'"),
        "too few rows": (data[:5], "y", list("abcd"), {}, cx.ModelError, "5"),
        "nobody left": (data.assign(a=np.nan), "y", ["a", "b"], {}, cx.DataError, "'a'"),
        "separated": (copy, "y", ["a", "b"], {}, cx.ModelError, "'y'.*(ordinal logit|有序logit)"),
        "few resamples": (data, "y", ["a", "b"], {"boot": 0}, cx.SpecError, "boot.*50"),
        "conf": (data, "y", ["a", "b"], {"conf": 95}, cx.SpecError, "conf = 95"),
        "twice": (data, "y", ["a", "a"], {}, cx.SpecError, "'a'"),
    }


@pytest.mark.parametrize(("name", "lang"), list(itertools.product(cases(), ["en", "zh"])))
def test_what_is_refused(name, lang):
    data, y, x, options, error, words = cases()[name]
    with cx.use(lang), pytest.raises(error, match=words):
        compare(data, y, x, **{"boot": 50, "seed": 1, **options})


def test_blocks_change_nothing_and_show_a_bar(monkeypatch, capsys, impatient):
    data = survey(120)
    whole = compare(data, "y", list("abcd"), boot=200, seed=1).tidy()
    monkeypatch.setattr("cxlab.drivers._compare.CELLS", 120 * 50)
    pieces = compare(data, "y", list("abcd"), boot=200, seed=1).tidy()
    assert "resamples" in capsys.readouterr().err
    pd.testing.assert_frame_equal(whole, pieces)


def test_a_copy_of_the_outcome_is_named():
    data = survey(200)
    data["copy"] = data["y"] + 0.001 * data["b"]
    with (
        pytest.warns(cx.CxWarning, match=r"'copy' is \(nearly\) a copy of the outcome"),
        pytest.raises(cx.ModelError, match="apart without error"),
    ):
        compare(data, "y", ["copy", "a"], boot=50, seed=1)
