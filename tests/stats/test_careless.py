"""Indices of careless answering against values worked by hand, and against all orders."""

import itertools
import json
from pathlib import Path

import numpy as np
import pytest

from cxlab._stats.answers import GAP, Answers
from cxlab._stats.attentive import attentive
from cxlab._stats.careless import (
    even_odd,
    longest_runs,
    same_answers,
    spread,
    twin_items,
    within_person,
)
from cxlab._stats.mahalanobis import centre, squared_distances
from cxlab._stats.permuted import Part, permutation_fit, permutation_share

HAND = json.loads(
    (Path(__file__).parents[1] / "reference/careless_hand.json").read_text(encoding="utf-8")
)


def answered(values, blocks=None):
    """Code rows of whole numbers on one scale; None and NaN are gaps."""
    values = np.array(values, float)
    levels = np.unique(values[~np.isnan(values)])
    codes = np.searchsorted(levels, np.nan_to_num(values, nan=levels[0]))
    codes = np.where(np.isnan(values), GAP, codes).astype(np.uint8)
    blocks = [np.arange(values.shape[1])] if blocks is None else blocks
    return Answers(np.asfortranarray(codes), [levels] * len(blocks), blocks)


def survey(n=60, k=6, seed=0):
    rng = np.random.default_rng(seed)
    level = rng.normal(4, 1, (n, 1))
    return np.clip(np.rint(level + rng.normal(0, 1, (n, k)) + np.linspace(-1, 1, k)), 1, 7)


def test_runs_by_hand():
    codes = answered(np.array(HAND["runs"]["rows"], float)).codes
    length, answer = longest_runs(codes)
    assert length.tolist() == HAND["runs"]["lengths"]
    assert answer[-1] == GAP


def test_spread_by_hand():
    rows = np.array(HAND["spread"]["rows"], float)
    found = spread(rows, [np.arange(10)])
    np.testing.assert_allclose(found, HAND["spread"]["values"], rtol=1e-12)
    assert found[0] == 0  # not nearly


def test_spread_within_blocks_leaves_out_what_lies_between_them():
    row = np.array([[1.0, 1, 1, 7, 7, 7], [1, 2, 3, 7, 6, 5]])
    blocks = [np.arange(3), np.arange(3, 6)]
    np.testing.assert_allclose(spread(row, blocks), [0, 1])
    assert np.isnan(spread(row, [np.array([0]), np.array([3])])).all()


def test_distances_by_hand():
    points = np.array(HAND["distance"]["points"], float)
    found = centre(answered(points))
    deviations = points - found.mean
    inverse = found.inverse()
    np.testing.assert_allclose(
        squared_distances(deviations, inverse), HAND["distance"]["squared"], rtol=1e-12
    )
    deviations[:, 1] = np.nan
    np.testing.assert_allclose(
        squared_distances(deviations, inverse), HAND["distance"]["first_only"], rtol=1e-9
    )


def test_distances_over_what_was_answered_need_no_other_inverse():
    values = survey()
    rng = np.random.default_rng(3)
    holed = np.where(rng.random(values.shape) < 0.3, np.nan, values) - values.mean(axis=0)
    cov = np.cov(values.T)
    found = squared_distances(holed, np.linalg.inv(cov))
    for row, value in zip(holed, found, strict=True):
        there = ~np.isnan(row)
        want = row[there] @ np.linalg.solve(cov[np.ix_(there, there)], row[there])
        assert value == pytest.approx(want, rel=1e-9, abs=1e-12)


def test_correlations_are_those_of_numpy():
    values = survey()
    np.testing.assert_allclose(centre(answered(values)).corr, np.corrcoef(values.T), atol=1e-12)


def test_items_that_do_not_vary_are_left_out_of_the_centre():
    values = survey()
    values[:, 2] = 4
    assert centre(answered(values)).columns.tolist() == [0, 1, 3, 4, 5]


def test_even_odd_by_hand():
    row = np.array([HAND["even_odd"]["row"]], float)
    found = even_odd(row, [np.arange(2 * k, 2 * k + 2) for k in range(5)])
    assert found[0] == pytest.approx(HAND["even_odd"]["value"], rel=1e-12)


def test_consistency_wants_five_pairs_and_answers_that_vary():
    a = np.array([[1.0, 2, 3, 4, np.nan], [3, 3, 3, 3, 3], [1, 2, 3, 4, 5]])
    b = np.array([[1.0, 2, 3, 4, 5], [1, 2, 3, 4, 5], [5, 4, 3, 2, 1]])
    found = within_person(a, b)
    assert np.isnan(found[:2]).all()
    assert found[2] == -1


def test_twins_are_the_closest_pairs_each_item_once():
    corr = np.eye(5)
    for i, j, r in [(0, 1, 0.9), (1, 2, 0.8), (2, 3, -0.7), (3, 4, 0.5)]:
        corr[i, j] = corr[j, i] = r
    pairs, signs = twin_items(corr, 0.6)
    assert pairs.tolist() == [[0, 1], [2, 3]]
    assert signs.tolist() == [1, -1]


