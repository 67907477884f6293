"""The cases of bad input that touch drivers: each is refused or named, by its number in the list.

Errors leave no numbers; warnings leave the answer standing.
"""

import warnings

import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab.drivers import compare, importance, ipa, kano, moderate, penalty_reward, regress

X = ["x0", "x1", "x2"]


@pytest.fixture
def data():
    rng = np.random.default_rng(3)
    frame = pd.DataFrame(rng.integers(1, 8, size=(60, 3)), columns=X)
    frame["y"] = frame @ [0.6, 0.4, 0.3] + rng.normal(size=60)
    frame["won"] = (frame["y"] + 1.5 * rng.normal(size=60) > frame["y"].median()).astype(int)
    frame["shop"] = rng.choice(["A", "B", "C"], 60)
    frame["w"] = rng.uniform(0.5, 2, 60)
    return frame


VERBS = {
    "regress": lambda d, y="y": regress(d, y, X),
    "importance": lambda d, y="y": importance(d, y, X, boot=20, seed=1),
    "ipa": lambda d, y="y": ipa(d, y, X, boot=20, seed=1),
    "penalty_reward": lambda d, y="y": penalty_reward(d, y, X, low=2, high=6),
    "moderate": lambda d, y="y": moderate(d, y, "x0", "x1", covariates=["x2"]),
    "compare": lambda d, y="y": compare(d, y, X, boot=50, seed=1),
}
WEIGHTED = {
    "regress": lambda d: regress(d, "y", X, weights="w"),
    "logit": lambda d: regress(d, "won", X, family="logit", weights="w"),
    "importance": lambda d: importance(d, "y", X, weights="w", boot=20, seed=1),
    "ipa": lambda d: ipa(d, "y", X, weights="w", boot=20, seed=1),
}
COPIES = [*VERBS]
COPIES.remove("compare")  # its ordinal logit has no estimate then; below
COPIES.remove("penalty_reward")  # two dummies of a copy are no copy

every = pytest.mark.parametrize("verb", VERBS.values(), ids=VERBS)
weighted = pytest.mark.parametrize("verb", WEIGHTED.values(), ids=WEIGHTED)


@every
def test_case_69_an_item_without_variance(data, verb):
    with pytest.raises(cx.CxError, match=r"'x0.*(same value|has 0 answers up to 2)"):
        verb(data.assign(x0=4))


@weighted
@pytest.mark.parametrize("bad", [-1, 0])
def test_case_74_negative_or_zero_weights(data, verb, bad):
    with pytest.raises(cx.DataError, match="'w' must be zero or more, and not all zero"):
        verb(data.assign(w=bad))


@weighted
def test_case_75_missing_weights(data, verb):
    data.loc[4, "w"] = np.nan
    with pytest.raises(cx.DataError, match="The weights 'w' miss 1 values"):
        verb(data)


@every
def test_case_76_and_84_nobody_is_left(data, verb):
    with pytest.raises(cx.DataError, match=r"No row is complete.*'x0' misses 60 of 60"):
        verb(data.assign(x0=np.nan))
    data.loc[::2, "x0"], data.loc[1::2, "x1"] = np.nan, np.nan
    with pytest.raises(cx.DataError, match=r"No row is complete.*misses 30 of 60"):
        verb(data)


@every
def test_case_77_a_constant_outcome(data, verb):
    with pytest.raises(cx.DataError, match="'y' is 5 in all 60 complete rows"):
        verb(data.assign(y=5))


@pytest.mark.parametrize("family", ["logit", "logit-mz", "ordinal"])
def test_case_78_one_class(data, family):
    with pytest.raises(cx.DataError, match="'won' has one class only: 0"):
        importance(data.assign(won=0), "won", X, family=family)


@pytest.mark.parametrize("verb", [regress, importance])
def test_case_79_perfect_separation_names_the_column(data, verb):
    data["x0"] = data["won"] * 3 + data["x0"] / 10
    with pytest.raises(cx.ModelError, match=r"'x0' separates the outcome.*penalty='firth'"):
        verb(data, "won", X, family="logit")
    found = regress(data, "won", X, family="logit", penalty="firth").tidy()
    assert np.isfinite(found["estimate"]).all()


