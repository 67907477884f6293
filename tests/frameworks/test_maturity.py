import numpy as np
import pandas as pd
import pytest

import cxlab as cx
from cxlab.frameworks._maturity_bank import bank

maturity = cx.frameworks.maturity
NAMES = list(bank().statements)
LISTS = {  # entries of each list of the sources, as counted there
    "practices": 5,
    "sharing": 5,
    "methods": 6,
    "meanings": 4,
    "control": 8,
    "six_steps": 6,
    "seven": 7,
    "elements": 4,
    "strategies": 4,
    "principles": 4,
    "management": 4,
}


def full(level=3, **others):
    return dict.fromkeys(NAMES, level) | others


def people(seed=5, n=6):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.integers(0, 5, (n, len(NAMES))), columns=NAMES)
    return frame.assign(who=["office", "desk"] * (n // 2))


def test_the_lists_are_those_of_the_sources():
    assert {key: len(each["entries"]) for key, each in bank().lists.items()} == LISTS


def test_every_entry_of_every_list_is_covered_and_no_other():
    covered = {
        (key, place)
        for each in bank().statements.values()
        for key, places in each.covers.items()
        for place in places
    }
    assert covered == {(key, k) for key, size in LISTS.items() for k in range(1, size + 1)}


def test_the_form_is_blank_and_says_where_each_statement_comes_from():
    form = cx.frameworks.maturity_form()
    with cx.use("zh"):
        rows = form.tidy()
    assert rows["term"].tolist() == NAMES
    assert rows["answer"].isna().all()
    assert rows.set_index("term").loc["map", "source"] == "七种方法（2）、四个核心要素（1）"
    assert (form.tidy()["source"].str.len() > 5).all()


def test_an_area_is_the_mean_of_its_statements():
    rows = maturity(full(2, asked=4, groups=0, valued=1)).tidy().set_index("term")
    assert rows.loc["needs", "estimate"] == pytest.approx(5 / 3)
    assert (rows.drop("needs")["estimate"] == 2).all()
    assert rows.index[0] == "needs"
    assert rows["n_missing"].sum() == 0


def test_a_missing_answer_gives_bounds_and_no_estimate():
    rows = maturity(full(2, asked=None, collected=np.nan)).tidy().set_index("term")
    assert rows.loc["needs", ["low", "high"]].tolist() == pytest.approx([4 / 3, 8 / 3])
    assert rows.loc["feedback", ["low", "high"]].tolist() == [1, 3]
    assert rows["estimate"].isna().sum() == 2
    assert maturity({"asked": 3}).overall() == pytest.approx((1 / 8, (7 * 4 + 11 / 3) / 8))


def test_what_is_missing_comes_first():
    rows = maturity(full(3, answered=0, help=1)).tidy()
    assert rows["term"].tolist()[:2] == ["feedback", "service"]
    assert rows["requirement"].iloc[0] == bank().statements["answered"].text["en"]
    by_statement = maturity(full(3, answered=0, help=1), level="statement").tidy()
    assert by_statement["term"].tolist()[:2] == ["answered", "help"]


@pytest.mark.parametrize(
    ("answers", "lowest"),
    [
        (full(3, answered=0), ("feedback",)),
        (full(3, collected=3, answered=None), ()),  # 1.5 to 3.5: may be lowest, may be highest
        (full(3, collected=0, answered=None), ("feedback",)),  # 0 to 2, below 3 in any case
        (full(2, collected=4, answered=None), ()),  # 2 to 4: never below the others
    ],
)
def test_the_lowest_holds_whatever_the_missing_answers_are(answers, lowest):
    found = maturity(answers)
    if lowest:
        assert found.lowest == lowest
    else:
        assert "feedback" not in found.lowest


def test_a_filled_in_form_a_frame_of_people_and_a_mapping_agree():
    form = cx.frameworks.maturity_form().tidy()
    form["answer"] = np.arange(len(form)) % 5
    mapped = maturity(dict(zip(form["term"], form["answer"], strict=True))).tidy()
    wide = pd.DataFrame([form["answer"].to_list()], columns=form["term"].to_list())
    pd.testing.assert_frame_equal(maturity(form).tidy(), mapped)
    pd.testing.assert_frame_equal(maturity(wide).tidy(), mapped)
    pd.testing.assert_frame_equal(maturity(wide.iloc[0]).tidy(), mapped)


def test_forms_one_below_the_other_are_told_apart_by_who():
    form = cx.frameworks.maturity_form().tidy()[["term", "answer"]]
    both = pd.concat([form.assign(answer=1, who="desk"), form.assign(answer=4, who="office")])
    rows = maturity(both, by="who").tidy()
    assert rows.groupby("group")["estimate"].mean().to_dict() == {"desk": 1, "office": 4}
    with pytest.raises(cx.DataError, match=r"statement is answered twice.*by='who'"):
        maturity(both)


def test_groups_are_means_of_their_people_and_the_widest_difference_is_named():
    frame = people()
    frame.loc[frame["who"] == "desk", bank().of("feedback")] = 0
    frame.loc[frame["who"] == "office", bank().of("feedback")] = 4
    found = maturity(frame, by="who")
    rows = found.tidy().set_index(["term", "group"])["estimate"]
    desk = frame[frame["who"] == "desk"]
    for area in bank().areas:
        assert rows[area, "desk"] == pytest.approx(desk[bank().of(area)].to_numpy().mean())
    assert "Groups differ most on 'Feedback': desk says 0.0, office says 4.0." in found.explain()
    assert found.n == 6


def test_the_order_of_rows_and_columns_does_not_matter():
    frame = people()
    shuffled = frame.sample(frac=1, random_state=1)[[*reversed(NAMES), "who"]]
    pd.testing.assert_frame_equal(maturity(frame).tidy(), maturity(shuffled).tidy())


def test_areas_go_into_step_six_of_a_case():
    audit = maturity(full(3, care=0, education=0, participation=1, collected=1, answered=None))
    status = {check.name: check.status for check in audit.checks()}
    assert status.pop("bonds") == "adjust"
    assert status.pop("feedback") == "open"
    assert set(status.values()) == {"fits"}
    assert {check.kind for check in audit.checks()} == {"capability"}


@pytest.mark.parametrize(
    ("answers", "options", "error", "message"),
    [
        ({"askd": 3}, {}, cx.SpecError, "Did you mean 'asked'"),
        ({"asked": 7}, {}, cx.DataError, "'asked' must lie in 0-4"),
        ({"asked": "often"}, {}, cx.DataError, "'asked' must hold numbers"),
        ({}, {}, cx.DataError, "None of the 26 statements is answered"),
        ([1, 2], {}, cx.SpecError, "must be a mapping"),
        (pd.DataFrame({"a": [1]}), {}, cx.DataError, "no column named after a statement"),
        (people(), {"by": "whom"}, cx.DataError, "no column 'whom'"),
        ({"asked": 3}, {"level": "item"}, cx.SpecError, "level = 'item' is not known"),
    ],
)
def test_mistakes_are_named(answers, options, error, message):
    with pytest.raises(error, match=message):
        maturity(answers, **options)
