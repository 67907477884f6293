"""Bad input to Kano analysis: case 87 of the list, and whatever else a survey file brings."""

import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab.drivers import kano, kano_table


@pytest.fixture
def data():
    rng = np.random.default_rng(4)
    frame = pd.DataFrame(
        rng.integers(1, 6, (30, 4)), columns=["f_lift", "d_lift", "f_tea", "d_tea"]
    )
    return frame.assign(shop=["A", "B", "C"] * 10)


def both(match_en, match_zh, error, call):
    with pytest.raises(error, match=match_en):
        call()
    with cx.use("zh"), pytest.raises(error, match=match_zh):
        call()


def test_wrong_codes(data):
    data["f_lift"] = data["f_lift"].astype(object)
    data.loc[[3, 8], "f_lift"] = [9, "like"]
    both(
        r"'f_lift' must hold one of 1, 2, 3, 4, 5; 2 of 30 values do not \(first: 9, row 3\)",
        "'f_lift'只能取1、2、3、4、5；30个值里有2个不是（第一个：9，第3行）",
        cx.DataError,
        lambda: kano(data, ("f_", "d_")),
    )


def test_half_of_a_pair_is_missing(data):
    both(
        "lack the other half of their pair: 'f_tea'",
        "缺了配对的另一半：'f_tea'",
        cx.DataError,
        lambda: kano(data.drop(columns="d_tea"), ("f_", "d_")),
    )
    both(
        "'tea' must name two columns, .* it names 1",
        "'tea'要指定两列，.*现在给了1列",
        cx.SpecError,
        lambda: kano(data, {"tea": ("f_tea",)}),
    )
    with pytest.raises(cx.DataError, match=r"no column 'd_tee'. Did you mean 'd_tea'"):
        kano(data, {"tea": ("f_tea", "d_tee")})
    with pytest.raises(cx.SpecError, match="Column 'f_tea' is named twice"):
        kano(data, {"tea": ("f_tea", "f_tea")})


def test_unequal_lists():
    both(
        "functional has 2 answers and dysfunctional 1",
        "functional有2个回答，dysfunctional有1个",
        cx.SpecError,
        lambda: kano_table(functional=[1, 2], dysfunctional=[5]),
    )
    with pytest.raises(cx.DataError, match="An answer of a pair is missing"):
        kano_table(functional=[1, None], dysfunctional=[5, 5])
    with pytest.raises(cx.SpecError, match="functional must be a list, not 3"):
        kano_table(functional=3, dysfunctional=[5])


def test_all_missing(data):
    data["d_tea"] = np.nan
    both(
        "Nobody answered both questions of 'tea'",
        "没有人把'tea'的两道题都答了",
        cx.DataError,
        lambda: kano(data, ("f_", "d_")),
    )


def test_one_respondent(data):
    both(
        "needs two or more respondents; there is one",
        "至少要两名受访者",
        cx.DataError,
        lambda: kano(data.head(1), ("f_", "d_")),
    )


def test_all_questionable(data):
    """Case 87: the answer stands, with a warning; better and worse are missing, not zero."""
    data[["f_tea", "d_tea"]] = 1
    with pytest.warns(cx.CxWarning, match="Most answers on 'tea' are questionable"):
        found = kano(data, ("f_", "d_"))
    row = found.tidy().set_index("term").loc["tea"]
    assert row["category"] == "questionable"
    assert np.isnan([row["better"], row["better_low"], row["worse"], row["worse_high"]]).all()
    assert "–" in repr(found)
    assert "nan" not in found.explain() + repr(found)
    found.plot().get_figure(root=True).canvas.draw()
    with cx.use("zh"), pytest.warns(cx.CxWarning, match="'tea'的回答大多是可疑结果"):
        kano(data, ("f_", "d_"))
    data[["f_lift", "d_lift"]] = 5
    with pytest.warns(cx.CxWarning, match="Most answers on 'lift', 'tea'"):
        found = kano(data, ("f_", "d_"))
    assert found.headline() == "No attribute is asked for"
    assert "nan" not in found.explain()
    found.plot().get_figure(root=True).canvas.draw()


def test_codes_that_run_the_other_way(data):
    data[["f_lift", "f_tea"]], data[["d_lift", "d_tea"]] = 5, 1
    with pytest.warns(cx.CxWarning, match=r"say answers=\(5, 4, 3, 2, 1\)"):
        kano(data, ("f_", "d_"))


def test_wrong_requests(data):
    with pytest.raises(cx.SpecError, match="answers must name five different codes"):
        kano(data, ("f_", "d_"), answers=(1, 2, 3))
    with pytest.raises(cx.SpecError, match="answers must name five different codes"):
        kano(data, ("f_", "d_"), answers=(1, 2, 3, 4, 4))
    with pytest.raises(cx.SpecError, match="pairs must be two different prefixes"):
        kano(data, ("f_", "f_"))
    with pytest.raises(cx.SpecError, match="pairs must be two different prefixes"):
        kano(data, "f_")
    with pytest.raises(cx.DataError, match="No column begins with 'kf_' or 'kd_'"):
        kano(data, ("kf_", "kd_"))
    with pytest.raises(cx.SpecError, match="No pair of questions was named"):
        kano(data, {})
    with pytest.raises(cx.DataError, match="no column 'w_lift'"):
        kano(data, ("f_", "d_"), importance="w_")
    with pytest.raises(cx.SpecError, match="mapping of importance lacks 'tea'"):
        kano(data.assign(w=1), ("f_", "d_"), importance={"lift": "w"})
    with pytest.raises(cx.DataError, match="no answer on importance"):
        kano(data.assign(w_lift=1, w_tea=np.nan), ("f_", "d_"), importance="w_")
    with pytest.raises(cx.SpecError, match="conf = 95 must lie between 0 and 1"):
        kano(data, ("f_", "d_"), conf=95)
    with pytest.raises(cx.DataError, match="must be a pandas DataFrame"):
        kano([1, 2], ("f_", "d_"))
    with pytest.raises(cx.DataError, match=r"no column 'shops'. Did you mean 'shop'"):
        kano(data, ("f_", "d_"), by="shops")


def test_small_groups_are_named(data):
    with pytest.warns(cx.CxWarning, match="Fewer than 10 answers in C"):
        kano(data.drop(index=[2]), ("f_", "d_"), by="shop")
    data.loc[data["shop"] == "B", "f_tea"] = np.nan
    with pytest.raises(cx.DataError, match="In group B nobody answered both questions of 'tea'"):
        kano(data, ("f_", "d_"), by="shop")


def test_rows_without_a_group_are_left_out_and_counted(data):
    data.loc[0, "shop"] = None
    with pytest.warns(cx.CxWarning, match="Fewer than 10 answers in A"):
        found = kano(data, ("f_", "d_"), by="shop")
    assert (found.n, found.n_dropped) == (29, 1)
    assert found.dropped == {"shop": 1}
