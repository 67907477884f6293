"""Covariance models of published matrices: lavaan's numbers and the published fit."""

import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab._core.errors import CxWarning, DataError, ModelError, SpecError
from cxlab.paths import fit_cfa, fit_cfa_from_matrix, fit_sem, fit_sem_from_matrix

NAMES = {
    "chi2": "chisq",
    "df": "df",
    "cfi": "cfi",
    "tli": "tli",
    "rmsea": "rmsea",
    "rmsea_low": "rmsea.ci.lower",
    "rmsea_high": "rmsea.ci.upper",
    "srmr": "srmr",
    "loglik": "logl",
    "aic": "aic",
    "bic": "bic",
}
ONE = "image =~ image_1 + image_2 + image_3 + image_4"


@pytest.fixture(scope="module")
def corr():
    return cx.load("babakus_boller_1992").set_index("item")


@pytest.mark.parametrize("name", ["servqual", "bb1992"])
@pytest.mark.filterwarnings("ignore:The covariances of the constructs are impossible")
def test_it_agrees_with_lavaan(name, corr, verbs):
    known = verbs[name]
    result = fit_cfa_from_matrix(corr, known["syntax"], n=known["n"])
    fit = result.glance().iloc[0]
    for own, theirs in NAMES.items():
        assert fit[own] == pytest.approx(known["fit"][theirs], rel=2e-5), own  # lavaan stops early
    table = result.tidy().set_index("term")
    table["spread"] = (table["beta_high"] - table["beta_low"]) / (2 * 1.959963984540054)
    for term, pair in known["standardised"].items():
        assert table.loc[term, ["beta", "spread"]].tolist() == pytest.approx(pair, rel=2e-4)


def test_the_reported_fit_of_the_reported_model(corr, verbs):
    """CFI .960 is reported for five factors of 20 items, not for the five dimensions."""
    known = verbs["bb1992"]
    fit = fit_cfa_from_matrix(corr, known["syntax"], n=502).glance()
    assert round(fit["cfi"].item(), 3) == 0.960


def test_the_five_dimensions_are_not_five(corr, verbs):
    """Responsiveness and empathy correlate as one: the critique in a number."""
    with pytest.warns(CxWarning, match=r"responsiveness, empathy, r = 1\.00"):
        result = fit_cfa_from_matrix(corr, verbs["servqual"]["syntax"], n=502)
    assert not result.headline().startswith("Fits well")


def test_a_covariance_matrix_gives_what_the_rows_give(world, satisfaction_model):
    rows = fit_sem(world.data, satisfaction_model)
    matrix = fit_sem_from_matrix(world.data.cov(), satisfaction_model, n=400)
    np.testing.assert_allclose(matrix.tidy()["estimate"], rows.tidy()["estimate"], rtol=1e-6)
    np.testing.assert_allclose(matrix.glance()["chi2"], rows.glance()["chi2"], rtol=1e-8)


def test_correlations_give_the_same_standardised_intervals(world, satisfaction_model):
    """The units of the items do not matter there, which is why beta is what to read."""
    rows = fit_sem(world.data, satisfaction_model).tidy()
    matrix = fit_sem_from_matrix(world.data.corr(), satisfaction_model, n=400).tidy()
    for column in ("beta", "beta_low", "beta_high"):
        np.testing.assert_allclose(matrix[column], rows[column], rtol=1e-6, atol=1e-8)


def test_paths_are_put_aside_by_cfa(world, satisfaction_model):
    result = fit_cfa_from_matrix(world.data.cov(), satisfaction_model, n=400)
    alike = fit_cfa(world.data, satisfaction_model)
    assert result.glance()["df"].item() == alike.glance()["df"].item()
    assert not (result.tidy()["kind"] == "path").any()


def test_numbers_bound_to_units_are_warned_of(world):
    text = "image =~ image_1 + a*image_2 + a*image_3 + image_4"
    with pytest.warns(CxWarning, match="units are lost"):
        fit_cfa_from_matrix(world.data.corr(), text, n=400)
    fit_cfa_from_matrix(world.data.cov(), text, n=400)


def broken(world):
    cov = world.data[[f"image_{i}" for i in range(1, 5)]].cov()
    tied = cov.copy()
    tied.iloc[1] = tied.iloc[0]
    tied.iloc[:, 1] = tied.iloc[:, 0]
    return {
        "names": cov.reset_index(drop=True),
        "hole": cov.mask(np.eye(4, dtype=bool)),
        "half": cov.where(np.tril(np.ones((4, 4), dtype=bool)), 0.0),
        "tied": tied,
        "missing": cov.drop(index="image_4", columns="image_4"),
        "negative": -cov,
        "text": cov.astype(str) + "a",
    }


@pytest.mark.parametrize(
    ("name", "error", "message"),
    [
        ("names", DataError, "same names on rows and columns"),
        ("hole", DataError, "complete and symmetric"),
        ("half", DataError, "complete and symmetric"),
        ("tied", ModelError, "'image_1', 'image_2' hang together exactly"),
        ("missing", DataError, "no column 'image_4'"),
        ("negative", DataError, "positive values on its diagonal"),
        ("text", DataError, "numbers"),
    ],
)
def test_broken_matrices_are_refused_in_both_languages(name, error, message, world):
    with pytest.raises(error, match=message):
        fit_cfa_from_matrix(broken(world)[name], ONE, n=400)
    with cx.use("zh"), pytest.raises(error, match=r"[\u4e00-\u9fff]"):
        fit_cfa_from_matrix(broken(world)[name], ONE, n=400)


def test_correlations_that_nobody_can_have_are_refused():
    names = ["a", "b", "c"]
    matrix = pd.DataFrame([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]], names, names)
    with pytest.raises(DataError, match="not positive semidefinite"):
        fit_cfa_from_matrix(matrix, "f =~ a + b + c", n=100)


@pytest.mark.parametrize(
    ("n", "error", "message"),
    [
        (4, ModelError, "more than 4 rows"),
        (0, SpecError, "n"),
        (100.5, SpecError, "n"),
        ("many", SpecError, "n"),
    ],
)
def test_too_few_respondents_are_refused(n, error, message, world):
    with pytest.raises(error, match=message):
        fit_cfa_from_matrix(world.data.cov(), ONE, n=n)
    with pytest.raises(SpecError, match="PathModel"):
        fit_sem_from_matrix(world.data.cov(), 3, n=100)
