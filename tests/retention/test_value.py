"""Lifetime value and the value of a point: closed formulas, R's numbers, and the bias shown."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cxlab as cx
from cxlab._stats.lifetime import expected_periods
from cxlab.retention import fit_bdw, fit_sbg, lifetime_value, point_value

REFERENCE = json.loads(
    (Path(__file__).parents[1] / "reference" / "retention_fader_hardie.json").read_text("utf-8")
)
HIGH_END = {"alpha": 0.668, "beta": 3.806}


@pytest.fixture(scope="module")
def cohort():
    return cx.load("fader_hardie_2007")


@pytest.fixture(scope="module")
def fit(cohort):
    return fit_sbg(cohort, "high_end", n=1000, periods=7)


def row(result, term="model"):
    return result.tidy().set_index("term").loc[term]


@pytest.mark.parametrize("segment", ["high_end", "regular"])
@pytest.mark.parametrize("periods", [4, 7, 12])
def test_discounted_lifetimes_agree_with_r(cohort, segment, periods):
    reference = REFERENCE[f"sbg_{segment}_T{periods}"]
    model = fit_sbg(cohort, segment, n=1000, periods=periods)
    new = lifetime_value(model, margin=1, discount=0.1)
    assert row(new)["discounted"] == pytest.approx(reference["DEL_d10"], rel=1e-10)
    old = lifetime_value(model, margin=1, discount=0.1, age=periods - 1, first="renewal")
    assert row(old)["discounted"] == pytest.approx(reference["DERL_d10_n_eq_T"], rel=1e-10)


@settings(max_examples=60)
@given(rate=st.floats(0, 0.999), discount=st.floats(0.001, 0.9), margin=st.floats(0.01, 1e6))
def test_one_rate_has_closed_formulas(rate, discount, margin):
    options = {"margin": margin, "discount": discount}
    later = lifetime_value(rate, **options, first="later").value
    assert later == pytest.approx(margin * rate / (1 + discount - rate), rel=1e-12)
    now = lifetime_value(rate, **options).value
    assert now == pytest.approx(later + margin, rel=1e-12)
    renewal = lifetime_value(rate, **options, first="renewal").value
    assert renewal == pytest.approx(later * (1 + discount), rel=1e-12)
    far = lifetime_value(rate, margin=margin, discount=discount, first="later", horizon=10_000)
    assert far.value <= later * (1 + 1e-12)


def test_a_horizon_counts_payments():
    sums = {"now": 1 + 0.8 / 1.1, "renewal": 0.8 + 0.64 / 1.1, "later": 0.8 / 1.1 + 0.64 / 1.21}
    for first, wanted in sums.items():
        value = lifetime_value(0.8, margin=1, discount=0.1, horizon=2, first=first).value
        assert value == pytest.approx(wanted)


def test_given_rates_hold_on_at_the_end_and_start_at_the_age():
    rates = [0.6, 0.7, 0.8]
    value = lifetime_value(rates, margin=1, discount=0.1, first="later").value
    survival = np.cumprod([*rates, *[0.8] * 2000])
    assert value == pytest.approx((survival / 1.1 ** np.arange(1, 2004)).sum())
    old = lifetime_value(rates, margin=1, discount=0.1, first="later", age=2).value
    assert old == pytest.approx(lifetime_value(0.8, margin=1, discount=0.1, first="later").value)
    shorter = lifetime_value(rates, margin=1, discount=0.1, first="later", horizon=1).value
    assert shorter == pytest.approx(0.6 / 1.1)


def test_parameters_in_either_form_are_the_same():
    one = lifetime_value(HIGH_END, margin=100, discount=0.1).tidy()
    churn, whole = 0.668 / 4.474, 1 + 4.474
    other = lifetime_value(
        {"churn": churn, "heterogeneity": 1 / whole}, margin=100, discount=0.1
    ).tidy()
    pd.testing.assert_frame_equal(one, other)
    alike = lifetime_value({"churn": 0.2, "heterogeneity": 0}, margin=1, discount=0.1)
    assert alike.value == lifetime_value(0.8, margin=1, discount=0.1).value


def test_one_rate_undervalues_old_customers(fit):
    """Fader and Hardie (2010): the error of one rate is large where customers have stayed long."""
    new = lifetime_value(fit, margin=100, discount=0.1)
    old = lifetime_value(fit, margin=100, discount=0.1, age=6, first="renewal")
    bias = [row(each, "difference")["amount"] / each.value for each in (new, old)]
    assert bias[1] < bias[0] < 0
    assert bias[1] == pytest.approx(-0.34, abs=0.01)
    assert "says 34% less" in old.headline()
    rate = fit.counts.kept[:7].sum() / (fit.counts.kept + fit.counts.lost)[:7].sum()
    constant = lifetime_value(float(rate), margin=100, discount=0.1)
    assert row(new, "constant")["amount"] == pytest.approx(constant.value)


def test_the_interval_of_the_fit_is_carried(cohort, fit):
    delta = row(lifetime_value(fit, margin=100, discount=0.1))
    drawn = fit_sbg(cohort, "high_end", n=1000, periods=7, boot=4000, seed=1)
    percentile = row(lifetime_value(drawn, margin=100, discount=0.1))
    assert delta["amount"] == percentile["amount"]
    width = delta["conf_high"] - delta["conf_low"]
    for end in ("conf_low", "conf_high"):
        assert abs(delta[end] - percentile[end]) < 0.1 * width
    fewer = fit_sbg(cohort, "high_end", n=250, periods=7)
    assert row(lifetime_value(fewer, margin=100, discount=0.1))["std_error"] == pytest.approx(
        2 * delta["std_error"], rel=1e-6
    )


def test_the_delta_method_is_the_derivative_of_the_sum(fit):
    result = row(lifetime_value(fit, margin=1, discount=0.1))
    time = np.arange(1.0, 2000)
    survival = np.exp(fit._log_survival(time))
    slope = (survival / 1.1**time) @ fit._slopes(time)
    assert result["std_error"] == pytest.approx(np.sqrt(slope @ fit.cov @ slope), rel=1e-6)


def test_bdw_has_a_value_too(cohort):
    model = fit_bdw(cohort, "high_end", n=1000, periods=7)
    result = row(lifetime_value(model, margin=1, discount=0.1))
    curve = np.exp(model._log_survival(np.arange(1.0, 500)))
    assert result["discounted"] == pytest.approx(1 + (curve / 1.1 ** np.arange(1, 500)).sum())
    assert result["conf_low"] < result["amount"] < result["conf_high"]


def test_an_undiscounted_lifetime_may_have_no_end(fit):
    result = lifetime_value(fit, margin=1, discount=0.1)
    assert np.isinf(row(result)["lifetime"])
    assert "has no limit" in result.explain()
    assert "∞" in repr(result)
    ends = lifetime_value({"alpha": 3, "beta": 2}, margin=1, discount=0.1)
    assert row(ends)["lifetime"] == pytest.approx(2 / (3 - 1))
    constant = lifetime_value(0.8, margin=1, discount=0.1)
    assert row(constant, "constant")["lifetime"] == pytest.approx(4)


@pytest.mark.parametrize(("alpha", "beta", "age"), [(1.3, 7.8, 0), (3, 2, 5), (1.6, 0.9, 2)])
def test_the_long_sum_is_right_near_the_closed_formula(alpha, beta, age):
    """A shape a hair above 1 takes the way of the sum, and must come out beside the formula."""
    exact = expected_periods(alpha, beta, 1.0, age)
    assert exact == pytest.approx((beta + age) / (alpha - 1))
    assert expected_periods(alpha, beta, 1 + 1e-9, age) == pytest.approx(exact, rel=1e-5)


def test_part_of_the_value_lies_beyond_the_data(fit):
    result = lifetime_value(fit, margin=1, discount=0.1)
    time = np.arange(8.0, 2000)
    beyond = (np.exp(fit._log_survival(time)) / 1.1**time).sum() / result.value
    assert result.glance()["share_beyond"].item() == pytest.approx(beyond)


def test_a_negative_margin_warns_and_turns_the_interval(fit):
    with pytest.warns(cx.CxWarning, match="each period costs money"):
        result = row(lifetime_value(fit, margin=-10, discount=0.1))
    assert result["conf_low"] < result["amount"] < result["conf_high"] < 0


@settings(max_examples=30)
@given(rate=st.floats(0.05, 0.95), discount=st.floats(0.01, 0.5))
def test_a_point_of_one_rate_has_a_closed_formula(rate, discount):
    result = point_value(rate, customers=1000, margin=50, discount=discount)
    gains = result.tidy().set_index("term")

    def value(r, d=discount):
        return 50_000 * r / (1 + d - r)

    assert result.value == pytest.approx(value(rate))
    assert result.gain == pytest.approx(value(rate + 0.01) - value(rate), rel=1e-9)
    assert gains.loc["margin", "share"] == pytest.approx(0.01)
    assert gains.loc["retention", "amount"] == pytest.approx(value(1.01 * rate) - value(rate))
    assert gains.loc["discount", "amount"] == pytest.approx(
        value(rate, 0.99 * discount) - value(rate), rel=1e-6
    )
    elasticity = (1 + discount) / (1 + discount - rate)  # of an infinitely small step
    assert gains.loc["retention", "share"] * 100 > elasticity * (1 - 1e-9)


def test_a_point_is_worth_more_the_more_stay():
    gains = [point_value(r, customers=1, margin=1, discount=0.1).gain for r in (0.5, 0.7, 0.9)]
    assert gains == sorted(gains)
    up = point_value(0.8, customers=10, margin=10, discount=0.1, points=1)
    down = point_value(0.81, customers=10, margin=10, discount=0.1, points=-1)
    assert up.gain == pytest.approx(-down.gain)
    half = point_value(0.8, customers=20, margin=10, discount=0.1)
    assert half.gain == pytest.approx(2 * up.gain)


def test_a_point_of_a_model_is_added_to_every_rate(fit):
    result = point_value(fit, customers=1000, margin=100, discount=0.1)
    rates = np.exp(np.diff(fit._log_survival(np.arange(1.0, 500)), prepend=0))
    by_hand = lifetime_value(
        (rates + 0.01).clip(max=1).tolist(), margin=100, discount=0.1, first="later", horizon=499
    )
    assert result.value + result.gain == pytest.approx(1000 * by_hand.value, rel=1e-9)
    found = result.tidy()
    assert (found["conf_low"] < found["amount"]).all()
    assert (found["amount"] < found["conf_high"]).all()
    drawn = fit_sbg(cx.load("fader_hardie_2007"), "high_end", n=1000, periods=7, boot=2000, seed=2)
    other = point_value(drawn, customers=1000, margin=100, discount=0.1).tidy()
    np.testing.assert_allclose(found["conf_low"], other["conf_low"], rtol=0.03)


def test_the_curve_runs_through_today_and_tomorrow():
    result = point_value(0.8, customers=1000, margin=100, discount=0.1)
    (x, today, _), (other, then, _) = result.plot_options()["marks"]
    curve = result.drawn()
    np.testing.assert_allclose(
        np.interp([x, other], curve["x"], curve["estimate"]), [today, then], rtol=1e-3
    )
    assert (other - x, then - today) == (pytest.approx(1), pytest.approx(result.gain))
