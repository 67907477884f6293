"""Least squares against R's and statsmodels' numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxlab._stats.ols import KINDS, dependent, fit, wald


def noisy(seed=3, n=60):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, 4))
    return x @ [1.0, 0.5, 0.0, -1.0] + rng.normal(size=n) * (1 + np.abs(x[:, 0])), x


def test_it_agrees_with_r(scores, models):
    known = models["ols"]
    order = list(known["coef"])  # the intercept first
    model = fit(scores["Loyalty"].to_numpy(), scores[order[1:]].to_numpy())
    np.testing.assert_allclose(model.coef, [known["coef"][name] for name in order], rtol=1e-9)
    np.testing.assert_allclose(
        [model.r2, model.adj_r2, model.aic],
        [known["R2"], known["adjR2"], known["AIC"]],
        rtol=1e-9,
    )
    for kind in KINDS:
        stated = known["se"] if kind == "classic" else known[kind]["se"]
        errors = np.sqrt(np.diag(model.cov(kind)))
        np.testing.assert_allclose(errors, [stated[name] for name in order], rtol=1e-8)


@pytest.mark.parametrize("kind", KINDS)
def test_its_wald_test_agrees_with_statsmodels(kind):
    import statsmodels.api as sm

    y, x = noisy()
    peer = sm.OLS(y, sm.add_constant(x)).fit()
    if kind != "classic":
        peer = peer.get_robustcov_results(kind, use_t=True)
    restriction = np.array([[0, 1, 0, 0, 1], [0, 0, 1, 0, 0]], dtype=float)
    stated = peer.f_test(restriction)
    model = fit(y, x)
    f, q, p = wald(model.coef, model.cov(kind), restriction, model.df)
    np.testing.assert_allclose([f, p], [stated.fvalue, stated.pvalue], rtol=1e-8)
    assert q == 2
    assert model.aic == pytest.approx(peer.aic + 2, rel=1e-12)


def test_one_restriction_is_the_square_of_t():
    y, x = noisy()
    model = fit(y, x)
    cov = model.cov("HC3")
    f, _, _ = wald(model.coef, cov, np.eye(5)[[2]], model.df)
    assert f == pytest.approx(model.coef[2] ** 2 / cov[2, 2])


def test_a_row_with_full_leverage_counts_nothing():
    y, x = noisy()
    x[:, 0] = 0
    x[7, 0] = 1
    assert np.isfinite(fit(y, x).cov("HC3")).all()


def test_dependent_columns_are_named():
    _, x = noisy()
    assert dependent(x) == []
    twins = np.column_stack([x, x[:, 0] - 2 * x[:, 2], np.full(len(x), 4.0)])
    assert dependent(twins) == [4, 5]


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e3))
def test_units_do_not_matter(shift, scale):
    y, x = noisy(n=30)
    assert fit(y * scale + shift, x).r2 == pytest.approx(fit(y, x).r2, abs=1e-6)


@pytest.mark.parametrize("unit", [1e-12, 1.0, 1e12])
@pytest.mark.parametrize("start", [0.0, 1e9])
def test_dependent_columns_are_the_same_in_any_unit(unit, start):
    """A spread of rounding errors is none; one a billion times smaller than the mean is."""
    x = np.random.default_rng(2).normal(size=(60, 3)) + start
    rounding = np.full(60, 0.1 + 0.2) + 1e-16 * np.arange(60)
    columns = unit * np.column_stack([x, x[:, 0] - 2 * x[:, 2], rounding])
    assert dependent(columns[:, :3]) == []
    assert dependent(columns) == [3, 4]
