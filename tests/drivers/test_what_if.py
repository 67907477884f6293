"""What if: agrees with predictions of the same model, exact interval, doubts in words."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.discrete.discrete_model import Logit

import cxlab as cx
from cxlab.drivers import regress


@pytest.fixture
def survey():
    rng = np.random.default_rng(11)
    data = pd.DataFrame(rng.normal(5, 1, (300, 3)), columns=["a", "b", "c"])
    data["y"] = 1 + 0.5 * data["a"] - 0.3 * data["b"] + rng.normal(size=300)
    data["bought"] = (rng.random(300) < 1 / (1 + np.exp(-(data["a"] - 5)))).astype(int)
    return data


MOVES = {"a": 0.4, "b": -0.2}


@pytest.mark.parametrize(("y", "family"), [("y", "ols"), ("bought", "logit")])
def test_the_whole_is_the_difference_of_mean_predictions(survey, y, family):
    fit = regress(survey, y, ["a", "b", "c"], family=family)
    moved = survey.assign(a=survey["a"] + 0.4, b=survey["b"] - 0.2)
    expected = fit.predict(moved).mean() - fit.predict(survey).mean()
    table = fit.what_if(MOVES).tidy().set_index("term")
    assert table.loc["total", "estimate"] == pytest.approx(expected, rel=1e-10)
    assert table.loc["c", "estimate"] == 0


def test_one_driver_moves_by_its_coefficient_with_its_interval(survey):
    fit = regress(survey, "y", ["a", "b", "c"])
    row = fit.what_if({"a": 2.0}).tidy().iloc[0]
    whole = fit.tidy().set_index("term").loc["a"]
    for name in ("estimate", "std_error", "conf_low", "conf_high"):
        assert row[name] == pytest.approx(2 * whole[name], rel=1e-10)
    assert row["p_value"] == pytest.approx(whole["p_value"], rel=1e-8)


def test_least_squares_agrees_with_the_textbook_variance(survey):
    fit = regress(survey, "y", ["a", "b", "c"], robust="nonrobust")
    x = np.column_stack([np.ones(300), survey[["a", "b", "c"]]])
    rest = survey["y"] - fit.predict(survey)
    cov = rest @ rest / 296 * np.linalg.inv(x.T @ x)
    step = np.array([0, 0.4, -0.2, 0])
    total = fit.what_if(MOVES).tidy().iloc[-1]
    assert total["std_error"] == pytest.approx(np.sqrt(step @ cov @ step), rel=1e-9)


def test_the_delta_method_agrees_with_numerical_slopes(survey):
    fit = regress(survey, "bought", ["a", "b", "c"], family="logit", robust="nonrobust")
    x = np.column_stack([np.ones(300), survey[["a", "b", "c"]]])
    model = Logit(survey["bought"], x).fit(disp=False)
    step = np.array([0, 0.4, -0.2, 0])

    def change(params):
        return (1 / (1 + np.exp(-(x + step) @ params)) - 1 / (1 + np.exp(-x @ params))).mean()

    width = 1e-5
    params = np.asarray(model.params)
    slope = [
        (change(params + width * unit) - change(params - width * unit)) / (2 * width)
        for unit in np.eye(4)
    ]
    error = np.sqrt(np.array(slope) @ np.asarray(model.cov_params()) @ np.array(slope))
    assert fit.what_if(MOVES).tidy().iloc[-1]["std_error"] == pytest.approx(error, rel=1e-5)


def test_what_cannot_move_alone_is_refused(survey):
    fit = regress(survey, "y", ["a", "b", "a:b"])
    with pytest.raises(cx.SpecError, match="not known"):
        fit.what_if({"a": 1})
    survey["shop"] = np.where(survey["c"] > 5, "east", "west")
    with pytest.raises(cx.SpecError, match="not known"):
        regress(survey, "y", ["a", "shop"]).what_if({"shop": 1})


@pytest.mark.parametrize("wrong", [{"a": "much"}, {"a": np.nan}, {"z": 1}, [1], None])
def test_moves_that_make_no_sense_are_refused(survey, wrong):
    with pytest.raises(cx.SpecError):
        regress(survey, "y", ["a", "b"]).what_if(wrong)


def test_ordinal_models_are_sent_elsewhere(survey):
    survey["level"] = pd.qcut(survey["y"], 4, labels=False)
    fit = regress(survey, "level", ["a", "b"], family="ordinal")
    with pytest.raises(cx.SpecError, match="ols"):
        fit.what_if({"a": 1})


def test_a_mean_beyond_all_answers_is_warned_of(survey):
    fit = regress(survey, "y", ["a", "b"])
    with pytest.warns(cx.CxWarning, match="outside"):
        fit.what_if({"a": 9})


def test_under_weights_the_weighted_mean_is_what_moves(survey):
    heavy = survey.assign(weight=np.where(survey["a"] > survey["a"].quantile(0.9), 100.0, 0.01))
    fit = regress(heavy, "y", ["a", "b"], weights="weight")
    step = survey["a"].max() - np.average(survey["a"], weights=heavy["weight"]) + 0.01
    assert survey["a"].mean() + step < survey["a"].max()
    with pytest.warns(cx.CxWarning, match="mean of a would lie outside"):
        fit.what_if({"a": step})
    assert not fit.what_if({"a": step - 0.02}).summary()["actual"] > survey["y"].max()


def test_no_move_changes_nothing(survey):
    result = regress(survey, "y", ["a", "b"]).what_if({})
    assert result.tidy()["estimate"].tolist() == [0, 0, 0]
    assert "nothing" in result.explain().lower()
