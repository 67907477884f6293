"""Odd values: no library's error or warning comes through, and no silent nonsense."""

import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab.drivers import importance, ipa, kano, moderate, regress

X = ["x0", "x1"]


@pytest.fixture
def data():
    rng = np.random.default_rng(4)
    frame = pd.DataFrame(rng.integers(1, 8, size=(60, 3)), columns=[*X, "z"])
    frame["y"] = frame["x0"] + 0.5 * frame["x1"] + rng.normal(size=60)
    frame["won"] = (frame["y"] + 2 * rng.normal(size=60) > frame["y"].median()).astype(int)
    frame["shop"] = rng.choice(["A", "B"], 60)
    frame["w"] = 1.0
    for name in ("f_a", "d_a"):
        frame[name] = rng.integers(1, 6, 60)
    return frame


@pytest.mark.parametrize(
    ("value", "first"),
    [(10**400, "inf"), ([1, 2], r"\[1, 2\]"), ({"a": 1}, r"{'a': 1}"), ("bad", "'bad'")],
)
def test_one_odd_value_in_a_column_of_numbers(data, value, first):
    data["x0"] = pd.Series([value, *data["x0"][1:]], dtype=object)
    for verb in (lambda: regress(data, "y", X), lambda: ipa(data, "y", X)):
        with pytest.raises(cx.DataError, match=rf"1 of 60 values .*first: {first}, row 0"):
            verb()


@pytest.mark.parametrize("value", [[1, 2], {"a": 1}])
def test_a_kano_answer_that_is_no_code(data, value):
    data["f_a"] = pd.Series([value, *data["f_a"][1:]], dtype=object)
    with pytest.raises(cx.DataError, match=r"must hold one of 1, 2, 3, 4, 5; 1 of 60 .*row 0"):
        kano(data, ("f_", "d_"))


def test_kano_groups_of_texts_beside_numbers(data):
    data["shop"] = ["A", 1] * 30
    assert set(kano(data, ("f_", "d_"), by="shop").tidy()["group"]) == {"A", "1"}


def test_a_driver_of_categories_is_no_slope(data):
    with pytest.raises(cx.DataError, match=r"'x0' holds categories.*astype\(float\)"):
        moderate(data.assign(x0=data["x0"].astype("category")), "y", "x0", "x1")


@pytest.mark.parametrize("verb", ["regress", "importance", "ipa", "stated"])
def test_one_row_with_all_the_weight(data, verb):
    data.loc[3, "w"] = 1e60
    calls = {
        "regress": lambda: regress(data, "y", X, weights="w"),
        "importance": lambda: importance(data, "y", X, weights="w"),
        "ipa": lambda: ipa(data, "y", X, weights="w"),
        "stated": lambda: ipa(data, None, X, importance={"x0": "z", "x1": "y"}, weights="w"),
    }
    with pytest.raises(cx.ModelError, match=r"60 rows count as 1\.0 \(effective n, Kish 1965\)"):
        calls[verb]()


def test_a_driver_far_from_zero(data):
    data["x0"] += 1e9
    for terms in (X, ["x0", "shop", "x0:shop"]):
        with pytest.raises(cx.ModelError, match=r"'x0' varies by .* Subtract its lowest value"):
            regress(data, "y", terms)


@pytest.mark.parametrize("unit", [1e-90, 1e90])
def test_the_unit_of_the_outcome_does_not_matter(data, unit):
    plain, odd = (moderate(data.assign(y=data["y"] * u), "y", "x0", "x1") for u in (1, unit))
    pd.testing.assert_series_equal(odd.tidy()["p_value"], plain.tidy()["p_value"])
    assert odd.johnson_neyman().edges == pytest.approx(plain.johnson_neyman().edges)
    checks = [found.regression.diagnose().tidy()["p_value"] for found in (plain, odd)]
    pd.testing.assert_series_equal(*checks)


def test_odds_beyond_all_numbers_are_left_out(data):
    data["x0"] = data["x1"] + 1e-4 * np.random.default_rng(11).normal(size=60)
    with pytest.warns(cx.CxWarning, match="VIF above 10"):
        found = regress(data, "won", X, family="logit")
    assert not np.isinf(found.tidy()["odds_ratio"]).any()
    assert "inf" not in found._repr_html_().replace("information", "")


@pytest.mark.parametrize("robust", [pd.NA, pd.Series([1, 2]), np.array(["HC3", "HC0"]), [], 1])
def test_standard_errors_that_are_no_word(data, robust):
    with pytest.raises(cx.SpecError, match=r"works for family='logit' only, without .* robust"):
        regress(data, "won", X, family="logit", penalty="firth", robust=robust)
    with pytest.raises(cx.SpecError, match=r"robust = .* is not offered"):
        regress(data, "won", X, family="logit", robust=robust)


@pytest.mark.parametrize("name", ["`tick`", ""])
def test_a_moderated_name_that_fits_in_no_term(data, name):
    with pytest.raises(cx.DataError, match=r"has to stand in a term. Rename the column"):
        moderate(data.rename(columns={"x0": name}), "y", name, "x1")


NAMES = [
    "{x}",
    "100%",
    "<script>x</script>",
    "a:b",
    "x -> y",
    "满意 度",
    "a\nb",
    "C(x)",
    "(x",
    "$x_1$",
]


@pytest.mark.parametrize("name", NAMES)
def test_odd_names_are_names(data, name):
    odd = data.rename(columns={"x0": name})
    results = [
        regress(odd, "y", [name, "x1"]),
        importance(odd, "y", [name, "x1"], boot=20, seed=1),
        ipa(odd, "y", [name, "x1"], boot=20, seed=1),
        moderate(odd, "y", name, "x1"),
        regress(data.rename(columns={"y": name}), name, X),
    ]
    for lang in ("en", "zh"):
        with cx.use(lang):
            for result in results:
                assert result.headline()
                assert result.explain()
                assert "<script>" not in result._repr_html_()
