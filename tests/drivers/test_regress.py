"""Regression: R's numbers, terms and categories, prediction, words."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2
from statsmodels.genmod.families import Binomial
from statsmodels.genmod.generalized_linear_model import GLM

import cxlab as cx
from cxlab._stats.ordinal import probabilities
from cxlab.drivers import regress

BLOCKS = ["Image", "Expectation", "Quality", "Value", "Satisfaction", "Complaints"]


def numbers(reference):
    return np.array(list(reference.values()))


@pytest.fixture
def survey():
    rng = np.random.default_rng(3)
    data = pd.DataFrame(
        {
            "服务 体验": rng.integers(1, 8, 200),
            "price-level": pd.array(rng.integers(1, 8, 200), dtype="Int64"),
            "class": pd.array(rng.random(200) < 0.5, dtype="boolean"),
            "segment": rng.choice(["visitor", "local"], 200),
            "branch": rng.choice([1, 2, 3], 200),
        }
    )
    data["y"] = 0.5 * data["服务 体验"] + (data["segment"] == "local") + rng.normal(size=200)
    data.attrs["labels"] = {"segment": {"en": "Segment", "zh": "客群"}}
    return data


@pytest.mark.parametrize("robust", ["nonrobust", "HC0", "HC1", "HC2", "HC3"])
def test_least_squares_agrees_with_r(scores, models, robust):
    reference = models["ols"]
    errors = reference if robust == "nonrobust" else reference[robust]
    table = regress(scores, "Loyalty", BLOCKS, robust=robust).tidy()
    np.testing.assert_allclose(table["estimate"], numbers(reference["coef"]), rtol=1e-9)
    np.testing.assert_allclose(table["std_error"], numbers(errors["se"]), rtol=1e-9)
    np.testing.assert_allclose(table["p_value"], numbers(errors["p"]), rtol=1e-9)
    if robust == "nonrobust":
        np.testing.assert_allclose(table["statistic"], numbers(reference["t"]), rtol=1e-9)
    np.testing.assert_allclose(table["beta"][1:], numbers(reference["beta"]), rtol=1e-9)
    np.testing.assert_allclose(table["vif"][1:], numbers(reference["vif"]), rtol=1e-9)


def test_hc3_is_the_default(scores):
    plain, named = (regress(scores, "Loyalty", BLOCKS, robust=r) for r in (None, "HC3"))
    pd.testing.assert_frame_equal(plain.tidy(), named.tidy())


def test_the_whole_fit_agrees_with_r(scores, models):
    reference = models["ols"]
    fit = regress(scores, "Loyalty", BLOCKS, robust="nonrobust")
    row = fit.glance().iloc[0]
    pairs = {"r2": "R2", "adj_r2": "adjR2", "rmse": "sigma", "statistic": "fstat"}
    pairs |= {"loglik": "logLik", "aic": "AIC", "bic": "BIC"}
    for name, theirs in pairs.items():
        assert row[name] == pytest.approx(reference[theirs], rel=1e-9)
    ends = np.array([list(pair.values()) for pair in reference["ci95"].values()])
    np.testing.assert_allclose(fit.tidy()[["conf_low", "conf_high"]], ends, rtol=1e-8)


def test_ordinal_logit_agrees_with_r(ordinal, models):
    reference = models["clm_logit"]
    fit = regress(ordinal, "y", ["Image", "Quality", "Value"], family="ordinal")
    table = fit.tidy()
    np.testing.assert_allclose(table["estimate"], numbers(reference["coef"]), rtol=1e-9)
    np.testing.assert_allclose(table["std_error"], numbers(reference["se"]), rtol=1e-9)
    assert fit.glance()["loglik"].item() == pytest.approx(reference["logLik"], rel=1e-12)
    assert list(table["group"]) == ["threshold"] * 5 + ["driver"] * 3
    assert list(table["term"][:2]) == ["1|2", "2|3"]


def test_binary_logit_agrees_with_r(scores, models):
    reference = models["logit"]
    data = scores.assign(low=(scores["Loyalty"] <= 6).astype(int))
    fit = regress(data, "low", ["Image", "Satisfaction", "Complaints"], family="logit")
    table = fit.tidy()
    np.testing.assert_allclose(table["estimate"], numbers(reference["coef"]), rtol=1e-9)
    # R's glm() takes its standard errors from the last but one step: right to 1e-5 only.
    np.testing.assert_allclose(table["std_error"], numbers(reference["se"]), rtol=1e-5)
    assert fit.glance()["loglik"].item() == pytest.approx(reference["logLik"], rel=1e-10)
    np.testing.assert_allclose(table["odds_ratio"][1:], np.exp(table["estimate"][1:]))


def test_two_levels_make_the_ordinal_model_a_logit(scores):
    data = scores.assign(low=(scores["Loyalty"] <= 6).astype(int))
    names = ["Image", "Satisfaction"]
    one, two = (regress(data, "low", names, family=f).tidy() for f in ("logit", "ordinal"))
    columns = ["estimate", "std_error", "beta", "odds_ratio"]
    np.testing.assert_allclose(one.loc[1:, columns], two.loc[1:, columns], rtol=1e-8)
    assert one.loc[0, "estimate"] == pytest.approx(-two.loc[0, "estimate"])


def test_sandwich_errors_of_the_logit(scores):
    data = scores.assign(low=(scores["Loyalty"] <= 6).astype(int))
    fit = regress(data, "low", ["Image", "Value"], family="logit", robust="HC0")
    x = fit.design.matrix.to_numpy()
    chance = fit.predict(data).to_numpy()
    bread = np.linalg.inv((x * (chance * (1 - chance))[:, None]).T @ x)
    score = x * (data["low"].to_numpy() - chance)[:, None]
    expected = np.sqrt(np.diag(bread @ score.T @ score @ bread))
    np.testing.assert_allclose(fit.tidy()["std_error"], expected, rtol=1e-8)


def test_weighted_least_squares_agrees_with_statsmodels(scores):
    weights = np.random.default_rng(2).uniform(0.3, 3, len(scores))
    data = scores.assign(w=weights)
    for robust in ("nonrobust", "HC0", "HC1", "HC2", "HC3"):
        fit = regress(data, "Loyalty", BLOCKS, weights="w", robust=robust)
        theirs = fit.raw
        table, facts = fit.tidy(), fit.glance().iloc[0]
        np.testing.assert_allclose(table["estimate"], theirs.params, rtol=1e-9)
        np.testing.assert_allclose(table["std_error"], theirs.bse, rtol=1e-9)
        pairs = {"r2": theirs.rsquared, "adj_r2": theirs.rsquared_adj, "loglik": theirs.llf}
        pairs |= {"statistic": theirs.fvalue, "p_value": theirs.f_pvalue}
        for name, value in pairs.items():
            assert facts[name] == pytest.approx(float(np.squeeze(value)), rel=1e-8)


def test_the_weighted_logit_agrees_with_statsmodels(scores):
    weights = np.random.default_rng(2).uniform(0.3, 3, len(scores))
    data = scores.assign(low=(scores["Loyalty"] <= 6).astype(int), w=weights)
    fit = regress(data, "low", ["Image", "Value"], family="logit", weights="w")
    assert fit.robust == "HC0"
    exog = np.column_stack([np.ones(len(data)), data[["Image", "Value"]]])
    model = GLM(data["low"], exog, family=Binomial(), var_weights=weights / weights.mean())
    theirs = model.fit(cov_type="HC0", tol=1e-12)
    np.testing.assert_allclose(fit.tidy()["estimate"], theirs.params, rtol=1e-8)
    np.testing.assert_allclose(fit.tidy()["std_error"], theirs.bse, rtol=1e-8)
    np.testing.assert_allclose(fit.raw.params, theirs.params, rtol=1e-8)
    row, slopes, cov = (
        fit.glance().iloc[0],
        np.asarray(theirs.params)[1:],
        np.asarray(theirs.cov_params())[1:, 1:],
    )
    assert row["statistic"] == pytest.approx(slopes @ np.linalg.solve(cov, slopes), rel=1e-7)
    assert "aic" not in row
    assert "Wald test" in fit.explain()


def test_the_sandwich_of_two_levels_is_that_of_the_logit(scores):
    data = scores.assign(low=(scores["Loyalty"] <= 6).astype(int), w=1 + scores["Value"] / 3)
    for options in ({"robust": "HC0"}, {"weights": "w"}):
        one, two = (
            regress(data, "low", ["Image", "Value"], family=family, **options).tidy()
            for family in ("logit", "ordinal")
        )
        columns = ["estimate", "std_error", "beta", "vif"]
        np.testing.assert_allclose(one.loc[1:, columns], two.loc[1:, columns], rtol=1e-8)


def test_ordinal_sandwich_against_single_rows(ordinal):
    """The sandwich from numerical scores of every customer."""
    names, weights = ["Image", "Quality"], np.random.default_rng(2).uniform(0.3, 3, len(ordinal))
    fit = regress(ordinal.assign(w=weights), "y", names, family="ordinal", weights="w")
    x, place = ordinal[names].to_numpy(), ordinal["y"].to_numpy() - 1
    params, even = fit.fit.params, weights / weights.mean()

    def logs(at):
        return np.log(probabilities(at, x, 6)[np.arange(len(x)), place])

    steps = 1e-5 * np.eye(len(params))
    scores = np.array([(logs(params + e) - logs(params - e)) / 2e-5 for e in steps]) * even
    np.testing.assert_allclose(scores.sum(axis=1), 0, atol=1e-5)
    bread = regress(ordinal, "y", names, family="ordinal", robust="HC0").fit.cov
    assert bread.shape == fit.fit.cov.shape
    information = np.array(
        [
            [
                -(
                    even
                    @ (
                        logs(params + a + b)
                        - logs(params + a - b)
                        - logs(params - a + b)
                        + logs(params - a - b)
                    )
                )
                / (4 * 1e-6)
                for b in 100 * steps
            ]
            for a in 100 * steps
        ]
    )
    inverse = np.linalg.inv(information)
    expected = np.sqrt(np.diag(inverse @ scores @ scores.T @ inverse))
    np.testing.assert_allclose(fit.tidy()["std_error"], expected, rtol=1e-3)


@pytest.mark.parametrize("family", ["logit", "ordinal"])
def test_the_size_of_weights_does_not_matter(ordinal, family):
    data = ordinal.assign(low=(ordinal["y"] <= 3).astype(int), w=1 + ordinal["Value"])
    data["hundred"] = 100 * data["w"]
    y = "low" if family == "logit" else "y"
    one, two = (
        regress(data, y, ["Image"], family=family, weights=name) for name in ("w", "hundred")
    )
    pd.testing.assert_frame_equal(one.tidy(), two.tidy(), rtol=1e-9)
    pd.testing.assert_frame_equal(one.glance(), two.glance(), rtol=1e-9)


def test_weights_of_one_give_the_sandwich(ordinal):
    data = ordinal.assign(w=1.0)
    one = regress(data, "y", ["Image", "Value"], family="ordinal", weights="w")
    two = regress(data, "y", ["Image", "Value"], family="ordinal", robust="HC0")
    pd.testing.assert_frame_equal(one.tidy(), two.tidy())


def test_firth_where_a_driver_separates(scores):
    data = scores.assign(low=(scores["Loyalty"] <= 6).astype(int))
    data["vip"] = ((data["low"] == 0) & (data["Value"] > 7)).astype(int)
    with pytest.raises(cx.ModelError, match=r"'vip' separates .* penalty='firth'"):
        regress(data, "low", ["Image", "vip"], family="logit")
    fit = regress(data, "low", ["Image", "vip"], family="logit", penalty="firth")
    row = fit.tidy().set_index("term").loc["vip"]
    assert row["conf_low"] < row["estimate"] < row["conf_high"] < 0
    assert row["p_value"] == pytest.approx(chi2.sf(row["statistic"] ** 2, 1))
    assert "binary logit with Firth's penalty" in repr(fit)
    assert "read the interval rather than the coefficient" in fit.explain()
    assert fit.diagnose().tidy()["verdict"].notna().all()
    wide = regress(data, "low", ["Image", "vip"], family="logit", penalty="firth", conf=0.99)
    assert (wide.tidy()["conf_low"] < fit.tidy()["conf_low"]).all()


def test_firth_comes_close_to_the_logit_in_large_samples():
    rng = np.random.default_rng(5)
    data = pd.DataFrame(rng.normal(size=(4000, 2)), columns=["a", "b"])
    data["y"] = (data["a"] - 0.5 * data["b"] + rng.logistic(size=4000) > 0).astype(int)
    plain = regress(data, "y", ["a", "b"], family="logit").tidy()
    firth = regress(data, "y", ["a", "b"], family="logit", penalty="firth").tidy()
    columns = ["estimate", "std_error", "conf_low", "conf_high"]
    np.testing.assert_allclose(firth[columns], plain[columns], rtol=0.02, atol=0.002)


def test_any_name_and_nullable_columns_work(survey):
    survey.loc[3, "price-level"] = pd.NA
    survey.loc[7, "class"] = pd.NA
    before = survey.copy()
    fit = regress(survey, "y", ["服务 体验", "price-level", "class"])
    assert list(fit.tidy()["term"]) == ["Intercept", "服务 体验", "price-level", "class"]
    assert (fit.n, fit.n_dropped) == (198, 2)
    assert dict(fit.dropped) == {"price-level": 1, "class": 1}
    pd.testing.assert_frame_equal(survey, before)


def test_a_text_column_names_its_reference_level(survey):
    fit = regress(survey, "y", ["segment", "C(branch)"])
    assert list(fit.tidy()["term"][1:]) == [
        "segment[T.visitor]",
        "C(branch)[T.2]",
        "C(branch)[T.3]",
    ]
    assert fit.label("segment[T.visitor]") == "Segment: visitor (against local)"
    with cx.use("zh"):
        assert fit.label("segment[T.visitor]") == "客群：visitor（对比local）"
    assert fit.tidy()["vif"][2] == fit.tidy()["vif"][3]  # one factor for all dummies of a category


def test_interactions_and_functions_are_terms(survey):
    fit = regress(survey, "y", ["`price-level`:segment", "I(`price-level` ** 2)", "price-level"])
    assert fit.label("price-level:segment[T.visitor]") == "price-level × Segment: visitor"
    assert fit.tidy().set_index("term").loc["price-level", "vif"] != fit.tidy()["vif"].max()


def test_other_reference_level_same_fit(survey):
    first = regress(survey, "y", ["C(branch)"])
    other = regress(survey, "y", ["C(branch, contr.treatment(base=2))"])
    assert first.glance()["r2"].item() == pytest.approx(other.glance()["r2"].item())
    assert other.label(other.tidy()["term"][1]) == "branch: 1 (against 2)"


def test_predict(survey):
    fit = regress(survey, "y", ["服务 体验", "segment"])
    new = pd.DataFrame({"服务 体验": [3, None], "segment": ["local", "visitor"]}, index=["a", "b"])
    got = fit.predict(new)
    assert list(got.index) == ["a", "b"]
    beta = fit.tidy().set_index("term")["estimate"]
    assert got["a"] == pytest.approx(beta["Intercept"] + 3 * beta["服务 体验"])
    assert np.isnan(got["b"])
    np.testing.assert_allclose(fit.predict(survey), fit.raw.fittedvalues)


def test_predicted_levels_are_probabilities(ordinal):
    fit = regress(ordinal, "y", ["Image", "Quality"], family="ordinal")
    chance = fit.predict(ordinal)
    assert list(chance.columns) == [1, 2, 3, 4, 5, 6]
    np.testing.assert_allclose(chance.sum(axis=1), 1)
    # The maximum of the likelihood keeps the level shares to about a percent.
    np.testing.assert_allclose(
        chance.mean(), ordinal["y"].value_counts(normalize=True).sort_index(), atol=0.01
    )


def test_an_ordered_category_is_an_ordinal_outcome(ordinal):
    words = ["bad", "poor", "fair", "good", "better", "best"]
    named = pd.Categorical.from_codes(ordinal["y"] - 1, words, ordered=True)
    data = ordinal.assign(named=named)
    fit = regress(data, "named", ["Image"], family="ordinal")
    plain = regress(data, "y", ["Image"], family="ordinal")
    assert fit.tidy()["term"][0] == "bad|poor"
    np.testing.assert_allclose(fit.tidy()["estimate"], plain.tidy()["estimate"])
    assert list(fit.predict(data).columns) == words


def test_weights_of_one_change_nothing(scores):
    plain = regress(scores, "Loyalty", BLOCKS)
    weighted = regress(scores.assign(w=1.0), "Loyalty", BLOCKS, weights="w")
    np.testing.assert_allclose(
        plain.tidy().select_dtypes("number"), weighted.tidy().select_dtypes("number")
    )


def test_weights_of_two_repeat_a_row(scores):
    weights = np.where(np.arange(len(scores)) < 50, 2, 1)
    weighted = regress(scores.assign(w=weights), "Loyalty", BLOCKS, weights="w")
    repeated = regress(pd.concat([scores, scores[:50]]), "Loyalty", BLOCKS)
    for name in ("estimate", "vif"):
        np.testing.assert_allclose(weighted.tidy()[name], repeated.tidy()[name])


def test_rows_of_weight_zero_are_left_out(scores):
    weights = np.where(np.arange(len(scores)) < 50, 0, 1)
    weighted = regress(scores.assign(w=weights), "Loyalty", BLOCKS, weights="w")
    assert weighted.n_dropped == 50
    np.testing.assert_allclose(
        weighted.tidy()["std_error"], regress(scores[50:], "Loyalty", BLOCKS).tidy()["std_error"]
    )


@settings(deadline=None, max_examples=15)
@given(seed=st.integers(0, 2**32 - 1))
def test_row_order_does_not_matter(seed):
    rng = np.random.default_rng(seed)
    data = pd.DataFrame(rng.normal(size=(60, 3)), columns=["a", "b", "y"])
    one = regress(data, "y", ["a", "b"]).tidy().select_dtypes("number")
    two = regress(data.sample(frac=1, random_state=seed), "y", ["b", "a"]).tidy()
    two = two.iloc[[0, 2, 1]].select_dtypes("number")
    np.testing.assert_allclose(one, two, rtol=1e-8, atol=1e-12)


def test_beta_of_standardised_data_is_the_estimate(scores):
    unit = (scores - scores.mean()) / scores.std()
    table = regress(unit, "Loyalty", BLOCKS).tidy()[1:]
    np.testing.assert_allclose(table["beta"], table["estimate"])
    np.testing.assert_allclose(table["beta_low"], table["conf_low"])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"family": "probit"}, "family = 'probit' is not known"),
        (
            {"robust": "HC9"},
            "not offered for family='ols'. Choose one of: HC3, nonrobust, HC0, HC1, HC2",
        ),
        ({"family": "ordinal", "robust": "HC3"}, "Choose one of: nonrobust, HC0"),
        ({"family": "logit", "robust": "HC3"}, "nonrobust, HC0"),
        ({"conf": 95}, "must lie between 0 and 1"),
        (
            {"family": "ordinal", "weights": "Value", "robust": "nonrobust"},
            "not offered for family='ordinal' with weights. Choose one of: HC0",
        ),
        ({"penalty": "lasso"}, "penalty = 'lasso' is not known"),
        ({"penalty": "firth"}, "works for family='logit' only"),
        ({"family": "logit", "penalty": "firth", "weights": "Value"}, "without weights"),
        ({"family": "logit", "penalty": "firth", "robust": "HC0"}, "without weights and robust"),
    ],
)
def test_unknown_options_are_refused(scores, options, message):
    with pytest.raises(cx.SpecError, match=message):
        regress(scores, "Loyalty", ["Image"], **options)


@pytest.mark.parametrize(
    ("x", "kind", "message"),
    [
        ([], cx.SpecError, "No driver was named"),
        (["Imgae"], cx.DataError, "no column 'Imgae'. Did you mean 'Image'"),
        (["C(Imgae)"], cx.SpecError, "neither a column nor a term.*Did you mean 'Image'"),
        (["Image", "Image"], cx.SpecError, "named twice"),
        (["Loyalty"], cx.SpecError, "both the outcome and a driver"),
        (["Image - 1"], cx.SpecError, "takes the intercept away"),
        (["Loyalty ~ Image"], cx.SpecError, "neither a column nor a term"),
        (["np.log(Image - 5)"], cx.DataError, "gives no number in"),
        (["Image("], cx.SpecError, "neither a column nor a term"),
    ],
)
def test_wrong_terms_are_refused(scores, x, kind, message):
    with pytest.raises(kind, match=message):
        regress(scores, "Loyalty", x)


def test_columns_that_are_no_drivers_are_refused(survey):
    survey["when"] = pd.Timestamp("2026-01-01")
    survey["number"] = survey["branch"].astype(str)
    survey["comment"] = [f"text {i}" for i in range(len(survey))]
    survey["Intercept"] = 1.0
    for name, message in {
        "when": "holds dates",
        "number": "numbers written as text",
        "comment": "200 different texts",
        "Intercept": "that is the intercept",
    }.items():
        with pytest.raises(cx.DataError, match=message):
            regress(survey, "y", [name])
    assert len(regress(survey, "y", ["C(number)"]).tidy()) == 3


def test_a_category_not_seen_is_refused(survey):
    fit = regress(survey, "y", ["segment", "C(branch)"])
    with pytest.raises(cx.DataError, match=r"category 'guest' in 1 rows.*local, visitor"):
        fit.predict(pd.DataFrame({"segment": ["guest"], "branch": [1]}))
    with pytest.raises(cx.DataError, match="category 9 in 1 rows"):
        fit.predict(pd.DataFrame({"segment": ["local"], "branch": [9]}))
    with pytest.raises(cx.DataError, match="no column 'branch'"):
        fit.predict(pd.DataFrame({"segment": ["local"]}))


def test_terms_that_share_a_column_are_not_read_aloud(survey):
    plain = regress(survey, "y", ["服务 体验", "segment"]).explain()
    both = regress(survey, "y", ["`服务 体验`:segment", "服务 体验", "segment"]).explain()
    assert "One point more of" in plain
    assert "One point more of" not in both


def test_a_model_that_tells_nothing_says_so(scores):
    data = scores.assign(coin=np.random.default_rng(3).integers(0, 2, len(scores)))
    said = regress(data, "coin", ["Image", "Value"], family="logit").explain()
    assert "is not shown: McFadden" in said


def test_words(scores):
    fit = regress(scores, "Loyalty", BLOCKS)
    assert fit.headline().startswith("Loyalty: Satisfaction leads (β +0.37")
    assert "explain 38% of the variance of Loyalty" in fit.explain()
    assert "goes with +0.50 in Loyalty" in fit.explain()
    assert "robust standard errors (HC3)" in repr(fit)
    with cx.use("zh"):
        assert fit.headline().startswith("对Loyalty影响最大：Satisfaction")
    noise = scores.assign(Noise=np.random.default_rng(1).normal(size=len(scores)))
    assert "No driver of Noise stands out" in regress(noise, "Noise", ["Image", "Value"]).headline()


def test_a_fit_without_any_remainder_has_a_statistic_without_end():
    from cxlab.drivers._fit import _wald

    assert _wald(np.ones(3), np.zeros((3, 3)), 2) == np.inf
    assert _wald(np.ones(3), np.eye(3), 2) == pytest.approx(2)
