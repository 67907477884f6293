"""Several groups, equal parameters and missing answers against lavaan's numbers."""

import numpy as np
import pytest

from cxlab._stats.covariance import estimators
from cxlab._stats.covariance.fit_indices import incremental, information_criteria, rmsea, srmr
from cxlab._stats.moments import Moments
from cxlab.paths import PathModel
from cxlab.paths.sem._structure import structure

LADDER = {
    "configural": (),
    "metric": ("loadings",),
    "scalar": ("loadings", "intercepts"),
    "strict": ("loadings", "intercepts", "residuals"),
}


def compare(plan, fit, numbers, *, groups=True):
    errors = np.sqrt(np.diag(fit.vcov))
    count = 0
    for g, terms in enumerate(plan.terms):
        for term in terms:
            tail = f" / {g}" if groups else ""
            stated = numbers.get(term.name + tail) or numbers.get(
                f"{term.right} {term.sign} {term.left}{tail}"
            )
            if term.param >= 0:
                assert fit.found.params[term.param] == pytest.approx(stated[0], rel=1e-5, abs=2e-5)
                assert errors[term.param] == pytest.approx(stated[1], rel=1e-5, abs=2e-5)
                count += 1
    return count


@pytest.mark.parametrize("level", LADDER)
def test_the_ladder_of_invariance(level, hs, known_groups):
    stated = known_groups["invariance"][level]
    plan = structure(
        PathModel.from_syntax(known_groups["syntax"]), groups=2, equal=LADDER[level], means=True
    )
    rows = [
        hs.loc[hs["school"] == name, plan.items].to_numpy() for name in ("Pasteur", "Grant-White")
    ]
    fit = estimators.robust(plan.model, rows)
    plain = estimators.from_moments(plan.model, [Moments.of(x) for x in rows])
    assert plain.found.gradient <= 1e-10
    assert compare(plan, plain, stated["estimates"]) >= plan.model.size
    implied = [group.implied(fit.found.params) for group in plan.model.groups]
    better, near = incremental(fit.test, fit.baseline), rmsea(fit.test, fit.n, 2)
    criteria = information_criteria(fit.loglik, plan.model.size, fit.n)
    found = {
        "npar": plan.model.size,
        "chisq": fit.test.statistic,
        "df": fit.test.df,
        "pvalue": fit.test.p_value,
        "baseline.chisq": fit.baseline.statistic,
        "cfi": better.cfi,
        "tli": better.tli,
        "rmsea": near.estimate,
        "rmsea.ci.lower": near.conf_low,
        "rmsea.ci.upper": near.conf_high,
        "srmr": srmr(
            list(zip(fit.cov, fit.mean, strict=True)),
            [(at.sigma, at.mu) for at in implied],
            fit.rows,
        ),
        "aic": criteria.aic,
        "bic": criteria.bic,
        "logl": fit.loglik,
    }
    for key, value in found.items():
        assert value == pytest.approx(stated["fit"][key], rel=2e-6, abs=1e-12), key
    scaled, base = fit.scaled, fit.scaled_baseline
    assert scaled.scale == pytest.approx(stated["mlr"]["chisq.scaling.factor"], rel=1e-5)
    assert scaled.statistic == pytest.approx(stated["mlr"]["chisq.scaled"], rel=1e-5)
    assert base.statistic == pytest.approx(stated["mlr"]["baseline.chisq.scaled"], rel=1e-8)
    assert incremental(scaled, base).cfi == pytest.approx(stated["mlr"]["cfi.scaled"], rel=1e-5)
    assert rmsea(scaled, fit.n, 2).estimate == pytest.approx(
        stated["mlr"]["rmsea.scaled"], rel=1e-5
    )


@pytest.mark.parametrize("name", ["mobi", "hs"])
def test_missing_answers(name, data, known_groups, with_holes):
    stated = known_groups["fiml"][name]
    plan = structure(PathModel.from_syntax(stated["syntax"]), means=True)
    numbers = data[name].select_dtypes("number").sort_index(axis=1)
    rows = with_holes(numbers)[plan.items].to_numpy()
    fit = estimators.incomplete(plan.model, [rows])
    assert fit.found.converged
    assert fit.saturated_converged
    assert fit.n == len(rows) - np.isnan(rows).all(axis=1).sum()
    assert compare(plan, fit, stated["estimates"], groups=False) == plan.model.size
    at = plan.model.groups[0].implied(fit.found.params)
    better = incremental(fit.test, fit.baseline)
    found = {
        "chisq": fit.test.statistic,
        "df": fit.test.df,
        "baseline.chisq": fit.baseline.statistic,
        "logl": fit.loglik,
        "unrestricted.logl": fit.saturated_loglik,
        "cfi": better.cfi,
        "tli": better.tli,
        "rmsea": rmsea(fit.test, fit.n).estimate,
        "srmr": srmr([(fit.cov[0], fit.mean[0])], [(at.sigma, at.mu)], [fit.n]),
    }
    for key, value in found.items():
        assert value == pytest.approx(stated["fit"][key], rel=1e-6), key


def test_robust_with_missing_answers(data, known_groups, with_holes):
    stated = known_groups["fiml"]["mobi"]
    plan = structure(PathModel.from_syntax(stated["syntax"]), means=True)
    rows = with_holes(data["mobi"].sort_index(axis=1))[plan.items].to_numpy()
    fit = estimators.incomplete(plan.model, [rows], scaled=True)
    assert fit.scaled.scale == pytest.approx(stated["mlr"]["chisq.scaling.factor"], rel=1e-5)
    assert fit.scaled_baseline.statistic == pytest.approx(
        stated["mlr"]["baseline.chisq.scaled"], rel=1e-5
    )


def test_without_holes_it_is_maximum_likelihood(hs, known_groups):
    plan = structure(PathModel.from_syntax(known_groups["syntax"]), means=True)
    rows = hs[plan.items].to_numpy()
    one = estimators.incomplete(plan.model, [rows])
    other = estimators.from_moments(plan.model, [Moments.of(rows)])
    np.testing.assert_allclose(one.found.params, other.found.params, rtol=1e-10)
    assert one.test.statistic == pytest.approx(other.test.statistic, rel=1e-10)
