"""What survival() refuses, and what it warns of, in both languages."""

import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab.retention import survival


@pytest.fixture
def data():
    rng = np.random.default_rng(4)
    return pd.DataFrame(
        {
            "months": rng.integers(1, 13, 60),
            "left": rng.integers(0, 2, 60),
            "plan": rng.choice(["basic", "gold"], 60),
            "w": 1.0,
        }
    )


@pytest.mark.parametrize("value", [0, -3])
def test_durations_above_zero(data, value):
    data.loc[7, "months"] = value
    message = f"'months' must hold durations above 0; 1 of 60 do not .first: {value}, row 7"
    with pytest.raises(cx.DataError, match=message):
        survival(data, "months", "left")
    with cx.use("zh"), pytest.raises(cx.DataError, match=r"应为大于0的时长.*把加入当月算作第1个月"):
        survival(data, "months", "left")


@pytest.mark.parametrize(
    ("values", "found"),
    [(["Yes", "No"] * 30, "'Yes', 'No'"), ([0, 1, 2] * 20, "0, 1, 2"), ([[1]] * 60, r"\[1\]")],
)
def test_an_event_is_0_or_1(data, values, found):
    with pytest.raises(cx.DataError, match=f"'left' must hold 1 for who left.*holds {found}"):
        survival(data.assign(left=values), "months", "left")


def test_nobody_left(data):
    with pytest.warns(cx.CxWarning, match="Nobody has the event in 'left' among 60 customers"):
        result = survival(data.assign(left=0), "months", "left", by="plan")
    assert (result.tidy()["estimate"] == 1).all()
    assert "can't be tested" in result.explain()
    assert result.quantiles().tidy()["estimate"].isna().all()
    assert result.compare().headline() == "Too few events to test the groups"
    result.plot()


def test_everybody_left_at_one_time(data):
    data["months"], data["left"] = np.where(data["left"] == 1, 5, 9), data["left"]
    with pytest.warns(cx.CxWarning, match=r"All \d+ events fall at 5: the curve is a single step"):
        assert len(survival(data, "months", "left").tidy()) == 2


def test_nobody_is_left_at_the_end(data):
    result = survival(data.assign(left=1), "months", "left")
    assert result.tidy()["estimate"].iloc[-1] == 0
    assert np.isnan(result.tidy()["conf_low"].iloc[-1])
    assert result.mean().tidy()["std_error"][0] > 0


def test_a_group_with_one_case(data):
    data.loc[0, "plan"] = "solo"
    with pytest.warns(cx.CxWarning, match="One customer only in 'solo' of 'plan'") as caught:
        survival(data, "months", "left", by="plan").compare()
    assert caught[0].filename == __file__


def test_too_many_groups(data):
    with pytest.raises(cx.DataError, match="'id' has 60 groups; at most 24 can be compared"):
        survival(data.assign(id=range(60)), "months", "left", by="id")


def test_one_customer():
    result = survival(pd.DataFrame({"t": [3], "left": [1]}), "t", "left")
    assert result.tidy()["estimate"].tolist() == [0]
    assert result.headline()


def test_nothing_is_complete(data):
    with pytest.raises(cx.DataError, match="No row is complete"):
        survival(data.assign(left=np.nan), "months", "left")


@pytest.mark.parametrize(
    ("names", "error", "message"),
    [
        (("month", "left"), cx.DataError, "no column 'month'. Did you mean 'months'"),
        (("plan", "left"), cx.DataError, "'plan' must hold numbers"),
        (("months", "months"), cx.SpecError, "'months' is named twice"),
    ],
)
def test_wrong_columns(data, names, error, message):
    with pytest.raises(error, match=message):
        survival(data, *names)


def test_infinite_durations(data):
    data["months"] = data["months"].astype(float)
    data.loc[3, "months"] = np.inf
    with pytest.raises(cx.DataError, match="'months' must be finite"):
        survival(data, "months", "left")


def test_wrong_options(data):
    result = survival(data, "months", "left", by="plan")
    with pytest.raises(cx.SpecError, match="interval = 'wald' is not known"):
        survival(data, "months", "left", interval="wald")
    with pytest.raises(cx.SpecError, match="conf = 95"):
        survival(data, "months", "left", conf=95)
    with pytest.raises(cx.DataError, match="must be zero or more"):
        survival(data.assign(w=-1), "months", "left", weights="w")
    with pytest.raises(cx.SpecError, match="share must lie between 0 and 1"):
        result.quantiles(1)
    with pytest.raises(cx.SpecError, match="horizon = 99 must lie above 0 and at most at 12"):
        result.mean(99)
    with pytest.raises(cx.SpecError, match="times = -1"):
        result.at(-1)
    with pytest.raises(cx.SpecError, match="at least one number"):
        result.at([])
    with pytest.raises(cx.SpecError, match="one curve only"):
        survival(data, "months", "left").compare()
    heavy = survival(data, "months", "left", by="plan", weights="w")
    with pytest.raises(cx.SpecError, match="takes no weights"):
        heavy.compare()
    assert "takes no weights" in heavy.explain()
