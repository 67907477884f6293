"""Every number that lavaan gave of eight models, at the estimates where it stopped.

Its stopping rule leaves a gradient; so the numbers are compared at its own estimates, and steps
from there must end at ours, at a lower discrepancy.
"""

import warnings
from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest

from cxlab._core.errors import CxWarning
from cxlab._stats.covariance import estimators
from cxlab._stats.covariance.fit_indices import (
    ChiSquare,
    gfi,
    incremental,
    information_criteria,
    rmsea,
    robust_incremental,
    robust_rmsea,
)
from cxlab._stats.covariance.likelihood import complete, evaluate
from cxlab._stats.covariance.maximum_likelihood import maximum
from cxlab._stats.moments import Moments
from cxlab.paths import PathModel, fit_sem, fit_sem_from_matrix
from cxlab.paths.sem._structure import structure

from .conftest import read

KNOWN = read("covariance_stopped")["models"]
CASES = [
    (name, kind)
    for name, entry in KNOWN.items()
    for kind in ("ml", "mlr")
    if kind in entry and entry["data"] != "none"
]
CLOSE = 1e-5
NORMAL = NormalDist().inv_cdf(0.975)


def begun(name, kind):
    """Return the matrices of a model, and lavaan's estimates in their order."""
    entry = KNOWN[name]
    plan = structure(PathModel.from_syntax(entry["syntax"]))
    params = np.empty(plan.model.size)
    for term in plan.terms[0]:
        if term.param >= 0:
            params[term.param] = pair(entry[kind]["estimates"], term.name)[0]
    return plan, params


def pair(numbers, name):
    left, sign, right = name.split()
    return numbers.get(name) or numbers[f"{right} {sign} {left}"]


def rows_of(data, name, plan):
    return data[KNOWN[name]["data"]][plan.items].to_numpy(float)


def stopped_fit(monkeypatch, frame, name, kind):
    """Fit by the public verb, but let the steps end where lavaan's did."""
    _plan, params = begun(name, kind)

    def there(model, sample):
        found = maximum(model, sample)
        return replace(found, params=params, at=evaluate(model, sample, params))

    monkeypatch.setattr(estimators, "maximum", there)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CxWarning)  # of the models that cannot be true
        return fit_sem(frame, KNOWN[name]["syntax"], estimator=kind)


def near(found, stated, *, rel=CLOSE, scale=1e-3):
    assert found == pytest.approx(stated, rel=rel, abs=rel * scale)


def compare_table(result, stated, *, errors=True):
    """Compare lavaan's table with ours, every cell; fixed numbers have no error."""
    table = result.tidy().set_index("term")
    count = 0
    for name, row in stated["estimates"].items():
        if " r2 " in name:
            continue
        own = table.loc[name if name in table.index else " ".join(reversed(name.split()))]
        near(own["estimate"], row[0])
        if errors and row[1]:
            found = own[["std_error", "statistic", "p_value", "conf_low", "conf_high"]]
            unit = abs(row[1])  # a bound may be about 0: as close as its error allows
            near(found["std_error"], row[1])
            near(found["statistic"], row[2], scale=1)
            near(found["p_value"], row[3], rel=1e-4, scale=1e-8)
            for value, bound in zip(found[["conf_low", "conf_high"]], row[4:], strict=True):
                near(value, bound, scale=unit)
        count += 1
    for name, row in stated["standardised"].items():
        own = table.loc[name if name in table.index else " ".join(reversed(name.split()))]
        near(own["beta"], row[0])
        if errors and row[1] > 1e-9:
            error = (own["beta_high"] - own["beta_low"]) / 2 / NORMAL
            near(error, row[1], scale=0.01)
            near(own["beta"] / error, row[2], scale=1)
            near(2 * NormalDist().cdf(-abs(own["beta"] / error)), row[3], rel=1e-4, scale=1e-8)
            near(own["beta_low"], row[4], scale=1)
            near(own["beta_high"], row[5], scale=1)
    assert count == len(table)


def compare_shares(result, stated):
    """Compare R² of items and constructs, and the correlations of the constructs."""
    table = result.tidy().set_index("term")
    for name, share in stated["r2"].items():
        if f"{name} ~~ {name}" in table.index:
            near(1 - table.loc[f"{name} ~~ {name}", "beta"], share)
        if name in result.r2:
            near(result.r2[name], share)
    for name, row in stated["estimates"].items():
        if " r2 " in name:
            near(row[0], stated["r2"][name.split()[0]])
    latent = result.plan.model.groups[0].implied(result.raw.found.params).latent
    root = np.sqrt(np.diagonal(latent))
    corr = pd.DataFrame(latent / np.outer(root, root), result.plan.latents, result.plan.latents)
    for one, others in stated["latent_cor"].items():
        for other, value in others.items():
            near(corr.loc[one, other], value)


