"""The cumulative logit: derivatives, extreme values, separation."""

import numpy as np
import pytest

from cxlab._stats.collinearity import dependent_sets, inflation
from cxlab._stats.importance import johnson, lmg, subsets_r2
from cxlab._stats.ordinal import cumulative_logit, probabilities, separating


@pytest.fixture
def answers():
    rng = np.random.default_rng(1)
    x = rng.normal(size=(400, 3))
    y = np.digitize(x @ [1, -0.5, 0] + rng.logistic(size=400), [-1, 0, 1.5])
    return x, y


def test_the_gradient_is_zero_at_the_maximum(answers):
    x, y = answers
    fit = cumulative_logit(x, y)

    def loglik(params):
        return np.log(probabilities(params, x, 4)[np.arange(400), y]).sum()

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
    plain, moved = cumulative_logit(x, y), cumulative_logit(1000 + 50 * x, y)
    np.testing.assert_allclose(moved.params[3:], plain.params[3:] / 50, rtol=1e-6)
    assert moved.loglik == pytest.approx(plain.loglik)


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


def test_blocks_of_draws_do_not_matter():
    rng = np.random.default_rng(3)
    corr = np.stack([np.corrcoef(rng.normal(size=(30, 5)), rowvar=False) for _ in range(37)])
    np.testing.assert_allclose(lmg(corr), lmg(corr, cells=64))


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
