"""Polychoric correlations and WLSMV against lavaan; the bivariate normal against scipy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import multivariate_normal

from cxlab._stats.bivariate_normal import density, distribution
from cxlab._stats.covariance import estimators
from cxlab._stats.covariance.fit_indices import incremental, rmsea
from cxlab._stats.covariance.model import Places
from cxlab._stats.covariance.muthen import ordinal_moments
from cxlab._stats.covariance.standardized import standardise
from cxlab._stats.polychoric import polychoric
from cxlab.paths import PathModel
from cxlab.paths.sem._structure import structure

ROWS = {"small": 600, "all": None}


def fitted(known_ordinal, bfi, name):
    plan = structure(PathModel.from_syntax(known_ordinal[name]["syntax"]), ordinal=True)
    codes = bfi[plan.items].to_numpy()[: ROWS[name]]
    return plan, codes, estimators.ordinal(plan.model, [codes])


@given(st.floats(-3, 3), st.floats(-3, 3), st.floats(-0.99, 0.99))
def test_the_bivariate_normal(h, k, rho):
    peer = multivariate_normal([0, 0], [[1, rho], [rho, 1]])
    assert float(distribution(h, k, rho)) == pytest.approx(peer.cdf([h, k]), abs=1e-7)
    assert float(density(h, k, rho)) == pytest.approx(peer.pdf([h, k]), rel=1e-9)
    step = 1e-5  # the density is the distribution's slope in the correlation (Plackett)
    slope = (distribution(h, k, rho + step) - distribution(h, k, rho - step)) / (2 * step)
    assert float(slope) == pytest.approx(float(density(h, k, rho)), rel=1e-3, abs=1e-8)


def test_polychoric_correlations(known_ordinal, bfi):
    stated = known_ordinal["small"]
    found = polychoric(bfi.iloc[:600, :10].to_numpy())
    assert found.converged.all()
    np.testing.assert_allclose(found.corr, stated["polychoric"], atol=1e-7)
    np.testing.assert_allclose(np.concatenate(found.thresholds), stated["thresholds"], rtol=1e-12)


def test_their_spread(known_ordinal, bfi):
    stated = np.array(known_ordinal["small"]["gamma"])
    found = ordinal_moments(bfi.iloc[:600, :10].to_numpy())
    own = np.append(600 * np.diag(found.threshold_cov), np.diag(found.spread))
    np.testing.assert_allclose(own, stated, rtol=1e-6)


def test_two_items_that_order_alike_are_at_the_edge():
    codes = np.repeat([[0, 0], [1, 1], [2, 2]], 20, axis=0)
    found = polychoric(codes)
    assert not found.converged[0, 1]
    assert found.corr[0, 1] > 0.99


@pytest.mark.parametrize("name", ROWS)
def test_the_fit(name, known_ordinal, bfi):
    plan, codes, fit = fitted(known_ordinal, bfi, name)
    stated = known_ordinal[name]["fit"]
    n = len(codes)
    assert fit.found.gradient <= 1e-10
    sigma = plan.model.groups[0].implied(fit.found.params).sigma
    away = np.tril(fit.cov[0] - sigma, -1)[np.tril_indices(len(sigma))]
    found = {
        "chisq": fit.test.statistic,
        "df": fit.test.df,
        "baseline.chisq": fit.baseline.statistic,
        "chisq.scaled": fit.scaled.statistic,
        "chisq.scaling.factor": fit.scaled.scale,
        "baseline.chisq.scaled": fit.scaled_baseline.statistic,
        "pvalue.scaled": fit.scaled.p_value,
        "cfi.scaled": incremental(fit.scaled, fit.scaled_baseline).cfi,
        "tli.scaled": incremental(fit.scaled, fit.scaled_baseline).tli,
        "rmsea.scaled": rmsea(fit.scaled, n - 1).estimate,
        "srmr": np.sqrt((away**2).mean()),
    }
    assert set(found) == set(stated)
    for key, value in found.items():
        assert value == pytest.approx(stated[key], rel=1e-6, abs=1e-12), key


@pytest.mark.parametrize("name", ROWS)
def test_estimates_and_loadings(name, known_ordinal, bfi):
    plan, _codes, fit = fitted(known_ordinal, bfi, name)
    stated, errors = known_ordinal[name]["estimates"], np.sqrt(np.diag(fit.vcov))
    free = [term for term in plan.terms[0] if term.param >= 0]
    for term in free:
        pair = stated.get(term.name) or stated[f"{term.right} {term.sign} {term.left}"]
        assert fit.found.params[term.param] == pytest.approx(pair[0], rel=2e-5, abs=1e-6)
        assert errors[term.param] == pytest.approx(pair[1], rel=2e-5, abs=1e-6)
    terms = [term for term in plan.terms[0] if term.sign == "=~"]
    places = Places.of([(term.kind, term.row, term.col) for term in terms])
    group = plan.model.groups[0]
    values, turn = standardise(group, None, fit.found.params, places, unit=True)
    own = np.sqrt(np.einsum("ij,ij->i", turn @ fit.vcov, turn))
    found = np.array([known_ordinal[name]["standardised"][term.name] for term in terms])
    np.testing.assert_allclose(values, found[:, 0], atol=1e-5)
    np.testing.assert_allclose(own, found[:, 1], atol=1e-5)
