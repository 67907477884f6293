import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxlab._stats.bootstrap import counts, moments, nonsingular
from cxlab._stats.moments import Moments


@given(st.integers(2, 40), st.integers(2, 40), st.integers(1, 5), st.integers(0, 99))
def test_moments_add_up(first, second, k, seed):
    rows = np.random.default_rng(seed).normal(size=(first + second, k))
    merged = Moments.of(rows[:first]).merge(Moments.of(rows[first:]))
    np.testing.assert_allclose(merged.scatter, Moments.of(rows).scatter, atol=1e-9)
    np.testing.assert_allclose(merged.mean, rows.mean(axis=0), atol=1e-12)


def test_moments_agree_with_numpy():
    rows = np.random.default_rng(1).normal(size=(30, 3))
    np.testing.assert_allclose(Moments.of(rows).cov, np.cov(rows.T))
    np.testing.assert_allclose(Moments.of(rows).corr, np.corrcoef(rows.T))


def test_resampled_scatter_is_that_of_the_resampled_rows():
    rows = np.random.default_rng(2).normal(3.0, 1.0, size=(25, 2))
    times = counts(25, 4, np.random.default_rng(5)).astype(int)
    assert times.sum(axis=1).tolist() == [25] * 4
    drawn = moments(rows, 4, np.random.default_rng(5))[1]
    for weight, scatter in zip(times, drawn, strict=True):
        sample = np.repeat(rows, weight, axis=0)
        np.testing.assert_allclose(scatter, Moments.of(sample).scatter, atol=1e-9)


def test_resamples_in_which_a_column_does_not_vary_are_singular():
    rows = np.random.default_rng(3).normal(size=(40, 3))
    rows[:, 1] = np.arange(40) == 5
    times = counts(40, 400, np.random.default_rng(8))
    drawn = moments(rows, 400, np.random.default_rng(8))[1]
    assert (nonsingular(drawn, rows) == (times[:, 5] > 0)).all()


def test_bootstrap_is_the_same_for_the_same_seed_whatever_the_batch():
    rows = np.random.default_rng(3).normal(size=(20, 2))
    one = moments(rows, 9, np.random.default_rng(1), batch=9)[1]
    two = moments(rows, 9, np.random.default_rng(1), batch=2)[1]
    assert one == pytest.approx(two)
