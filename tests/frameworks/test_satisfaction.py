"""The triangle law on data: identities, hand-made cases, mistakes."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

import cxlab as cx
from cxlab.frameworks import satisfaction

TYPES = ["product", "service", "relationship", "price", "convenience", "brand"]


def answers(n=80, seed=5):
    rng = np.random.default_rng(seed)
    columns = {f"{prefix}_{name}": rng.integers(0, 11, n) for name in TYPES for prefix in "xew"}
    return pd.DataFrame(columns).assign(shop=rng.choice(["north", "south"], n))


def case():
    """Give every customer the case's numbers: 5 - 7 at importance 9, and 7 - 7 at 6."""
    return pd.DataFrame(
        {
            "x_convenience": [5, 4, 6],
            "e_convenience": [7, 7, 7],
            "w_convenience": [9, 9, 9],
            "x_price": [7, 6, 8],
            "e_price": [7, 7, 7],
            "w_price": [6, 6, 6],
        }
    )


def row(result, term):
    return result.tidy().set_index("term").loc[term]


def test_the_case_by_hand():
    result = satisfaction(case(), importance="w_")
    key = row(result, "convenience")
    assert (key.experience, key.expectation, key.estimate) == (5, 7, -2)
    assert (key.importance, key.weighted) == (9, -18)
    assert row(result, "price").estimate == 0
    assert row(result, "total").estimate == pytest.approx((9 * -2 + 6 * 0) / 15)
    assert result.key == ("convenience",)
    assert "= −18.0" in result.headline()


def test_each_row_is_a_paired_t_test():
    data = answers()
    result = satisfaction(data, conf=0.9)
    for name in TYPES:
        test = stats.ttest_rel(data[f"x_{name}"], data[f"e_{name}"])
        ends = test.confidence_interval(0.9)
        mine = row(result, name)
        np.testing.assert_allclose(
            [mine.statistic, mine.p_value, mine.df, mine.conf_low, mine.conf_high],
            [test.statistic, test.pvalue, test.df, ends.low, ends.high],
        )


def test_the_total_is_the_mean_over_types():
    data = answers()
    gap = np.mean([data[f"x_{name}"] - data[f"e_{name}"] for name in TYPES], axis=0)
    total = row(satisfaction(data), "total")
    assert total.estimate == pytest.approx(gap.mean())
    assert total.std_error == pytest.approx(stats.sem(gap))


def test_equal_importance_changes_nothing():
    data = answers()
    data[[f"w_{name}" for name in TYPES]] = 5
    plain, weighted = satisfaction(data), satisfaction(data, importance="w_")
    pd.testing.assert_frame_equal(plain.tidy(), weighted.tidy()[plain.tidy().columns])


def test_the_weighted_total_has_a_fair_standard_error():
    """Against the jackknife, which knows nothing of the linearisation."""
    data = answers(n=150)

    def total(rows):
        gap = np.array([(rows[f"x_{name}"] - rows[f"e_{name}"]).mean() for name in TYPES])
        weight = np.array([rows[f"w_{name}"].mean() for name in TYPES])
        return (weight * gap).sum() / weight.sum()

    n = len(data)
    left_out = np.array([total(data.drop(index=i)) for i in data.index])
    jackknife = np.sqrt((n - 1) / n * ((left_out - left_out.mean()) ** 2).sum())
    mine = row(satisfaction(data, importance="w_"), "total")
    assert mine.estimate == pytest.approx(total(data))
    assert mine.std_error == pytest.approx(jackknife, rel=0.02)


def test_it_agrees_with_the_item_bank():
    world = cx.load("meiyu")
    mine = satisfaction(world).tidy().set_index("term").drop("total")
    bank = cx.instruments.score(world, "experience_types").tidy().set_index("term")
    columns = ["experience", "expectation", "estimate", "std_error", "conf_low", "conf_high"]
    pd.testing.assert_frame_equal(mine[columns], bank.loc[mine.index, columns], check_exact=False)


