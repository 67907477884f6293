"""Confirmatory factor analysis and structural equations against lavaan's numbers."""

import numpy as np
import pytest

from cxlab._stats.covariance import estimators, residuals
from cxlab._stats.covariance.fit_indices import (
    gfi,
    incremental,
    information_criteria,
    rmsea,
    robust_incremental,
    robust_rmsea,
    srmr,
)
from cxlab._stats.covariance.likelihood import complete
from cxlab._stats.covariance.maximum_likelihood import information
from cxlab._stats.covariance.model import Places
from cxlab._stats.covariance.score_tests import modification_indices
from cxlab._stats.covariance.standardized import r_squared, standardise
from cxlab._stats.moments import Moments
from cxlab.paths import PathModel
from cxlab.paths.sem._structure import structure

MODELS = (
    "cfa_hs",
    "cfa3",
    "cfa4",
    "cfa6",
    "ecsi",
    "ecsi_reduced",
    "politicalDemocracy",
    "second_order",
    "equal",
)
ROBUST = ("cfa_hs", "cfa4", "cfa6", "ecsi", "ecsi_reduced")
NEAR = 2e-5  # lavaan's own optima have gradients of up to 1e-5


def fitted(known, data, name, *, robust=False):
    entry = known["models"][name]
    plan = structure(PathModel.from_syntax(entry["syntax"]))
    rows = data[entry["data"]][plan.items].to_numpy(float)
    if robust:
        return plan, rows, estimators.robust(plan.model, [rows])
    return plan, rows, estimators.from_moments(plan.model, [Moments.of(rows)])


def stated(numbers, term):
    """Return lavaan's number of a term; a covariance may stand the other way round."""
    return numbers.get(term.name) or numbers.get(f"{term.right} {term.sign} {term.left}")


def compare(plan, values, errors, numbers, *, rtol=NEAR, atol=NEAR):
    """Compare every free term; both ways, so that none is left out."""
    free = [(term, term.param) for term in plan.terms[0] if term.param >= 0]
    found = [stated(numbers, term) for term, _param in free]
    assert all(found)
    np.testing.assert_allclose(
        [values[k] for _term, k in free], [pair[0] for pair in found], rtol=rtol, atol=atol
    )
    np.testing.assert_allclose(
        [errors[k] for _term, k in free], [pair[1] for pair in found], rtol=rtol, atol=atol
    )
    return len(free)


@pytest.mark.parametrize("name", MODELS)
def test_the_optimum_is_polished_and_not_above_lavaans(name, known, data):
    _plan, _rows, fit = fitted(known, data, name)
    assert fit.found.converged
    assert fit.found.gradient <= 1e-10
    assert fit.test.statistic <= known["models"][name]["stopped"] + 1e-7  # data of 7 decimals
    assert fit.test.statistic == pytest.approx(known["models"][name]["stopped"], abs=1e-6)


@pytest.mark.parametrize("name", MODELS)
def test_estimates_and_errors(name, known, data):
    plan, _rows, fit = fitted(known, data, name)
    errors = np.sqrt(np.diag(fit.vcov))
    count = compare(plan, fit.found.params, errors, known["models"][name]["ml"]["estimates"])
    assert count >= plan.model.size == known["models"][name]["ml"]["fit"]["npar"]


@pytest.mark.parametrize("name", MODELS)
def test_fit(name, known, data):
    plan, rows, fit = fitted(known, data, name)
    stated = known["models"][name]["ml"]["fit"]
    n, cov = len(rows), fit.cov[0]
    sigma = plan.model.groups[0].implied(fit.found.params).sigma
    near, better = rmsea(fit.test, n), incremental(fit.test, fit.baseline)
    criteria = information_criteria(fit.loglik, plan.model.size, n)
    found = {
        "chisq": fit.test.statistic,
        "df": fit.test.df,
        "pvalue": fit.test.p_value,
        "baseline.chisq": fit.baseline.statistic,
        "baseline.df": fit.baseline.df,
        "cfi": better.cfi,
        "tli": better.tli,
        "nfi": better.nfi,
        "ifi": better.ifi,
        "rni": better.rni,
        "logl": fit.loglik,
        "unrestricted.logl": fit.saturated_loglik,
        "aic": criteria.aic,
        "bic": criteria.bic,
        "bic2": criteria.bic_adjusted,
        "rmsea": near.estimate,
        "rmsea.ci.lower": near.conf_low,
        "rmsea.ci.upper": near.conf_high,
        "rmsea.pvalue": near.p_close,
        "srmr": srmr([(cov, None)], [(sigma, None)], [n]),
        "gfi": gfi([cov], [sigma], [n]),
        "npar": plan.model.size,
    }
    assert set(found) == set(stated)
    for key, value in found.items():
        assert value == pytest.approx(stated[key], rel=1e-6, abs=1e-9), key


