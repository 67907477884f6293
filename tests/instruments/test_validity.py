"""Validity of scales: the verb, its words, its refusals; the arithmetic stands in tests/stats."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cxlab as cx
from cxlab._stats import bootstrap
from cxlab._stats import validity as ratios
from cxlab.instruments import Instrument, reliability, validity

REFERENCE = Path(__file__).parents[1] / "reference"
KNOWN = json.loads((REFERENCE / "validity_mobi.json").read_text(encoding="utf-8"))
SINGLE = json.loads((REFERENCE / "measurement_mobi.json").read_text(encoding="utf-8"))["scales"]
SCALES = {name: known["items"] for name, known in SINGLE.items()}


@pytest.fixture(scope="module")
def fitted(items):
    with pytest.warns(cx.CxWarning, match="Heywood"):
        return validity(items, SCALES, boot=300, seed=2)


def world(seed=0, n=300, between=0.0, each=3):
    """Return two scales whose factors correlate."""
    rng = np.random.default_rng(seed)
    first, second = rng.normal(size=(2, n, 1))
    second = between * first + np.sqrt(1 - between**2) * second
    values = np.hstack(
        [first + rng.normal(0, 0.8, (n, each)), second + rng.normal(0, 0.8, (n, each))]
    )
    return pd.DataFrame(values, columns=[f"{s}{k}" for s in "ab" for k in range(1, each + 1)])


TWO = {"a": ["a1", "a2", "a3"], "b": ["b1", "b2", "b3"]}


@pytest.mark.parametrize("kind", ["htmt", "htmt2"])
def test_the_tables_are_those_of_semtools(fitted, kind):
    table = fitted.htmt(kind)
    known = pd.DataFrame(KNOWN[kind])
    np.testing.assert_allclose(table.loc[known.index, known.columns], known, rtol=1e-10)


@pytest.mark.parametrize("name", ["Image", "Expectation", "Quality", "Satisfaction"])
def test_scales_are_those_of_lavaan(fitted, name):
    row = fitted.scales().set_index("term").loc[name]
    known = SINGLE[name]
    np.testing.assert_allclose(
        row[["rho_c", "ave"]].astype(float), [known["rhoC_std"], known["AVE_std"]], atol=2e-5
    )


def test_scales_are_those_of_reliability(items, fitted):
    with pytest.warns(cx.CxWarning, match="Heywood"):
        known = reliability(items, SCALES).measures()
    names = ["term", "alpha", "alpha_std", "omega", "rho_a", "rho_c", "ave", "n_items"]
    pd.testing.assert_frame_equal(fitted.scales(), known[names])


def test_correlations_of_scores_and_items_are_those_written_out(items, fitted):
    standard = (items - items.mean()) / items.std()
    scores = pd.DataFrame({name: standard[part].sum(axis=1) for name, part in SCALES.items()})
    larcker = fitted.fornell_larcker().to_numpy()
    below = np.tril_indices(len(SCALES), -1)
    np.testing.assert_allclose(larcker[below], scores.corr().to_numpy()[below], atol=1e-12)
    np.testing.assert_allclose(np.diag(larcker) ** 2, fitted.scales()["ave"])
    assert np.isnan(larcker[np.triu_indices(len(SCALES), 1)]).all()
    cross = fitted.cross_loadings()
    assert cross.loc["IMAG1", "Value"] == pytest.approx(standard["IMAG1"].corr(scores["Value"]))
    own = standard["IMAG1"].corr(scores["Image"] - standard["IMAG1"])
    assert cross.loc["IMAG1", "Image"] == pytest.approx(own)
    assert list(cross.index) == [item for part in SCALES.values() for item in part]


def test_intervals_are_percentiles_of_resampled_rows(items, fitted):
    names = [item for part in SCALES.values() for item in part]
    rows, rng = items[names].to_numpy(float), np.random.default_rng(2)
    weights = np.concatenate([bootstrap.counts(250, size, rng) for size in (256, 44)]).astype(int)
    sizes = [len(part) for part in SCALES.values()]
    draws = np.stack(
        [ratios.htmt(np.corrcoef(np.repeat(rows, w, axis=0).T), sizes) for w in weights]
    )
    low, high = np.quantile(draws, [0.025, 0.975], axis=0)
    at = np.tril_indices(len(sizes), -1)
    np.testing.assert_allclose(fitted.tidy()["conf_low"], low[at], atol=1e-10)
    np.testing.assert_allclose(fitted.tidy()["conf_high"], high[at], atol=1e-10)


def test_verdicts_follow_their_rule(items, fitted):
    table = fitted.tidy()
    assert ((table["verdict"] == "same") == (table["conf_high"] >= 1)).all()
    with pytest.warns(cx.CxWarning, match="Heywood"):
        plain = validity(items, SCALES)
    assert ((plain.tidy()["verdict"] == "same") == (plain.tidy()["estimate"] >= 0.9)).all()
    assert "Satisfaction and Loyalty (0.96)" in plain.explain()
    assert "Satisfaction and Loyalty (0.96)" in fitted.explain()
    assert plain.tidy()[["conf_low", "htmt2_high"]].isna().all(axis=None)


def test_known_worlds_are_judged_rightly():
    apart = validity(world(between=0.3, n=800), TWO, boot=300, seed=1)
    assert apart.tidy()["verdict"].item() == "apart"
    assert apart.tidy()["estimate"].item() == pytest.approx(0.3, abs=0.08)
    same = validity(world(between=1.0, n=800), TWO, boot=300, seed=1)
    assert same.tidy()["verdict"].item() == "same"
    row = same.tidy().iloc[0]
    assert row["conf_low"] < 1 < row["conf_high"]


def test_an_item_of_another_scale_is_named():
    data = world(between=0.1, n=600)
    mixed = {"a": ["a1", "a2", "b3"], "b": ["b1", "b2", "a3"]}
    with pytest.warns(cx.CxWarning, match="Heywood"):
        assert "another scale" in validity(data, mixed).explain()
    assert "another scale" not in validity(data, TWO).explain()


def test_an_instrument_is_taken_in_the_mode_asked_for():
    meiyu = cx.load("meiyu").head(400)
    found = validity(meiyu, "servqual", mode="expectation")
    spec = cx.instruments.get("servqual")
    plain = validity(meiyu, spec.scales("expectation"))
    pd.testing.assert_frame_equal(found.tidy(), plain.tidy())
    assert found.n + found.n_dropped == 400
    assert found.n_dropped == meiyu[spec.columns("expectation")].isna().any(axis=1).sum()


def test_a_reversed_item_is_turned_by_its_instrument():
    data = world()
    data["a3"] = -data["a3"]
    spec = Instrument.from_columns("own", TWO, low=-9, high=9, reversed=["a3"])
    turned, known = validity(data, spec), validity(world(), TWO)
    pd.testing.assert_frame_equal(turned.tidy(), known.tidy())
    for lang, words in (("en", "item-total.*a3"), ("zh", "题总相关为负")):
        with cx.use(lang), pytest.warns(cx.CxWarning, match=words):
            validity(data, TWO)


@given(st.integers(0, 2**12), st.permutations(range(3)), st.floats(0.1, 9))
@settings(max_examples=12)
def test_order_scale_and_doubling_change_nothing(seed, order, factor):
    data = world(seed, between=0.5)
    first = validity(data, TWO)
    scales = {"b": [TWO["b"][k] for k in order], "a": [TWO["a"][k] for k in order]}
    other = data.sample(frac=1, random_state=seed) * factor + 3
    second = validity(other, scales)
    for one in (second, validity(pd.concat([data, data]), TWO)):
        np.testing.assert_allclose(
            one.tidy()[["estimate", "htmt2", "correlation"]],
            first.tidy()[["estimate", "htmt2", "correlation"]],
            atol=1e-9,
        )
        measures = ["alpha_std", "omega", "rho_a", "rho_c", "ave"]
        np.testing.assert_allclose(
            one.scales().set_index("term").loc[["a", "b"], measures],
            first.scales().set_index("term").loc[["a", "b"], measures],
            atol=1e-6,
        )


BROKEN = {
    "absent": (lambda d: validity(d, {"a": ["a1"], "b": ["zz"]}), cx.DataError, "zz"),
    "one scale": (lambda d: validity(d, {"a": ["a1", "a2"]}), cx.SpecError, "two or more"),
    "none": (lambda d: validity(d, {}), cx.SpecError, "No scale"),
    "twice": (lambda d: validity(d, {"a": ["a1"], "b": ["a1"]}), cx.SpecError, "more than once"),
    "constant": (lambda d: validity(d.assign(a1=3), TWO), cx.DataError, "same answer"),
    "cancel": (
        lambda d: validity(d.assign(a2=-d["a1"]), {"a": ["a1", "a2"], "b": ["b1", "b2"]}),
        cx.ModelError,
        "cancel each other",
    ),
    "text": (lambda d: validity(d.assign(a1="good"), TWO), cx.DataError, "a1"),
    "boot": (lambda d: validity(d, TWO, boot=-1), cx.SpecError, "boot"),
    "conf": (lambda d: validity(d, TWO, conf=95), cx.SpecError, "between 0 and 1"),
    "mode": (lambda d: validity(d, "servqual", mode="dream"), cx.SpecError, "mode"),
    "few": (lambda d: validity(d.head(2), TWO), cx.DataError, "3 or more"),
    "nobody": (lambda d: validity(d.assign(a1=np.nan), TWO), cx.DataError, "No row"),
    "kind": (lambda d: validity(d, TWO).htmt("ave"), cx.SpecError, "kind = 'ave'"),
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", BROKEN)
def test_it_refuses_in_words(name, lang):
    call, kind, words = BROKEN[name]
    with cx.use(lang), pytest.raises(kind, match=words if lang == "en" else ".") as error:
        call(world())
    assert lang == "en" or any("\u3400" <= each <= "\u9fff" for each in str(error.value))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_map_shows_every_pair_and_frames_those_alike(fitted, lang):
    with cx.use(lang):
        ax = fitted.plot()
    texts = [text.get_text() for text in ax.texts]
    pairs = fitted.tidy()
    assert all(f"{value:.2f}" in texts for value in pairs["estimate"])
    assert f"{pairs['conf_low'][0]:.2f}–{pairs['conf_high'][0]:.2f}" in texts
    frames = [patch for patch in ax.patches if not patch.get_fill()]
    assert len(frames) == (pairs["verdict"] == "same").sum()
    assert len(ax.patches) == len(pairs) + len(frames)
