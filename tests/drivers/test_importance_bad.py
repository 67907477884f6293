"""Importance and the map refuse what has no answer, and say the way out."""

import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab.drivers import importance, ipa

X = ["x0", "x1", "x2"]


@pytest.fixture
def data():
    rng = np.random.default_rng(1)
    rows = rng.normal(size=(60, 3))
    frame = pd.DataFrame(rows, columns=X)
    frame["y"] = rows @ [1, 0.5, 0.2] + rng.normal(size=60)
    frame["won"] = (frame["y"] + rng.normal(size=60) > 0).astype(int)
    frame["shop"] = np.array(["A", "B", "C"])[np.arange(60) % 3]
    frame["w"] = 1.0
    return frame


def survey(p, n=200):
    rng = np.random.default_rng(p)
    rows = rng.normal(size=(n, p + 1))
    return pd.DataFrame(rows, columns=[*(f"x{j}" for j in range(p)), "y"])


@pytest.mark.parametrize("verb", [importance, ipa])
@pytest.mark.parametrize(
    ("bad", "match"),
    [
        (-1.0, r"The weights 'w' must be zero or more, and not all zero"),
        (np.nan, r"The weights 'w' miss 1 values"),
        (np.inf, r"'w' must be finite"),
    ],
)
def test_weights_that_are_none(data, verb, bad, match):
    data.loc[3, "w"] = bad
    with pytest.raises(cx.DataError, match=match):
        verb(data, "y", X, weights="w")


@pytest.mark.parametrize("verb", [importance, ipa])
def test_weights_of_zero_or_in_the_model(data, verb):
    with pytest.raises(cx.DataError, match="not all zero"):
        verb(data.assign(w=0), "y", X, weights="w")
    with pytest.raises(cx.SpecError, match="'x1' is the weight and also in the model"):
        verb(data, "y", X, weights="x1")
    with pytest.raises(cx.DataError, match="no column 'v'"):
        verb(data, "y", X, weights="v")


def test_nothing_to_explain(data):
    with pytest.raises(cx.DataError, match="'y' is 5 in all 60 complete rows: there is nothing"):
        importance(data.assign(y=5), "y", X)
    with pytest.raises(cx.DataError, match="'won' has one class only: 1"):
        importance(data.assign(won=1), "won", X, family="logit")
    with pytest.raises(cx.DataError, match="must hold 0 and 1 for family='logit'"):
        importance(data, "y", X, family="logit")
    with pytest.raises(cx.DataError, match="whole levels for family='ordinal'"):
        importance(data, "y", X, family="ordinal")


def test_a_constant_driver_and_a_factor_with_one_level(data):
    with pytest.raises(cx.ModelError, match="'k' has the same value in all 60"):
        importance(data.assign(k=1), "y", ["x0", "k"])
    with pytest.raises(cx.ModelError, match="'one' has the same value in all 60"):
        importance(data.assign(one="A"), "y", ["x0", "one"])
    with pytest.raises(cx.ModelError, match="'k' has the same value in all 60"):
        ipa(data.assign(k=1), "y", ["x0", "k"])


def test_copies_and_leaks(data):
    with pytest.raises(cx.ModelError, match=r"perfectly collinear, one follows.*'x0', 'twin'"):
        importance(data.assign(twin=2 * data["x0"]), "y", ["x0", "x1", "twin"])
    with pytest.warns(cx.CxWarning, match=r"'leak' is \(nearly\) a copy of the outcome 'y'"):
        importance(data.assign(leak=data["y"] * 3), "y", ["x0", "leak"], boot=0)
    with pytest.raises(cx.ModelError, match="'leak' separates the outcome perfectly"):
        importance(data.assign(leak=data["won"]), "won", ["x0", "leak"], family="logit")


def test_too_few_rows(data):
    with pytest.raises(cx.ModelError, match="4 coefficients need more than 4 complete rows"):
        importance(data[:4], "y", X)
    with pytest.warns(cx.CxWarning, match="12 complete rows are few for 3 coefficients"):
        importance(data[:12], "y", X, boot=0)
    with pytest.raises(cx.DataError, match=r"No row is complete.*'x1' misses 60 of 60"):
        importance(data.assign(x1=np.nan), "y", X)
    data["shop"] = np.where(np.arange(60) == 7, "Z", data["shop"])
    with pytest.warns(cx.CxWarning, match="a level with one case"):
        importance(data, "y", ["x0", "shop"], boot=0)


def test_two_values_ask_for_a_logit(data):
    with pytest.warns(cx.CxWarning, match=r"'won' has two values only.*family='logit' is made"):
        importance(data, "won", X, boot=0)


