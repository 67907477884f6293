"""Scoring: gaps, weights, groups, and what bad answers lead to."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import cxlab as cx
from cxlab.instruments import Instrument, get, score

SERVQUAL = get("servqual")
TWO = Instrument.from_columns(
    "two",
    {"a": ["p1", "p2"], "b": ["p3", "p4"]},
    low=1,
    high=7,
    expectation={"a": ["e1", "e2"], "b": ["e3", "e4"]},
    reversed=["p4"],
)


def answers(n=40, seed=1, missing=0.0):
    """Return made-up answers to the pairs of TWO."""
    rng = np.random.default_rng(seed)
    values = rng.integers(1, 8, (n, 8)).astype(float)
    values[rng.random(values.shape) < missing] = np.nan
    return pd.DataFrame(values, columns=TWO.columns())


def servqual(n=60, seed=2):
    rng = np.random.default_rng(seed)
    data = pd.DataFrame(rng.integers(1, 8, (n, 44)), columns=SERVQUAL.columns())
    points = rng.multinomial(100, [0.1, 0.3, 0.2, 0.2, 0.2], n)
    return data.join(pd.DataFrame(points, columns=SERVQUAL.weights.columns))


def row(result, term):
    return result.tidy().set_index("term").loc[term]


def test_a_gap_by_hand():
    data = pd.DataFrame(
        {"p1": [4, 6], "p2": [6, 5], "p3": [2, 3], "p4": [6, 5]}
        | {"e1": [7, 6], "e2": [7, 6], "e3": [5, 4], "e4": [3, 2]}
    )
    result = score(data, TWO, weights={"a": 3, "b": 1})
    assert result.scores.to_numpy().tolist() == [[-2.0, -3.0], [-0.5, -2.0]]  # p4 and e4 are turned
    found = row(result, "a")[["perception", "expectation", "estimate"]]
    assert found.tolist() == [5.25, 6.5, -1.25]
    assert row(result, "overall")["estimate"] == pytest.approx(-1.875)
    weighted = row(result, "overall_weighted")
    assert weighted["estimate"] == pytest.approx(0.75 * -1.25 + 0.25 * -2.5)
    assert result.tidy()["weighted"].sum() == pytest.approx(weighted["estimate"])


def test_the_paired_test_is_that_of_scipy():
    data = servqual()
    result = score(data, "servqual")
    for name, columns in SERVQUAL.scales("perception").items():
        perceived = data[columns].mean(axis=1)
        expected = data[SERVQUAL.scales("expectation")[name]].mean(axis=1)
        test = stats.ttest_rel(perceived, expected)
        low, high = test.confidence_interval(0.95)
        found = row(result, name)[["statistic", "df", "p_value", "conf_low", "conf_high"]]
        expected_row = [test.statistic, test.df, test.pvalue, low, high]
        np.testing.assert_allclose(found.astype(float), expected_row, rtol=1e-10)


def test_the_respondents_own_points_become_shares():
    data = servqual()
    result = score(data, "servqual")
    points = data[list(SERVQUAL.weights.columns)].to_numpy() / 100
    gaps = result.scores.to_numpy()
    np.testing.assert_allclose(row(result, "empathy")["weight"], points[:, 4].mean())
    np.testing.assert_allclose(
        row(result, "overall_weighted")["estimate"], (points * gaps).sum(axis=1).mean()
    )
    assert "weight" not in score(data, "servqual", weights="equal").tidy()


def test_other_weights_need_no_second_scoring():
    data, wanted = (
        servqual(),
        {"tangibles": 50, "reliability": 20}
        | dict.fromkeys(["responsiveness", "assurance", "empathy"], 10),
    )
    fresh = score(data, "servqual", weights=wanted)
    again = score(data, "servqual").reweight(wanted)
    pd.testing.assert_frame_equal(fresh.tidy(), again.tidy())


def test_servperf_stands_beside_servqual():
    data = servqual()
    result = score(data, "servqual")
    alone = score(data, SERVQUAL.only("perception"))
    pd.testing.assert_frame_equal(result.performance, alone.scores)
    np.testing.assert_allclose(
        row(result, "empathy")["perception"], row(alone, "empathy")["estimate"]
    )


def test_scores_keep_the_index_and_are_copies():
    data = answers().set_axis([f"c{i}" for i in range(40)])
    result = score(data, TWO)
    assert result.scores.index.equals(data.index)
    for name in ("scores", "performance"):
        taken = getattr(result, name)
        taken.iloc[0, 0] = 99
        assert getattr(result, name).iloc[0, 0] != 99


def test_the_callers_frame_stays_as_it_is():
    data = answers(missing=0.1)
    before = data.copy()
    score(data, TWO)
    pd.testing.assert_frame_equal(data, before)


def test_min_answered_decides_who_gets_a_score():
    data = pd.DataFrame(
        {"loy_1": [5.0, 4, 6], "loy_2": [np.nan, 3, 6], "loy_3": [np.nan, np.nan, 7]}
    )
    assert score(data, "loyalty").scores["loyalty"].isna().tolist() == [True, False, False]
    generous = score(data, "loyalty", min_answered=0.3)
    assert generous.scores["loyalty"].round(2).tolist() == [5, 3.5, 6.33]
    strict = score(data.iloc[1:], "loyalty", min_answered=0.3)
    assert strict.n == 2
    result = score(data, "loyalty")
    assert (result.n, result.n_dropped, result.dropped) == (2, 1, {"loyalty": 1})


def test_a_pair_counts_when_both_answers_are_there():
    data = answers().astype(float)
    data.loc[0, "e1"] = np.nan
    result = score(data, TWO)
    assert result.scores.loc[0, "a"] == data.loc[0, "p2"] - data.loc[0, "e2"]
    assert result.performance.loc[0, "a"] == data.loc[0, ["p1", "p2"]].mean()
    table = result.tidy()
    np.testing.assert_allclose(table["perception"] - table["expectation"], table["estimate"])


def test_groups_are_estimated_by_themselves():
    data = answers().assign(branch=["A", "B"] * 20)
    result = score(data, TWO, by="branch")
    part = score(data[data["branch"] == "B"], TWO)
    found = result.tidy().query("group == 'B'").drop(columns="group").reset_index(drop=True)
    pd.testing.assert_frame_equal(found, part.tidy())
    reweighted = result.reweight({"a": 1, "b": 1}).tidy()
    assert reweighted["group"].unique().tolist() == ["A", "B"]


def test_a_row_without_group_is_left_out_and_counted():
    data = answers().assign(branch=["A", "B"] * 19 + [None, None])
    result = score(data, TWO, by="branch")
    assert (result.n, result.n_dropped) == (38, 2)
    assert result.dropped == {"branch": 2}


def test_equal_gaps_have_no_test():
    data = answers(6)
    for place in range(1, 5):
        data[f"e{place}"] = data[f"p{place}"]
    assert np.isnan(row(score(data, TWO), "a")["p_value"])


@pytest.mark.parametrize(("lang", "words"), [("en", "least to spare"), ("zh", "余量最小")])
def test_when_nothing_falls_short_it_says_so(lang, words):
    data = answers()
    data[["e1", "e2", "e3"]], data["e4"] = 1, 7
    with pytest.warns(cx.CxWarning, match="same answer to e1, e2, e3, e4"):
        result = score(data, TWO)
    with cx.use(lang):
        assert words in result.headline()


def test_small_samples_are_called_rough():
    assert "rough" in score(answers(10), TWO).explain()
    assert "rough" not in score(answers(40), TWO).explain()


# ---- bad input -----------------------------------------------------------------------------


def spoil_range(data):
    data.loc[3, "sq_p05"] = 9


def spoil_block(data):
    return data.drop(columns=SERVQUAL.columns("expectation"))


def spoil_column(data):
    return data.drop(columns="sq_e05")


def spoil_scale(data):
    data[SERVQUAL.scales("perception")["empathy"]] = np.nan


def spoil_text(data):
    data["sq_p01"] = "very good"


def spoil_negative(data):
    data.loc[0, "sq_w_empathy"] = -5


def spoil_zero(data):
    data.loc[0, list(SERVQUAL.weights.columns)] = 0


def spoil_nan(data):
    data["sq_w_empathy"] = data["sq_w_empathy"].astype(float)
    data.loc[4, "sq_w_empathy"] = np.nan


BAD = [
    (spoil_range, r"'sq_p05' must lie in 1-7; 1 of 60.*9, row 3", r"'sq_p05'应当在1–7之间"),
    (
        spoil_block,
        r"no expectation block: none of the 22.*only\('perception'\)",
        "没有“期望”这组题",
    ),
    (spoil_column, "no column 'sq_e05'", "没有'sq_e05'这一列"),
    (spoil_scale, "'empathy' has no answer at all", "'empathy'的.*一个答案也没有"),
    (spoil_text, "must hold numbers", "应当全是数字"),
    (spoil_negative, r"hold a negative value in 1 of 60 rows \(first: row 0\)", "1行是负值"),
    (spoil_zero, "hold nothing but zeros in 1 of 60", "1行是全零"),
    (spoil_nan, r"hold a missing value in 1 of 60 rows \(first: row 4\)", "1行是缺失值"),
]


@pytest.mark.parametrize(("spoil", "english", "chinese"), BAD)
def test_bad_answers_are_refused(spoil, english, chinese):
    data = servqual()
    spoilt = spoil(data)
    data = data if spoilt is None else spoilt
    for lang, words in (("en", english), ("zh", chinese)):
        with cx.use(lang), pytest.raises(cx.DataError, match=words):
            score(data, "servqual")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"weights": {"tangibles": 1}}, "weights lack reliability"),
        ({"weights": {"taste": 1}}, "weights = 'taste' is not known"),
        ({"weights": {d.name: -1 for d in SERVQUAL.dimensions}}, "zero or more"),
        ({"weights": "own"}, "weights = 'own' is not known"),
        ({"weights": {d.name: 0 for d in SERVQUAL.dimensions}}, "not all zero"),
        ({"weights": {d.name: "much" for d in SERVQUAL.dimensions}}, "finite number"),
        ({"min_answered": 50}, "write 50% as 0.5"),
        ({"conf": 95}, "between 0 and 1"),
    ],
)
def test_bad_options_are_refused(options, words):
    with pytest.raises(cx.SpecError, match=words):
        score(servqual(), "servqual", **options)


def test_unknown_group_column():
    with pytest.raises(cx.DataError, match="no column 'brnch'"):
        score(servqual(), "servqual", by="brnch")


def test_nobody_answered_enough():
    data = pd.DataFrame({"loy_1": [5.0, np.nan], "loy_2": [np.nan, 3.0], "loy_3": [np.nan, np.nan]})
    for lang, words in (("en", "No respondent answered enough"), ("zh", "没有一位受访者答够")):
        with cx.use(lang), pytest.raises(cx.DataError, match=words):
            score(data, "loyalty", min_answered=1)


@pytest.mark.parametrize(("lang", "words"), [("en", "should sum to 100"), ("zh", "之和应为100")])
def test_points_that_do_not_sum_to_100_are_named(lang, words):
    data = servqual()
    data.loc[7, "sq_w_empathy"] += 10
    with cx.use(lang), pytest.warns(cx.CxWarning, match=f"{words}.*7.*110"):
        result = score(data, "servqual")
    assert result.tidy()["weight"].sum() == pytest.approx(1)
    given_points = {d.name: 30 for d in SERVQUAL.dimensions}
    with cx.use("en"), pytest.warns(cx.CxWarning, match="sum to 150, not to 100"):
        score(servqual(), "servqual", weights=given_points)


@pytest.mark.parametrize(("lang", "words"), [("en", "groups C have one"), ("zh", "组别C只有一位")])
def test_a_group_of_one_is_named_and_has_no_interval(lang, words):
    data = answers().assign(branch=["A"] * 20 + ["B"] * 19 + ["C"])
    with cx.use(lang), pytest.warns(cx.CxWarning, match=words):
        result = score(data, TWO, by="branch")
    alone = result.tidy().query("group == 'C'")
    assert alone[["std_error", "p_value", "conf_low"]].isna().all(axis=None)
    assert alone["estimate"].notna().all()


# ---- properties ----------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), order=st.randoms(use_true_random=False))
def test_row_order_does_not_matter(seed, order):
    data = answers(12, seed, missing=0.05)
    rows = list(data.index)
    order.shuffle(rows)
    first, second = score(data, TWO), score(data.loc[rows], TWO)
    pd.testing.assert_frame_equal(first.tidy(), second.tidy())
    pd.testing.assert_frame_equal(first.scores, second.scores.sort_index())


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_relabelling_changes_no_number(seed):
    data = answers(12, seed)
    own = {f"question {i}": column for i, column in enumerate(TWO.columns())}
    renamed = data.rename(columns={column: mine for mine, column in own.items()})
    pd.testing.assert_frame_equal(score(data, TWO).tidy(), score(renamed, TWO.rename(own)).tidy())


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), shift=st.integers(-20, 20))
def test_a_constant_added_to_both_answers_leaves_the_gap(seed, shift):
    data = answers(12, seed)
    wide = Instrument.from_columns(
        "wide", TWO.scales("perception"), low=-30, high=30, expectation=TWO.scales("expectation")
    )
    first, second = score(data, wide), score(data + shift, wide)
    same = ["estimate", "sd", "statistic", "p_value", "conf_low", "conf_high"]
    pd.testing.assert_frame_equal(first.tidy()[same], second.tidy()[same], rtol=1e-9, atol=1e-12)
    moved = second.tidy()["perception"] - first.tidy()["perception"]
    np.testing.assert_allclose(moved, shift, atol=1e-12)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), factor=st.floats(0.01, 100))
def test_only_the_proportions_of_weights_count(seed, factor):
    data = answers(12, seed)
    first = score(data, TWO, weights={"a": 1, "b": 3}).tidy()
    second = score(data, TWO, weights={"a": factor, "b": 3 * factor}).tidy()
    pd.testing.assert_frame_equal(first, second, rtol=1e-9, atol=1e-12)


def test_items_are_the_means_of_the_answers_in_pairs():
    data = answers(missing=0.1)
    result = score(data, TWO, level="item")
    assert result.tidy()["term"].tolist() == ["p1", "p2", "p3", "p4"]
    for place, (end, start) in enumerate(zip(["p1", "p2", "p3"], ["e1", "e2", "e3"], strict=True)):
        pair = data[[end, start]].dropna()
        found = result.tidy().iloc[place]
        assert found["estimate"] == pytest.approx((pair[end] - pair[start]).mean())
        assert found["statistic"] == pytest.approx(
            stats.ttest_rel(pair[end], pair[start]).statistic
        )
        assert found["n"] == len(pair)
    turned = data[["p4", "e4"]].dropna()
    assert result.tidy()["estimate"].iloc[3] == pytest.approx((turned["e4"] - turned["p4"]).mean())


def test_items_of_servqual_bear_their_wording_and_no_weights():
    data = servqual()
    result = score(data, "servqual", level="item")
    assert len(result.tidy()) == 22
    assert "weight" not in result.tidy()
    assert result.label("sq_p03") == "the staff look tidy"
    assert len(result.headline()) <= 90
    assert "Of 22 gaps" in result.explain()
    with pytest.raises(cx.SpecError, match="belong to dimensions"):
        score(data, "servqual", level="item", weights=dict.fromkeys("ab", 1))
    with pytest.raises(cx.SpecError, match="level"):
        score(data, "servqual", level="question")


def test_small_groups_are_left_out_and_stay_out():
    data = servqual().assign(shop=["a"] * 30 + ["b"] * 24 + ["c"] * 6)
    whole = score(data, "servqual", by="shop")
    with pytest.warns(cx.CxWarning, match=r"fewer than 10 answered: c\."):
        large = whole.large_groups(10)
    assert large.tidy()["group"].unique().tolist() == ["a", "b"]
    assert large.n == 54
    points = dict.fromkeys(large.scores, 1)
    assert large.reweight(points).tidy()["group"].unique().tolist() == ["a", "b"]
    with pytest.warns(cx.CxWarning) as told:
        beside = whole.large_groups(10, total_shown=True)
    assert beside.tidy()["group"].unique().tolist() == ["a"]
    assert "from the total: b." in str(told[-1].message)
    alone = score(data, "servqual")
    assert alone.large_groups(10) is alone
    with pytest.raises(cx.DataError, match="No group has 40"):
        whole.large_groups(40)


def test_all_missing_columns_are_named():
    data = servqual().drop(columns=["sq_e03", "sq_e21"])
    with pytest.raises(
        cx.DataError, match="lack 2 of the 22 columns of the expectation block: sq_e03, sq_e21"
    ):
        score(data, "servqual")