def indices(test, base, n):
    """Return the measures that follow from two chi-squares."""
    better, close = incremental(test, base), rmsea(test, n)
    return {
        "chisq": test.statistic,
        "df": test.df,
        "pvalue": test.p_value,
        "baseline.chisq": base.statistic,
        "baseline.df": base.df,
        "fmin": test.statistic / n / 2,
        "cfi": better.cfi,
        "tli": better.tli,
        "nnfi": better.tli,
        "nfi": better.nfi,
        "rni": better.rni,
        "ifi": better.ifi,
        "rmsea": close.estimate,
        "rmsea.ci.lower": close.conf_low,
        "rmsea.ci.upper": close.conf_high,
        "rmsea.pvalue": close.p_close,
        "mfi": np.exp(-(test.statistic - test.df) / n / 2),
    }


def residual_measures(cov, sigma, size, df):
    """Return the measures of the residuals, by their definitions."""
    low = np.tril_indices(len(cov))
    root = np.sqrt(np.diagonal(cov))
    left = cov - sigma
    moments = len(low[0])
    good = gfi([cov], [sigma], [1])
    standard = float(np.sqrt(((left / np.outer(root, root))[low] ** 2).mean()))
    return {
        "rmr": float(np.sqrt((left[low] ** 2).mean())),
        "srmr": standard,
        "srmr_bentler": standard,
        "gfi": good,
        "agfi": 1 - moments / df * (1 - good),
        "pgfi": good * df / moments,
        "npar": size,
    }


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_every_number_at_the_point_where_it_stopped(name, kind, data, monkeypatch):
    entry = KNOWN[name]
    stated, frame = entry[kind], data[entry["data"]]
    result = stopped_fit(monkeypatch, frame, name, kind)
    compare_table(result, stated)
    compare_shares(result, stated)
    raw, n = result.raw, result.n
    assert n == stated["n"]
    found = indices(raw.test, raw.baseline, n)
    size = result.plan.model.size
    found |= residual_measures(raw.cov[0], result.implied()[0][0], size, raw.test.df)
    criteria = information_criteria(raw.loglik, size, n)
    found |= {
        "logl": raw.loglik,
        "unrestricted.logl": raw.saturated_loglik,
        "aic": criteria.aic,
        "bic": criteria.bic,
        "bic2": criteria.bic_adjusted,
        "ecvi": (raw.test.statistic + 2 * size) / n,
    }
    glance = result.glance().iloc[0]
    near(glance["srmr"], stated["fit"]["srmr"])
    near(glance["bic"], stated["fit"]["bic"])
    if kind == "mlr":
        scaled, base = raw.scaled, raw.scaled_baseline
        better, close = robust_incremental(scaled, base), robust_rmsea(scaled, n)
        found |= {
            "chisq.scaled": scaled.statistic,
            "pvalue.scaled": scaled.p_value,
            "chisq.scaling.factor": scaled.scale,
            "cfi.scaled": incremental(scaled, base).cfi,
            "tli.scaled": incremental(scaled, base).tli,
            "cfi.robust": better[0],
            "tli.robust": better[1],
            "rmsea.scaled": rmsea(scaled, n).estimate,
            "rmsea.robust": close.estimate,
            "rmsea.ci.lower.robust": close.conf_low,
            "rmsea.ci.upper.robust": close.conf_high,
        }
        near(glance["chi2"], stated["fit"]["chisq.scaled"])
        near(glance["cfi"], stated["fit"]["cfi.scaled"])
    assert set(stated["fit"]) <= set(found)
    for key, value in stated["fit"].items():
        near(found[key], value, rel=1e-4 if key.startswith("pvalue") else CLOSE, scale=1e-9)


@pytest.mark.parametrize(("name", "kind"), [case for case in CASES if case[1] == "ml"])
def test_steps_from_there_end_at_ours(name, kind, data):
    plan, theirs = begun(name, kind)
    sample = complete([Moments.of(rows_of(data, name, plan))])
    ours = maximum(plan.model, sample)
    polished = maximum(plan.model, sample, theirs)
    there = evaluate(plan.model, sample, theirs)
    assert ours.gradient <= 1e-10
    np.testing.assert_allclose(polished.params, ours.params, rtol=1e-8, atol=1e-9)
    assert ours.at.value <= there.value + 1e-14
    slope = np.abs(there.gradient).max() / 2
    assert slope == pytest.approx(KNOWN[name][kind]["gradient"], rel=0.05)  # it did stop there
    assert np.abs(ours.at.gradient).max() < slope * 1e-3


