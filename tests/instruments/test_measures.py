"""The other coefficients of reliability, and ordinal coefficients, against R on mobi."""

import itertools
import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cxlab as cx
from cxlab._stats import bootstrap
from cxlab._stats import reliability as stats
from cxlab._stats.factor import one_factor
from cxlab._stats.moments import Moments
from cxlab._stats.polychoric import FLOOR, polychoric, smoothed, tabulate
from cxlab._stats.schmid_leiman import omegas, schmid_leiman
from cxlab.instruments import efa, reliability

REFERENCE = json.loads(
    (Path(__file__).parents[1] / "reference" / "measurement_mobi.json").read_text(encoding="utf-8")
)
KNOWN = REFERENCE["scales"]
SCALES = {name: known["items"] for name, known in KNOWN.items()}
IMAGE = SCALES["Image"]


@pytest.fixture(scope="module")
def measures(items):
    with pytest.warns(cx.CxWarning, match="one item of Loyalty wholly"):
        return reliability(items, SCALES).measures().set_index("term")


def made(n=120, k=4, seed=1, loading=1.0):
    rng = np.random.default_rng(seed)
    values = 4 + loading * rng.normal(size=(n, 1)) + rng.normal(size=(n, k))
    return pd.DataFrame(values.round().clip(1, 7), columns=[f"q{i + 1}" for i in range(k)])


# ---- coefficients -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", SCALES)
def test_correlations_between_items_and_lambda_6_are_those_of_psych(measures, name):
    known = KNOWN[name]
    keys = ("average_interitem_r", "median_r", "guttman_lambda6")
    np.testing.assert_allclose(
        measures.loc[name, ["mean_r", "median_r", "lambda6"]].astype(float),
        [known[key] for key in keys],
        atol=1e-10,
    )


@pytest.mark.parametrize("name", ["Image", "Quality"])
def test_the_best_split_is_that_of_psych(measures, name):
    assert measures.loc[name, "lambda4"] == pytest.approx(
        KNOWN[name]["guttman"]["max_split_lambda4"], abs=1e-10
    )


@pytest.mark.parametrize("name", ["Image", "Expectation", "Quality", "Satisfaction"])
def test_rho_c_and_ave_are_those_of_a_one_factor_cfa(measures, name):
    """lavaan stops a little before the optimum, hence 2e-5."""
    found = measures.loc[name, ["rho_c", "ave"]].astype(float)
    np.testing.assert_allclose(found, [KNOWN[name]["rhoC_std"], KNOWN[name]["AVE_std"]], atol=2e-5)


def test_omega_hierarchical_is_that_of_psych(measures):
    """psych's rotation stops at 1e-5."""
    known = KNOWN["Quality"]["omega_nf3_psych"]
    found = measures.loc["Quality", ["omega_h", "omega_total"]].astype(float)
    np.testing.assert_allclose(found, [known["omega_h"], known["omega_total"]], atol=1e-5)
    few = measures.drop("Quality")[["omega_h", "omega_total"]]
    assert few.isna().all(axis=None)  # fewer than six items have no single solution


def test_a_bifactor_world_is_found_again():
    general, group = np.full(9, 0.7), np.repeat([0.4, 0.5, 0.3], 3)
    member = np.repeat(np.eye(3), 3, axis=0)
    above = np.sqrt(general**2 / (general**2 + group**2))
    first = np.sqrt(general**2 + group**2)
    corr = (
        np.outer(first * above, first * above)
        + (member * group[:, None]) @ (member * group[:, None]).T
    )
    np.fill_diagonal(corr, 1)
    found = schmid_leiman(corr)
    np.testing.assert_allclose(found.general, general, atol=1e-5)
    np.testing.assert_allclose(np.sort(found.group)[:, -1], group, atol=1e-5)
    total, hierarchical = omegas(corr)
    assert hierarchical == pytest.approx((9 * 0.7) ** 2 / corr.sum(), abs=1e-5)
    unique = 9 - (general**2 + group**2).sum()
    assert total == pytest.approx(1 - unique / corr.sum(), abs=1e-5)