@pytest.mark.parametrize("row", [0, 7, 31])
def test_moments_are_those_of_all_orders(row):
    values = survey(40, 6)
    n = len(values)
    cov = np.cov(values.T)
    mean = values.mean(axis=0)
    fit = permutation_fit(values - mean, mean, np.linalg.inv(cov), n)
    others = np.delete(values, row, axis=0)
    orders = np.array(list(itertools.permutations(values[row]))) - others.mean(axis=0)
    inverse = np.linalg.inv(np.cov(others.T)) * (n - 1) / (n - 2)
    squares = np.einsum("ij,ij->i", orders @ inverse, orders)
    assert fit.observed[row] == pytest.approx(squares[0], rel=1e-9)
    assert fit.mean[row] == pytest.approx(squares.mean(), rel=1e-9)
    assert fit.variance[row] == pytest.approx(squares.var(), rel=1e-9)
    every = np.array(list(itertools.permutations(range(6))))
    part = Part(values - mean, mean, np.linalg.inv(cov), every)
    share = (squares <= squares[0] + 1e-9).mean()
    assert permutation_share([part], fit.observed, n)[row] == pytest.approx(share, rel=1e-12)


def test_only_answered_items_are_put_in_other_orders():
    values = survey(40, 7)
    mean, cov = values.mean(axis=0), np.cov(values.T)
    inverse = np.linalg.inv(cov)
    row = values[:1] - mean
    row[0, [1, 4]] = np.nan
    n = 10**9  # so many that leaving one out changes nothing
    fit = permutation_fit(row, mean, inverse, n)
    there = [0, 2, 3, 5, 6]
    orders = np.array(list(itertools.permutations(values[0, there]))) - mean[there]
    squares = np.einsum("ij,ij->i", orders @ inverse[np.ix_(there, there)], orders)
    assert fit.mean[0] == pytest.approx(squares.mean(), rel=1e-6)
    assert fit.variance[0] == pytest.approx(squares.var(), rel=1e-6)
    tried = np.random.default_rng(1).permuted(np.tile(np.arange(7), (4000, 1)), axis=1)
    share = permutation_share([Part(row, mean, inverse, tried)], fit.observed, n)[0]
    whole = (squares <= squares[0] + 1e-9).mean()
    assert share == pytest.approx(whole, abs=4 * np.sqrt(0.25 / 4000))


def test_the_gamma_distribution_is_close_for_many_items():
    values = survey(300, 22)
    mean, inverse = values.mean(axis=0), np.linalg.inv(np.cov(values.T))
    fit = permutation_fit(values - mean, mean, inverse, len(values))
    tried = np.random.default_rng(1).permuted(np.tile(np.arange(22), (1000, 1)), axis=1)
    share = permutation_share([Part(values - mean, mean, inverse, tried)], fit.observed, 300)
    assert np.abs(share - fit.p_value()).mean() < 0.02


def test_one_answer_throughout_has_no_orders_to_compare():
    values = survey()
    values[0] = 4
    mean = values.mean(axis=0)
    fit = permutation_fit(values - mean, mean, np.linalg.inv(np.cov(values.T)), len(values))
    p = fit.p_value()
    assert np.isnan(p[0])
    assert ((p[1:] >= 0) & (p[1:] <= 1)).all()


def test_random_answers_fit_in_any_order():
    """Under random answers the share of orders is uniform: 95 of 100 lie above .05."""
    rng = np.random.default_rng(5)
    careful = survey(2000, 12, seed=1)
    bots = rng.integers(1, 8, (2000, 12)).astype(float)
    mean, inverse = careful.mean(axis=0), np.linalg.inv(np.cov(careful.T))
    p = permutation_fit(bots - mean, mean, inverse, 10**9).p_value()
    for level in (0.05, 0.5, 0.9):
        assert (p <= level).mean() == pytest.approx(level, abs=4 * np.sqrt(0.25 / 2000))


def test_same_answers_are_grouped_by_the_first():
    codes = answered([[1, 2, 3], [3, 2, 1], [1, 2, 3], [1, 2, np.nan], [1, 2, np.nan]])
    assert same_answers(codes).tolist() == [0, 1, 0, 3, 3]


def test_the_copula_gives_back_shares_and_correlations():
    values = survey(4000, 6)
    made = attentive(answered(values), centre(answered(values)))
    drawn = made.draw(40_000, np.random.default_rng(1))
    table = drawn.table()[0][drawn.codes]
    for value in range(1, 8):
        want = (values == value).mean(axis=0)
        np.testing.assert_allclose((table == value).mean(axis=0), want, atol=4 * 0.5 / 200)
    np.testing.assert_allclose(np.corrcoef(table.T), np.corrcoef(values.T), atol=0.03)


def test_the_chance_of_answers_is_about_their_share():
    values = survey(4000, 3)
    coded = answered(values)
    made = attentive(coded, centre(coded))
    rows, counts = np.unique(coded.codes, axis=0, return_counts=True)
    often = counts > 60
    chance = np.exp(made.log_chance(rows[often]))
    assert often.sum() >= 5
    np.testing.assert_allclose(chance, counts[often] / 4000, rtol=0.4)
