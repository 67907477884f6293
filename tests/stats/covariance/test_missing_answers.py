"""Moments of incomplete rows: the maximum of their likelihood, or none."""

import numpy as np
import pytest

from cxlab._stats.covariance.full_information import patterns, saturated, value
from cxlab._stats.moments import Moments


def holed(n, p, share, seed):
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(n, 1)) + rng.normal(size=(n, p)) * np.arange(1, p + 1) + 10
    rows[rng.random(rows.shape) < share] = np.nan
    return rows[~np.isnan(rows).all(axis=1)]


@pytest.mark.parametrize(("n", "share"), [(150, 0.1), (150, 0.4), (600, 0.5), (4000, 0.3)])
def test_no_moment_can_be_moved_to_a_higher_likelihood(n, share):
    group = patterns(holed(n, 5, share, 3))
    found = saturated(group, 5)
    assert found.converged
    assert value(group, found.mean, found.cov) == found.value
    root = np.sqrt(np.diagonal(found.cov))
    for i in range(5):
        step = np.zeros(5)
        step[i] = 1e-4 * root[i]
        ends = [value(group, found.mean + sign * step, found.cov) for sign in (1, -1)]
        assert min(ends) > found.value
        assert ends[0] - ends[1] == pytest.approx(0, abs=1e-9)
        for j in range(i + 1):
            turn = np.zeros((5, 5))
            turn[i, j] = turn[j, i] = 1e-4 * root[i] * root[j]
            ends = [value(group, found.mean, found.cov + sign * turn) for sign in (1, -1)]
            assert min(ends) > found.value


def test_the_unit_and_repeated_rows_do_not_matter():
    rows = holed(80, 4, 0.3, 5)
    unit = np.array([1e-6, 1.0, 1e6, 3.0])
    plain, scaled, twice = (
        saturated(patterns(x), 4) for x in (rows, rows * unit, np.vstack([rows, rows]))
    )
    np.testing.assert_allclose(scaled.mean, plain.mean * unit, rtol=1e-8)
    np.testing.assert_allclose(scaled.cov, plain.cov * np.outer(unit, unit), rtol=1e-6)
    np.testing.assert_allclose(twice.cov, plain.cov, rtol=1e-6, atol=1e-9)


def test_complete_rows_have_their_own_moments():
    rows = holed(50, 3, 0.0, 1)
    found, plain = saturated(patterns(rows), 3), Moments.of(rows)
    np.testing.assert_allclose(found.mean, plain.mean)
    np.testing.assert_allclose(found.cov, plain.scatter / 50)


def test_answers_that_leave_a_covariance_open():
    """Nobody answers both halves in full, and the rest is too little for ten items."""
    found = saturated(patterns(holed(40, 10, 0.6, 2)), 10)
    assert not found.converged


def test_questionnaires_in_three_forms_are_followed_to_the_end():
    """Every pair of items has one form in common at least: slow for EM, but determined."""
    rows = holed(400, 12, 0.0, 4)
    form = np.arange(400) % 3
    for missing in range(3):
        rows[np.ix_(form == missing, np.arange(missing, 12, 3))] = np.nan
    group = patterns(rows)
    found = saturated(group, 12)
    assert len(group) == 3
    assert found.converged
    turn = np.zeros((12, 12))
    turn[0, 1] = turn[1, 0] = 1e-3 * np.sqrt(found.cov[0, 0] * found.cov[1, 1])
    for sign in (1, -1):
        assert value(group, found.mean, found.cov + sign * turn) > found.value