@settings(max_examples=25, deadline=None)
@given(st.floats(-5, 5), st.integers(0, 5))
def test_a_point_more_experience_is_a_point_more_satisfaction(k, place):
    data = answers(20)
    name = TYPES[place]
    before = row(satisfaction(data), name)
    richer = row(satisfaction(data.assign(**{f"x_{name}": data[f"x_{name}"] + k})), name)
    humbler = row(satisfaction(data.assign(**{f"e_{name}": data[f"e_{name}"] - k})), name)
    assert richer.estimate == pytest.approx(before.estimate + k)
    assert humbler.estimate == pytest.approx(before.estimate + k)
    assert richer.std_error == pytest.approx(before.std_error)


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_row_order_does_not_matter(random):
    data = answers(25)
    order = list(range(25))
    random.shuffle(order)
    pd.testing.assert_frame_equal(
        satisfaction(data, importance="w_", by="shop").tidy(),
        satisfaction(data.iloc[order], importance="w_", by="shop").tidy(),
    )


def test_groups_are_estimated_by_themselves():
    data = answers()
    both = satisfaction(data, importance="w_", by="shop")
    north = satisfaction(data[data["shop"] == "north"], importance="w_").tidy()
    mine = both.tidy().query("group == 'north'").drop(columns="group").reset_index(drop=True)
    pd.testing.assert_frame_equal(mine, north)
    assert both.drawing.endswith("dots")
    assert set(both.key) <= set(TYPES)


def test_a_repeated_index_does_no_harm():
    data = answers()
    twice = pd.concat([data, data])
    assert satisfaction(twice, by="shop").n == 160


def test_missing_answers_are_counted():
    data = answers().astype({"x_price": float})
    data.loc[[0, 1], "x_price"] = np.nan
    result = satisfaction(data)
    assert (result.n, result.n_dropped, dict(result.dropped)) == (78, 2, {"x_price": 2})


def test_ties_are_all_named():
    data = case().assign(x_price=[5, 4, 6], w_price=9)
    assert satisfaction(data, importance="w_").key == ("convenience", "price")


def test_nothing_short_is_said_so():
    data = case().assign(x_convenience=[8, 9, 8])
    assert satisfaction(data).headline().startswith("Every type meets its expectation")


def test_own_types_keep_their_own_names():
    data = case().rename(columns=lambda name: name.replace("price", "parking"))
    data.attrs["labels"] = {"x_parking": {"en": "Parking", "zh": "停车"}}
    result = satisfaction(data)
    assert result.label("parking") == "Parking"
    with cx.use("zh"):
        assert (result.label("parking"), result.label("convenience")) == ("停车", "便利性")


@pytest.mark.parametrize(
    ("lang", "message"),
    [("en", "no column 'e_price'.*Did you mean 'x_price'"), ("zh", "没有'e_price'这一列")],
)
def test_a_lonely_column_is_named(lang, message):
    with cx.use(lang), pytest.raises(cx.DataError, match=message):
        satisfaction(case().drop(columns="e_price"))


@pytest.mark.parametrize(
    ("lang", "message"),
    [("en", "No column begins with 'exp_'"), ("zh", "没有以'exp_'开头的列")],
)
def test_an_unknown_prefix_is_named(lang, message):
    with cx.use(lang), pytest.raises(cx.DataError, match=message):
        satisfaction(case(), experience="exp_")


def test_bad_values_are_refused():
    with pytest.raises(cx.DataError, match="must hold numbers"):
        satisfaction(case().astype({"x_price": object}).replace({"x_price": {7: "good"}}))
    with pytest.raises(cx.DataError, match="must lie in 0-inf"):
        satisfaction(case().assign(w_price=-1), importance="w_")
    with pytest.raises(cx.DataError, match="All importance answers are zero"):
        satisfaction(case().assign(w_price=0, w_convenience=0), importance="w_")
    with pytest.raises(cx.DataError, match="no column 'branch'"):
        satisfaction(case(), by="branch")
    with pytest.raises(cx.SpecError, match="conf = 95"):
        satisfaction(case(), conf=95)


def test_a_group_of_one_is_warned_of():
    with pytest.warns(cx.CxWarning, match="Groups of one row"):
        result = satisfaction(case().assign(shop=["a", "a", "b"]), by="shop")
    assert result.tidy().query("group == 'b'")["conf_low"].isna().all()
