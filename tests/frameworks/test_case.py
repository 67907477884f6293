"""The seven steps: the source's numbers, an own table, round trips, and what is refused."""

import dataclasses
import json
import math
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cxlab as cx
from cxlab.frameworks import Case

SOURCE = json.loads(
    (Path(__file__).parents[1] / "reference" / "cases_source.json").read_text(encoding="utf-8")
)
COLUMNS = {
    "2a": "actual",
    "2b": "expectation",
    "2c": "satisfaction",
    "2d": "importance",
    "3": "weighted",
    "4a": "ideal",
    "4b": "ideal_gap",
}
score = st.integers(0, 10).map(float)


@pytest.fixture
def case():
    return Case.load("meiyu")


def own(**columns):
    return pd.DataFrame(columns, index=["food", "waiting", "price"][: len(columns["actual"])])


def rows(result):
    return result.tidy().set_index("term")


def test_the_numbers_of_the_source(case):
    sheet = rows(case.sheet())
    for term, cells in SOURCE["case"].items():
        for code, value in cells.items():
            found = sheet.loc[term, COLUMNS[code]]
            assert math.isnan(found) if value is None else found == value, (term, code)


def test_step_1_names_the_brand_value(case):
    assert case.step(1).tidy()["term"].tolist() == ["marked_prices", "reliable_brand"]
    with cx.use("zh"):
        assert case.step(1).headline() == "客户光顾的原因：明码实价、可靠的品牌形象"


def test_step_2_bounds_what_is_missing(case):
    step = rows(case.step(2))
    assert step.loc["service", ["low", "high"]].tolist() == [0, 6]
    assert step.loc["relationship", ["low", "high"]].tolist() == [0, 4]
    assert step["status"].to_dict() == {
        "product": "below",
        "service": "not_below",
        "relationship": "not_below",
        "price": "met",
        "convenience": "below",
        "brand": "met",
    }
    assert case.step(2).headline() == "Short of expectation: Convenience (−2), Product (−1)"


def test_a_missing_cell_is_shown_as_missing(case):
    text = repr(case.sheet())
    assert "–" in text
    assert "nan" not in text.lower()


def test_step_3_finds_the_key_experience(case):
    step = case.step(3)
    assert step.keys == ("convenience",)
    assert rows(step).loc["product", ["low", "high"]].tolist() == [-9, -1]
    assert "lowest that any other type can reach is −9 (Product)" in step.explain()


def test_step_4_points_out_where_the_source_breaks_its_own_rule(case):
    step = case.step(4)
    assert step.widest == ("convenience",)
    assert step.breaches() == [
        "But the ideal of Product is 6, below its expectation of 7: there the rule to satisfy the "
        "rest is not kept."
    ]
    mended = case.with_values(ideal={"product": 7})
    assert mended.step(4).breaches() == []
    assert "key experience, is 7" in case.with_values(ideal={"convenience": 7}).step(4).explain()


def test_step_5_asks_for_more_shops(case):
    step = case.step(5)
    assert rows(step)["status"].to_dict()["convenience"] == "required"
    assert step.headline() == "Requirement: open more shops in the same street (Convenience)"
    with cx.use("zh"):
        assert rows(step).loc["convenience", "requirement"] == "在同一条街上开更多店铺"


def test_step_6_lists_what_has_to_change(case):
    step = case.step(6)
    assert step.fits
    assert step.having("adjust") == ("people", "process", "technology")
    against = dataclasses.replace(case.checks[0], status="conflict")
    other = dataclasses.replace(case, checks=(against, *case.checks[1:])).step(6)
    assert not other.fits
    assert other.headline().startswith("The requirement conflicts with: the channel strategy")


def test_step_7_proves_by_sales_and_starts_again(case):
    step = case.step(7)
    assert step.last == 4
    assert rows(step)["status"].tolist() == ["proportional"] * 3 + ["superlinear"]
    assert "start again: Customers come for: Convenience, clearly marked prices" in step.explain()


def test_the_loop_closes(case):
    again = case.next_round()
    assert [entry.name for entry in again.brand_value] == [
        "convenience",
        "marked_prices",
        "reliable_brand",
    ]
    assert again.round == 2
    assert again.heading().endswith("round 2")
    assert np.isnan(rows(again.sheet())["actual"]).all()
    assert "round 2" in again.step(1).explain()
    assert len(again.steps()) == 7


