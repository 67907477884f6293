"""Resampled moments: the plain way, streams, weights, the jackknife and BCa."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cxlab._stats.bootstrap import bca, counts, leave_one_out, moments, nonsingular
from cxlab._stats.moments import Moments


def rng(seed=1):
    return np.random.default_rng(seed)


def plain(rows, draws, seed, weights=None):
    """Copy the rows of each resample and take their moments."""
    weights = np.ones(len(rows)) if weights is None else weights
    picks = [
        np.repeat(np.arange(len(rows)), times.astype(int))
        for times in counts(len(rows), draws, rng(seed))
    ]
    found = [Moments.of(rows[pick], weights[pick]) for pick in picks]
    return np.array([m.mean for m in found]), np.array([m.scatter for m in found])


ROWS = {
    "answers": rng().integers(1, 11, size=(40, 5)).astype(float),  # held exactly in 24 bits
    "large": rng().integers(0, 10**6, size=(40, 5)).astype(float),  # not
    "halves": rng().integers(1, 11, size=(40, 5)) / 2,
    "normal": rng().normal(3, 2, size=(40, 5)),
}


@pytest.mark.parametrize("kind", ROWS)
@pytest.mark.parametrize("weighted", ["no", "whole", "survey"])
def test_resampled_moments_are_those_of_the_resampled_rows(kind, weighted):
    rows = ROWS[kind]
    weights = {"no": None, "whole": np.arange(40) % 3 + 1.0, "survey": rng(2).gamma(2, size=40)}
    found = moments(rows, 25, rng(9), weights=weights[weighted])
    for ours, theirs in zip(found, plain(rows, 25, 9, weights[weighted]), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-12 * np.abs(theirs).max())


@given(st.integers(1, 60), st.integers(1, 70), st.integers(0, 2**32 - 1), st.booleans())
def test_draws_depend_on_the_seed_and_not_on_the_blocks(draws, batch, seed, heavy):
    rows = ROWS["normal"][:20]
    weights = np.linspace(1, 2, 20) if heavy else None
    whole = moments(rows, draws, rng(seed), weights=weights)
    parts = moments(rows, draws, rng(seed), weights=weights, batch=batch)
    np.testing.assert_allclose(whole[1], parts[1], rtol=1e-12, atol=1e-12)
    stream = rng(seed)
    pieces = [counts(20, min(batch, draws - at), stream) for at in range(0, draws, batch)]
    np.testing.assert_array_equal(np.concatenate(pieces), counts(20, draws, rng(seed)))


def test_streams_of_two_seeds_and_of_two_blocks_are_independent():
    one, two = counts(50, 2000, rng(1)), counts(50, 2000, rng(2))
    halves = one[:1000], one[1000:]
    for a, b in ((one, two), halves):
        assert abs(np.corrcoef(a.ravel(), b.ravel())[0, 1]) < 4 / np.sqrt(a.size)
        assert not (a == b).all(axis=1).any()  # no resample comes twice


def test_every_row_is_drawn_alike():
    found = counts(7, 20_000, rng(4))
    assert stats.chisquare(found.sum(axis=0)).pvalue > 0.001
    assert found.var() == pytest.approx(6 / 7, rel=0.02)  # binomial (7, 1/7)
    # Two rows compete for the same draws.
    assert np.cov(found[:, 0], found[:, 1])[0, 1] == pytest.approx(-1 / 7, abs=0.02)


def test_weights_count_rows():
    rows, times = ROWS["normal"], np.arange(40) % 4
    many = Moments.of(np.repeat(rows, times, axis=0))
    found = Moments.of(rows, times.astype(float))
    assert found.n == many.n == times.sum()
    np.testing.assert_allclose(found.mean, many.mean, rtol=1e-12)
    np.testing.assert_allclose(found.scatter, many.scatter, rtol=1e-11, atol=1e-11)
    scaled = Moments.of(rows, 3.7 * times)
    np.testing.assert_allclose(scaled.corr, many.corr, rtol=1e-11)


@pytest.mark.parametrize("weights", [None, rng(5).gamma(2, size=40)])
def test_the_jackknife_leaves_out_row_by_row(weights):
    rows = ROWS["normal"]
    means, scatters = leave_one_out(rows, weights)
    for i in range(40):
        kept = np.delete(np.arange(40), i)
        rest = Moments.of(rows[kept], None if weights is None else weights[kept])
        np.testing.assert_allclose(means[i], rest.mean, rtol=1e-12)
        np.testing.assert_allclose(scatters[i], rest.scatter, rtol=1e-10, atol=1e-10)
    part = leave_one_out(rows, weights, part=slice(10, 15))
    np.testing.assert_array_equal(part[1], scatters[10:15])


@pytest.mark.parametrize("conf", [0.9, 0.95])
def test_bca_agrees_with_scipy(conf):
    x = rng(7).exponential(size=(40, 2))
    theirs = stats.bootstrap(
        (x,), np.var, n_resamples=999, method="BCa", confidence_level=conf, rng=rng(3), axis=0
    )
    draws = np.moveaxis(theirs.bootstrap_distribution, -1, 0)
    left = leave_one_out(x)[1][:, [0, 1], [0, 1]] / 39
    low, high = bca(draws, x.var(axis=0), left, conf)
    np.testing.assert_allclose(low, theirs.confidence_interval.low, rtol=1e-10)
    np.testing.assert_allclose(high, theirs.confidence_interval.high, rtol=1e-10)
    one = bca(draws[:, 0], x.var(axis=0)[0], left[:, 0], conf)
    np.testing.assert_allclose(one, [low[0], high[0]])


def test_bca_without_bias_or_skewness_is_the_percentile_interval():
    draws = np.linspace(-1, 1, 1001)[:, None]
    low, high = bca(draws, np.zeros(1), np.array([[-1.0], [1.0]]), 0.9)
    np.testing.assert_allclose([low[0], high[0]], [-0.9, 0.9], atol=1e-12)


def test_bca_at_the_edges():
    still = bca(np.ones((100, 2)), np.ones(2), np.ones((30, 2)), 0.95)
    np.testing.assert_array_equal(still, np.ones((2, 2)))
    draws = rng().normal(size=(500, 1))
    low, high = bca(draws, np.array([99.0]), rng(2).normal(size=(30, 1)), 0.95)
    assert np.isfinite([low, high]).all()  # every draw lies below the estimate
    assert high[0] == pytest.approx(draws.max())


def test_singular_resamples_are_found():
    rows = rng(3).normal(size=(40, 3))
    draws = moments(rows, 30, rng(1))[1]
    assert nonsingular(draws, rows).all()
    copied = draws[:, [0, 1, 2, 0]][:, :, [0, 1, 2, 0]]
    assert not nonsingular(copied, rows[:, [0, 1, 2, 0]]).any()
    mixed = np.concatenate(
        [copied, draws[:, [0, 1, 2, 2]][:, :, [0, 1, 2, 2]] + np.diag([0, 0, 0, 9.0])]
    )
    np.testing.assert_array_equal(nonsingular(mixed, rows[:, [0, 1, 2, 0]]), np.arange(60) >= 30)
    weights = np.r_[np.full(39, 1e-3), 1.0]
    assert nonsingular(moments(rows, 30, rng(1), weights=weights)[1], rows, weights).all()
