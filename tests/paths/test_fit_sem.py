"""Covariance models by their public face: lavaan's numbers, words for what is broken."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab._core.errors import CxWarning, DataError, ModelError, SpecError
from cxlab.paths import PathModel, construct, covariance, fit_cfa, fit_sem, interaction, path

REFERENCE = Path(__file__).parents[1] / "reference" / "covariance_models.json"
FOUR = """
Image =~ IMAG1 + IMAG2 + IMAG3 + IMAG4 + IMAG5
Quality =~ PERQ1 + PERQ2 + PERQ3 + PERQ4 + PERQ5 + PERQ6 + PERQ7
Value =~ PERV1 + PERV2
Satisfaction =~ CUSA1 + CUSA2 + CUSA3
"""

ROBUST = {
    "cfi_robust": "cfi.robust",
    "tli_robust": "tli.robust",
    "rmsea_robust": "rmsea.robust",
    "rmsea_robust_low": "rmsea.ci.lower.robust",
    "rmsea_robust_high": "rmsea.ci.upper.robust",
}


@pytest.fixture(scope="module")
def known():
    return json.loads(REFERENCE.read_text(encoding="utf-8"))["models"]


@pytest.mark.parametrize("estimator", ["ml", "mlr"])
def test_it_agrees_with_lavaan(estimator, items, known):
    stated = known["cfa4"][estimator]
    result = fit_cfa(items, FOUR, estimator=estimator)
    table = result.tidy().set_index("term")
    for term, (estimate, error) in stated["estimates"].items():
        left, sign, right = term.split()
        name = term if term in table.index else f"{right} {sign} {left}"
        assert table.loc[name, "estimate"] == pytest.approx(estimate, rel=2e-5)
        if error:
            assert table.loc[name, "std_error"] == pytest.approx(error, rel=2e-5)
    fit = result.glance().iloc[0]
    plain = known["cfa4"]["ml"]["fit"]
    assert fit["srmr"] == pytest.approx(plain["srmr"], rel=1e-6)
    tail = ".scaled" if estimator == "mlr" else ""
    for own, theirs in (("chi2", "chisq"), ("cfi", "cfi"), ("tli", "tli"), ("rmsea", "rmsea")):
        assert fit[own] == pytest.approx(stated["fit"][theirs + tail], rel=1e-5)
    assert fit["bic"] == pytest.approx(plain["bic"], rel=1e-9)
    if estimator == "mlr":
        for own, theirs in ROBUST.items():
            assert fit[own] == pytest.approx(stated["fit"][theirs], rel=1e-5)


def test_standardised_values_have_lavaans_intervals(items, known):
    table = fit_cfa(items, FOUR).tidy().set_index("term")
    for term, (beta, error) in known["cfa4"]["ml"]["standardised"].items():
        if "=~" in term:
            assert table.loc[term, "beta"] == pytest.approx(beta, rel=1e-5)
            width = table.loc[term, "beta_high"] - table.loc[term, "beta_low"]
            assert width == pytest.approx(2 * 1.959963984540054 * error, rel=1e-5)


def test_the_whole_ecsi_model(items, known):
    result = fit_sem(items, known["ecsi"]["syntax"])
    assert result.glance()["df"].item() == known["ecsi"]["ml"]["fit"]["df"]
    assert result.r2["Complaints"] == pytest.approx(0.3505, abs=1e-4)
    twin = PathModel.from_yaml(PathModel.from_syntax(known["ecsi"]["syntax"]).to_yaml())
    pd.testing.assert_frame_equal(fit_sem(items, twin).tidy(), result.tidy())


def test_cfa_puts_paths_aside(items):
    model = PathModel.from_syntax(FOUR + "Value ~ Quality")
    terms = fit_cfa(items, model).tidy()["term"]
    assert not terms.str.contains(" ~ ").any()
    assert "Quality ~~ Value" in set(terms)


def test_modifications_and_residuals(items, known):
    result = fit_cfa(items, FOUR)
    found = result.modifications(5)
    first, (index, change) = next(
        (term, pair)
        for term, pair in known["cfa4"]["modification"].items()
        if term in set(found["term"])
    )
    row = found.set_index("term").loc[first]
    assert row["statistic"] == pytest.approx(index, rel=1e-4)
    assert row["change"] == pytest.approx(change, rel=1e-3)
    left = result.residuals().to_numpy()
    assert (np.diagonal(left) == 0).all()
    lower = left[np.tril_indices(len(left))]
    assert np.sqrt((lower**2).mean()) == pytest.approx(result.glance()["srmr"].item())
    with pytest.raises(SpecError, match="Modification indices need"):
        fit_cfa(items, FOUR, estimator="wlsmv").modifications()


def test_missing_answers_count(items):
    holes = items.mask(np.random.default_rng(1).random(items.shape) < 0.05)
    three = FOUR[: FOUR.index("Satisfaction")]
    full = fit_cfa(holes, three, estimator="fiml")
    with pytest.warns(cx.CxWarning, match="estimator='fiml' keeps these rows"):
        part = fit_cfa(holes, three)
    assert full.n > part.n
    assert part.n_dropped == len(items) - part.n
    known = fit_cfa(items, three).tidy().set_index("term")["estimate"]
    own = full.tidy().set_index("term")["estimate"]
    loads = [term for term in known.index if "=~" in term]
    assert np.abs(own[loads] - known[loads]).max() < 0.2


def test_ordered_answers(items):
    result = fit_cfa(items, FOUR, estimator="wlsmv")
    table = result.tidy()
    assert not (table["kind"] == "variance").loc[table["term"].str.contains("IMAG")].any()
    assert "loglik" not in result.glance()
    assert result.glance()["df"].item() == 113


def test_a_heywood_case_is_named(items):
    with pytest.warns(CxWarning, match="Heywood case: the error variance of CUSL3"):
        result = fit_cfa(items, "Loyalty =~ CUSL1 + CUSL2 + CUSL3")
    assert result.glance()["df"].item() == 0
    assert "cannot be tested" in result.headline()


def test_an_impossible_latent_covariance_is_named(items, known):
    with pytest.warns(CxWarning, match="not positive definite"):
        fit_cfa(items, known["cfa6"]["syntax"])


@pytest.mark.parametrize(
    ("model", "error", "message"),
    [
        ("f =~ IMAG1 + IMAG2", ModelError, "asks for 4 numbers"),
        ("f =~ IMAG1 + IMAG2 + IMAG3; IMAG1 ~~ IMAG2", ModelError, "asks for 7 numbers"),
        ("f =~ IMAG1 + IMAG2 + IMAG9", DataError, "no column"),
        ("", SpecError, "empty"),
        ("f <~ IMAG1 + IMAG2 + IMAG3", SpecError, "mode B"),
        (FOUR + "Value ~ Image:Quality", SpecError, "interaction"),
        (FOUR + "Value ~~ IMAG1", SpecError, "two items"),
        (3, SpecError, "PathModel"),
    ],
)
def test_broken_models_are_refused(model, error, message, items):
    with pytest.raises(error, match=message):
        fit_sem(items, model)


def test_two_constructs_with_the_same_items_are_not_identified(items):
    model = "f =~ IMAG1 + IMAG2 + IMAG3 + IMAG4 + IMAG5\ng =~ IMAG1 + IMAG2 + IMAG3 + IMAG4 + IMAG5"
    with pytest.raises(ModelError, match=r"not identified|No solution"):
        fit_cfa(items, model)


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        (lambda d: d.head(10), ModelError, "more than 17 rows"),
        (lambda d: d.assign(IMAG1=3), ModelError, "same answer"),
        (lambda d: d.assign(IMAG1=d["IMAG2"] + d["IMAG3"]), ModelError, "collinear"),
        (lambda d: d.assign(IMAG1="a"), DataError, "must hold numbers"),
        (lambda d: d.assign(IMAG1=np.nan), DataError, "No row is complete"),
        (lambda d: d.drop(columns="PERV2"), DataError, "no column"),
        (lambda d: d.assign(IMAG1=np.inf), DataError, "finite"),
    ],
)
def test_broken_data_are_refused(change, error, message, items):
    with pytest.raises(error, match=message):
        fit_cfa(change(items), FOUR)


def test_too_many_classes_are_refused(items):
    data = items.assign(IMAG1=np.random.default_rng(1).normal(size=len(items)))
    with pytest.raises(DataError, match="different answers"):
        fit_cfa(data, FOUR, estimator="wlsmv")


def test_an_unknown_estimator_is_refused(items):
    with pytest.raises(SpecError, match="estimator"):
        fit_cfa(items, FOUR, estimator="gls")


def test_fixed_and_equal_numbers(items):
    model = PathModel(
        construct("image", items={"IMAG1": 1, "IMAG2": "a", "IMAG3": "a", "IMAG4": 0.9}),
        construct("value", items={"PERV1": 1, "PERV2": 1}),
        path("image", to="value", label=0.5),
        covariance("IMAG2", "PERV1"),
    )
    table = fit_sem(items, model).tidy().set_index("term")
    assert table.loc["image =~ IMAG2", "estimate"] == table.loc["image =~ IMAG3", "estimate"]
    assert table.loc["image =~ IMAG4", "estimate"] == 0.9
    assert table.loc["value ~ image", "estimate"] == 0.5
    assert np.isnan(table.loc["value ~ image", "std_error"])
    assert table.loc["IMAG2 ~~ PERV1", "kind"] == "covariance"


def test_it_says_where_to_look_next(items, hs):
    poor, good = fit_cfa(items, FOUR), fit_cfa(hs, "textual =~ x4+x5+x6")
    assert "measurement(fit)" in good.advice
    assert "modifications()" not in good.advice
    assert "measurement(fit)" in poor.advice
    assert "modifications()" in poor.advice
    assert "modifications()" not in fit_cfa(items, FOUR, estimator="fiml").advice
    assert not fit_sem(hs, "x4 ~ x1 + x2").advice
    with cx.use("zh"):
        assert "测得好不好" in poor.advice


def test_words_change_with_the_language_and_numbers_do_not(items):
    result = fit_cfa(items, FOUR)
    english = (result.headline(), result.explain())
    with cx.use("zh"):
        assert result.headline().startswith("拟合")
        assert result.explain() != english[1]
    assert len(english[0]) <= 90
    assert interaction("a", "b").product == ("a", "b")
