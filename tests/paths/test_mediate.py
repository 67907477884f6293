"""Mediation: R's numbers, the algebra of effects, and what is not stated."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cxlab as cx
from cxlab.paths import mediate

CHAIN = ["Quality", "Value", "Satisfaction", "Loyalty"]


@pytest.fixture
def reference(models):
    return models["mediation"]


def test_one_mediator_agrees_with_r(scores, reference):
    found = mediate(scores, ["Quality", "Satisfaction", "Loyalty"], boot=0)
    table = found.tidy().set_index("group")
    paths = table.loc["path"].set_index("term")
    first, second = paths.loc["Quality -> Satisfaction"], paths.loc["Satisfaction -> Loyalty"]
    assert first["estimate"] == pytest.approx(reference["a"], rel=1e-9)
    assert first["std_error"] == pytest.approx(reference["se_a"], rel=1e-9)
    assert second["estimate"] == pytest.approx(reference["b"], rel=1e-9)
    assert second["std_error"] == pytest.approx(reference["se_b"], rel=1e-9)
    pairs = {"direct": "c_direct", "total": "c_total", "indirect": "indirect"}
    for group, name in (pairs | {"proportion": "prop_mediated"}).items():
        assert table.loc[group, "estimate"] == pytest.approx(reference[name], rel=1e-8)
    assert found.glance()["sobel_z"].item() == pytest.approx(reference["sobel_z"], rel=1e-9)


def test_the_bootstrap_agrees_with_r_within_its_own_noise(scores, reference):
    found = mediate(scores, ["Quality", "Satisfaction", "Loyalty"], boot=5000, seed=7)
    row = found.tidy().set_index("group").loc["indirect"]
    theirs = reference["boot5000"]
    assert row["std_error"] == pytest.approx(theirs["se"], rel=0.05)
    assert [row["conf_low"], row["conf_high"]] == pytest.approx(theirs["perc"], abs=0.02)


def test_every_equation_is_a_regression(scores):
    """The one Cholesky factor gives what regressions one by one give."""
    around, chain = ["Value"], ["Quality", "Satisfaction", "Loyalty"]
    found = mediate(scores, chain, covariates=around, boot=0).tidy()
    for outcome, before in (("Satisfaction", chain[:1]), ("Loyalty", chain[:2])):
        theirs = cx.drivers.regress(scores, outcome, [*around, *before], robust="nonrobust")
        for name in before:
            row = found[found["term"] == f"{name} -> {outcome}"].iloc[0]
            other = theirs.tidy().set_index("term").loc[name]
            columns = ["estimate", "std_error", "statistic", "p_value", "conf_low", "beta"]
            np.testing.assert_allclose(row[columns].astype(float), other[columns].astype(float))
    whole = cx.drivers.regress(scores, "Loyalty", ["Value", "Quality"], robust="nonrobust")
    total = found[found["group"] == "total"].iloc[0]
    assert total["std_error"] == pytest.approx(whole.tidy()["std_error"][2])
    assert set(found.loc[found["group"] == "covariate", "term"]) == {
        "Value -> Satisfaction",
        "Value -> Loyalty",
    }


@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, 2**32 - 1), length=st.integers(3, 5))
def test_effects_add_up(seed, length):
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(60, length)) @ rng.normal(size=(length, length))
    data = pd.DataFrame(rows, columns=[f"v{i}" for i in range(length)])
    found = mediate(data, list(data.columns), boot=0)
    sums = found.tidy().groupby("group")["estimate"].sum()
    assert sums["direct"] + sums["indirect"] == pytest.approx(sums["total"], rel=1e-6, abs=1e-9)
    if length > 3:
        assert sums["all_indirect"] == pytest.approx(sums["indirect"], rel=1e-6, abs=1e-9)
    assert (found.tidy()["group"] == "indirect").sum() == 2 ** (length - 2) - 1


def test_intervals_cover_the_truth():
    hits = []
    for seed in range(200):
        rng = np.random.default_rng(seed)
        x = rng.normal(size=150)
        m = 0.5 * x + rng.normal(size=150)
        data = pd.DataFrame({"x": x, "m": m, "y": 0.4 * m + 0.2 * x + rng.normal(size=150)})
        row = mediate(data, ["x", "m", "y"], boot=300, seed=seed).effect("all_indirect")
        hits.append(row["conf_low"] <= 0.2 <= row["conf_high"])
    assert 0.9 <= np.mean(hits) <= 0.99


def test_no_share_where_the_effects_run_against_each_other():
    rng = np.random.default_rng(1)
    x = rng.normal(size=500)
    m = x + rng.normal(size=500)
    data = pd.DataFrame({"x": x, "m": m, "y": m - 0.4 * x + rng.normal(size=500)})
    found = mediate(data, ["x", "m", "y"], boot=200, seed=1)
    assert np.isnan(found.effect("proportion")["estimate"])
    assert "No mediated share is stated" in found.explain()
    assert found.headline().startswith("x → m → y: indirect effect +")


def test_no_indirect_effect():
    rng = np.random.default_rng(2)
    data = pd.DataFrame(rng.normal(size=(300, 3)), columns=["x", "m", "y"])
    found = mediate(data, ["x", "m", "y"], boot=500, seed=1)
    assert found.headline() == "x → m → y: no indirect effect shown"


def test_same_seed_same_answer(scores):
    one, two = (mediate(scores, CHAIN, boot=100, seed=5).tidy() for _ in range(2))
    pd.testing.assert_frame_equal(one, two)


def test_wrong_requests(scores):
    with pytest.raises(cx.SpecError, match="three or more columns"):
        mediate(scores, ["Quality", "Loyalty"])
    with pytest.raises(cx.SpecError, match="three or more columns"):
        mediate(scores, "Quality")
    with pytest.raises(cx.DataError, match=r"no column 'Valeu'. Did you mean 'Value'"):
        mediate(scores, ["Quality", "Valeu", "Loyalty"])
    with pytest.raises(cx.SpecError, match="named twice"):
        mediate(scores, ["Quality", "Value", "Quality"])
    with pytest.raises(cx.ModelError, match=r"collinear.*'Quality', 'twice'"):
        mediate(scores.assign(twice=2 * scores["Quality"]), ["Quality", "twice", "Loyalty"])
    with pytest.raises(cx.ModelError, match="'k' has the same value"):
        mediate(scores.assign(k=1), ["Quality", "k", "Loyalty"])
    with pytest.raises(cx.ModelError, match="3 columns need more than 3"):
        mediate(scores[:3], ["Quality", "Value", "Loyalty"])


def test_resamples_without_an_answer():
    rng = np.random.default_rng(1)
    data = pd.DataFrame(rng.normal(size=(40, 2)), columns=["x", "y"])
    data["rare"] = (np.arange(40) == 5).astype(int)
    with pytest.warns(cx.CxWarning, match="of 100 resamples the columns can't be told apart"):
        mediate(data, ["x", "rare", "y"], boot=100, seed=1)
    lost = next(s for s in range(99) if 5 not in np.random.default_rng(s).integers(0, 40, 40))
    with pytest.raises(cx.ModelError, match="In none of the 1 resamples"):
        mediate(data, ["x", "rare", "y"], boot=1, seed=lost)


def test_missing_answers_and_words(scores):
    data = scores.copy()
    data.loc[:9, "Value"] = np.nan
    found = mediate(data, ["Quality", "Value", "Loyalty"], boot=200, seed=1)
    assert (found.n, dict(found.dropped)) == (240, {"Value": 10})
    with cx.use("zh"):
        assert "间接效应：Quality → Value → Loyalty" in found.explain()
        assert "路径" in repr(found)
