import numpy as np
import pandas as pd
import pytest

import cxlab as cx

ITEMS = {"value": [f"value_{kind}{n}" for kind in "fesp" for n in (1, 2, 3)],
         "loyalty": ["loy_1", "loy_2", "loy_3"]}  # fmt: skip
NAMES = [name for names in ITEMS.values() for name in names]


@pytest.fixture(scope="module")
def careful():
    return cx.simulate.meiyu(1000, seed=8).data


@pytest.fixture(scope="module")
def world(careful):
    return cx.simulate.careless(careful, ITEMS, share=0.03, seed=9)


def test_each_kind_has_its_share_and_nobody_is_of_two(world):
    rows = world.truth["rows"]
    assert {kind: len(each) for kind, each in rows.items()} == dict.fromkeys(
        ("straight", "speed", "random", "copy", "repeated"), 30
    )
    every = np.concatenate(list(rows.values()))
    assert len(np.unique(every)) == 150
    for source in world.truth["source"].values():
        assert not set(source) & set(every)


def test_the_careful_keep_their_answers(careful, world):
    touched = [world.truth["rows"][kind] for kind in ("straight", "random", "copy")]
    good = np.setdiff1d(np.arange(1000), np.concatenate(touched))
    pd.testing.assert_frame_equal(world.data[list(careful)].iloc[good], careful.iloc[good])
    assert (world.data.dtypes[list(careful)] == careful.dtypes).all()


def test_what_was_planted(world):
    data, rows, source = world.data, world.truth["rows"], world.truth["source"]
    for names in ITEMS.values():
        answers = data.iloc[rows["straight"]][names].to_numpy()
        assert (answers == answers[:, :1]).all()
    copied = data[NAMES].to_numpy()
    assert (copied[rows["copy"]] == copied[source["copy"]]).all()
    assert data["respondent"].nunique() == 1000 - 30
    ids = data["respondent"].to_numpy()
    assert (ids[rows["repeated"]] == ids[source["repeated"]]).all()
    random = copied[rows["random"]]
    counts = np.unique(random, return_counts=True)[1]
    assert len(counts) == 7
    np.testing.assert_allclose(counts / random.size, 1 / 7, atol=4 * np.sqrt(0.125 / random.size))


def test_times_are_those_of_the_kind(world):
    pace = np.log(world.data["seconds"] / len(NAMES))
    hasty = np.isin(np.arange(1000), [*world.truth["rows"]["speed"],
                                      *world.truth["rows"]["straight"]])  # fmt: skip
    assert pace[~hasty].mean() == pytest.approx(np.log(7), abs=4 * 0.35 / np.sqrt(940))
    assert pace[hasty].mean() == pytest.approx(np.log(1.2), abs=4 * 0.35 / np.sqrt(60))


def test_the_same_seed_is_the_same_world(careful):
    one, two = (cx.simulate.careless(careful, NAMES, seed=1).data for _ in range(2))
    assert one.equals(two)
    assert not one.equals(cx.simulate.careless(careful, NAMES, seed=2).data)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"share": 0.2}, "More than half"),
        ({"share": 3}, "Shares lie in 0-1"),
        ({"kinds": ["bot"]}, "is not known"),
    ],
)
def test_mistakes_are_named(careful, options, words):
    with pytest.raises(cx.SpecError, match=words):
        cx.simulate.careless(careful, NAMES, **options)


def test_a_column_that_is_there_is_not_overwritten(careful):
    with pytest.raises(cx.SpecError, match="'seconds' already"):
        cx.simulate.careless(careful.assign(seconds=1), NAMES)
