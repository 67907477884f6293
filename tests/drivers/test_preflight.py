"""What has no answer is refused with its reason; what is weak is named."""

import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab.drivers import importance, regress


@pytest.fixture
def data():
    rng = np.random.default_rng(5)
    frame = pd.DataFrame(rng.normal(size=(120, 4)), columns=list("abcy"))
    frame["y"] += frame["a"]
    frame["bought"] = (frame["y"] > 0).astype(int)
    frame["level"] = pd.qcut(frame["y"], 4, labels=False) + 1
    return frame


@pytest.mark.parametrize("family", ["ols", "ordinal"])
def test_a_constant_outcome(data, family):
    with pytest.raises(cx.DataError, match=r"'k'.*3.*all 120 complete rows"):
        regress(data.assign(k=3), "k", ["a"], family=family)


def test_one_class(data):
    with pytest.raises(cx.DataError, match="one class only: 1 in all 120"):
        regress(data.assign(k=1), "k", ["a"], family="logit")


@pytest.mark.parametrize("values", [[1, 2], [0, 2], ["yes", "no"]])
def test_a_logit_wants_zero_and_one(data, values):
    data["k"] = values * 60
    with pytest.raises(cx.DataError, match=r"must hold 0 and 1.*it holds .*astype\(int\)"):
        regress(data, "k", ["a"], family="logit")


def test_an_ordinal_model_wants_whole_levels(data):
    with pytest.raises(cx.DataError, match=r"must hold whole levels.*120 of 120"):
        regress(data, "y", ["a"], family="ordinal")
    many = data.assign(k=np.arange(120) % 14)
    with pytest.warns(cx.CxWarning, match="14 levels; an ordinal model needs 13 thresholds"):
        regress(many, "k", ["a"], family="ordinal")


@pytest.mark.parametrize("family", ["logit", "ordinal"])
def test_a_column_that_separates_alone(data, family):
    with pytest.raises(cx.ModelError, match="'y' separates the outcome perfectly") as error:
        regress(data, "bought", ["a", "y", "b"], family=family)
    assert "penalty='firth'" in str(error.value)
    assert "'a'" not in str(error.value)


def test_quasi_separation_by_a_rare_answer(data):
    data["vip"] = ((data["bought"] == 1) & (data["b"] > 1)).astype(int)
    with pytest.raises(cx.ModelError, match="'vip' separates"):
        regress(data, "bought", ["a", "vip"], family="logit")


def test_columns_that_separate_together(data):
    data["k"] = (data["a"] + 2 * data["b"] > 0.3).astype(int)
    with pytest.raises(cx.ModelError, match="'a', 'b' together separate"):
        regress(data, "k", ["c", "a", "b"], family="logit")
    assert len(regress(data, "k", ["c", "a"], family="logit").tidy()) == 3


def test_ordinal_levels_told_apart(data):
    with pytest.raises(cx.ModelError, match="'y' separates"):
        regress(data, "level", ["y", "b"], family="ordinal")


def test_collinear_sets_are_named(data):
    data["total"] = data["a"] + data["b"]
    with pytest.raises(cx.ModelError, match=r"collinear.*: 'a', 'b', 'total'\."):
        regress(data, "y", ["a", "b", "c", "total"])
    with pytest.raises(cx.ModelError, match="'c', 'twice'"):
        importance(data.assign(twice=2 * data["c"] + 7), "y", ["a", "c", "twice"])


def test_a_constant_driver(data):
    with pytest.raises(cx.ModelError, match="'k' has the same value in all 120"):
        regress(data.assign(k=1), "y", ["a", "k"])


def test_too_few_rows(data):
    with pytest.raises(cx.ModelError, match=r"4 coefficients need more than 4.*there are 4"):
        regress(data[:4], "y", ["a", "b", "c"])
    data["text"] = [f"t{i % 60}" for i in range(120)]
    with pytest.raises(cx.ModelError, match="'text' alone takes 49"):
        regress(data[:50], "y", ["a", "text"])
    with pytest.warns(cx.CxWarning, match="12 complete rows are few for 3 coefficients"):
        regress(data[:12], "y", ["a", "b", "c"])


def test_few_cases_of_one_class_count_as_few_rows(data):
    data["k"] = [1] * 4 + [0] * 116
    with pytest.warns(cx.CxWarning, match=r"120 complete .* this outcome they count as 4\."):
        regress(data, "k", ["a", "b", "c"], family="logit")


def test_nobody_is_left(data):
    with pytest.raises(cx.DataError, match="No row is complete"):
        regress(data.assign(k=np.nan), "y", ["a", "k"])


def test_high_vif_points_to_importance(data):
    data["d"] = data["a"] + 0.1 * data["b"]
    with pytest.warns(cx.CxWarning, match=r"VIF above 10.*'a', 'd'.*importance\(\)") as caught:
        fit = regress(data, "y", ["a", "d", "c"])
    assert caught[0].filename == __file__
    assert "overlap" in fit.advice


def test_an_interaction_is_no_overlap(data):
    data["a"] += 20
    data["group"] = ["x", "y"] * 60
    assert regress(data, "y", ["a", "group", "a:group"]).tidy()["vif"].isna().all()


def test_a_level_with_one_case(data):
    data["group"] = "x"
    data.loc[7, "group"] = "y"
    data.loc[60:, "group"] = "z"
    with pytest.raises(cx.ModelError, match=r"Row 7 alone decides .*'group\[T.y\]'.*nonrobust"):
        regress(data, "y", ["a", "group"])
    with pytest.warns(cx.CxWarning, match="rests on one answer"):
        fit = regress(data, "y", ["a", "group"], robust="nonrobust")
    assert fit.tidy()["std_error"].notna().all()
    with pytest.raises(cx.ModelError, match="separates"):
        regress(data, "bought", ["a", "group"], family="logit")


def test_a_copy_of_the_outcome(data):
    with pytest.warns(cx.CxWarning, match=r"'k' is \(nearly\) a copy of the outcome 'y'"):
        regress(data.assign(k=3 - 2 * data["y"]), "y", ["a", "k"])
    data["part"] = data["y"] - data["b"]
    with pytest.warns(cx.CxWarning, match="reproduce the outcome 'y' without error"):
        regress(data, "y", ["b", "part"])


@pytest.mark.parametrize(("bad", "message"), [(np.nan, "miss 1 values"), (-1, "zero or more")])
def test_weights(data, bad, message):
    data["w"] = 1.0
    data.loc[3, "w"] = bad
    with pytest.raises(cx.DataError, match=message):
        regress(data, "y", ["a"], weights="w")


def test_the_errors_speak_chinese(data):
    with cx.use("zh"), pytest.raises(cx.ModelError, match=r"完全共线.*'c'、'twice'"):
        regress(data.assign(twice=2 * data["c"]), "y", ["c", "twice"])
