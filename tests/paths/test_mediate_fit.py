"""Mediation in fitted models: lavaan's numbers, resamples by hand, and chains that are none."""

import itertools
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab.paths import fit_pls, fit_sem, mediate

HAN = "[\u4e00-\u9fff]"
REFERENCE = Path(__file__).parents[1] / "reference" / "mediation_models.json"
DEMOCRACY = """
ind60 =~ x1+x2+x3
dem60 =~ y1+y2+y3+y4
dem65 =~ y5+y6+y7+y8
dem60 ~ ind60
dem65 ~ ind60+dem60
y1~~y5; y2~~y4+y6; y3~~y7; y4~~y8; y6~~y8
"""
SEEN = "y1 ~ x1; y2 ~ x1 + y1; y5 ~ x1 + y1 + y2"
CHAINED = "m ~ x; k ~ m + x; y ~ k + m"
COLUMNS = ["estimate", "std_error", "conf_low", "conf_high"]


@pytest.fixture(scope="module")
def known():
    return json.loads(REFERENCE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def pls(world, satisfaction_model):
    return fit_pls(world.data, satisfaction_model, boot=200, seed=3)


@pytest.fixture(scope="module")
def sem(world, satisfaction_model):
    return fit_sem(world.data, satisfaction_model)


def rows(found):
    return found.tidy().drop_duplicates("group", keep="last").set_index("group")


def test_delta_intervals_agree_with_lavaan(democracy, known):
    found = mediate(fit_sem(democracy, DEMOCRACY), ["ind60", "dem60", "dem65"])
    table = rows(found)
    for group, name in (("direct", "c"), ("indirect", "ind"), ("total", "tot")):
        own = table.loc[group, COLUMNS].astype(float)
        np.testing.assert_allclose(own, known["one"][name], rtol=1e-6)
    share = table.loc["proportion", ["estimate", "conf_low", "conf_high"]].astype(float)
    stated = known["one"]["share"]
    np.testing.assert_allclose(share, [stated[0], *stated[2:]], rtol=1e-6)
    paths = found.tidy().set_index("term")
    for term, name in (("ind60 -> dem60", "a"), ("dem60 -> dem65", "b")):
        np.testing.assert_allclose(
            paths.loc[term, COLUMNS].astype(float), known["one"][name], rtol=1e-6
        )
    assert found.verdict == "complementary"
    assert found.glance()["verdict"].item() == "complementary"


def test_what_runs_past_the_chain_agrees_with_lavaan(democracy, known):
    """The direct effect and the routes through a construct that the chain leaves out."""
    found = mediate(fit_sem(democracy, SEEN), ["x1", "y1", "y5"])
    table, stated = rows(found), known["routes"]
    pairs = {"indirect": "chain", "other_indirect": "other", "total": "tot", "direct": "direct"}
    for group, name in pairs.items():
        own = table.loc[group, COLUMNS].astype(float)
        np.testing.assert_allclose(own, stated[name], rtol=1e-6)
    share = table.loc["proportion", "estimate"]
    assert share == pytest.approx(stated["share"][0], rel=1e-6)
    assert found.headline().startswith(f"{share:.0%} of x1")


def test_a_model_says_what_its_effects_say(sem, pls):
    chain = ["image", "satisfaction", "loyalty"]
    found, effects = rows(mediate(sem, chain)), sem.effects(source="image", target="loyalty")
    own = effects.tidy().set_index("kind")
    names = [*COLUMNS, "statistic", "p_value", "beta"]
    for kind in ("direct", "all_indirect", "total"):
        np.testing.assert_allclose(
            found.loc[kind, names].astype(float), own.loc[kind, names].astype(float), rtol=1e-9
        )
    route = effects.tidy().set_index("term").loc["image -> satisfaction -> loyalty", names]
    np.testing.assert_allclose(
        found.loc["indirect", names].astype(float), route.astype(float), rtol=1e-9
    )
    found = rows(mediate(pls, chain))
    own = pls.effects().tidy().query("term == 'image -> loyalty'").set_index("group")
    for kind in ("direct", "all_indirect", "total"):
        np.testing.assert_allclose(
            found.loc[kind, COLUMNS].astype(float), own.loc[kind, COLUMNS].astype(float)
        )
    parts = found.loc[["indirect", "other_indirect", "direct"], "estimate"].sum()
    assert parts == pytest.approx(found.loc["total", "estimate"])


def test_pls_intervals_are_percentiles_of_the_resamples(pls):
    """Two routes and their share, multiplied out by hand."""
    chain = ["quality", "value", "satisfaction", "loyalty"]
    found, at = mediate(pls, chain), pls.plan.constructs.index
    draws = pls.inference.draws.paths

    def along(*names):
        places = [at(name) for name in names]
        return np.prod([draws[i, j] for i, j in itertools.pairwise(places)], axis=0)

    long, short = along(*chain), along("quality", "satisfaction", "loyalty")
    table = found.tidy().set_index("term")
    for term, values in (
        ("quality -> value -> satisfaction -> loyalty", long),
        ("quality -> satisfaction -> loyalty", short),
    ):
        ends = table.loc[term, ["conf_low", "conf_high"]].tolist()
        assert ends == pytest.approx(np.quantile(values, [0.025, 0.975]))
        assert table.loc[term, "std_error"] == pytest.approx(values.std(ddof=1))
    whole = found.effect("all_indirect")
    assert [whole["conf_low"], whole["conf_high"]] == pytest.approx(
        np.quantile(long + short, [0.025, 0.975])
    )
    pair = found.differences().tidy().iloc[0]
    ends = np.quantile(short - long, [0.025, 0.975])
    assert [pair["conf_low"], pair["conf_high"]] == pytest.approx(ends)
    with pytest.raises(cx.SpecError, match="none: direct effect"):
        found.effect("direct")
    narrow = mediate(pls, chain, conf=0.8).effect("total")
    assert narrow["conf_high"] < found.effect("total")["conf_high"]


def test_the_model_without_a_direct_arrow_says_so(pls):
    found = mediate(pls, ["quality", "value", "satisfaction", "loyalty"])
    assert found.verdict == "indirect_only"
    assert "assumed, not found" in found.explain()
    assert "the model has no direct arrow" in found.explain()
    assert "share that is mediated" not in found.explain()
    assert found.headline().endswith("indirect effect +0.26")
    assert not (found.tidy()["group"] == "direct").any()


@pytest.mark.parametrize("seed", range(8))
def test_where_nothing_runs_past_the_chain_its_share_is_one(seed):
    """Also if rounding leaves a trace of a direct effect below zero."""
    noise = np.random.default_rng(seed).normal(size=(4, 80))
    x, m = noise[0], 0.6 * noise[0] + noise[1]
    k = 0.5 * m + 0.4 * x + noise[2]
    data = pd.DataFrame({"x": x, "m": m, "k": k, "y": 0.6 * k + 0.3 * m + noise[3]})
    for fit in (fit_pls(data, CHAINED, boot=40, seed=1), fit_sem(data, CHAINED)):
        share = mediate(fit, ["x", "m", "k", "y"]).effect("proportion")
        assert share["estimate"] == pytest.approx(1, rel=1e-12)


def test_bca_and_side_by_side(world, satisfaction_model):
    fit = fit_pls(world.data, satisfaction_model, boot=150, seed=3, interval="bca")
    found = mediate(fit, ["expectation", ["quality", "value"], "satisfaction"])
    kinds = found.tidy()["group"].value_counts()
    assert kinds["indirect"] == 2
    assert kinds["chain_indirect"] == kinds["other_indirect"] == 1  # over quality, then value
    rows = fit.indirect().tidy().set_index("term")
    term = "expectation -> quality -> satisfaction"
    own = found.tidy().set_index("term").loc[term, COLUMNS].astype(float)
    np.testing.assert_allclose(own, rows.loc[term, COLUMNS].astype(float))
    assert "BCa" in found.notes()[-1]


def test_draws_of_the_parameters(sem):
    chain = ["image", "satisfaction", "loyalty"]
    one, two, delta = (
        rows(mediate(sem, chain, **options))
        for options in (
            {"interval": "montecarlo", "seed": 1},
            {"interval": "montecarlo", "seed": 1},
            {},
        )
    )
    ends = ["conf_low", "conf_high"]
    np.testing.assert_array_equal(one[ends], two[ends])
    np.testing.assert_allclose(one[ends].astype(float), delta[ends].astype(float), atol=0.03)
    assert not np.array_equal(one[ends], delta[ends])
    own = sem.effects(source="image", target="loyalty", interval="montecarlo", seed=1).tidy()
    total = own.set_index("kind").loc["total", ends].astype(float)
    np.testing.assert_allclose(one.loc["total", ends].astype(float), total, rtol=1e-9)


@pytest.mark.parametrize("kind", ["complementary", "competitive", "indirect_only", "direct_only"])
def test_types_of_mediation(kind):
    """Zhao, Lynch and Chen (2010), on data that are made so."""
    rng = np.random.default_rng(4)
    x, noise = rng.normal(size=400), rng.normal(size=(2, 400))
    first, second, straight = {
        "complementary": (0.7, 0.6, 0.5),
        "competitive": (0.7, 0.6, -0.5),
        "indirect_only": (0.7, 0.6, 0.0),
        "direct_only": (0.0, 0.6, 0.5),
    }[kind]
    m = first * x + noise[0]
    data = pd.DataFrame({"x": x, "m": m, "y": second * m + straight * x + noise[1]})
    of_data = mediate(data, ["x", "m", "y"], boot=300, seed=1)
    of_pls = mediate(fit_pls(data, "m ~ x; y ~ x + m", boot=300, seed=1), ["x", "m", "y"])
    of_sem = mediate(fit_sem(data, "m ~ x; y ~ x + m"), ["x", "m", "y"])
    for found in (of_data, of_pls, of_sem):
        assert found.verdict == kind
    np.testing.assert_allclose(  # regressions, all of them
        rows(of_sem)["estimate"].dropna(), rows(of_data)["estimate"].dropna(), rtol=1e-6
    )
    np.testing.assert_allclose(
        rows(of_pls)["estimate"].dropna()[:-1],
        rows(of_data)["beta"].dropna()[: len(rows(of_pls)["estimate"].dropna()) - 1],
        rtol=1e-6,
    )


def test_words_and_picture_in_both_languages(pls, sem):
    for fit in (pls, sem):
        found = mediate(fit, ["image", "expectation", "satisfaction", "loyalty"])
        assert "runs through" in found.headline()
        assert "does not name" in found.explain()
        found.plot()
        with cx.use("zh"):
            assert "经由链中未列出的构念" in found.explain()
            assert "互补中介" in found.explain()
            found.plot()


@pytest.mark.parametrize(
    ("chain", "match"),
    [
        (["image", "satisfacton", "loyalty"], "Did you mean 'satisfaction'"),
        (["loyalty", "satisfaction", "image"], "no arrows lead from 'loyalty'"),
        (["value", "quality", "loyalty"], "through 'quality'"),
        (["image", ["value", "satisfaction"], "loyalty"], "through 'value'"),
        (["image", "satisfaction", "image"], "stands twice"),
        (["image", "image_1", "loyalty"], "no construct 'image_1'"),
        (["image", "loyalty"], "three or more"),
        (["image", 3, "loyalty"], "text"),
    ],
)
def test_chains_that_a_model_does_not_have(chain, match, pls, sem):
    for fit in (pls, sem):
        with pytest.raises(cx.SpecError, match=match):
            mediate(fit, chain)
        with cx.use("zh"), pytest.raises(cx.SpecError, match=HAN):
            mediate(fit, chain)


def test_options_that_belong_elsewhere(pls, sem, world, satisfaction_model):
    chain = ["image", "satisfaction", "loyalty"]
    bare = fit_pls(world.data, satisfaction_model)
    half = world.data.assign(half=["a", "b"] * 200)
    for match, fit, options in (
        ("without resamples", bare, {}),
        ("has its resamples already", pls, {"boot": 500}),
        ("has its resamples already", pls, {"interval": "bca"}),
        ("draw their arrows", pls, {"covariates": ["value"]}),
        ("interval", sem, {"interval": "bca"}),
        ("boot", sem, {"interval": "montecarlo", "boot": 10}),
        ("fitted in groups", fit_sem(half, satisfaction_model, by="half"), {}),
    ):
        with pytest.raises(cx.SpecError, match=match):
            mediate(fit, chain, **options)
        with cx.use("zh"), pytest.raises(cx.SpecError, match=HAN):
            mediate(fit, chain, **options)
    product = satisfaction_model + "\nloyalty ~ image:satisfaction"
    fit = fit_pls(world.data, product, boot=40, seed=1)
    with pytest.raises(cx.SpecError, match="is an interaction"):
        mediate(fit, ["image:satisfaction", "satisfaction", "loyalty"])
    circle = fit_sem(world.data, satisfaction_model + "\nexpectation ~ 0.1*loyalty")
    with pytest.raises(cx.SpecError, match="run in a circle"):
        mediate(circle, chain)
