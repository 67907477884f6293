"""The quality report: who was planted is found, who was careful is left alone, words and limits."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import cxlab as cx
from cxlab.reading import QualityRules, quality

ITEMS = [f"sq_p{number:02d}" for number in range(1, 23)]
BOTH = {"perception": ITEMS, "expectation": [f"sq_e{number:02d}" for number in range(1, 23)]}
N = 3000
PACE, RUSH, VARIETY = 7, 1.2, 0.35  # seconds per question of the planted world, sd of logarithms


def at_most(share, n):
    """Return the count that a share gives in 999 of 1,000 samples at most."""
    return stats.binom.ppf(0.999, n, share)


def at_least(share, n):
    return stats.binom.ppf(0.001, n, share)


@pytest.fixture(scope="module")
def careful():
    return cx.simulate.careless(cx.simulate.meiyu(N, seed=11).data, BOTH, share=0.0, seed=4).data


@pytest.fixture(scope="module")
def clean(careful):
    return quality(careful, BOTH, id="respondent", duration="seconds")


@pytest.fixture(scope="module")
def world():
    return cx.simulate.careless(cx.simulate.meiyu(N, seed=11).data, BOTH, share=0.02, seed=4)


@pytest.fixture(scope="module")
def report(world):
    return quality(world.data, BOTH, id="respondent", duration="seconds")


def expected(found, flag):
    return found.tidy().set_index("term").loc[flag, "expected"]


@pytest.mark.parametrize("flag", ["straight", "flat"])
def test_chance_flags_no_more_of_the_careful_than_the_rule_says(clean, flag):
    assert expected(clean, flag) <= 0.01
    assert clean.flags[flag].sum() <= at_most(0.01, N)


def test_times_flag_the_careful_as_the_normal_distribution_says(clean):
    rushed = stats.norm.cdf(-np.log(2) / VARIETY)
    assert at_least(rushed, N) <= clean.flags["rushed"].sum() <= at_most(rushed, N)
    assert expected(clean, "rushed") == pytest.approx(rushed, abs=0.01)
    slow = stats.norm.cdf(np.log(2 / PACE) / VARIETY)
    assert clean.flags["speed"].sum() <= at_most(slow, N)
    assert expected(clean, "speed") < 0.002


def test_random_flags_less_of_the_careful_than_the_quantile(clean):
    assert clean.flags["random"].sum() <= at_most(0.01, N)
    assert expected(clean, "random") <= 0.01


def test_outliers_among_the_careful_are_as_many_as_expected(clean):
    assert clean.flags["outlier"].sum() <= at_most(expected(clean, "outlier"), N) + 1
    assert expected(clean, "outlier") < 0.005


def test_nobody_careful_is_a_copy_or_repeated(clean):
    assert clean.flags["copy"].sum() <= at_most(0.001, N)
    assert not clean.flags["repeated"].any()


def test_two_kinds_are_rare_among_the_careful(clean):
    assert clean.rows().sum() <= at_most(2 * expected(clean, "several"), N)
    assert expected(clean, "several") < 0.003


def test_straight_lines_are_found(report, world):
    rows = world.truth["rows"]["straight"]
    assert report.flags["straight"].to_numpy()[rows].all()
    assert report.flags["flat"].to_numpy()[rows].all()
    assert (report.indices["run"].to_numpy()[rows] >= 22).all()


def test_random_answers_are_found_as_the_test_promises(report, world):
    rows = world.truth["rows"]["random"]
    found = report.flags["random"].to_numpy()[rows].sum()
    assert found >= at_least(0.95 * 0.95, len(rows))  # order above .05, and far out


def test_speeders_are_found_as_their_pace_promises(report, world):
    rows = world.truth["rows"]["speed"]
    share = stats.norm.cdf(np.log(2 / RUSH) / VARIETY)
    found = report.flags["speed"].to_numpy()[rows].sum()
    assert at_least(share, len(rows)) <= found <= at_most(share, len(rows))


def test_copies_and_repeated_ids_are_found_with_their_sources(report, world):
    for flag, kind in (("copy", "copy"), ("repeated", "repeated")):
        rows = np.concatenate([world.truth["rows"][kind], world.truth["source"][kind]])
        marked = np.flatnonzero(report.flags[flag])
        assert set(rows) <= set(marked)
        assert len(marked) <= len(set(rows)) + at_most(0.001, N)


def test_careful_respondents_beside_careless_ones_are_left_alone(report, world):
    bad = np.concatenate([*world.truth["rows"].values(), *world.truth["source"].values()])
    good = np.setdiff1d(np.arange(N), bad)
    for flag, share in (("straight", 0.01), ("flat", 0.02), ("random", 0.01), ("outlier", 0.01)):
        assert report.flags[flag].to_numpy()[good].sum() <= at_most(share, len(good)), flag
    assert report.rows().to_numpy()[good].sum() <= at_most(0.005, len(good))


def test_hurried_straight_lines_show_two_kinds(report, world):
    rows = world.truth["rows"]["straight"]
    hurried = stats.norm.cdf(np.log(2 / RUSH) / VARIETY)  # the relative speed finds more still
    assert report.rows().to_numpy()[rows].sum() >= at_least(hurried, len(rows))


def test_content_customers_are_no_straight_liners():
    """Where most give the top answer, a block of one answer is no sign of carelessness."""
    rng = np.random.default_rng(3)
    level = rng.normal(7.2, 1.2, (800, 1))
    values = np.clip(np.rint(level + rng.normal(0, 0.7, (800, 6))), 1, 7)
    data = pd.DataFrame(values, columns=list("abcdef"))
    top = (data == 7).all(axis=1)
    assert top.mean() > 0.2
    report = quality(data, list("abcdef"))
    assert not report.flags.loc[top, ["straight", "flat", "copy", "random"]].any(axis=None)
    assert report.flags.loc[~top, "straight"].mean() < 0.02


def test_short_blocks_cannot_show_a_straight_line(careful):
    rows = quality(careful, ["loy_1", "loy_2", "loy_3"]).tidy().set_index("term")
    assert rows.loc["flat", "status"] == "blunt"
    assert rows.loc["random", "status"] == "few_items"
    assert rows.loc["straight", "share"] < 0.01


def test_blocks_one_after_the_other_on_one_scale_are_one_stretch(world):
    dims = {"a": ITEMS[:4], "b": ITEMS[4:9], "c": ITEMS[9:13], "d": ITEMS[13:17], "e": ITEMS[17:]}
    assert (
        quality(world.data, dims).indices["run"].equals(quality(world.data, ITEMS).indices["run"])
    )


def twins(n=500, seed=2):
    rng = np.random.default_rng(seed)
    base = rng.normal(4, 1.4, (n, 6)) + rng.normal(0, 0.5, (n, 1))
    values = np.column_stack([base, base + rng.normal(0, 0.5, (n, 6))])
    values[:, 11] = 8 - values[:, 11]  # an antonym
    values = np.clip(np.rint(values), 1, 7)
    return pd.DataFrame(values, columns=[f"q{number}" for number in range(12)])


def test_pairs_of_like_questions_find_who_contradicts_himself():
    data = twins()
    data.iloc[:10, 6:11] = 8 - data.iloc[:10, 0:5].to_numpy()
    data.iloc[:10, 11] = data.iloc[:10, 5]
    report = quality(data, list(data))
    assert report.method == "twins"
    flagged = report.flags["inconsistent"]
    judged = report.indices["consistency"].notna()
    assert (flagged | ~judged).iloc[:10].all()
    assert flagged.iloc[:10].sum() >= 8
    assert flagged.iloc[10:].sum() <= at_most(0.01, 490)
    assert (report.indices.loc[flagged, "consistency"] < 0).all()


def test_even_and_odd_halves_serve_where_no_questions_are_alike():
    rng = np.random.default_rng(4)
    factors = np.repeat(rng.normal(4, 1.2, (600, 8)), 4, axis=1)
    values = np.clip(np.rint(factors + rng.normal(0, 1.1, (600, 32))), 1, 7)
    values[:, 3] = 8 - values[:, 3]
    data = pd.DataFrame(values, columns=[f"q{number}" for number in range(32)])
    blocks = {str(k): [f"q{4 * k + j}" for j in range(4)] for k in range(8)}
    report = quality(data, blocks, reversed=["q3"])
    assert report.method == "halves"
    turned = quality(data.assign(q3=8 - data["q3"]), blocks)
    pd.testing.assert_series_equal(report.indices["consistency"], turned.indices["consistency"])
    assert report.indices["consistency"].median() > 0.6
    assert report.flags["inconsistent"].mean() <= 0.02


def test_row_order_does_not_matter(world):
    turned = quality(world.data.iloc[::-1], ITEMS, id="respondent", duration="seconds")
    straight = quality(world.data, ITEMS, id="respondent", duration="seconds")
    back = turned.indices.iloc[::-1]
    pd.testing.assert_frame_equal(back, straight.indices, rtol=1e-7)
    assert (turned.flags.iloc[::-1] != straight.flags).to_numpy().sum() <= 2  # ties of rounding


def test_the_same_seed_gives_the_same_report(world):
    one, two = (quality(world.data, ITEMS, seed=5) for _ in range(2))
    assert one.tidy().equals(two.tidy())
    assert one.flags.equals(two.flags)


def test_the_types_of_columns_do_not_matter(world):
    answers = world.data[ITEMS]
    for other in (answers.astype("Int64"), answers.astype("Float64"), answers.astype(object)):
        assert quality(other, ITEMS).flags.equals(quality(answers, ITEMS).flags)


def test_nothing_of_the_data_is_changed(world):
    before = world.data.copy(deep=True)
    quality(world.data, BOTH, id="respondent", duration="seconds")
    pd.testing.assert_frame_equal(world.data, before)


@pytest.mark.parametrize("n", [1, 2, 5, 29])
def test_few_respondents_are_not_compared(world, n):
    report = quality(world.data.head(n), ITEMS, id="respondent", duration="seconds")
    status = report.tidy().set_index("term")["status"]
    assert (status[["straight", "flat", "outlier", "random", "copy"]] == "few_rows").all()
    assert (status[["speed", "repeated", "left_out"]] == "judged").all()
    assert len(report.flags) == n
    assert report.explain()


def test_thirty_are_enough_for_runs_but_not_for_distances(world):
    status = quality(world.data.head(40), ITEMS).tidy().set_index("term")["status"]
    assert status["straight"] == "judged"
    assert status["outlier"] == status["random"] == "few_rows"


def test_no_answers_at_all(world):
    report = quality(world.data.assign(**dict.fromkeys(ITEMS, np.nan)), ITEMS)
    assert report.flags["left_out"].all()
    assert report.flags.drop(columns="left_out").to_numpy().sum() == 0
    assert "100" in report.explain()


def test_everybody_the_same_answer(world):
    report = quality(world.data.assign(**dict.fromkeys(ITEMS, 4)), ITEMS)
    assert not report.flags.any(axis=None)
    assert report.tidy().set_index("term").loc["flat", "status"] == "blunt"


def test_one_question_shows_nothing(world):
    status = quality(world.data, ["sq_p01"]).tidy().set_index("term")["status"]
    assert (status[["straight", "flat", "outlier", "random", "copy"]] == "few_items").all()


def test_gaps_are_left_to_completion(world):
    data = world.data.copy()
    data.loc[data.index[:3], ITEMS[:10]] = np.nan
    report = quality(data, ITEMS)
    assert report.flags["left_out"].iloc[:3].all()
    assert report.indices[["distance", "spread", "order"]].iloc[:3].isna().all(axis=None)
    low = quality(data, ITEMS, rules=QualityRules(answered=0.5))
    assert not low.flags["left_out"].iloc[:3].any()
    assert low.indices["distance"].iloc[:3].notna().all()


def test_scales_of_different_width_stand_side_by_side(world):
    report = quality(world.data, {"servqual": ITEMS, "types": ["x_price", "x_brand", "x_service"]})
    assert report.flags["straight"].to_numpy()[world.truth["rows"]["straight"]].all()


def test_everybody_can_be_judged_by_the_order_alone(world):
    rows = world.truth["rows"]["random"]
    chosen = np.union1d(rows, np.arange(600))
    report = quality(world.data.iloc[chosen], ITEMS, rules=QualityRules(far=0))
    judged = report.indices["order"].notna()
    assert judged.mean() > 0.95  # all but those of one answer throughout
    found = report.flags["random"].to_numpy()[np.isin(chosen, rows)].sum()
    assert found >= at_least(0.95, len(rows))
    assert quality(world.data, ITEMS).indices["order"].notna().mean() < 0.1


def test_time_spans_and_impossible_times():
    data = pd.DataFrame({"a": [1, 2, 3] * 20, "b": [2, 3, 1] * 20})
    data["t"] = pd.to_timedelta([3, 30, -5] * 20, unit="s")
    report = quality(data, ["a", "b"], duration="t")
    assert report.flags["speed"].tolist() == [True, False, False] * 20
    assert report.tidy().set_index("term").loc["speed", "n"] == 40


@pytest.mark.parametrize(
    ("values", "marked"),
    [
        (["IP Address", "Survey Preview", "Spam", None], [0, 1, 1, 0]),
        ([0, 1, 8, 16], [0, 1, 1, 0]),
        (["正常", "测试", "预览数据", ""], [0, 1, 1, 0]),
    ],
)
def test_tests_and_previews_by_word_and_number(values, marked):
    data = pd.DataFrame({"a": [1, 2, 3, 1], "b": [1, 1, 2, 3], "s": values})
    assert quality(data, ["a", "b"], status="s").flags["preview"].tolist() == list(
        map(bool, marked)
    )


@pytest.mark.parametrize(
    "values",
    [
        [True, False, None],
        ["True", "False", ""],
        ["是", "否", "是"],
        pd.to_datetime(["2026-03-02", None, "2026-03-02"]),  # the moment when the end was reached
    ],
)
def test_what_was_not_finished(values):
    data = pd.DataFrame({"a": [1, 2, 3], "b": [1, 1, 2], "f": values})
    marked = quality(data, ["a", "b"], finished="f").flags["unfinished"]
    assert marked.tolist() == [False, True, False]


def test_rows_pick_respondents(report):
    either = report.rows("straight", "random")
    assert either.equals((report.flags["straight"] | report.flags["random"]).rename("flagged"))
    with pytest.raises(cx.SpecError, match=r"flag = 'stright' is not known.*'straight'"):
        report.rows("stright")


@pytest.mark.parametrize(
    ("items", "options", "error", "words"),
    [
        (["a", "zz"], {}, cx.DataError, "no column 'zz'"),
        (["a", "t"], {}, cx.DataError, "'t' must hold numbers"),
        (["a", "wide"], {}, cx.DataError, "more than 254 different answers"),
        ({"x": ["a"], "y": ["a"]}, {}, cx.SpecError, "named twice"),
        ({"x": ["a"], "y": []}, {}, cx.SpecError, "A block of items is empty"),
        (["a", "b"], {"reversed": ["t"]}, cx.SpecError, "not one of the items"),
        (["a", "b"], {"rules": 2}, cx.SpecError, r"cx\.reading\.QualityRules"),
        (["a", "b"], {"id": "zz"}, cx.DataError, "no column 'zz'"),
        (["a", "b"], {"seed": -1}, cx.SpecError, "seed"),
    ],
)
def test_mistakes_are_named(items, options, error, words):
    data = pd.DataFrame({"a": [1, 2] * 200, "b": [2, 1] * 200, "t": ["x"] * 400})
    data["wide"] = np.arange(400) / 7
    with pytest.raises(error, match=words):
        quality(data, items, **options)


def test_rules_have_bounds():
    with pytest.raises(cx.SpecError, match="seconds = -1 must lie between 0 and 60"):
        QualityRules(seconds=-1)


def test_the_report_states_its_rules_in_both_languages(report):
    for lang, words in (("en", "less than 2 seconds per question"), ("zh", "平均每题不到2秒")):
        with cx.use(lang):
            table = report.shown()
            assert words in table.iloc[2, -1]
            assert report.headline()
            assert report.advice
    assert "none drops anybody" in report.explain()