def test_there_are_seven_steps(case):
    assert [step.tidy().shape[0] for step in case.steps()] == [2, 6, 6, 6, 6, 8, 4]
    with pytest.raises(cx.SpecError, match=r"step = 8 is not known"):
        case.step(8)


def test_a_change_gives_a_new_case(case):
    other = case.with_values(expectation={"service": 8}, importance={"service": 9})
    assert rows(other.step(3)).loc["service", "weighted"] == -18
    assert case.experiences[1].expectation is None
    assert other.with_values(expectation={"service": None}, importance={"service": None}) == case
    with pytest.raises(dataclasses.FrozenInstanceError):
        case.round = 2
    with pytest.raises(cx.SpecError, match="Did you mean 'service'"):
        case.with_values(actual={"servise": 3})


def test_a_tie_names_both():
    table = own(actual=[5, 4, 8], expectation=[8, 7, 8], importance=[6, 6, 9])
    step = Case.from_frame(table).step(3)
    assert step.keys == ("food", "waiting")
    assert step.headline() == "Key experiences tied: food (−18), waiting (−18)"
    assert [e.name for e in Case.from_frame(table).next_round().brand_value] == ["food", "waiting"]


def test_no_shortfall_is_said():
    case = Case.from_frame(own(actual=[8, 9], expectation=[8, 7], importance=[6, 9]))
    assert case.step(3).keys == ()
    assert "no key experience to repair" in case.step(3).headline()
    with cx.use("zh"):
        assert "没有需要补救的关键体验" in case.step(3).explain()


def test_an_undecided_case_says_so():
    case = Case.from_frame(own(actual=[5, 5], expectation=[7, 8], importance=[None, 6]))
    assert case.step(3).keys == ()
    assert case.step(3).having("possible") == ("food", "waiting")
    assert "The missing cells decide" in case.step(3).headline()
    with pytest.raises(cx.SpecError, match="no single key experience"):
        case.break_even()


def test_an_own_table_gives_the_whole_case():
    table = own(actual=[6, 5, 7], expectation=[7, 7, 7], importance=[8, 9, 3], ideal=[7, 9, 7])
    before = table.copy()
    case = Case.from_frame(table, name="noodles", title="Noodle bar")
    assert case.step(3).keys == ("waiting",)
    assert case.step(5).headline() == "Requirement: nothing entered yet (waiting)"
    for step in case.steps():
        assert step.explain()
        assert step.plot()
    pd.testing.assert_frame_equal(table, before)


def test_without_an_ideal_the_requirement_waits():
    case = Case.from_frame(own(actual=[6, 5], expectation=[7, 7], importance=[8, 9]))
    assert case.step(4).widest == ()
    assert case.step(5).headline().startswith("The ideal experience (4a) is needed")


def test_an_own_table_may_carry_terms_in_a_column():
    table = pd.DataFrame({"term": ["price", "service"], "actual": [6, 5], "expectation": [7, None]})
    case = Case.from_frame(table)
    assert case.labels["price"] == {"en": "Price", "zh": "价格"}
    assert case.experiences[1].expectation is None


