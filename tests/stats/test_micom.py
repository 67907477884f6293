"""Comparing composites between groups: means and variances, one group at a time."""

import numpy as np
import pytest

from cxlab._stats.micom import agreement, apart, two_sided
from cxlab._stats.pls_design import Design


def test_means_and_variances_are_those_of_the_groups():
    rng = np.random.default_rng(1)
    scores = rng.normal(2, 3, size=(50, 4))
    chosen = (rng.random((6, 50)) < 0.4).astype(float)
    means, variances = apart(scores, chosen)
    for draw, mark in enumerate(chosen > 0):
        one, other = scores[mark], scores[~mark]
        np.testing.assert_allclose(means[:, draw], one.mean(axis=0) - other.mean(axis=0))
        ratio = one.var(axis=0, ddof=1) / other.var(axis=0, ddof=1)
        np.testing.assert_allclose(variances[:, draw], np.log(ratio), atol=1e-12)


def test_agreement_is_the_correlation_of_scores():
    rng = np.random.default_rng(2)
    rows = rng.normal(size=(80, 5)) @ rng.normal(size=(5, 5))
    z = (rows - rows.mean(axis=0)) / rows.std(axis=0)
    design = Design((3, 2), np.array([False, False]), np.array([[False, True], [False, False]]))
    one, other = rng.random((2, 5, 1))
    found = agreement(np.corrcoef(rows.T), design, one, other)[:, 0]
    for part, value in zip((slice(0, 3), slice(3, 5)), found, strict=True):
        pair = z[:, part] @ one[part, 0], z[:, part] @ other[part, 0]
        assert value == pytest.approx(np.corrcoef(*pair)[0, 1])


def test_p_counts_the_smaller_side_twice():
    draws = np.arange(1.0, 100.0)[None]
    assert two_sided(np.array([0.0]), draws).item() == pytest.approx(2 / 100)
    assert two_sided(np.array([5.0]), draws).item() == pytest.approx(2 * 6 / 100)
    assert two_sided(np.array([50.0]), draws).item() == 1
