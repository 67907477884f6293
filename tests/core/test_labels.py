"""Labels a frame carries: shared by all frames made from it, changed by none."""

import copy
import pickle

import pandas as pd
import pytest

import cxlab as cx
from cxlab._core.labels import Attached


def frame():
    data = pd.DataFrame({"x": [1, 2]})
    data.attrs["labels"] = Attached({"x": {"en": "price", "zh": "价格"}})
    return data


def test_frames_made_from_a_frame_share_its_labels():
    data = frame()
    assert data[["x"]].attrs["labels"] is data.attrs["labels"]
    assert copy.deepcopy(data).attrs["labels"] is data.attrs["labels"]


def test_more_labels_belong_to_one_frame_only():
    data = frame()
    other = data.copy()
    other.attrs["labels"] |= {"y": "value"}
    assert list(other.attrs["labels"]) == ["x", "y"]
    assert list(data.attrs["labels"]) == ["x"]
    assert isinstance(other.attrs["labels"], Attached)


@pytest.mark.parametrize(
    "change",
    [
        lambda held: held.update(y=1),
        lambda held: held.pop("x"),
        lambda held: held.clear(),
        lambda held: held.setdefault("y", 1),
        lambda held: held.__setitem__("y", 1),
        lambda held: held.__delitem__("x"),
    ],
)
def test_a_change_in_place_is_refused(change):
    with pytest.raises(TypeError, match=r"\|="):
        change(frame().attrs["labels"])


def test_they_are_pickled_as_what_they_hold():
    held = frame().attrs["labels"]
    assert pickle.loads(pickle.dumps(held)) == held


def test_loaded_data_carry_them():
    assert isinstance(cx.load("meiyu").attrs["labels"], Attached)