@given(st.integers(0, 2**16), st.integers(2, 7))
@settings(max_examples=20)
def test_splits_are_those_written_out(seed, k):
    corr = np.corrcoef(np.random.default_rng(seed).normal(size=(k, 40)) + np.arange(40) / 20)
    halves = [set(half) for half in itertools.combinations(range(k), k // 2)]
    between = [sum(corr[i, j] for i in half for j in range(k) if j not in half) for half in halves]
    largest, mean = stats.split_halves(corr)
    assert largest == pytest.approx(4 * max(between) / corr.sum())
    assert mean == pytest.approx(4 * np.mean(between) / corr.sum())
    if k % 2 == 0:  # the mean of all even splits is alpha (Cronbach 1951)
        assert mean == pytest.approx(stats.alpha(corr))


def test_too_many_splits_are_not_counted():
    assert np.isnan(stats.split_halves(np.eye(stats.SPLITS + 1))).all()


@given(st.integers(0, 2**16))
@settings(max_examples=15)
def test_many_matrices_have_the_factor_of_each(seed):
    rng = np.random.default_rng(seed)
    stack = np.stack(
        [np.corrcoef(rng.uniform(0, 1.5) * rng.normal(size=50) + rng.normal(size=(5, 50)))
         for _each in range(6)]
    )  # fmt: skip
    both = one_factor(stack)
    for loadings, corr in zip(both, stack, strict=True):
        np.testing.assert_allclose(loadings, one_factor(corr), atol=1e-9)
        residual = corr - np.outer(loadings, loadings)
        np.fill_diagonal(residual, 0)
        gradient = -residual @ loadings
        free = np.abs(loadings) < 0.997
        assert np.abs(gradient[free]).max() < 1e-8


# ---- intervals of the bootstrap ---------------------------------------------------------------


@pytest.mark.parametrize("interval", ["percentile", "bca"])
def test_the_bootstrap_is_that_of_a_plain_loop(interval):
    data = made(n=90)
    row = reliability(data, {"s": list(data)}, interval=interval, boot=400, seed=3).tidy().iloc[0]
    rows, rng = data.to_numpy(), np.random.default_rng(3)
    # the resamples come in batches of 256
    weights = np.concatenate([bootstrap.counts(90, size, rng) for size in (256, 144)])
    draws = []
    for weight in weights.astype(int):
        draws.append(stats.alpha(np.cov(np.repeat(rows, weight, axis=0).T)))
    whole = stats.alpha(np.cov(rows.T))
    without = np.array([stats.alpha(np.cov(np.delete(rows, i, 0).T)) for i in range(90)])
    if interval == "percentile":
        known = np.quantile(draws, [0.025, 0.975])
    else:
        known = bootstrap.bca(np.array(draws), whole, without, 0.95)
    np.testing.assert_allclose(row[["conf_low", "conf_high"]].astype(float), known, atol=1e-10)


def test_all_intervals_agree_where_feldt_holds():
    data = pd.DataFrame(
        np.random.default_rng(5).normal(size=(800, 1))
        + np.random.default_rng(6).normal(size=(800, 4)),
        columns=list("abcd"),
    )
    ends = [
        reliability(data, {"s": list(data)}, interval=kind, seed=1).tidy()
        .loc[0, ["conf_low", "conf_high"]].astype(float)
        for kind in ("feldt", "percentile", "bca")
    ]  # fmt: skip
    np.testing.assert_allclose(ends[1], ends[0], atol=0.01)
    np.testing.assert_allclose(ends[2], ends[0], atol=0.01)


# ---- polychoric correlations ------------------------------------------------------------------


def likelihood(tables, rho):
    return (tables.counts * np.log(tables.chances(rho))).sum(axis=(1, 2))


def test_polychoric_correlations_are_no_less_likely_than_those_of_r(items):
    """psych adds to empty cells, polycor stops its search early: both are near, none is better."""
    codes = np.stack([np.unique(items[c], return_inverse=True)[1] for c in IMAGE], axis=1)
    known = pd.DataFrame(REFERENCE["polychoric_image"]).loc[IMAGE, IMAGE].to_numpy()
    found = polychoric(codes)
    assert found.converged.all()
    np.testing.assert_allclose(found.corr, known, atol=5e-5)
    assert found.corr[0, 1] == pytest.approx(
        REFERENCE["polychor_IMAG1_IMAG2_twostep"]["rho"], abs=1e-4
    )
    tables, _cuts = tabulate(codes)
    at = tables.first, tables.second
    assert (likelihood(tables, found.corr[at]) >= likelihood(tables, known[at]) - 1e-9).all()


def test_ordinal_coefficients_are_those_of_the_correlations(items):
    codes = np.stack([np.unique(items[c], return_inverse=True)[1] for c in IMAGE], axis=1)
    corr = polychoric(codes).corr
    result = reliability(items, {"Image": IMAGE}, correlation="polychoric")
    row = result.tidy().iloc[0]
    assert row["estimate"] == pytest.approx(stats.alpha(corr))
    assert row["omega"] == pytest.approx(stats.omega(corr)[0])
    assert row[["conf_low", "conf_high"]].isna().all()
    np.testing.assert_allclose(result.items()["sd"], items[IMAGE].std())
    np.testing.assert_allclose(result.items()["mean"], items[IMAGE].mean())


def test_factors_of_polychoric_correlations_have_no_test(items):
    names = [*IMAGE, *SCALES["Quality"]]
    fit = efa(items, names, factors=2, correlation="polychoric")
    assert (
        fit.glance()[["chi2", "p_value", "rmsea", "tli", "bic", "sphericity_p"]]
        .isna()
        .all(axis=None)
    )
    plain = efa(items, names, factors=2)
    assert np.abs(fit.loadings() - plain.loadings()).max(axis=None) < 0.25
    assert fit.items()["communality"].mean() > plain.items()["communality"].mean()
    assert "polychoric" in fit.explain()


def test_answers_cut_from_normal_ones_give_their_correlation_back():
    rng = np.random.default_rng(8)
    truth = 0.6
    normal = rng.multivariate_normal([0, 0], [[1, truth], [truth, 1]], size=20_000)
    codes = np.stack([np.digitize(normal[:, 0], [-1, 0.5, 1.2]), np.digitize(normal[:, 1], [1])])
    found = polychoric(codes.T)
    assert found.corr[0, 1] == pytest.approx(truth, abs=0.03)
    assert np.corrcoef(codes)[0, 1] < truth - 0.15


def test_correlations_that_do_not_fit_are_smoothed():
    corr = np.array([[1, 0.9, -0.6], [0.9, 1, 0.6], [-0.6, 0.6, 1.0]])
    out, moved = smoothed(corr)
    assert moved
    np.testing.assert_allclose(np.diag(out), 1)
    assert np.linalg.eigvalsh(out)[0] > FLOOR / 3
    same, moved = smoothed(np.eye(3))
    assert not moved
    assert (same == np.eye(3)).all()


@pytest.mark.parametrize(("lang", "words"), [("en", "at the edge.*q1"), ("zh", "到了边界.*q1")])
def test_a_correlation_at_the_edge_is_named(lang, words):
    data = made(n=60, k=3)
    data["q2"] = data["q1"]  # the same order of all people
    with cx.use(lang), pytest.warns(cx.CxWarning) as heard:
        reliability(data, {"s": list(data)}, correlation="polychoric")
    assert any(re.search(words, str(each.message)) for each in heard)


# ---- laws and refusals ------------------------------------------------------------------------


@given(st.integers(0, 2**12), st.permutations(range(5)), st.floats(0.1, 9))
@settings(max_examples=10)
def test_measures_do_not_depend_on_order_scale_or_doubling(seed, order, factor):
    data = made(seed=seed, k=5, n=200)
    names = list(data)
    first = reliability(data, {"s": names}).measures()
    columns = ["alpha_std", "omega", "rho_a", "rho_c", "ave", "mean_r", "lambda4", "lambda6"]
    other = data.sample(frac=1, random_state=seed) * factor
    second = reliability(other, {"s": [names[k] for k in order]}).measures()
    np.testing.assert_allclose(second[columns], first[columns], atol=1e-6)
    twice = reliability(pd.concat([data, data]), {"s": names}).measures()
    np.testing.assert_allclose(twice[columns], first[columns], atol=1e-6)


def test_omega_hierarchical_does_not_depend_on_order(items, measures):
    names = SCALES["Quality"]
    found = reliability(items[::-1], {"s": [*names[3:], *names[:3]]}).measures()
    known = measures.loc["Quality", ["omega_h", "omega_total"]].astype(float)
    np.testing.assert_allclose(found.loc[0, known.index].astype(float), known, atol=1e-6)


def test_two_items_and_two_that_are_one():
    two = reliability(made(k=2), {"s": ["q1", "q2"]}).measures().iloc[0]
    same = ["alpha_std", "rho_a", "rho_c", "split_half", "lambda4"]
    np.testing.assert_allclose(two[same].astype(float), two["alpha_std"], atol=1e-12)
    data = made(k=3).assign(q3=lambda d: d["q1"])
    with pytest.warns(cx.CxWarning, match="Heywood"):
        copied = reliability(data, {"s": list(data)}).measures().iloc[0]
    assert np.isnan(copied[["rho_c", "ave", "lambda6"]].astype(float)).all()


BROKEN = {
    "correlation": (
        lambda d: reliability(d, {"s": list(d)}, correlation="kendall"),
        cx.SpecError,
        "correlation",
    ),
    "interval": (
        lambda d: reliability(d, {"s": list(d)}, interval="wald"),
        cx.SpecError,
        "interval",
    ),
    "both": (
        lambda d: reliability(d, {"s": list(d)}, interval="bca", correlation="polychoric"),
        cx.SpecError,
        "no bootstrap of polychoric",
    ),
    "boot": (lambda d: reliability(d, {"s": list(d)}, boot=3), cx.SpecError, "at least 100"),
    "two people": (
        lambda d: reliability(d.iloc[[0, 5]], {"s": list(d)}, interval="bca"),
        cx.DataError,
        "3 or more",
    ),
    "seed": (lambda d: reliability(d, {"s": list(d)}, seed=-1), cx.SpecError, "seed"),
    "not ordinal": (
        lambda d: reliability(d + np.arange(120)[:, None] / 7, {"s": list(d)},
                              correlation="polychoric"),
        cx.DataError,
        "different answers",
    ),
    "factors not ordinal": (
        lambda d: efa(d + np.arange(120)[:, None] / 7, list(d), factors=1,
                      correlation="polychoric"),
        cx.DataError,
        "different answers",
    ),
    "efa correlation": (lambda d: efa(d, list(d), correlation="x"), cx.SpecError, "polychoric"),
}  # fmt: skip


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", BROKEN)
def test_it_refuses_in_words(name, lang):
    call, kind, words = BROKEN[name]
    with cx.use(lang), pytest.raises(kind, match=words if lang == "en" else ".") as error:
        call(made())
    assert lang == "en" or any("\u3400" <= each <= "\u9fff" for each in str(error.value))


def test_a_matrix_has_the_measures_too(items):
    from cxlab.instruments import reliability_from_matrix

    scale = {"Quality": SCALES["Quality"]}
    found = reliability_from_matrix(items[SCALES["Quality"]].corr(), scale).measures()
    known = reliability(items, scale).measures()
    pd.testing.assert_frame_equal(
        found.drop(columns="alpha"), known.drop(columns="alpha"), rtol=1e-7
    )
    rows = items[SCALES["Quality"]].to_numpy(float)
    assert stats.alphas(np.stack([Moments.of(rows).scatter] * 2)) == pytest.approx(
        [known["alpha"].item()] * 2
    )
