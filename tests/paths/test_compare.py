"""Models side by side: lavaan's scaled differences, nesting, and what can't be compared."""

import numpy as np
import pytest

import cxlab as cx
from cxlab._core.errors import SpecError
from cxlab.paths import compare, fit_cfa, fit_pls, fit_sem

FREE = """
ind60 =~ x1 + x2 + x3
dem60 =~ y1 + y2 + y3 + y4
dem65 =~ y5 + y6 + y7 + y8
dem60 ~ ind60
dem65 ~ ind60 + dem60
"""
EQUAL = FREE.replace("y2 + y3 + y4", "a*y2 + b*y3 + c*y4").replace(
    "y6 + y7 + y8", "a*y6 + b*y7 + c*y8"
)
TWO = """
quality =~ quality_1 + quality_2 + quality_3
value =~ value_1 + value_2
loyalty =~ loyalty_1 + loyalty_2 + loyalty_3
value ~ quality
loyalty ~ value
"""


@pytest.mark.parametrize("estimator", ["ml", "mlr"])
def test_the_difference_agrees_with_lavaan(estimator, democracy, verbs):
    fits = {
        name: fit_sem(democracy, text, estimator=estimator)
        for name, text in {"equal": EQUAL, "free": FREE}.items()
    }
    result = compare(fits)
    rows = result.tidy().set_index("term")
    assert list(rows.index) == ["free", "equal"]
    known = verbs["nested"][estimator]
    assert rows.loc["equal", "status"] == "nested"
    assert rows.loc["equal", "statistic_change"] == pytest.approx(known["diff"], rel=1e-5)
    assert rows.loc["equal", "df_change"] == known["df"]
    assert rows.loc["equal", "p_change"] == pytest.approx(known["p"], rel=1e-5)
    assert result.best == "equal"
    assert "fits no worse than free" in result.explain()


def test_a_restriction_that_does_not_hold_is_said(world):
    fits = {
        "free": fit_sem(world.data, TWO),
        "apart": fit_sem(world.data, TWO.replace("value ~ quality", "value ~ 0*quality")),
    }
    result = compare(fits)
    assert "apart fits worse than free" in result.explain()
    assert result.headline().startswith("BIC prefers free")
    with cx.use("zh"):
        assert "不如" in result.explain()


def test_models_that_are_no_special_cases_get_no_test(world):
    """A path more at one place, and the same number of paths at another."""
    one = TWO + "loyalty ~ quality"
    other = TWO + "quality_1 ~~ value_1; quality_2 ~~ loyalty_1"
    rows = compare({"a": fit_sem(world.data, one), "b": fit_sem(world.data, other)}).tidy()
    assert rows["status"].tolist() == ["base", "apart"]
    assert np.isnan(rows.loc[1, "p_change"])
    twin = TWO + "quality_1 ~~ value_1"
    result = compare({"a": fit_sem(world.data, one), "b": fit_sem(world.data, twin)})
    assert result.tidy()["status"].tolist() == ["base", "equal_df"]
    assert "only AIC and BIC" in result.explain()


def test_the_order_of_the_constructs_does_not_matter(world):
    lines = [line for line in TWO.splitlines() if line]
    turned = "\n".join([*lines[2::-1], *lines[3:], "loyalty ~ quality"])
    rows = compare({"a": fit_sem(world.data, TWO), "b": fit_sem(world.data, turned)}).tidy()
    assert rows.loc[1, "status"] == "nested"
    assert rows.loc[1, "df_change"] == 1


def test_steps_of_invariance_can_be_compared_too(world):
    data = world.data.assign(half=["a", "b"] * 200)
    steps = cx.paths.invariance(data, TWO, "half", estimator="mlr")
    rows = compare(dict(steps.fits)).tidy().set_index("term")
    known = steps.tidy().set_index("term")
    assert (rows["status"].iloc[1:] == "nested").all()
    np.testing.assert_allclose(
        rows["statistic_change"].iloc[1:], known["statistic_change"].iloc[1:], rtol=1e-10
    )


def test_missing_answers_are_compared_on_all_rows(world):
    rng = np.random.default_rng(1)
    data = world.data.mask(rng.random(world.data.shape) < 0.05)
    fits = {
        "a": fit_sem(data, TWO, estimator="fiml"),
        "b": fit_sem(data, TWO + "loyalty ~ quality", estimator="fiml"),
    }
    assert compare(fits).tidy()["status"].tolist() == ["base", "nested"]


def test_pls_models_are_compared_by_what_they_predict(world):
    small = fit_pls(world.data, TWO)
    large = fit_pls(world.data, TWO + "loyalty ~ quality")
    result = compare({"small": small, "large": large}, seed=1)
    rows = result.tidy()
    assert set(rows["model"]) == {"small", "large"}
    own = small.predict(seed=1).tidy().set_index("term")["rmse"]
    theirs = rows[rows["model"] == "small"].set_index("term")["rmse"]
    np.testing.assert_allclose(theirs, own[theirs.index])
    assert result.means.index[0] in result.headline()
    assert result.left_out == ()
    again = compare({"small": small, "large": large}, seed=1).tidy()
    np.testing.assert_array_equal(rows["rmse"], again["rmse"])


@pytest.fixture(scope="module")
def fits(world):
    data = world.data
    return {
        "ml": fit_sem(data, TWO),
        "mlr": fit_sem(data, TWO, estimator="mlr"),
        "wlsmv": fit_sem(data, TWO, estimator="wlsmv"),
        "fewer rows": fit_sem(data.head(300), TWO),
        "other rows": fit_sem(data.sample(400, replace=True, random_state=1), TWO),
        "other items": fit_cfa(data, "f =~ image_1 + image_2 + image_3 + image_4"),
        "groups": fit_cfa(data.assign(half=["a", "b"] * 200), TWO, by="half"),
        "pls": fit_pls(data, TWO),
        "pls fewer": fit_pls(data.head(300), TWO),
        "pls turned": fit_pls(data.iloc[::-1], TWO),
        "pls other": fit_pls(
            data, "image =~ image_1 + image_2; value =~ value_1 + value_2; image ~ value"
        ),
    }


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["ml", "mlr"], "fitted by ml, 'mlr' by mlr"),
        (["wlsmv", "wlsmv"], "not chi-squares"),
        (["ml", "fewer rows"], "different rows"),
        (["ml", "other rows"], "different rows"),
        (["ml", "other items"], "different items"),
        (["ml", "groups"], "different groups"),
        (["ml", "pls"], "no fit in common"),
        (["pls", "pls fewer"], "different rows"),
        (["pls", "pls turned"], "different rows"),
        (["pls", "pls other"], "no item in common"),
    ],
)
def test_what_has_no_common_ground_is_refused(names, message, fits):
    other = f"{names[1]} again" if names[0] == names[1] else names[1]
    given = {names[0]: fits[names[0]], other: fits[names[1]]}
    with pytest.raises(SpecError, match=message):
        compare(given)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "two fitted models"),
        ([1, 2], "fits"),
        ({"a": 1, "b": 2}, "no fitted model but int"),
        ({1: 1, 2: 2}, "text"),
    ],
)
def test_what_is_no_fit_is_refused(given, message, fits):
    with pytest.raises(SpecError, match=message):
        compare(given)
    with pytest.raises(SpecError, match="two fitted models"):
        compare({"a": fits["ml"]})
    with pytest.raises(SpecError, match="folds"):
        compare({"a": fits["pls"], "b": fits["pls"]}, folds=1)
