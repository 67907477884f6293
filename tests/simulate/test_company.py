import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab.simulate._company import TYPES, labels, words

TYPED = [f"{prefix}_{kind}" for prefix in "xe" for kind in TYPES]


@pytest.fixture(scope="module")
def world():
    return cx.simulate.company(20_000, careless=0, seed=11)


def test_scales_are_kept(world):
    data = world.data
    assert data[[f"{p}_{kind}" for p in "xew" for kind in TYPES]].isin(range(11)).all(axis=None)
    assert data["recommend"].isin(range(11)).all()
    assert data[["satisfaction", "stay"]].isin(range(1, 6)).all(axis=None)
    assert data.filter(regex="^why_|^churned|^negative").isin([0, 1]).all(axis=None)
    assert (data["complained"].isna() == (data["negative"] == 0)).all()
    assert (data["duration"] > 0).all()


def test_every_answer_in_words_has_its_word_and_every_question_its_text(world):
    told = world.data.attrs["words"]
    for name, known in told.items():
        assert set(world.data[name].dropna()) <= set(known)
    asked = set(world.data.columns) - {"duration", "churned"}
    assert asked <= set(world.data.attrs["labels"]) == set(labels())
    assert told == words()


def test_means_are_those_of_the_truth(world):
    means = {**world.truth["experience_mean"], **world.truth["expectation_mean"]}
    for name, mean in means.items():  # schools below the mean, and the ends of the scale, pull
        assert world.data[name].mean() == pytest.approx(mean, abs=0.2)


def test_effects_are_found_again(world):
    found = cx.drivers.regress(world.data, "satisfaction", TYPED, family="ordinal").tidy()
    rows = found.set_index("term").loc[TYPED]
    true = pd.Series(world.truth["satisfaction"]).loc[TYPED]
    ratio = rows["estimate"] / true  # a threshold model knows effects up to one factor
    assert np.corrcoef(rows["estimate"], true)[0, 1] > 0.99
    assert ratio[true.abs() > 0.1].max() / ratio[true.abs() > 0.1].min() < 1.25


def test_who_is_heard_leaves_less_and_few_speak_up(world):
    bad = world.data[world.data["negative"] == 1]
    leaving = (bad["stay"] <= 2).groupby(bad["complained"]).mean()
    assert leaving[1] < leaving[0] - 0.1
    chance = world.truth["complained"]["chance, once negative"]
    assert bad["complained"].mean() == pytest.approx(chance, abs=0.015)
    content = world.data.loc[world.data["negative"] == 0, "churned"].mean()
    assert bad["churned"].mean() > 2 * content


def test_the_numbers_belong_to_nobody(world):
    assert world.data["phone"].str.fullmatch(r"143\d{8}").all()
    assert world.data["phone"].is_unique


def test_the_same_seed_is_the_same_world_and_mistakes_are_named():
    pd.testing.assert_frame_equal(
        cx.simulate.company(60, seed=1).data, cx.simulate.company(60, seed=1).data
    )
    assert not cx.simulate.company(60, seed=1).data.equals(cx.simulate.company(60, seed=2).data)
    with pytest.raises(cx.SpecError, match="n must be a whole number"):
        cx.simulate.company(0)
    with pytest.raises(cx.SpecError, match="careless = 8 is not a share"):
        cx.simulate.company(100, careless=8)


def test_the_careless_are_planted_where_the_truth_says():
    careful, world = (cx.simulate.company(400, careless=part) for part in (0, 0.08))
    rows = world.truth["careless"]
    assert {kind: len(each) for kind, each in rows.items()} == dict.fromkeys(rows, 8)
    every = np.concatenate(list(rows.values()))
    assert len(set(every)) == 32
    rest = world.data.index.difference(every)
    columns = world.data.columns.drop("duration")
    pd.testing.assert_frame_equal(world.data.loc[rest, columns], careful.data.loc[rest, columns])
    straight = world.data.loc[rows["straight"]].filter(regex="^x_")
    assert straight.eq(straight.iloc[:, 0], axis=0).all(axis=None)
    hasty = world.data.loc[rows["speed"], "duration"]
    assert hasty.max() < world.data.loc[rest, "duration"].quantile(0.05)
