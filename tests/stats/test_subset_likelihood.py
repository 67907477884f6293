"""Pseudo-R² of all sub-models in many draws: against single fits, and where there is no maximum."""

import numpy as np
import pytest

from cxlab._stats.importance import subsets_r2
from cxlab._stats.ordinal import cumulative
from cxlab._stats.subset_likelihood import MEASURES, subset_fits


def answers(n, p, levels, seed=1):
    rng = np.random.default_rng(seed)
    x = rng.integers(1, 8, (n, p)).astype(float)
    score = x @ np.linspace(0.1, 0.5, p) + 1.5 * rng.logistic(size=n)
    codes = np.searchsorted(np.quantile(score, np.arange(1, levels) / levels), score)
    return x, codes, rng.multinomial(n, np.full(n, 1 / n), size=3).astype(float)


def single(x, codes, weights, measure):
    """Fit one sub-model to one draw, empty rows and answers left out."""
    x, codes, weights = x[weights > 0], codes[weights > 0], weights[weights > 0]
    codes = np.unique(codes, return_inverse=True)[1]
    fit = cumulative(x, codes, weights=weights)
    size = np.bincount(codes, weights)
    if measure == "mcfadden":
        return 1 - fit.loglik / (size @ np.log(size / size.sum()))
    linear = x @ fit.params[codes.max() :]
    latent = np.average((linear - np.average(linear, weights=weights)) ** 2, weights=weights)
    return latent / (latent + np.pi**2 / 3)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("levels", [2, 3, 6])
def test_every_subset_in_every_draw(levels, measure):
    x, codes, counts = answers(180, 3, levels)
    found = subset_fits(x, codes, counts, measure=measure)
    assert found.shape == (8, 3)
    np.testing.assert_array_equal(found[0], 0)
    for number in range(1, 8):
        inside = [j for j in range(3) if number >> (2 - j) & 1]
        for draw, weights in enumerate(counts):
            expected = single(x[:, inside], codes, weights, measure)
            assert found[number, draw] == pytest.approx(expected, rel=1e-8)


def test_the_order_is_that_of_least_squares():
    """The subset with the largest R² of each size is the same row in both."""
    x, codes, _counts = answers(2000, 4, 5)
    likely = subset_fits(x, codes, np.ones((1, 2000)))[:, 0]
    linear = subsets_r2(np.corrcoef(np.column_stack([x, codes]), rowvar=False)[None])[:, 0]
    assert np.corrcoef(likely, linear)[0, 1] > 0.999


def test_columns_of_a_group_enter_together():
    x, codes, counts = answers(300, 4, 3)
    grouped = subset_fits(x, codes, counts, groups=[[1, 3], [0], [2]])
    single = subset_fits(x, codes, counts)
    np.testing.assert_allclose(grouped[0b100], single[0b0101], rtol=1e-10)
    np.testing.assert_allclose(grouped[0b011], single[0b1010], rtol=1e-10)
    np.testing.assert_allclose(grouped[-1], single[-1], rtol=1e-10)


def test_blocks_of_draws_do_not_matter(monkeypatch):
    x, codes, _counts = answers(150, 2, 3)
    counts = np.random.default_rng(2).multinomial(150, np.full(150, 1 / 150), size=20)
    whole = subset_fits(x, codes, counts)
    monkeypatch.setattr("cxlab._stats.subset_likelihood.CELLS", 500)
    np.testing.assert_allclose(subset_fits(x, codes, counts), whole, rtol=1e-9)


def test_rows_and_their_counts_say_the_same():
    x, codes, _counts = answers(120, 2, 4)
    twice = subset_fits(np.vstack([x, x]), np.tile(codes, 2), np.ones((1, 240)))
    once = subset_fits(x, codes, np.full((1, 120), 2.0))
    halves = subset_fits(x, codes, np.full((1, 120), 0.5))
    np.testing.assert_allclose(twice, once, rtol=1e-9)
    np.testing.assert_allclose(halves, once, rtol=1e-9)


def test_a_draw_without_one_answer_has_fewer_thresholds():
    x, codes, counts = answers(200, 2, 4)
    counts[1, codes == 2] = 0
    found = subset_fits(x, codes, counts)
    assert found[3, 1] == pytest.approx(single(x, codes, counts[1], "mcfadden"), rel=1e-8)


def test_no_maximum_gives_no_number():
    x, codes, counts = answers(200, 2, 2)
    apart = np.column_stack([x[:, 0], (codes == 1) * (x[:, 1] > 3)])
    counts = np.vstack([np.ones(200), counts])
    counts[2, codes == 0] = 0  # one class only
    found = subset_fits(apart, codes, counts)
    assert np.isfinite(found[[0, 2]][:, [0, 1, 3]]).all()
    assert np.isnan(found[[1, 3]]).all()
    assert np.isnan(found[1:, 2]).all()


def test_separation_in_one_resample_only():
    x, codes, _counts = answers(200, 1, 2)
    dummy = np.zeros(200)
    dummy[:12] = 1
    codes[:12] = [0] + 11 * [1]
    counts = np.ones((3, 200))
    counts[1, 0] = 0  # the one customer who does not separate
    counts[2, 0] = 3
    found = subset_fits(np.column_stack([x, dummy]), codes, counts)
    np.testing.assert_array_equal(np.isnan(found).any(axis=0), [False, True, False])
    assert np.isfinite(found[2]).all()
