"""What a page offers of a survey: answers, groups, never keys."""

import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab.dashboards._columns import Columns, first


@pytest.fixture
def survey():
    n = 60
    return pd.DataFrame(
        {
            "id": range(1000, 1000 + n),
            "score": pd.array([1, 2, 3, 4, 5, None] * 10, dtype="Int64"),
            "member": [0, 1] * 30,
            "shop": ["east", "west", "north"] * 20,
            "comment": [f"text {i}" for i in range(n)],
            "when": pd.date_range("2026-01-01", periods=n),
            "same": 1,
            "empty": np.nan,
        }
    )


def test_each_column_has_its_use(survey):
    known = Columns.of(survey)
    assert list(known.answers()) == ["score"]
    assert list(known.answers(least=2)) == ["score", "member"]
    assert known.grouping == ("member", "shop")


def test_measures_with_fractions_are_no_keys(survey):
    assert "time" in Columns.of(survey.assign(time=np.linspace(0, 9, 60) + 0.1)).answers()


def test_codes_with_words_are_groups_unless_they_grade(survey):
    coded = survey.assign(branch=[1, 2, 3] * 20, liking=[1, 2, 3] * 20, wave=[1, 2, 3] * 20)
    coded.attrs["words"] = {
        "branch": {1: "Mong Kok", 2: "Central", 3: "Sha Tin"},
        "liking": {1: "dissatisfied", 2: "neutral", 3: "satisfied"},
        "wave": {1: "spring", 2: "autumn"},
    }
    assert Columns.of(coded).grouping == ("member", "shop", "branch")


def test_groups_are_shown_in_words(survey):
    coded = cx.load("meiyu").replace({"branch": {"A": 1, "B": 2, "C": 3, "D": 4}})
    coded["branch"] = coded["branch"].astype(int)
    names = {1: "Mong Kok", 2: "Central", 3: "Sha Tin", 4: "Tai Po"}
    coded.attrs["words"] = {"branch": names}
    page = cx.dashboards.gaps(coded, by="branch", lang="en")
    assert page.answers["groups"].tidy()["group"].unique().tolist() == list(names.values())


def test_labels_are_said_names_stay(survey):
    survey.attrs["labels"] = {"shop": {"en": "branch", "zh": "分店"}}
    known = Columns.of(survey)
    assert known.named(["shop", "score"]) == {"shop": "Branch", "score": "score"}
    with cx.use("zh"):
        assert known.named(["shop"]) == {"shop": "分店"}


def test_without_numbers_it_says_so():
    with pytest.raises(cx.DataError, match="in numbers"):
        Columns.of(pd.DataFrame({"a": ["x", "y"]})).answers()


def test_the_first_wanted_name_else_the_place():
    assert first({"a": "A", "b": "B"}, "z", "b") == "b"
    assert first({"a": "A", "b": "B"}, "z", other=-1) == "b"


def test_odd_frames_are_refused_or_left_out():
    data = pd.DataFrame({"a": [1, 2, 3], "list": [[1], [2], [3]], "i": [1j, 2j, 3j], 7: [1, 2, 3]})
    found = Columns.of(data)
    assert (set(found.numeric), found.grouping) == ({"a"}, ())
    with pytest.raises(cx.DataError, match="2 columns called 'a'"):
        Columns.of(pd.concat([data, data[["a"]]], axis=1))
    with pytest.raises(cx.DataError, match="DataFrame"):
        Columns.of([1, 2])
    with pytest.raises(cx.DataError, match="no rows"):
        Columns.of(data.head(0))
