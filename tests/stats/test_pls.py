"""Partial least squares on correlations, against seminr and against its own laws."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mobi import BLOCKS

from cxlab._stats import bootstrap, pls, pls_predict
from cxlab._stats import pls_measures as measures
from cxlab._stats.moments import Moments, correlations
from cxlab._stats.pls_design import SCHEMES

NAMES = list(BLOCKS)
ITEMS = [item for block in BLOCKS.values() for item in block]


@pytest.fixture(scope="module")
def reference():
    path = Path(__file__).parents[1] / "reference" / "pls_mobi.json"
    return json.loads(path.read_text(encoding="utf-8"))


def design(given, scheme="path", formative=()):
    arrows = np.array([[b in given["path_coef"][a] for b in NAMES] for a in NAMES])
    sizes = tuple(map(len, BLOCKS.values()))
    return pls.Design(sizes, np.isin(NAMES, formative), arrows, scheme)


def wide(table, rows, columns):
    return np.array([[table[row].get(column, 0) for column in columns] for row in rows])


@pytest.fixture(scope="module")
def rows(items):
    return items[ITEMS].to_numpy(float)


@pytest.mark.parametrize(
    ("name", "scheme", "formative"),
    [
        ("path", "path", ()),
        ("factorial", "factorial", ()),
        ("modeB", "path", ("Image", "Expectation", "Quality", "Value")),
    ],
)
def test_it_agrees_with_seminr(name, scheme, formative, rows, reference):
    known = reference[name]
    model = design(known, scheme, formative)
    fitted = pls.fit(Moments.of(rows).corr, model)
    assert fitted.converged.all()
    paths = wide(known["path_coef"], NAMES, NAMES)
    np.testing.assert_allclose(fitted.paths[..., 0], paths, rtol=0, atol=1e-10)
    total = pls.totals(fitted.paths, model.order)[..., 0]
    np.testing.assert_allclose(
        total, wide(known["total_effects"], NAMES, NAMES), rtol=0, atol=1e-10
    )
    if "weights" in known:
        own = fitted.weights[:, 0]
        found = wide(known["weights"], ITEMS, NAMES).sum(axis=1)
        np.testing.assert_allclose(own, found, rtol=0, atol=1e-10)
        r2 = pls.explained(fitted)[:, 0]
        expected = [known["paths"]["R^2"].get(name, 0) for name in NAMES]
        np.testing.assert_allclose(r2, expected, rtol=0, atol=1e-10)
    crossed = wide(known["cross_loadings"], ITEMS, NAMES)
    np.testing.assert_allclose(fitted.cross[..., 0], crossed, rtol=0, atol=1e-10)


def test_many_at_once_are_each_alone(rows, reference):
    model = design(reference["path"])
    _means, scatters = bootstrap.moments(rows, 700, np.random.default_rng(1))
    corr = correlations(scatters)
    together = pls.fit(corr, model)
    for place in (0, 511, 512, 699):
        alone = pls.fit(corr[place], model)
        np.testing.assert_allclose(together.paths[..., place], alone.paths[..., 0], atol=1e-10)
        np.testing.assert_allclose(together.weights[:, place], alone.weights[:, 0], atol=1e-10)


def test_standard_errors_are_those_of_seminr(rows, reference):
    model = design(reference["path"])
    sample = pls.fit(Moments.of(rows).corr, model)
    _means, scatters = bootstrap.moments(rows, 2000, np.random.default_rng(7))
    drawn = pls.fit(correlations(scatters), model, close=1e-8, towards=sample)
    spread = drawn.paths.std(axis=-1, ddof=1)
    for arrow, known in reference["bootstrap"]["paths"].items():
        source, target = (NAMES.index(name.strip()) for name in arrow.split("->"))
        assert spread[source, target] == pytest.approx(known, rel=0.1)


@given(st.integers(0, 2**16))
@settings(max_examples=15, deadline=None)
def test_what_the_algorithm_promises(seed):
    rng = np.random.default_rng(seed)
    sizes = tuple(rng.integers(1, 5, 4))
    factors = rng.normal(size=(300, 4))
    factors[:, 2] += factors[:, :2] @ rng.uniform(0.2, 0.8, 2)
    factors[:, 3] += 0.6 * factors[:, 2]
    rows = np.hstack(
        [factors[:, [j]] * 0.8 + 0.6 * rng.normal(size=(300, k)) for j, k in enumerate(sizes)]
    )
    arrows = np.zeros((4, 4), bool)
    arrows[0, 2] = arrows[1, 2] = arrows[2, 3] = True
    scheme = SCHEMES[seed % 3]
    model = pls.Design(sizes, rng.random(4) < 0.3, arrows, scheme)
    fitted = pls.fit(Moments.of(rows).corr, model)
    assert fitted.converged.all()
    scores = np.zeros((300, 4))
    z = (rows - rows.mean(0)) / rows.std(0, ddof=1)
    for j in range(4):
        scores[:, j] = z[:, model.items(j)] @ fitted.weights[model.items(j), 0]
    np.testing.assert_allclose(scores.std(0, ddof=1), 1, atol=1e-9)
    np.testing.assert_allclose(np.corrcoef(scores.T), fitted.constructs[..., 0], atol=1e-9)
    beta = np.linalg.lstsq(scores[:, :2], scores[:, 2], rcond=None)[0]
    np.testing.assert_allclose(fitted.paths[:2, 2, 0], beta, atol=1e-9)
    turned = pls.fit(Moments.of(rows * rng.uniform(0.1, 9, rows.shape[1]) + 3).corr, model)
    np.testing.assert_allclose(turned.paths, fitted.paths, atol=1e-8)


def test_arrows_in_a_circle_are_refused():
    arrows = np.array([[False, True], [True, False]])
    with pytest.raises(ValueError, match="circle"):
        _order = pls.Design((1, 1), np.zeros(2, bool), arrows).order


def test_consistent_estimates_agree_with_seminr(rows, reference):
    known, model = reference["PLSc"], design(reference["path"])
    corr = Moments.of(rows).corr[..., None]
    fitted, loadings = measures.consistent(pls.fit(corr[..., 0], model), corr, model)
    paths = wide(known["path_coef"], NAMES, NAMES)
    np.testing.assert_allclose(fitted.paths[..., 0], paths, rtol=0, atol=1e-9)
    found = wide(known["loadings"], ITEMS, NAMES).sum(axis=1)
    np.testing.assert_allclose(loadings[:, 0], found, rtol=0, atol=1e-9)
    r2 = [known["paths"]["R^2"].get(name, 0) for name in NAMES]
    np.testing.assert_allclose(pls.explained(fitted)[:, 0], r2, rtol=0, atol=1e-9)


def test_reliability_effect_sizes_and_overlap_agree_with_seminr(rows, reference):
    known, model = reference["path"], design(reference["path"])
    corr = Moments.of(rows).corr[..., None]
    fitted = pls.fit(corr[..., 0], model)
    rho = [known["reliability"][name]["rhoA"] for name in NAMES]
    np.testing.assert_allclose(measures.rho_a(fitted, corr, model)[:, 0], rho, atol=1e-10)
    f2 = measures.effect_sizes(corr[..., 0], model)
    np.testing.assert_allclose(f2, wide(known["fSquare"], NAMES, NAMES), rtol=0, atol=1e-10)
    vif = measures.inflation(fitted.constructs[..., 0], model)
    for target, row in known["vif_antecedents"].items():
        for source, value in row.items():
            if len(row) > 1:
                found = vif[NAMES.index(source), NAMES.index(target)]
                assert found == pytest.approx(value, rel=1e-10)


def test_a_model_with_all_arrows_implies_what_it_was_given(rows):
    arrows = np.triu(np.ones((7, 7), bool), 1)
    model = pls.Design(tuple(map(len, BLOCKS.values())), np.zeros(7, bool), arrows)
    corr = Moments.of(rows).corr[..., None]
    fitted = pls.fit(corr[..., 0], model)
    np.testing.assert_allclose(measures.implied(fitted, model), fitted.constructs, atol=1e-12)
    both = [
        measures.srmr(corr, measures.own(fitted.cross, model), constructs, model)
        for constructs in (fitted.constructs, measures.implied(fitted, model))
    ]
    np.testing.assert_allclose(both[0], both[1], rtol=1e-9)
    assert 0 < both[0][0] < 0.2


def test_predictions_of_rows_left_out_agree_with_seminr(rows, reference):
    model = design(reference["path"])
    pair = pls_predict.predicted(rows, model, np.arange(len(rows)))
    for found, name in zip(pair, ("PLS_out", "LM_out"), strict=True):
        known = reference["predict_loo"][name]
        for item, rmse in known["RMSE"].items():
            error = rows[:, ITEMS.index(item)] - found[:, ITEMS.index(item)]
            assert np.sqrt((error**2).mean()) == pytest.approx(rmse, rel=1e-9)
            assert np.abs(error).mean() == pytest.approx(known["MAE"][item], rel=1e-9)
        assert np.isnan(found[:, ITEMS.index("IMAG1")]).all()


def test_folds_are_of_equal_size():
    fold = pls_predict.folds(103, 10, np.random.default_rng(1))
    assert sorted(np.bincount(fold)) == [10] * 7 + [11] * 3


def test_a_construct_without_arrows_is_its_principal_component(rows):
    model = pls.Design((5,), np.zeros(1, bool), np.zeros((1, 1), bool))
    corr = Moments.of(rows[:, :5]).corr
    weights = pls.fit(corr, model).weights[:, 0]
    values, vectors = np.linalg.eigh(corr)
    first = np.abs(vectors[:, -1] / np.sqrt(values[-1]))
    np.testing.assert_allclose(weights, first, atol=1e-9)
