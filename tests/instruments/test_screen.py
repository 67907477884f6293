"""Item screening: statistics against pandas and psych's item-total, flags, refusals."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cxlab as cx
from cxlab.instruments import Instrument, reliability, screen

PSYCH = json.loads(
    (Path(__file__).parents[1] / "reference" / "reliability_mobi.json").read_text(encoding="utf-8")
)["scales"]
SCALES = {name: scale["items"] for name, scale in PSYCH.items()}


def made(n=300, seed=1):
    """Return three items of one thing on 1-7."""
    rng = np.random.default_rng(seed)
    values = 4 + 1.3 * rng.normal(size=(n, 1)) + rng.normal(size=(n, 3))
    return pd.DataFrame(values.round().clip(1, 7), columns=["q1", "q2", "q3"])


def flags(result):
    return dict(zip(result.tidy()["term"], result.tidy()["flags"].str.split(), strict=True))


@pytest.mark.parametrize("name", SCALES)
def test_item_total_is_that_of_psych(items, name):
    table = screen(items, SCALES, scale=(1, 10)).tidy().query("scale == @name").set_index("term")
    known = PSYCH[name]
    for column, key in (("estimate", "item_total"), ("mean", "mean"), ("sd", "sd")):
        np.testing.assert_allclose(table[column], pd.Series(known[key])[table.index], atol=1e-8)
    if known["alpha_if_deleted"]:
        deleted = pd.Series(known["alpha_if_deleted"])[table.index]
        np.testing.assert_allclose(table["alpha_if_deleted"], deleted, atol=1e-8)


def test_other_statistics_are_those_written_out():
    data = made()
    data.loc[:29, "q2"] = np.nan
    table = screen(data, list(data), scale=(1, 7)).tidy().set_index("term")
    np.testing.assert_allclose(table["skew"], data.skew())
    np.testing.assert_allclose(table["floor"], (data == 1).sum() / data.notna().sum())
    np.testing.assert_allclose(table["ceiling"], (data == 7).sum() / data.notna().sum())
    np.testing.assert_allclose(table["missing"], [0, 0.1, 0], atol=1e-12)
    assert table["n"].tolist() == [300, 270, 300]
    kept = data.dropna()
    rest = kept["q2"] + kept["q3"]
    low, high = rest.quantile([0.27, 0.73])
    apart = kept.loc[rest >= high, "q1"].mean() - kept.loc[rest <= low, "q1"].mean()
    assert table.loc["q1", "discrimination"] == pytest.approx(apart / 6)


def test_each_rule_flags_the_item_that_breaks_it():
    data, rng = made(), np.random.default_rng(4)
    assert not any(flags(screen(data, list(data), scale=(1, 7))).values())
    low = data.assign(q3=(data["q3"] - 4).clip(1, 7))
    assert "floor" in flags(screen(low, list(low), scale=(1, 7)))["q3"]
    high = data.assign(q3=(data["q3"] + 4).clip(1, 7))
    assert "ceiling" in flags(screen(high, list(high), scale=(1, 7)))["q3"]
    lone = data.assign(q4=rng.integers(1, 8, 300))
    found = flags(screen(lone, list(lone)))
    assert {"item_total", "discrimination"} <= set(found["q4"])
    assert not found["q1"]
    gaps = data.assign(q1=data["q1"].where(np.arange(300) >= 20))
    assert flags(screen(gaps, list(gaps), scale=(1, 7)))["q1"] == ["missing"]
    tail = data.assign(q3=np.where(data["q3"] == 7, 7, 2))
    assert "skew" in flags(screen(tail, list(tail), scale=(1, 9)))["q3"]


def test_own_limits_take_the_place_of_the_rules():
    data = made()
    found = screen(data, list(data), scale=(1, 7), limits={"item_total": 0.99})
    assert all("item_total" in codes for codes in flags(found).values())
    rules = found.rules().set_index("kind")
    assert rules.loc["item_total", ["threshold", "n_items"]].tolist() == [0.99, 3]
    assert all(rules["source"].str.contains(r"\(\d{4}\)"))


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "same answer to everything"), ("zh", "同一个答案")]
)
def test_straight_lines_are_hinted_at(lang, words):
    data = made().assign(q4=made(seed=2)["q1"])
    assert words not in screen(data, list(data)).explain()
    data.iloc[:60] = 4
    with cx.use(lang):
        found = screen(data, list(data))
        assert words in found.explain()
    assert found.glance()["straight"].item() == data.eq(data["q1"], axis=0).all(axis=1).mean()


def test_an_instrument_brings_its_scale_and_turns_its_items():
    data = made()
    spec = Instrument.from_columns("own", {"s": list(data)}, low=1, high=7, reversed=["q3"])
    turned = data.assign(q3=8 - data["q3"])
    first, second = (
        screen(turned, spec).tidy(),
        screen(data, {"s": list(data)}, scale=(1, 7)).tidy(),
    )
    pd.testing.assert_frame_equal(first, second)
    assert flags(screen(turned, list(turned), scale=(1, 7)))["q3"][0] == "item_total"


def test_one_item_alone_has_no_company():
    row = screen(made(), ["q1"], scale=(1, 7)).tidy().iloc[0]
    assert row[["estimate", "discrimination", "alpha_if_deleted"]].isna().all()


@given(st.integers(0, 2**12), st.permutations(range(3)))
@settings(max_examples=12)
def test_the_order_of_items_and_rows_does_not_matter(seed, order):
    data = made(seed=seed)
    names = list(data)
    first = screen(data, names, scale=(1, 7)).tidy().set_index("term")
    other = data.sample(frac=1, random_state=seed)
    second = screen(other, [names[k] for k in order], scale=(1, 7)).tidy().set_index("term")
    pd.testing.assert_frame_equal(first, second.loc[names])
    known = reliability(data, {"s": names}).items()["item_total"]
    np.testing.assert_allclose(first["estimate"], known)


@given(st.integers(0, 2**12), st.sampled_from([0.5, 2, 10]), st.integers(-5, 5))
@settings(max_examples=12)
def test_stretching_the_scale_changes_no_coefficient(seed, factor, shift):
    data = made(seed=seed)
    kept = ["estimate", "alpha_if_deleted", "discrimination", "skew", "floor", "ceiling"]
    first = screen(data, list(data), scale=(1, 7)).tidy()[kept]
    ends = (factor + shift, 7 * factor + shift)
    second = screen(data * factor + shift, list(data), scale=ends).tidy()[kept]
    pd.testing.assert_frame_equal(first, second)


GAPS = pd.DataFrame(
    {"q1": [1, 2, np.nan, np.nan], "q2": [np.nan, np.nan, 3, 4], "q3": [1, 2, 3, 5]}
)
BROKEN = {
    "absent": (lambda d: screen(d, ["q1", "qq"]), cx.DataError, "qq"),
    "constant": (lambda d: screen(d.assign(q1=4), list(d)), cx.DataError, "same answer"),
    "off the scale": (lambda d: screen(d, list(d), scale=(1, 5)), cx.DataError, "must lie in 1-5"),
    "scale": (lambda d: screen(d, list(d), scale=(1, 5, 7)), cx.SpecError, "two numbers"),
    "scale turned": (lambda d: screen(d, list(d), scale=(7, 1)), cx.SpecError, "the lower first"),
    "limit": (lambda d: screen(d, list(d), limits={"celing": 1}), cx.SpecError, "ceiling"),
    "no mapping": (lambda d: screen(d, list(d), limits=0.3), cx.SpecError, "mapping"),
    "few": (lambda d: screen(GAPS, list(GAPS)), cx.DataError, "three or"),
    "twice": (lambda d: screen(d, ["q1", "q1"]), cx.SpecError, "more than once"),
    "none": (lambda d: screen(d, {}), cx.SpecError, "No scale"),
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", BROKEN)
def test_it_refuses_in_words(name, lang):
    call, kind, words = BROKEN[name]
    with cx.use(lang), pytest.raises(kind, match=words if lang == "en" else ".") as error:
        call(made())
    assert lang == "en" or any("\u3400" <= each <= "\u9fff" for each in str(error.value))


def test_each_scale_has_its_own_ends():
    data = made()
    wide = made(seed=5).rename(columns={"q1": "r1", "q2": "r2", "q3": "r3"}) * 10
    both = pd.concat([data, wide], axis=1)
    blocks = {"s": list(data), "t": list(wide)}
    alone = [
        screen(part, {name: list(part)}).tidy()
        for name, part in zip("st", (data, wide), strict=True)
    ]
    found = screen(both, blocks)
    pd.testing.assert_frame_equal(found.tidy(), pd.concat(alone, ignore_index=True))
    assert found.ends["t"] == (wide.to_numpy().min(), wide.to_numpy().max())
    given = screen(both, blocks, scale={"t": (10, 70)}).tidy()
    pd.testing.assert_frame_equal(given[:3], alone[0])
    named = screen(wide, {"t": list(wide)}, scale=(10, 70)).tidy()
    pd.testing.assert_frame_equal(given[3:].reset_index(drop=True), named)
    with pytest.raises(cx.SpecError, match="scale = 'u' is not known"):
        screen(both, blocks, scale={"u": (1, 7)})
    with pytest.raises(cx.DataError, match="must lie in 1-7"):
        screen(both, blocks, scale=(1, 7))
    assert screen(both, blocks, limits={"item_total": 0.99}).explain().startswith("Goes badly")
