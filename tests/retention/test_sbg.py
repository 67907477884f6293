"""sBG and BdW: R's numbers, the truth of a simulation, and what such models must keep."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import optimize, special

import cxlab as cx
from cxlab._stats import beta_geometric, beta_weibull
from cxlab.retention import fit_bdw, fit_sbg

REFERENCE = json.loads(
    (Path(__file__).parents[1] / "reference" / "retention_fader_hardie.json").read_text("utf-8")
)
SEGMENTS = ["high_end", "regular"]


@pytest.fixture(scope="module")
def cohort():
    return cx.load("fader_hardie_2007")


def numbers(fit):
    return fit.tidy().set_index("term")


def lives(alpha, beta, n, seed, shape=1.0, limit=8):
    """Simulate customers who renew or not, as a frame of durations cut off at several ages."""
    rng = np.random.default_rng(seed)
    chance = rng.beta(alpha, beta, n)
    left = np.ceil((np.log(rng.random(n)) / np.log1p(-chance)) ** (1 / shape))
    last = rng.integers(limit // 2, limit + 1, n)
    return pd.DataFrame(
        {"periods": np.minimum(left, last).clip(1), "left": (left <= last).astype(int)}
    )


@pytest.mark.parametrize("segment", SEGMENTS)
@pytest.mark.parametrize("periods", [4, 7, 12])
def test_sbg_agrees_with_r(cohort, segment, periods):
    reference = REFERENCE[f"sbg_{segment}_T{periods}"]
    fit = fit_sbg(cohort, segment, n=1000, periods=periods)
    found = numbers(fit)
    for name in ("alpha", "beta"):
        assert found.loc[name, "estimate"] == pytest.approx(reference[name], rel=1e-10)
        assert found.loc[name, "std_error"] == pytest.approx(reference[f"se_{name}"], rel=1e-9)
    assert found.loc["churn", "estimate"] == pytest.approx(reference["mean_churn"], rel=1e-10)
    assert fit.loglik == pytest.approx(reference["loglik"], rel=1e-12)
    cov = fit.cov[0, 1] * fit.params[0] * fit.params[1]
    assert cov == pytest.approx(reference["cov"], rel=1e-8)
    curve = fit.forecast(12).tidy()["estimate"]
    np.testing.assert_allclose(curve, np.array(reference["survival"][1:]) / 100, rtol=1e-10)
    rates = fit.forecast(12, of="retention").tidy()["estimate"]
    np.testing.assert_allclose(rates, reference["retention"], rtol=1e-10)


@pytest.mark.parametrize("segment", SEGMENTS)
def test_sbg_agrees_with_the_paper(cohort, segment):
    found = numbers(fit_sbg(cohort, segment, n=1000, periods=7))["estimate"]
    for name, value in REFERENCE["published"][segment].items():
        assert found[name] == pytest.approx(value, abs=5e-4)


@pytest.mark.parametrize("segment", SEGMENTS)
@pytest.mark.parametrize("periods", [7, 12])
def test_bdw_agrees_with_r(cohort, segment, periods):
    reference = REFERENCE[f"bdw_{segment}_T{periods}"]
    fit = fit_bdw(cohort, segment, n=1000, periods=periods)
    found = numbers(fit)["estimate"]
    for ours, theirs in (("alpha", "alpha"), ("beta", "beta"), ("shape", "c")):
        assert found[ours] == pytest.approx(reference[theirs], rel=1e-6)
    assert fit.loglik == pytest.approx(reference["loglik"], rel=1e-12)
    assert fit.loglik >= reference["loglik"] - 1e-9
    curve = fit.forecast(12).tidy()["estimate"]
    np.testing.assert_allclose(curve, np.array(reference["survival"][1:]) / 100, rtol=1e-6)


def test_gradient_and_hessian_are_those_of_the_likelihood():
    lost, kept = np.array([[131.0, 126, 90, 60]]), np.array([[869.0, 743, 653, 593]])
    at = np.log([0.4, 1.7, 1.3])

    def loglik(logs):
        return beta_weibull.loglik(np.exp(logs)[None], lost, kept)[0]

    gradient, hessian = beta_weibull.derivatives(np.exp(at)[None], lost, kept)
    np.testing.assert_allclose(gradient[0], optimize.approx_fprime(at, loglik, 1e-7), rtol=1e-4)
    for i in range(3):

        def slope(logs, i=i):
            return beta_weibull.derivatives(np.exp(logs)[None], lost, kept)[0][0, i]

        np.testing.assert_allclose(
            hessian[0, i], optimize.approx_fprime(at, slope, 1e-7), rtol=1e-4
        )
    np.testing.assert_allclose(hessian[0], hessian[0].T)


def test_newton_finds_what_nelder_mead_finds():
    lost, kept = np.array([131.0, 126, 90, 60]), np.array([869.0, 743, 653, 593])

    def minus(logs):
        alpha, beta = np.exp(logs)
        time = np.arange(1, 5)
        gone = special.betaln(alpha + 1, beta + time - 1) - special.betaln(alpha, beta)
        stay = special.betaln(alpha, beta + 4) - special.betaln(alpha, beta)
        return -(lost @ gone + kept[-1] * stay)

    found = optimize.minimize(minus, [0, 1], method="Nelder-Mead", options={"xatol": 1e-9})
    ours = numbers(fit_sbg(pd.DataFrame({"alive": [1000, *kept]}), "alive"))["estimate"]
    np.testing.assert_allclose(ours[["alpha", "beta"]], np.exp(found.x), rtol=1e-4)


@settings(max_examples=40)
@given(alpha=st.floats(0.2, 5), beta=st.floats(0.3, 8), periods=st.integers(2, 15), data=st.data())
def test_exact_shares_give_their_parameters_back(alpha, beta, periods, data):
    shape = 1.0
    curve = np.exp(
        beta_weibull.log_survival(np.array([[alpha, beta, shape]]), np.arange(1.0, periods + 1))
    )
    table = pd.DataFrame({"share": np.append(1.0, curve)})
    found = numbers(fit_sbg(table, "share", n=data.draw(st.integers(50, 10**7))))["estimate"]
    np.testing.assert_allclose(found[["alpha", "beta"]], [alpha, beta], rtol=1e-5)


@settings(max_examples=25)
@given(seed=st.integers(0, 2**32 - 1))
def test_counts_scaled_up_change_no_estimate_and_shrink_errors(seed):
    table = pd.DataFrame({"alive": np.sort(np.random.default_rng(seed).integers(1, 900, 7))[::-1]})
    table.loc[0, "alive"] = 1000
    try:
        one = numbers(fit_sbg(table, "alive"))
    except cx.ModelError:
        return
    four = numbers(fit_sbg(table * 4, "alive"))
    np.testing.assert_allclose(one["estimate"], four["estimate"], rtol=1e-6)
    np.testing.assert_allclose(one["std_error"], 2 * four["std_error"], rtol=1e-5)
    assert (one["conf_low"] < one["estimate"]).all()
    assert (one["estimate"] < one["conf_high"]).all()


def test_a_table_and_the_customers_behind_it_give_the_same():
    alive = np.array([200, 150, 120, 104, 97])
    table = pd.DataFrame({"alive": alive})
    rows = [(t, 1) for t in range(1, 5) for _ in range(alive[t - 1] - alive[t])]
    customers = pd.DataFrame([*rows, *[(4, 0)] * 97], columns=["month", "left"])
    for fit in (fit_sbg, fit_bdw):
        one, other = fit(table, "alive"), fit(customers, "month", event="left")
        np.testing.assert_allclose(one.tidy()["estimate"], other.tidy()["estimate"], rtol=1e-9)
        shuffled = fit(customers.sample(frac=1, random_state=1), "month", event="left")
        pd.testing.assert_frame_equal(other.tidy(), shuffled.tidy())
        shares = fit(table / 200, "alive", n=200)
        np.testing.assert_allclose(one.tidy()["estimate"], shares.tidy()["estimate"], rtol=1e-9)


def test_customers_seen_for_different_times_recover_the_truth():
    data = lives(0.8, 2.4, 60_000, seed=5)
    found = numbers(fit_sbg(data, "periods", event="left"))
    for name, truth in (("alpha", 0.8), ("beta", 2.4), ("churn", 0.25)):
        assert found.loc[name, "conf_low"] < truth < found.loc[name, "conf_high"]


def test_bdw_recovers_a_risk_that_rises():
    data = lives(0.6, 2.0, 60_000, seed=3, shape=1.5, limit=12)
    fit = fit_bdw(data, "periods", event="left")
    found = numbers(fit)
    for name, truth in (("alpha", 0.6), ("beta", 2.0), ("shape", 1.5)):
        assert found.loc[name, "conf_low"] < truth < found.loc[name, "conf_high"]
    assert "lies above 1" in fit.explain()


def test_rows_with_a_missing_value_are_counted():
    data = lives(0.8, 2.4, 500, seed=1)
    data.loc[[3, 5], "periods"] = np.nan
    fit = fit_sbg(data, "periods", event="left")
    assert (fit.n, fit.n_dropped, dict(fit.dropped)) == (498, 2, {"periods": 2})


def test_the_bootstrap_agrees_with_the_delta_method(cohort):
    plain = fit_sbg(cohort, "high_end", n=1000, periods=7)
    drawn = fit_sbg(cohort, "high_end", n=1000, periods=7, boot=4000, seed=1)
    for one, other in (
        (plain.tidy(), drawn.tidy()),
        (plain.forecast(15).tidy(), drawn.forecast(15).tidy()),
        (plain.forecast(of="retention").tidy(), drawn.forecast(of="retention").tidy()),
    ):
        np.testing.assert_allclose(one["estimate"], other["estimate"])
        width = one["conf_high"] - one["conf_low"]
        for end in ("conf_low", "conf_high"):  # two approximations of the same sampling error
            assert ((one[end] - other[end]).abs() < 0.2 * width).all()


def test_the_bdw_bootstrap_agrees_with_the_delta_method(cohort):
    drawn = fit_bdw(cohort, "high_end", n=1000, periods=12, boot=500, seed=1).forecast(15).tidy()
    plain = fit_bdw(cohort, "high_end", n=1000, periods=12).forecast(15).tidy()
    width = plain["conf_high"] - plain["conf_low"]
    assert ((plain["conf_low"] - drawn["conf_low"]).abs() < 0.2 * width).all()


def test_resamples_are_independent_draws():
    """Neighbouring resamples are as unlike as distant ones, and the seed settles them."""
    table = pd.DataFrame({"alive": [1000, 869, 743, 653, 593]})
    fit = fit_sbg(table, "alive", boot=4000, seed=3)
    level = fit.draws[:, 0]
    for lag in (1, 2, 7):
        assert abs(np.corrcoef(level[:-lag], level[lag:])[0, 1]) < 4 / np.sqrt(len(level))
    assert len(np.unique(level)) > 3500
    again = fit_sbg(table, "alive", boot=4000, seed=3)
    np.testing.assert_array_equal(fit.draws, again.draws)
    assert not np.array_equal(fit.draws, fit_sbg(table, "alive", boot=4000, seed=4).draws)


def test_many_fits_at_once_are_the_fits_one_by_one():
    rng = np.random.default_rng(2)
    drawn = rng.multinomial(300, [0.3, 0.15, 0.1, 0.05, 0.4], size=50).astype(float)
    lost = drawn[:, :-1]
    kept = 300 - lost.cumsum(axis=1)
    together, good = beta_geometric.maximum(lost, kept)
    assert good.all()
    for i in range(50):
        alone = beta_geometric.maximum(lost[i : i + 1], kept[i : i + 1])[0][0]
        np.testing.assert_allclose(together[i], alone, rtol=1e-6)


def test_resamples_of_alike_customers_have_no_upper_limit():
    table = pd.DataFrame({"alive": [60, 48, 40, 34, 30]})
    fit = fit_sbg(table, "alive", boot=1000, seed=1)
    found = numbers(fit)
    assert np.isinf(found.loc["alpha", "conf_high"])
    assert found.loc["heterogeneity", "conf_low"] == 0
    assert np.isfinite(found.loc["churn", ["conf_low", "conf_high"]]).all()
    assert np.isfinite(fit.forecast(10).tidy()[["conf_low", "conf_high"]]).all(axis=None)
    assert "∞" in repr(fit)


def test_the_fit_is_tested_and_the_forecast_checked(cohort):
    fit = fit_sbg(cohort, "high_end", n=1000, periods=7)
    glance = fit.glance().iloc[0]
    free = cohort["high_end"].to_numpy()[:8] * 1000
    lost, kept = -np.diff(free), free[1:]
    full = (special.xlogy(lost, lost / free[:-1]) + special.xlogy(kept, kept / free[:-1])).sum()
    assert glance["deviance"] == pytest.approx(2 * (full - fit.loglik))
    assert glance["df_deviance"] == 5
    assert glance["aic"] == pytest.approx(4 - 2 * fit.loglik)
    reference = np.array(REFERENCE["sbg_high_end_T7"]["survival"][8:]) / 100
    miss = reference - cohort["high_end"].to_numpy()[8:]
    assert glance["rmse_held_out"] == pytest.approx(np.sqrt((miss**2).mean()))
    assert "at most 1.6 points" in fit.explain()
    table = fit.forecast(14).tidy()
    assert table["group"].tolist() == ["fitted"] * 7 + ["held_out"] * 5 + ["forecast"] * 2
    np.testing.assert_allclose(table["observed"][:12], cohort["high_end"][1:])
    assert np.isnan(fit_sbg(cohort, "high_end", n=1000).glance()["rmse_held_out"].item())


def test_as_many_parameters_as_periods_leave_nothing_to_test(cohort):
    fit = fit_sbg(cohort, "regular", n=1000, periods=2)
    assert np.isnan(fit.glance()["p_deviance"].item())
    assert "cannot be tested" in fit.explain()
    np.testing.assert_allclose(
        fit.forecast(2).tidy()["estimate"], cohort["regular"][1:3], rtol=1e-9
    )


def test_heterogeneity_is_tested_against_one_rate(cohort):
    fit = fit_sbg(cohort, "high_end", n=1000, periods=7)
    free = cohort["high_end"].to_numpy()[:8] * 1000
    lost, kept = 1000 - free[-1], free[1:].sum()
    one = special.xlogy(lost, lost / (lost + kept)) + special.xlogy(kept, kept / (lost + kept))
    assert fit.glance()["lr_constant"].item() == pytest.approx(2 * (fit.loglik - one))
    assert fit.glance()["p_constant"].item() < 1e-10