@pytest.mark.parametrize("name", MODELS)
def test_the_standardised_solution(name, known, data):
    plan, _rows, fit = fitted(known, data, name)
    numbers = known["models"][name]["ml"]["standardised"]
    terms = [term for term in plan.terms[0] if stated(numbers, term)]
    assert len(terms) >= plan.model.size
    places = Places.of([(term.kind, term.row, term.col) for term in terms])
    group, collect = plan.model.groups[0], plan.model.collectors[0]
    values, turn = standardise(group, collect, fit.found.params, places)
    errors = np.sqrt(np.einsum("ij,ij->i", turn @ fit.vcov, turn))
    found = np.array([stated(numbers, term) for term in terms])
    np.testing.assert_allclose(values, found[:, 0], atol=NEAR)
    np.testing.assert_allclose(errors, found[:, 1], atol=NEAR)


@pytest.mark.parametrize("name", ["cfa_hs", "cfa3", "cfa4", "politicalDemocracy"])
def test_r_squared(name, known, data):
    plan, _rows, fit = fitted(known, data, name)
    items, latents = r_squared(plan.model.groups[0], fit.found.params)
    both = dict(zip([*plan.items, *plan.latents], [*items, *latents], strict=True))
    for key, value in known["models"][name]["r2"].items():
        assert both[key] == pytest.approx(value, abs=NEAR)


@pytest.mark.parametrize("name", ROBUST)
def test_robust_errors_and_scaled_test(name, known, data):
    plan, rows, fit = fitted(known, data, name, robust=True)
    known_fit = known["models"][name]["mlr"]["fit"]
    n = len(rows)
    compare(
        plan,
        fit.found.params,
        np.sqrt(np.diag(fit.vcov)),
        known["models"][name]["mlr"]["estimates"],
        rtol=1e-4,  # lavaan takes the observed information by finite differences
    )
    own, base = fit.scaled, fit.scaled_baseline
    cfi, tli = robust_incremental(own, base)
    near = robust_rmsea(own, n)
    found = {
        "chisq.scaled": own.statistic,
        "chisq.scaling.factor": own.scale,
        "pvalue.scaled": own.p_value,
        "cfi.scaled": incremental(own, base).cfi,
        "tli.scaled": incremental(own, base).tli,
        "rmsea.scaled": rmsea(own, n).estimate,
        "cfi.robust": cfi,
        "tli.robust": tli,
        "rmsea.robust": near.estimate,
        "rmsea.ci.lower.robust": near.conf_low,
        "rmsea.ci.upper.robust": near.conf_high,
    }
    assert set(known_fit) <= {*found, "baseline.chisq.scaled"}
    for key, value in found.items():
        if key in known_fit:
            assert value == pytest.approx(known_fit[key], rel=1e-5, abs=1e-12), key


def test_observed_information(known, data):
    plan, rows, fit = fitted(known, data, "cfa_hs")
    seen = information(fit.found, complete([Moments.of(rows)]), "observed")
    errors = np.sqrt(np.diag(np.linalg.inv(seen)))
    compare(plan, fit.found.params, errors, known["models"]["cfa_hs"]["observed"])


@pytest.mark.parametrize("name", ["cfa_hs", "cfa4", "politicalDemocracy"])
def test_modification_indices(name, known, data):
    plan, rows, fit = fitted(known, data, name)
    numbers = known["models"][name]["modification"]
    codes = {"item": plan.items.index, "latent": plan.latents.index}
    places = []
    for words in numbers:
        left, sign, right = words.split()
        if sign == "=~":
            places.append((0, codes["item"](right), codes["latent"](left)))
        elif sign == "~":
            places.append((1, codes["latent"](left), codes["latent"](right)))
        else:
            kind, place = (2, codes["latent"]) if left in plan.latents else (3, codes["item"])
            places.append((kind, *sorted((place(left), place(right)), reverse=True)))
    tests = modification_indices(
        plan.model, complete([Moments.of(rows)]), fit.found.params, [Places.of(places)]
    )
    found = np.array(list(numbers.values()))
    np.testing.assert_allclose(tests.statistic, found[:, 0], rtol=1e-4)
    np.testing.assert_allclose(tests.change, found[:, 1], rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize("name", ["cfa_hs", "cfa4", "politicalDemocracy"])
def test_standardised_residuals(name, known, data):
    plan, rows, fit = fitted(known, data, name)
    group, collect = plan.model.groups[0], plan.model.collectors[0]
    z = residuals.standardised(group, collect, fit.found.params, fit.cov[0], fit.vcov, len(rows))
    stated = np.array(known["models"][name]["residual_z"], dtype=float)
    both = np.isfinite(z) & np.isfinite(stated)  # elsewhere the model reproduces the moment
    assert both.mean() > 0.8
    np.testing.assert_allclose(z[both], stated[both], rtol=1e-3, atol=1e-3)