@pytest.mark.parametrize(
    ("groups", "match"),
    [
        ({"a": []}, "The group 'a' holds no column"),
        ({"a": ["x0", "x1"], "b": ["x1"]}, "'x1' is in the groups 'a' and 'b'"),
        ({"a": ["x0", "x9"]}, r"'a' names 'x9', which is not in x. Choose one of: x0, x1, x2"),
        ({"x2": ["x0", "x1"]}, "'x2' is the name of a group and of a driver outside it"),
        ({"all": X}, "two or more drivers; x names 1"),
        ([["x0", "x1"]], "groups must be a mapping"),
        ({"a": {"x0", "x1"}}, "a set has no order"),
    ],
)
def test_groups_that_do_not_divide(data, groups, match):
    with pytest.raises(cx.SpecError, match=match):
        importance(data, "y", X, groups=groups)


def test_what_a_group_leaves_out_stands_alone(data):
    found = importance(data, "y", X, groups={"pair": ["x2", "x0"]}, boot=0)
    assert list(found.tidy()["term"]) == ["pair", "x1"]


def test_an_interaction_needs_a_group(data):
    with pytest.raises(cx.SpecError, match="'x0', 'x0:x1' share the column 'x0'"):
        importance(data, "y", ["x0", "x1", "x0:x1"])
    found = importance(
        data, "y", ["x0", "I(x0**2)", "x1"], groups={"x0": ["x0", "I(x0**2)"]}, boot=0
    )
    assert list(found.tidy()["term"]) == ["x0", "x1"]


def test_what_does_not_go_together(data):
    with pytest.raises(
        cx.SpecError, match=r"does not go with family='logit'. Choose one of: 'lmg'"
    ):
        importance(data, "won", X, method="johnson", family="logit")
    with pytest.raises(cx.SpecError, match="family = 'probit' is not known"):
        importance(data, "won", X, family="probit")
    with pytest.raises(cx.SpecError, match="Johnson's weights of 'shop' would depend on the level"):
        importance(data, "y", ["x0", "shop"], method="johnson")
    found = importance(data, "y", ["x0", "C(won)"], method="johnson", boot=0)  # one dummy: no base
    assert found.tidy()["share"].sum() == pytest.approx(1)


def test_too_much_work_names_what_would_do():
    data = survey(40)
    names = list(data.columns[:-1])
    with pytest.raises(
        cx.SpecError, match=r"3[03] drivers are the most .* even with boot=0. Or use"
    ):
        importance(data, "y", names, boot=0)
    assert len(importance(data, "y", names, method="johnson", boot=5).tidy()) == 40
    halves = {"left": names[:20], "right": names[20:]}
    assert len(importance(data, "y", names, groups=halves, boot=5, seed=1).tidy()) == 2
    with pytest.raises(cx.SpecError, match=r"1,048,576 sub-models of 20 .* boot=\d+ would do. Or"):
        importance(data, "y", names[:20], boot=100_000)
    result = importance(data, "y", names[:21], boot=0)
    with pytest.raises(
        cx.SpecError, match=r"20 drivers are the most .* Or put drivers that belong"
    ):
        result.dominance()


def test_too_much_work_for_a_logit():
    data = survey(13).assign(y=lambda d: (d["y"] > 0).astype(int))
    names = list(data.columns[:-1])
    with pytest.raises(cx.SpecError, match=r"12 drivers are the most .* Or put drivers"):
        importance(data, "y", names, family="logit", boot=0)
    with pytest.raises(cx.SpecError, match=r"4,096 sub-models of 12 drivers .* boot=\d+ would do"):
        importance(data, "y", names[:12], family="logit", boot=50_000)
    found = importance(data, "y", names, family="logit", method="last", boot=0)
    assert len(found.tidy()) == 13


def test_separated_resamples_are_left_out_and_counted():
    rng = np.random.default_rng(3)
    data = pd.DataFrame(rng.normal(size=(40, 2)), columns=["a", "b"])
    data["y"] = (data["a"] + 0.35 * rng.normal(size=40) > 0).astype(int)
    with pytest.warns(cx.CxWarning, match="resamples the columns can't be told apart"):
        importance(data, "y", ["a", "b"], family="logit", boot=60, seed=1)


def test_the_scale_of_a_map(data):
    with pytest.raises(cx.SpecError, match="cross='scale' needs the lowest and the highest"):
        ipa(data, "y", X, cross="scale")
    with pytest.raises(cx.DataError, match=r"'x0' must lie in 1-7; \d+ of 60 values do not"):
        ipa(data, "y", X, cross="scale", scale=(1, 7))
    with pytest.raises(cx.SpecError, match="must run from the lowest answer to the highest"):
        ipa(data, "y", X, scale=(7, 1))
    with pytest.raises(cx.SpecError, match="scale must be one pair such as"):
        ipa(data, "y", X, scale=((1, 7), (0, 10)))
    with pytest.raises(cx.SpecError, match="scale must be two numbers, low and high"):
        ipa(data, "y", X, scale=(1, 2, 3))