def test_a_case_survives_yaml(case, tmp_path):
    case.to_yaml(tmp_path / "mine.yaml")
    assert Case.load(tmp_path / "mine.yaml") == case
    assert Case.load(str(tmp_path / "mine.yaml")).to_yaml() == case.to_yaml()


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(score, st.none() | score, st.none() | score, st.none() | score),
        min_size=2,
        max_size=5,
    )
)
def test_any_case_survives_a_round_trip(cells):
    table = pd.DataFrame(
        cells,
        columns=["actual", "expectation", "importance", "ideal"],
        index=[f"t{k}" for k in range(len(cells))],
        dtype=float,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", cx.CxWarning)
        case = Case.from_frame(table)
        assert Case.from_dict(case.to_dict()) == case
        shuffled = Case.from_frame(table.iloc[::-1])
    assert set(shuffled.step(3).keys) == set(case.step(3).keys)
    sheet = rows(case.sheet())
    known = sheet.dropna(subset=["weighted"])
    assert (known["low"] == known["weighted"]).all()
    assert (sheet["low"] <= sheet["high"]).all()


@pytest.mark.parametrize(
    ("columns", "match"),
    [
        ({"actual": [6, 11], "expectation": [7, 7]}, r"actual of 'waiting' is 11.* lie in 0-10"),
        ({"actual": [6, "?"], "expectation": [7, 7]}, r"'actual' must hold numbers"),
        ({"actual": [6, 5]}, r"no column 'expectation'"),
        ({"actual": [6, 5], "expecation": [7, 7]}, r"column 'expecation'. Did you mean 'expect"),
        ({"actual": [6, 5], "expectation": [7, 7], "importance": [8, -1]}, r"importance of 'wait"),
    ],
)
def test_a_bad_table_is_refused(columns, match):
    with pytest.raises(cx.DataError, match=match):
        Case.from_frame(own(**columns))


@pytest.mark.parametrize("words", Case.headings().items(), ids=lambda item: item[0])
def test_every_heading_is_understood(words):
    name, others = words
    rows = pd.DataFrame(
        {
            "term": ["food", "waiting"],
            "actual": [6.0, 5.0],
            "expectation": [7.0, 8.0],
            "importance": [8.0, None],
            "ideal": [9.0, 9.0],
            "requirement": ["", "more cooks"],
        }
    )
    known = Case.from_frame(rows)
    assert known.experiences[1].requirement == "more cooks"
    for other in others:
        for written in (other, f" {other.upper()}（x）"):
            assert Case.from_frame(rows.rename(columns={name: written})) == known


def test_a_survey_is_no_summary():
    rows = pd.DataFrame({"actual": [5] * 201, "expectation": [6] * 201})
    with pytest.raises(cx.DataError, match="201 rows, and at most 200 are read"):
        Case.from_frame(rows)


def test_another_scale_must_hold_the_cells():
    case = Case.from_frame(own(actual=[3, 4], expectation=[5, None], importance=[4, 5.5]))
    narrow = case.with_values(scale=(1, 7))
    assert narrow.step(2).tidy()["low"].tolist() == [-2, -3]
    with pytest.raises(cx.DataError, match=r"importance of 'waiting' is 5\.5"):
        case.with_values(scale=(1, 5))
    with pytest.raises(cx.SpecError, match="scale"):
        case.with_values(scale=5)


def test_bad_input_is_refused_in_chinese():
    with cx.use("zh"), pytest.raises(cx.DataError, match="应当在0–10之间"):
        Case.from_frame(own(actual=[6, 11], expectation=[7, 7]))


@pytest.mark.parametrize(
    ("importance", "seen"),
    [([0.2, 0.8], "shares of 1"), ([30, 70], "shares of 100"), ([5, 3, 4], "a scale up to 5")],
)
def test_another_importance_scale_is_doubted(importance, seen):
    size = len(importance)
    table = own(actual=[6, 5, 7][:size], expectation=[7] * size, importance=importance)
    with pytest.warns(cx.CxWarning, match=seen) as caught:
        case = Case.from_frame(table)
    assert caught[0].filename == __file__
    assert case.step(3).keys


def test_a_doubled_name_and_a_bad_file_are_refused(tmp_path):
    with pytest.raises(cx.SpecError, match="names 'food' twice"):
        Case.from_frame(own(actual=[6, 5], expectation=[7, 7]).rename(index={"waiting": "food"}))
    with pytest.raises(cx.SpecError, match=r"name = 'meiju' is not known. Did you mean 'meiyu'"):
        Case.load("meiju")
    with pytest.raises(cx.SpecError, match=r"no file '.*mine.yaml'"):
        Case.load(tmp_path / "mine.yaml")
    (tmp_path / "bad.yaml").write_text("a: {b: c? d: e}", encoding="utf-8")
    with pytest.raises(cx.SpecError, match="cannot be read as YAML"):
        Case.load(tmp_path / "bad.yaml")
    with pytest.raises(cx.SpecError, match="no field 'exprience'"):
        Case.from_dict({"name": "x", "exprience": []})