@every
def test_case_80_fewer_rows_than_drivers(data, verb):
    with pytest.raises(cx.CxError, match=r"need more than \d .*there are 3|each part needs"):
        verb(data[:3])


def test_case_81_hardly_more_rows_than_drivers(data):
    for verb in (VERBS["regress"], VERBS["importance"]):
        with pytest.warns(cx.CxWarning, match="14 complete rows are few for 3 coefficients"):
            verb(data[:14])


@every
def test_case_82_collinear_sets_are_named(data, verb):
    with pytest.raises(cx.ModelError, match=r"perfectly collinear.*'x0.*', 'x1"):
        verb(data.assign(x0=data["x1"]))


def test_case_83_overlap(data):
    data["x0"] = data["x1"] + data["x2"] % 2 / 4
    with pytest.warns(cx.CxWarning, match=r"VIF above 10.*'x0', 'x1'.*importance\(\)"):
        regress(data, "y", X)


def test_case_85_a_group_with_one_case(data):
    data.loc[0, "shop"] = "Z"
    with pytest.raises(cx.ModelError, match="Row 0 alone decides a coefficient of 'shop"):
        regress(data, "y", ["x0", "shop"])
    with pytest.warns(cx.CxWarning, match="Row 0 alone decides"):
        importance(data, "y", ["x0", "shop"], boot=0)


def test_case_86_an_unseen_category(data):
    fit = regress(data, "y", ["x0", "shop"])
    with pytest.raises(cx.DataError, match=r"'shop' has the category 'Z' in 60 rows, unseen"):
        fit.predict(data.assign(shop="Z"))


def test_case_87_only_questionable_answers():
    with pytest.warns(cx.CxWarning, match="Most answers on 'a' are questionable"):
        found = kano(pd.DataFrame({"f_a": [1] * 12, "d_a": [1] * 12}), ("f_", "d_"))
    assert found.tidy()["category"].tolist() == ["questionable"]
    for lang in ("en", "zh"):
        with cx.use(lang):
            assert "nan" not in found.headline() + found.explain()


def test_case_90_no_convergence_no_numbers(data):
    data["x0"] = data["x1"] + 1e-4 * np.random.default_rng(11).normal(size=60)
    with (
        pytest.warns(cx.CxWarning, match="VIF above 10"),
        pytest.raises(cx.ModelError, match="did not converge, so no numbers are shown"),
    ):
        regress(data, "won", X, family="logit", penalty="firth")


@pytest.mark.parametrize("verb", [VERBS[name] for name in COPIES], ids=COPIES)
def test_case_92_a_copy_of_the_outcome(data, verb):
    with pytest.warns(cx.CxWarning, match=r"'x0' is \(nearly\) a copy of the outcome 'y'"):
        verb(data.assign(y=7 - 2 * data["x0"]))


@pytest.mark.parametrize("method", ["lmg", "johnson", "first", "last", "pratt"])
def test_case_92_a_copy_keeps_its_intervals(data, method):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", cx.CxWarning)
        found = importance(data.assign(y=data["x0"]), "y", X, method=method, boot=20, seed=1)
    assert len(found.draws[0]) == 20
    assert found.r2 == pytest.approx(1)


@pytest.mark.parametrize("robust", ["HC3", "nonrobust"])
def test_an_answer_like_no_other(data, robust):
    data.loc[3, "x0"] = 10**9
    kind = (
        pytest.raises(cx.ModelError, match=r"Row 3 alone .*no other row answers like it")
        if robust == "HC3"
        else pytest.warns(cx.CxWarning, match=r"Row 3 alone .*no other row answers like it")
    )
    with kind:
        regress(data, "y", X, robust=robust)


def test_case_92_five_methods_refuse_a_copy(data):
    with (
        pytest.warns(cx.CxWarning, match="copy"),
        pytest.raises(cx.ModelError, match="Leave out what repeats the outcome"),
    ):
        VERBS["compare"](data.assign(y=data["x0"]))
