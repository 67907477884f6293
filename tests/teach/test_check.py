"""The checker: quick, kind, and silent about the right answer."""

import math

import numpy as np
import pandas as pd
import pytest

import cxlab as cx

pytestmark = pytest.mark.usefixtures("course")
RIGHT = {
    "demo-1": 5.5,
    "demo-2": 0.5,
    "demo-3": "B",
    "second-1": ["trust", "commitment"],
    "second-2": "b",
    "second-3": 4_912_600,
}


@pytest.mark.parametrize("name", RIGHT)
def test_the_right_answer_passes_and_is_explained(name):
    answer = cx.check(name, RIGHT[name])
    assert answer
    assert answer.status == "right"
    assert answer.explain()
    assert "✓ Right" in repr(answer)
    with cx.use("zh"):
        assert "✓ 答对了" in cx.check(name, RIGHT[name])._repr_html_()


@pytest.mark.parametrize("dots", [..., None])
def test_dots_are_no_error_and_no_attempt(dots, home):
    answer = cx.check("demo-1", dots)
    assert (answer.status, answer.message) == ("open", "No answer yet: replace the dots.")
    assert not answer
    assert not home.exists()


def test_the_answer_may_be_left_out():
    assert cx.check("demo-1").status == "open"


@pytest.mark.parametrize(
    "answer",
    [
        np.float64(5.5),
        np.array([5.5]),
        pd.Series([5.5]),
        pd.DataFrame({"mean": [5.5]}),
        [5.5],
        np.array(5.5),
        pd.Series([5.5], dtype="Float64"),
    ],
)
def test_one_number_in_any_wrapping_counts(answer):
    assert cx.check("demo-1", answer)


@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        ("demo-1", "5.5", "That is text"),
        ("demo-1", True, "yes or no"),
        ("demo-1", np.bool_(True), "yes or no"),
        ("demo-1", [1, 2], "holds 2 values"),
        ("demo-1", pd.Series([1, 2, 3]), "holds 3 values"),
        ("demo-1", pd.DataFrame({"a": [1, 2], "b": [3, 4]}), "holds 4 values"),
        ("demo-1", {}, "holds 0 values"),
        ("demo-1", sum, "Call it"),
        ("demo-1", math.nan, "not a finite number but nan"),
        ("demo-1", pd.NA, "not a finite number"),
        ("demo-1", math.inf, "not a finite number but inf"),
        ("demo-1", 1j, "not complex"),
        ("demo-3", 5, "A name is asked for"),
        ("demo-3", "C", "'C' is not one of the names: A, B"),
        ("second-1", "trust", "Several names"),
        ("second-1", ["trust", "hope"], "'hope' is not one of the names"),
        ("second-2", "d", "Choose one of: a, b, c"),
        ("second-2", 2, "Choose one of: a, b, c"),
    ],
)
def test_the_wrong_kind_of_thing_is_explained_and_not_counted(name, answer, said, home):
    result = cx.check(name, answer)
    assert result.status == "unusable"
    assert said in result.message
    assert not home.exists()


def test_a_whole_result_is_explained():
    assert "Take what is asked for" in cx.check("demo-1", cx.teach.outline()).message


@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        ("demo-1", 7.0, "mean of both branches"),  # the typical mistake comes first
        ("demo-1", -5.5, "sign is turned"),
        ("demo-1", 55, "factor of 10."),
        ("demo-1", 550, "The unit asked for: points"),
        ("demo-2", 50, "50% is written 0.5"),
        ("demo-2", 0.25, "exactly 8"),
        ("demo-3", "Branch A", "higher mean"),
        ("demo-3", "a店", "higher mean"),
        ("second-1", ["commitment", "trust"], "order is not right"),
        ("second-1", ["trust"], "1 of the 1 you named belong here; 2 are asked for"),
        ("second-1", ("trust", "price"), "price is no bond"),
        ("second-2", " A ", "Not the first"),
        ("second-3", 491.26, "factor of 10,000"),
        ("second-3", 4.9126, "factor of 1,000,000"),
        ("second-3", 4_900_000, "Rounded too coarsely"),
        ("second-3", 4_851_000.2, "complainers are missing"),
    ],
)
def test_the_usual_mistakes_are_recognised(name, answer, said):
    result = cx.check(name, answer)
    assert result.status == "wrong"
    assert said in result.message


