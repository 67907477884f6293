"""The engine by itself: exact derivatives, invariances, and what it says of broken models."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxlab._stats.covariance import diagnosis, estimators
from cxlab._stats.covariance.fabin import start_values
from cxlab._stats.covariance.fit_indices import ChiSquare, incremental, noncentrality, rmsea
from cxlab._stats.covariance.likelihood import complete, evaluate, value
from cxlab._stats.covariance.maximum_likelihood import maximum
from cxlab._stats.covariance.model import Places
from cxlab._stats.covariance.standardized import standardise
from cxlab._stats.moments import Moments
from cxlab.paths import PathModel
from cxlab.paths.sem._structure import structure

SYNTAX = """
f =~ a1 + a2 + a3
g =~ b1 + b2 + b3
h =~ c1 + c2
g ~ f
h ~ f + g
a1 ~~ b1
"""


def world(seed, n=200):
    """Return rows of eight items that follow SYNTAX."""
    rng = np.random.default_rng(seed)
    f = rng.normal(size=n)
    g = 0.6 * f + rng.normal(size=n) * 0.8
    h = 0.3 * f + 0.4 * g + rng.normal(size=n)
    loads = ((f, 1.0), (f, 0.8), (f, 0.7), (g, 1.0), (g, 0.9), (g, 1.2), (h, 1.0), (h, 0.8))
    return np.column_stack([part * load + rng.normal(size=n) for part, load in loads])


def plan(syntax=SYNTAX, **options):
    return structure(PathModel.from_syntax(syntax), **options)


def fit(rows, syntax=SYNTAX, **options):
    built = plan(syntax, **options)
    return built, estimators.from_moments(built.model, [Moments.of(rows)])


@settings(max_examples=10)
@given(st.integers(0, 1000))
def test_gradient_and_hessian_are_exact(seed):
    built = plan(groups=2, equal=("loadings", "intercepts"), means=True)
    rows = [world(seed), world(seed + 1, 150)]
    sample = complete([Moments.of(x) for x in rows])
    rng = np.random.default_rng(seed)
    params = start_values(built.model, sample)
    params = params + 0.05 * np.abs(params) * rng.normal(size=len(params))
    at, step = evaluate(built.model, sample, params), 1e-6
    assert at is not None
    assert at.value == pytest.approx(value(built.model, sample, params), rel=1e-12)
    for k in rng.choice(built.model.size, 8, replace=False):
        move = np.zeros(built.model.size)
        move[k] = step
        up, down = (evaluate(built.model, sample, params + sign * move) for sign in (1, -1))
        slope = (up.value - down.value) / (2 * step)
        assert slope == pytest.approx(at.gradient[k], rel=1e-5, abs=1e-7)
        bend = (up.gradient - down.gradient) / (2 * step)
        np.testing.assert_allclose(bend, at.hessian[k], rtol=1e-4, atol=1e-6)


@settings(max_examples=15)
@given(st.integers(0, 1000), st.permutations(range(8)), st.integers(2, 4))
def test_order_and_doubling_change_nothing(seed, order, times):
    rows = world(seed)
    built, first = fit(rows)
    shuffled = np.random.default_rng(seed).permutation(rows)
    _built, second = fit(np.repeat(shuffled, times, axis=0))
    np.testing.assert_allclose(second.found.params, first.found.params, rtol=1e-7, atol=1e-9)
    assert second.test.statistic == pytest.approx(times * first.test.statistic, rel=1e-8)
    names = [built.items[i] for i in order]
    words = "\n".join(
        f"{part} =~ " + " + ".join(name for name in names if name[0] == letter)
        for part, letter in (("f", "a"), ("g", "b"), ("h", "c"))
    )
    tail = "\ng ~ f\nh ~ f + g\na1 ~~ b1"
    other, third = fit(
        rows[:, [built.items.index(i) for i in plan(words + tail).items]], words + tail
    )
    assert third.test.statistic == pytest.approx(first.test.statistic, rel=1e-8)
    np.testing.assert_allclose(
        np.sort(_betas(other, third)), np.sort(_betas(built, first)), rtol=1e-6, atol=1e-8
    )


@settings(max_examples=15)
@given(st.integers(0, 1000), st.lists(st.floats(1e-3, 1e3), min_size=8, max_size=8))
def test_units_change_nothing_that_is_standardised(seed, units):
    rows = world(seed)
    built, first = fit(rows)
    _built, second = fit(rows * units)
    assert second.found.converged
    assert second.test.statistic == pytest.approx(first.test.statistic, rel=1e-7)
    np.testing.assert_allclose(_betas(built, second), _betas(built, first), rtol=1e-6, atol=1e-8)


def _betas(built, found):
    places = [(t.kind, t.row, t.col) for t in built.terms[0] if t.sign != "~~"]
    group = built.model.groups[0]
    return standardise(group, None, found.found.params, Places.of(places))[0]


def test_it_recovers_the_truth():
    built, found = fit(world(5, 20_000))
    words = {term.name: found.found.params[term.param] for term in built.terms[0]}
    truth = {"g ~ f": 0.6, "h ~ f": 0.3, "h ~ g": 0.4, "f =~ a2": 0.8, "g =~ b3": 1.2}
    errors = dict(zip(range(built.model.size), np.sqrt(np.diag(found.vcov)), strict=True))
    for term in built.terms[0]:
        if term.name in truth:
            assert abs(words[term.name] - truth[term.name]) < 4 * errors[term.param]


@pytest.mark.parametrize("start", [0, 1, 2])
def test_it_finds_the_same_optimum_from_elsewhere(start):
    rows = world(7)
    built, first = fit(rows)
    sample = complete([Moments.of(rows)])
    begin = start_values(built.model, sample)
    away = begin * np.random.default_rng(start).uniform(0.7, 1.3, size=len(begin))
    found = maximum(built.model, sample, away)
    np.testing.assert_allclose(found.params, first.found.params, rtol=1e-8)


def test_a_heywood_case_is_found(items):
    built, found = fit(items[["CUSL1", "CUSL2", "CUSL3"]].to_numpy(float), "l =~ CUSL1+CUSL2+CUSL3")
    assert found.found.converged
    wrong = diagnosis.heywood_items(built.model.groups[0], found.found.params)
    assert [built.items[i] for i in wrong] == ["CUSL3"]
    assert found.test.df == 0
    assert np.isnan(found.test.p_value)


def test_a_latent_covariance_that_is_none(data, known):
    entry = known["models"]["cfa6"]
    built, found = fit(data["mobi"][plan(entry["syntax"]).items].to_numpy(float), entry["syntax"])
    assert diagnosis.latent_eigenvalue(built.model.groups[0], found.found.params) < 0
    assert not len(diagnosis.heywood_items(built.model.groups[0], found.found.params))


def test_parameters_that_cannot_be_told_apart():
    built, found = fit(world(1)[:, :2], "f =~ a1 + a2")
    assert len(found.unidentified)
    assert np.isnan(found.vcov).all()
    rows = world(1)[:, :3]
    free = "f =~ a1 + a2 + a3\nf ~~ f"
    assert not len(fit(rows, free)[1].unidentified)
    # three free covariances of residuals and three loadings: five too many
    more = "f =~ a1 + a2 + a3\na1 ~~ a2\na2 ~~ a3"
    built, found = fit(rows, more)
    named = {t.name for t in built.terms[0] if t.param in found.unidentified}
    assert "a1 ~~ a2" in named


def test_items_that_hang_together():
    rows = world(2)
    rows[:, 3] = rows[:, 0] + rows[:, 1]
    hanging = diagnosis.dependent_items(np.cov(rows.T))
    assert hanging.tolist() == [0, 1, 3]
    rows[:, 5] = 1.0
    assert diagnosis.dependent_items(np.cov(rows.T)).tolist() == [5]
    assert not len(diagnosis.dependent_items(np.cov(world(2).T)))


def test_no_convergence_is_said():
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(30, 6))  # nothing in common: loadings run away
    found = fit(rows, "f =~ a1 + a2 + a3\ng =~ b1 + b2 + b3")[1]
    assert found.found.converged is (found.found.gradient <= 1e-8)


@given(st.floats(1, 2000), st.integers(1, 300), st.floats(0.01, 0.99))
def test_noncentrality_is_the_inverse(statistic, df, share):
    from scipy.special import chdtr, chndtr

    found = noncentrality(statistic, df, share)
    if chdtr(df, statistic) < share:
        assert found == 0
    else:
        assert chndtr(statistic, df, found) == pytest.approx(share, abs=1e-9)


def test_fit_without_degrees_of_freedom():
    none = ChiSquare(0.0, 0)
    assert np.isnan(rmsea(none, 100).estimate)
    assert incremental(none, ChiSquare(50.0, 3)).cfi == 1
    assert incremental(none, ChiSquare(50.0, 3)).tli == 1
