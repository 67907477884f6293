"""Validity of blocks of items, against semTools and seminr on mobi."""

import json
from pathlib import Path

import numpy as np
import pytest
from mobi import BLOCKS

from cxlab._stats import validity
from cxlab._stats.moments import Moments

NAMES = list(BLOCKS)
SIZES = [len(block) for block in BLOCKS.values()]
ITEMS = [item for block in BLOCKS.values() for item in block]
REFERENCE = Path(__file__).parents[1] / "reference"


@pytest.fixture(scope="module")
def corr(items):
    return Moments.of(items[ITEMS].to_numpy(float)).corr


@pytest.fixture(scope="module")
def pls():
    return json.loads((REFERENCE / "pls_mobi.json").read_text(encoding="utf-8"))["path"]


@pytest.fixture(scope="module")
def scales():
    return json.loads((REFERENCE / "validity_mobi.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", ["htmt", "htmt2"])
def test_ratios_agree_with_semtools(kind, corr, scales):
    found = getattr(validity, kind)(corr, SIZES)
    for one, row in scales[kind].items():
        for other, known in row.items():
            assert found[NAMES.index(one), NAMES.index(other)] == pytest.approx(known, rel=1e-10)


def test_a_block_of_one_item_agrees_with_seminr(corr, pls):
    found = validity.htmt(corr, SIZES)
    for one, row in pls["htmt"].items():
        for other, known in row.items():
            assert found[NAMES.index(one), NAMES.index(other)] == pytest.approx(known, rel=1e-10)


@pytest.mark.parametrize("name", NAMES)
def test_reliability_of_composites_agrees_with_seminr(name, corr, pls):
    at = [ITEMS.index(item) for item in BLOCKS[name]]
    weights, loadings = (
        np.array([pls[part][item][name] for item in BLOCKS[name]])
        for part in ("weights", "loadings")
    )
    known = pls["reliability"][name]
    assert validity.rho_a(corr[np.ix_(at, at)], weights) == pytest.approx(known["rhoA"], rel=1e-10)
    assert validity.rho_c(loadings) == pytest.approx(known["rhoC"], rel=1e-10)
    assert validity.ave(loadings) == pytest.approx(known["AVE"], rel=1e-10)


def test_many_matrices_at_once(corr):
    stack = np.stack([corr, np.eye(len(corr)) * 0.5 + corr * 0.5])
    for kind in (validity.htmt, validity.htmt2):
        both = kind(stack, SIZES)
        for place in (0, 1):
            np.testing.assert_allclose(both[place], kind(stack[place], SIZES), rtol=1e-12)


def test_reversed_items_change_nothing(corr):
    turned = np.where(np.arange(len(corr)) % 3 == 0, -1, 1)
    flipped = corr * np.outer(turned, turned)
    for kind in (validity.htmt, validity.htmt2):
        np.testing.assert_allclose(kind(flipped, SIZES), kind(corr, SIZES), rtol=1e-12)