def test_a_guess_near_the_answer_is_not_called_rounded():
    assert "Rounded" not in cx.check("second-3", 5_000_000).message


@pytest.mark.parametrize("answer", ["B店", "branch b", " b "])
def test_names_count_in_either_language(answer):
    assert cx.check("demo-3", answer)


def test_hints_come_one_by_one_and_the_last_stays():
    said = [cx.check("demo-1", answer) for answer in (1.1, 1.2, 1.3)]
    assert [one.message for one in said] == [
        "Filter the rows first.",
        "Divide the sum of B by the number of its customers.",
        "Divide the sum of B by the number of its customers.",
    ]
    assert [one.attempts for one in said] == [1, 2, 3]


@pytest.mark.parametrize("answer", [1.1, -5.5, 55, "text", ..., 7.0, 5.6, 5, 6])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_right_number_is_never_said(answer, lang):
    with cx.use(lang):
        result = cx.check("demo-1", answer)
    if not (isinstance(answer, float | int) and "5.5" in str(answer)):
        assert "5.5" not in repr(result) + result._repr_html_()


def test_the_card_is_escaped_and_says_more_than_colour():
    page = cx.check("demo-3", "<script>alert(1)</script>")._repr_html_()
    assert "<script" not in page
    assert "?" in page
    assert "Not readable as an answer" in page


def test_an_unknown_exercise_names_the_closest():
    with pytest.raises(cx.SpecError, match="Did you mean 'demo-1'"):
        cx.check("demo1", 3)
    with pytest.raises(cx.SpecError, match="There is no exercise 'demo-9'"):
        cx.check("demo-9", 3)


def test_an_answer_is_computed_once(draft):
    draft("01_demo/exercises.yaml", 'answer: means["B"]', "answer: next(ticks)")
    draft("01_demo/exercises.yaml", "setup: |", "setup: |\n  ticks = iter([5.5])")
    assert cx.check("demo-1", 5.5)
    assert cx.check("demo-1", 5.5)  # a second computation would find nothing left


def test_an_answer_that_fails_names_its_expression(draft):
    draft("01_demo/exercises.yaml", 'answer: means["B"]', 'answer: means["Z"]')
    with pytest.raises(cx.SpecError, match="cannot be computed: KeyError"):
        cx.check("demo-1", 3)


def test_an_expression_that_nobody_can_answer_is_refused(draft):
    draft("01_demo/exercises.yaml", 'answer: means["B"]', "answer: means")
    with pytest.raises(cx.SpecError, match="nobody can answer"):
        cx.check("demo-1", 3)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("kind: number", "kind: letter", "line 6: demo-1: kind must be one of"),
        ("id: demo-2", "id: other-2", "an id is the unit's name and a number, such as demo-1"),
        ("id: demo-2", "id: demo-1", "demo-1 is there twice"),
        ('    answer: means["B"]\n', "", "the answer is missing"),
        ("zh: 先筛选行。", "fr: non", "both languages"),
        ("    unit: {en", "    colour: red\n    unit: {en", "'colour' is not an entry"),
        ("    options:\n      A", "    unit:\n      A", "needs options"),
        ("exercises:", "tasks:", "needs a list under exercises"),
        ("  means = ", "means = ", "not valid YAML"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(draft, before, after, said):
    draft("01_demo/exercises.yaml", before, after)
    with pytest.raises(cx.SpecError, match=said):
        cx.check("demo-1", 3)
