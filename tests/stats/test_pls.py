"""Partial least squares on correlations, against seminr and against its own laws."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxlab._stats import bootstrap, pls
from cxlab._stats.moments import Moments, correlations

BLOCKS = {
    "Image": [f"IMAG{k}" for k in range(1, 6)],
    "Expectation": [f"CUEX{k}" for k in range(1, 4)],
    "Quality": [f"PERQ{k}" for k in range(1, 8)],
    "Value": ["PERV1", "PERV2"],
    "Satisfaction": ["CUSA1", "CUSA2", "CUSA3"],
    "Complaints": ["CUSCO"],
    "Loyalty": ["CUSL1", "CUSL2", "CUSL3"],
}
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
    drawn = pls.aligned(pls.fit(correlations(scatters), model, close=1e-8), sample, model)
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
    scheme = pls.SCHEMES[seed % 3]
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
