"""Strange answers to instruments: named in words, in two languages, or mended aloud."""

import re

import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab._core.errors import CxWarning, ModelError
from cxlab.instruments import efa, icc, parallel, reliability, screen, validity

HAN = re.compile("[\u3400-\u9fff]")
SCALES = {"a": ["a1", "a2", "a3"], "b": ["b1", "b2", "b3"]}
ITEMS = [item for part in SCALES.values() for item in part]
N = 120


@pytest.fixture(scope="module")
def data():
    rng = np.random.default_rng(7)
    two = rng.normal(size=(N, 2)).repeat(3, axis=1) + 0.7 * rng.normal(size=(N, 6))
    return pd.DataFrame(np.clip(np.rint(4 + 1.2 * two), 1, 7), columns=ITEMS)


VERBS = {
    "efa": lambda d: efa(d, ITEMS, factors=2, seed=1),
    "parallel": lambda d: parallel(d, ITEMS, draws=20, seed=1),
    "reliability": lambda d: reliability(d, SCALES),
    "validity": lambda d: validity(d, SCALES),
    "screen": lambda d: screen(d, SCALES),
    "icc": lambda d: icc(d, SCALES["a"]),
}


def in_both(kind, match, call):
    """Check a refusal or a warning in English, and that it comes in Chinese too."""
    expect = pytest.warns if issubclass(kind, Warning) else pytest.raises
    with expect(kind, match=match):
        call()
    with cx.use("zh"), expect(kind, match=HAN):
        call()


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("unit", [1e-12, 1e12])
def test_the_unit_of_the_answers_does_not_matter(verb, unit, data):
    plain, scaled = (VERBS[verb](each).tidy()["estimate"] for each in (data, data * unit))
    np.testing.assert_allclose(scaled, plain, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("start", [1e15, -1e15])
def test_answers_that_rounding_blurs(verb, start, data):
    in_both(
        ModelError,
        "'a1' hardly differ for their size.*Subtract a constant",
        lambda: VERBS[verb](data + start),
    )


@pytest.mark.parametrize("verb", VERBS)
def test_answers_far_from_zero_are_told_apart(verb, data):
    plain, moved = (VERBS[verb](each).tidy()["estimate"] for each in (data, data + 1e9))
    np.testing.assert_allclose(moved, plain, rtol=1e-4, atol=1e-5)


def test_judges_at_different_levels_are_no_copies(data):
    """A judge far above the others leaves no agreement, but all of the consistency."""
    apart = data.assign(a1=data["a1"] + 1e9)
    consistent, moved = (icc(d, SCALES["a"], kind="consistency").tidy() for d in (data, apart))
    np.testing.assert_allclose(moved["estimate"], consistent["estimate"], rtol=1e-5)
    assert (icc(apart, SCALES["a"]).tidy()["estimate"].abs() < 1e-6).all()
    copies = data.assign(a2=data["a1"], a3=data["a1"])
    in_both(ModelError, "'a1' ... 'a3' tell the rows apart.*copied", lambda: icc(copies, ITEMS[:3]))


def test_htmt_of_items_that_have_nothing_together(data):
    rows = pd.DataFrame({"a1": [1, 1, 2, 2] * 5, "a2": [1, 2, 1, 2] * 5})
    rows[SCALES["b"]] = data[SCALES["b"]].head(20)
    scales = {"a": ["a1", "a2"], "b": SCALES["b"]}
    in_both(
        ModelError,
        "items of a do not go with each other at all.*HTMT is not defined",
        lambda: validity(rows, scales),
    )


@pytest.mark.parametrize("rows", [5, 8])
@pytest.mark.filterwarnings("ignore::cxlab.CxWarning")
def test_resamples_of_few_rows_without_htmt(rows, data):
    table = validity(data.head(rows), SCALES, boot=200, seed=1).tidy()
    ends = table[["conf_low", "conf_high", "htmt2_low", "htmt2_high"]]
    assert np.isfinite(ends.to_numpy()).all()


@pytest.mark.filterwarnings("ignore::cxlab.CxWarning")
def test_intervals_of_htmt_that_lie_beside_it():
    rng = np.random.default_rng(0)
    found = 0
    for seed in range(12):
        rows = rng.normal(size=(15, 6))
        rows[:, 1:3] += 2 * rows[:, :1]
        rows[:, 4:] += 2 * rows[:, 3:4]
        few = pd.DataFrame(rows, columns=ITEMS)
        table = validity(few, SCALES).tidy()
        if table["estimate"].item() < 0.1:
            found += 1
            in_both(
                CxWarning,
                "interval of b ↔ a does not hold HTMT itself: resamples of 15 rows",
                lambda few=few, seed=seed: validity(few, SCALES, boot=40, seed=seed, conf=0.5),
            )
    assert found


def test_resamples_too_few_for_an_interval(data):
    in_both(CxWarning, "boot=20.*boot=1000", lambda: validity(data, SCALES, boot=20, seed=1))
