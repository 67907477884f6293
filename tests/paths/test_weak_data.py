"""What weakens a path model that still has an answer: items turned round, rows lost, no links."""

import warnings

import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab._core.errors import CxWarning
from cxlab.paths import compare_groups, fit_cfa, fit_pls, fit_sem

HAN = "[\u4e00-\u9fff]"
TEXT = "quality =~ q1+q2+q3+q4; loyalty =~ l1+l2+l3; loyalty ~ quality"
VERBS = (fit_pls, fit_cfa, fit_sem)


@pytest.fixture(scope="module")
def answers():
    rng = np.random.default_rng(5)
    quality = rng.normal(size=(300, 1))
    loyalty = 0.6 * quality + 0.8 * rng.normal(size=(300, 1))
    rows = np.hstack([quality] * 4 + [loyalty] * 3) + 0.7 * rng.normal(size=(300, 7))
    return pd.DataFrame(rows, columns=["q1", "q2", "q3", "q4", "l1", "l2", "l3"])


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("item", ["q1", "q3"])  # the first one sets the unit of a covariance model
def test_an_item_that_is_turned_round_is_named(answers, verb, item):
    turned = answers.assign(**{item: -answers[item]})
    with pytest.warns(CxWarning, match=rf"^{item} \(quality\) runs against the other items"):
        fit = verb(turned, TEXT)
    assert verb is not fit_pls or f"or run against it: {item} (−0." in fit.explain()
    with cx.use("zh"), pytest.warns(CxWarning, match=HAN):
        verb(turned, TEXT)


def test_an_item_turned_round_is_named_with_its_group(answers):
    half = answers.assign(half=["a", "b"] * 150)
    half.loc[half["half"] == "b", "q2"] *= -1
    with pytest.warns(CxWarning, match=r"^q2 \(quality, b\) runs against"):
        fit_cfa(half, TEXT, by="half")


def test_a_loading_of_no_size_or_one_meant_below_zero_is_left_alone(answers):
    noise = answers.assign(q3=np.random.default_rng(1).normal(size=300))
    loads = fit_cfa(noise, TEXT).tidy().set_index("term")["estimate"]
    assert loads["quality =~ q3"] < 0
    turned = answers.assign(q3=-answers["q3"])
    fixed = fit_cfa(turned, TEXT.replace("q3", "-1*q3"))
    assert fixed.tidy().set_index("term")["estimate"]["quality =~ q3"] == -1


def test_items_that_agree_are_not_called_turned(answers):
    """A construct without effect gets weights of both signs by chance."""
    rng = np.random.default_rng(3)
    own = rng.normal(size=(300, 1)) + 1.3 * rng.normal(size=(300, 3))
    data = answers.assign(s1=own[:, 0], s2=own[:, 1], s3=own[:, 2])
    model = TEXT + "; switching =~ s1+s2+s3; loyalty ~ switching"
    with pytest.warns(CxWarning, match=r"^s2 \(switching\): a negative loading") as said:
        fit = fit_pls(data, model)
    assert not [each for each in said if "runs against" in str(each.message)]
    loads = fit.loadings().set_index("term")["estimate"]
    assert loads[["s1", "s2", "s3"]].min() < -0.4
    assert data[["s1", "s2", "s3"]].corr().to_numpy().min() > 0.2
    with cx.use("zh"), pytest.warns(CxWarning, match=HAN):
        fit_pls(data, model)


@pytest.mark.parametrize("verb", VERBS)
def test_many_rows_lost_to_missing_answers_are_told(answers, verb):
    holes = answers.copy()
    holes.loc[:29, "q2"] = np.nan
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        verb(holes, TEXT)  # a tenth
    holes.loc[28:32, "l3"] = np.nan
    words = r"33 of 300 rows \(11%\).*q2 \(30\), l3 \(5\)\..*estimator='fiml'"
    with pytest.warns(CxWarning, match=words):
        assert verb(holes, TEXT).n == 267
    with cx.use("zh"), pytest.warns(CxWarning, match="33行.*q2（30）、l3（5）"):
        verb(holes, TEXT)


def test_rows_lost_are_told_where_groups_are_compared(answers):
    holes = answers.assign(half=["a", "b"] * 150)
    holes.loc[:59, "q2"] = np.nan
    with pytest.warns(CxWarning, match="60 of 300 rows"):
        compare_groups(holes, TEXT, "half", permutations=99, seed=1)
    assert fit_sem(holes, TEXT, estimator="fiml").n == 300
