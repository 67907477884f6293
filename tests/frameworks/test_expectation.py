"""Solving for the expectation, the paradox of two firms, and drift over time."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cxlab as cx
from cxlab.frameworks import drift, expectation_behind, paradox

points = st.floats(-100, 100)
rates = st.floats(0, 1)


@settings(max_examples=25, deadline=None)
@given(points, points)
def test_the_law_is_solved(experience, satisfaction):
    assert experience - expectation_behind(experience, satisfaction) == pytest.approx(
        satisfaction, abs=1e-9
    )


def test_names_go_through():
    expected = expectation_behind({"bank": 8, "telecom": 5}, pd.Series({"telecom": 1, "bank": -1}))
    assert expected.to_dict() == {"bank": 9.0, "telecom": 4.0}


def test_the_paradox_of_the_bank_and_the_telecom():
    result = paradox({"bank": 8, "telecom": 5}, {"bank": -1, "telecom": 1})
    assert result.holds
    assert result.tidy()["expectation"].tolist() == [9, 4]
    assert result.headline().startswith("Bank: better experience, less satisfaction")
    assert not paradox({"bank": 8, "telecom": 5}, {"bank": 1, "telecom": -1}).holds


@settings(max_examples=25, deadline=None)
@given(points, points, points, points)
def test_the_paradox_is_its_condition(xa, xb, sa, sb):
    """S_A < S_B while X_A > X_B, if and only if E_A > E_B + (X_A - X_B)."""
    result = paradox({"a": xa, "b": xb}, {"a": sa, "b": sb})
    better, other = ("a", "b") if xa >= xb else ("b", "a")
    row = result.tidy().set_index("term")
    gap = row.loc[better] - row.loc[other]
    if abs(gap["expectation"] - gap["experience"]) > 1e-9:
        holds = gap["experience"] > 0 and gap["expectation"] > gap["experience"]
        assert result.holds == holds


@pytest.mark.parametrize(
    ("lang", "message"), [("en", "compares two firms, not 1"), ("zh", "悖论比较的是两家公司")]
)
def test_a_paradox_takes_two(lang, message):
    with cx.use(lang), pytest.raises(cx.SpecError, match=message):
        paradox({"bank": 8}, {"bank": -1})


def test_names_must_agree():
    with pytest.raises(cx.SpecError, match="telecom stands in one only"):
        expectation_behind({"bank": 8, "telecom": 5}, {"bank": -1})
    with pytest.raises(cx.SpecError, match="both be numbers"):
        expectation_behind({"bank": 8}, 3)
    with pytest.raises(cx.SpecError, match="must be a finite number"):
        expectation_behind("good", 3)


def test_drift_by_hand():
    result = drift(8, 6, rate=0.5, periods=3)
    assert result.tidy()["expectation"].tolist() == [6, 7, 7.5, 7.75]
    assert result.tidy()["satisfaction"].tolist() == [2, 1, 0.5, 0.25]
    assert result.half_life == 1


@settings(max_examples=25, deadline=None)
@given(points, points, rates, st.integers(1, 40))
def test_drift_closes_the_gap_geometrically(experience, expectation, rate, periods):
    gap = drift(experience, expectation, rate=rate, periods=periods).tidy()["satisfaction"]
    for t, value in enumerate(gap):
        assert value == pytest.approx((1 - rate) ** t * (experience - expectation), abs=1e-8)


def test_half_of_the_gap_is_gone_after_the_half_life():
    result = drift(8, 6, rate=0.2)
    assert (1 - 0.2) ** result.half_life == pytest.approx(0.5)
    assert drift(8, 6, rate=0).half_life == math.inf
    assert drift(8, 6, rate=1).half_life == 0
    assert drift(8, 6, rate=1, periods=1).tidy()["satisfaction"].iloc[-1] == 0


def test_a_rising_experience_keeps_satisfaction_at_growth_over_rate():
    path = [5 + 0.1 * t for t in range(300)]
    assert drift(path, 5, rate=0.2).tidy()["satisfaction"].iloc[-1] == pytest.approx(0.1 / 0.2)


def test_the_last_experience_holds_on():
    result = drift([5, 8], 5, rate=0.5, periods=4).tidy()
    assert result["experience"].tolist() == [5, 8, 8, 8, 8]
    assert len(drift([5, 6, 7], 5, rate=0.5).tidy()) == 3
    assert len(drift([5, 6, 7], 5, rate=0.5, periods=1).tidy()) == 2


@pytest.mark.parametrize(
    ("lang", "message"),
    [("en", "rate = 20 is not a share.*write 20% as 0.2"), ("zh", "rate = 20不是占比")],
)
def test_a_rate_is_a_share(lang, message):
    with cx.use(lang), pytest.raises(cx.SpecError, match=message):
        drift(8, 6, rate=20)


def test_bad_paths_are_refused():
    with pytest.raises(cx.SpecError, match="empty sequence"):
        drift([], 6, rate=0.2)
    with pytest.raises(cx.SpecError, match="experience must be a finite number"):
        drift([5, float("nan")], 6, rate=0.2)
    with pytest.raises(cx.SpecError, match="periods must be a whole number"):
        drift(8, 6, rate=0.2, periods=0)
