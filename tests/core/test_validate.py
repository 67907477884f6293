import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab._core import validate

DATA = pd.DataFrame({"price": [1.0, 7.0, np.nan], "branch": ["A", "B", "A"], "weight": [1, 1, 0]})


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "no column 'prise'. Did you mean 'price'"),
        ("zh", "没有'prise'这一列。是不是想写'price'"),
    ],
)
def test_a_misspelt_column_gets_the_closest_name(lang, words):
    with cx.use(lang), pytest.raises(cx.DataError, match=words):
        validate.columns(DATA, ["prise"])


def test_text_where_numbers_belong_names_the_first_row():
    with pytest.raises(cx.DataError, match=r"3 of 3 values do not \(first: 'A', row 0\)"):
        validate.numeric(DATA, "branch")


def test_infinite_values_are_refused():
    with pytest.raises(cx.DataError, match="must be finite; 1 of 2"):
        validate.numeric(pd.DataFrame({"price": [1.0, np.inf]}), "price")


def test_out_of_range_counts_and_names_the_first():
    with pytest.raises(
        cx.DataError, match=r"must lie in 1-5; 1 of 3 values do not \(first: 7, row 1\)"
    ):
        validate.within(DATA["price"], 1, 5)


def test_nullable_columns_become_floats():
    nullable = pd.DataFrame({"a": pd.array([1, None], dtype="Int64")})
    assert validate.numeric(nullable, "a")["a"].isna().tolist() == [False, True]


def test_complete_counts_missing_answers_and_refuses_when_nobody_is_left():
    kept, missing = validate.complete(DATA[["price", "weight"]])
    assert len(kept) == 2
    assert missing == {"price": 1}
    with pytest.raises(cx.DataError, match="'a' misses 2 of 2"):
        validate.complete(pd.DataFrame({"a": [np.nan, np.nan], "b": [1.0, 2.0]}))


@pytest.mark.parametrize("value", [[1, -1, 1], [0, 0, 0], [1, None, 1]])
def test_weights_must_be_there_and_not_negative(value):
    with pytest.raises(cx.DataError, match="weights"):
        validate.weights(pd.DataFrame({"w": value}), "w")


def test_percent_typed_for_a_share_is_recognised():
    with pytest.raises(cx.SpecError, match=r"write 22% as 0.22"):
        validate.share(22, "negative")
    assert validate.share(0.22, "negative") == 0.22


@pytest.mark.parametrize("value", ["many", None, float("nan"), float("inf")])
def test_a_number_must_be_finite(value):
    with pytest.raises(cx.SpecError, match="finite number"):
        validate.finite(value, "revenue")


@pytest.mark.parametrize("conf", [0, 1, 95])
def test_confidence_lies_between_0_and_1(conf):
    with pytest.raises(cx.SpecError, match=r"between 0 and 1"):
        validate.confidence(conf)


@pytest.mark.parametrize("data", [[1, 2], {"a": [1]}, None])
def test_data_must_be_a_frame(data):
    with pytest.raises(cx.DataError, match="pandas DataFrame"):
        validate.frame(data)


def test_empty_data_are_refused():
    with pytest.raises(cx.DataError, match="no rows"):
        validate.frame(pd.DataFrame({"a": []}))


@pytest.mark.parametrize(("conf", "text"), [(0.95, "95%"), (0.975, "97.5%"), (0.999, "99.9%")])
def test_a_level_is_never_rounded_to_another(conf, text):
    level = validate.confidence(conf)
    assert f"{level:.0%}" == text
    assert level == conf
    assert f"{1 - level:.3f}" == f"{1 - conf:.3f}"