@pytest.mark.parametrize("kind", ["ml", "mlr"])
def test_servqual_from_the_covariances_it_implies(kind):
    """The answers are not public; the covariances that lavaan's estimates imply are enough."""
    stated = KNOWN["servqual5"][kind]
    plan, params = begun("servqual5", kind)
    sigma = plan.model.groups[0].implied(params).sigma
    n = stated["n"]
    frame = pd.DataFrame(sigma * n / (n - 1), plan.items, plan.items)
    result = fit_sem_from_matrix(frame, KNOWN["servqual5"]["syntax"], n=n)
    assert result.raw.test.statistic == pytest.approx(0, abs=1e-8)
    np.testing.assert_allclose(result.raw.found.params, params, rtol=1e-9)
    compare_table(result, stated, errors=kind == "ml")  # robust errors need the answers
    compare_shares(result, stated)


@pytest.mark.parametrize("kind", ["ml", "mlr"])
def test_servquals_measures_follow_from_its_statistics(kind):
    stated, n = KNOWN["servqual5"][kind]["fit"], KNOWN["servqual5"][kind]["n"]
    test = ChiSquare(stated["chisq"], stated["df"])
    base = ChiSquare(stated["baseline.chisq"], stated["baseline.df"])
    size = begun("servqual5", kind)[0].model.size
    found = indices(test, base, n)
    criteria = information_criteria(stated["logl"], size, n)
    found |= {
        "npar": size,
        "unrestricted.logl": stated["logl"] + test.statistic / 2,
        "aic": criteria.aic,
        "bic": criteria.bic,
        "bic2": criteria.bic_adjusted,
        "ecvi": (test.statistic + 2 * size) / n,
        "agfi": 1 - 253 / test.df * (1 - stated["gfi"]),
        "pgfi": stated["gfi"] * test.df / 253,
        "srmr_bentler": stated["srmr"],
    }
    if kind == "mlr":
        scaled = ChiSquare(stated["chisq.scaled"], test.df, stated["chisq.scaling.factor"])
        close = robust_rmsea(scaled, n)
        found |= {
            "chisq.scaled": test.statistic / scaled.scale,
            "pvalue.scaled": scaled.p_value,
            "rmsea.scaled": rmsea(scaled, n).estimate,
            "rmsea.robust": close.estimate,
            "rmsea.ci.lower.robust": close.conf_low,
            "rmsea.ci.upper.robust": close.conf_high,
        }
    for key, value in found.items():
        near(value, stated[key], scale=1e-9)
    left = {"logl", "rmr", "srmr", "gfi", "chisq.scaling.factor"}  # of the answers themselves
    left |= {f"{name}.{kind}" for name in ("cfi", "tli") for kind in ("scaled", "robust")}
    assert set(stated) == set(found) | (left & set(stated))


def test_servqual_by_wlsmv_from_what_it_implies():
    stated = KNOWN["servqual5"]["wlsmv"]
    fit, betas = stated["fit"], stated["standardised"]
    scaled = ChiSquare(fit["chisq.scaled"], fit["df"])
    near(rmsea(scaled, 411 - 1).estimate, fit["rmsea.scaled"])
    plan, _params = begun("servqual5", "ml")
    loads = np.zeros((len(plan.items), len(plan.latents)))
    latent = np.eye(len(plan.latents))
    for name, (value, _error) in betas.items():
        left, sign, *right = name.split()
        if sign == "=~":
            loads[plan.items.index(right[0]), plan.latents.index(left)] = value
        elif sign == "~~" and left in plan.latents:
            i, j = plan.latents.index(left), plan.latents.index(right[0])
            latent[i, j] = latent[j, i] = value
    sigma = loads @ latent @ loads.T
    np.fill_diagonal(sigma, 1.0)
    frame = pd.DataFrame(sigma, plan.items, plan.items)
    found = fit_sem_from_matrix(frame, KNOWN["servqual5"]["syntax"], n=411)
    table = found.tidy().set_index("term")["beta"]
    count = 0
    for name, (value, _error) in betas.items():
        if name in table.index:
            near(table[name], value)
            count += 1
    assert count == len(table)


def test_the_ladder_of_invariance(hs):
    stated = read("covariance_stopped")["invariance"]
    equal = {
        "configural": (),
        "metric": ("loadings",),
        "scalar": ("loadings", "intercepts"),
        "strict": ("loadings", "intercepts", "residuals"),
    }
    names = {"chisq": "chi2", "pvalue": "p_value"}
    for level, numbers in stated.items():
        result = fit_sem(hs, KNOWN["cfa_hs"]["syntax"], by="school", equal=equal[level])
        found = result.glance().iloc[0]
        for key, value in numbers.items():
            assert found[names.get(key, key)] == pytest.approx(value, rel=CLOSE), (level, key)
