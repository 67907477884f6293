"""Answers in words: what a label says, and which point of its scale it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from surveys import FIVE_EN, FIVE_ZH, SEVEN_EN, SEVEN_ZH, read

import cxlab as cx
from cxlab.reading._items.labels import Label, graded, taken_apart
from cxlab.reading._items.points import SCALES, ladder

RISING = [
    FIVE_ZH, FIVE_EN, SEVEN_ZH, SEVEN_EN,
    ["很不满意", "不满意", "一般", "满意", "很满意"],
    ["不满意", "一般", "满意", "很满意", "非常满意"],
    ["不满意", "基本满意", "满意", "非常满意"],
    ["非常不同意", "不同意", "同意", "非常同意"],
    ["不重要", "一般", "重要"],
    ["毫不重要", "不太重要", "一般", "比较重要", "极其重要"],
    ["完全不重要", "有点重要", "比较重要", "很重要", "非常重要"],
    ["非常不可能", "不可能", "不确定", "可能", "非常可能"],
    ["绝对不会", "可能不会", "不确定", "可能会", "一定会"],
    ["很差", "较差", "一般", "较好", "很好"],
    ["非常不便利", "不太便利", "一般", "比较便利", "非常便利"],
    ["从不", "很少", "有时", "经常", "总是"],
    ["从不", "偶尔", "经常", "总是"],
    ["完全不符合", "不太符合", "一般", "比较符合", "完全符合"],
    ["非常困难", "比较困难", "一般", "比较容易", "非常容易"],
    ["Never", "Rarely", "Sometimes", "Often", "Always"],
    ["Very poor", "Poor", "Average", "Good", "Excellent"],
    ["Poor", "Fair", "Good", "Very good", "Excellent"],
    ["Not at all important", "Slightly important", "Moderately important", "Very important",
     "Extremely important"],
    ["Not at all likely", "Not so likely", "Somewhat likely", "Very likely", "Extremely likely"],
    ["Extremely unlikely", "Somewhat unlikely", "Neither likely nor unlikely", "Somewhat likely",
     "Extremely likely"],
    ["Extremely dissatisfied", "Moderately dissatisfied", "Slightly dissatisfied",
     "Neither satisfied nor dissatisfied", "Slightly satisfied", "Moderately satisfied",
     "Extremely satisfied"],
    ["Very difficult", "Difficult", "Neutral", "Easy", "Very easy"],
    ["Much worse", "Somewhat worse", "About the same", "Somewhat better", "Much better"],
]  # fmt: skip


@pytest.mark.parametrize("words", RISING, ids=lambda words: f"{words[-1]} {len(words)}")
def test_scales_in_use_are_put_in_order(words):
    labels = [taken_apart(word).words for word in words]
    found = ladder(reversed(labels))
    assert [found.numbers[label] for label in labels] == list(range(1, len(words) + 1))
    assert found.sure


@pytest.mark.parametrize("words", RISING, ids=lambda words: f"{words[-1]} {len(words)}")
def test_a_column_of_them_becomes_numbers_that_rise(words):
    cells = [words[place] for place in (2, 0, 1, *range(len(words)))]
    made = read({"row": range(len(cells)), "x": cells})
    assert made.data["x"].tolist() == [3, 1, 2, *range(1, len(words) + 1)]
    assert str(made.data["x"].dtype) == "Int64"
    assert made.items.loc["x", ["kind", "scale_low", "scale_high"]].tolist() == [
        "scale",
        1,
        len(words),
    ]
    assert made.data.attrs["words"]["x"][1] == taken_apart(words[0]).words
    assert made.entry("labels")["rows"] == len(cells)


@pytest.mark.parametrize(
    "words",
    [
        ["中环店", "旺角店", "沙田店"],
        ["男", "女"],
        ["高", "中", "低"],
        ["本科", "硕士", "大专"],
        ["Monday", "Tuesday", "Friday"],
        ["Hong Kong", "Macau", "Shenzhen"],
        ["18-24", "25-34", "35-44"],
        ["1次", "2-3次", "4次以上"],
        ["会", "不会"],
        ["满意", "不满意"],
        ["Very High Peak", "Lion Rock", "Victoria Peak"],
        ["好评", "差评", "中评"],
    ],
)
def test_what_is_no_scale_stays_as_it_is(words):
    cells = words * 4
    made = read({"row": range(len(cells)), "x": cells})
    assert made.data["x"].tolist() == cells
    assert not made.rules & {"labels", "labels_numbered", "labels_mixed"}


@pytest.mark.parametrize(
    ("cell", "label"),
    [
        ("5-非常满意", Label(5, "非常满意")),
        ("5、非常满意", Label(5, "非常满意")),
        ("5 非常满意", Label(5, "非常满意")),
        ("5非常满意", Label(5, "非常满意")),
        ("5分", Label(5, "")),
        ("５分（满意）", Label(5, "满意")),
        ("10（非常愿意）", Label(10, "非常愿意")),
        ("非常满意（5分）", Label(5, "非常满意")),
        ("5 = Strongly agree", Label(5, "strongly agree")),
        ("Strongly Agree (7)", Label(7, "strongly agree")),
        ("(3) Neutral", Label(3, "neutral")),
        ("4 stars", Label(4, "")),
        ("A. 非常满意", Label(None, "非常满意")),
        (" Very  satisfied. ", Label(None, "very satisfied")),
        ("18-24", Label(None, "18-24")),
        ("3-5次", Label(None, "3-5次")),
        ("-2", Label(-2, "")),
    ],
)
def test_labels_are_taken_apart(cell, label):
    assert taken_apart(cell) == label


def test_bilingual_cells_and_columns():
    both = [f"{zh} {en}" for zh, en in zip(FIVE_ZH, FIVE_EN, strict=True)]
    assert read({"row": range(5), "x": both}).data["x"].tolist() == [1, 2, 3, 4, 5]
    mixed = [*FIVE_ZH, *FIVE_EN]
    made = read({"row": range(10), "x": mixed})
    assert made.data["x"].tolist() == [1, 2, 3, 4, 5] * 2


def test_the_words_of_a_question_decide_together():
    whole = FIVE_ZH * 2
    part = ["满意", "非常满意"] * 5
    made = read({"a": whole, "b": part, "c": part})
    assert made.data["b"].tolist() == [4, 5] * 5
    assert made.items.loc["c", "scale_high"] == 5
    alone = read({"row": range(10), "b": part})
    assert alone.data["b"].tolist() == part
    grouped = read({"b": part, "row": range(10), "a": whole}, groups={"a": "q1", "b": "q1"})
    assert grouped.data["b"].tolist() == [4, 5] * 5


def test_a_column_beside_the_items_of_a_matrix_shares_their_words():
    columns = {f"loy_{number}": SEVEN_ZH * 3 for number in (1, 2, 3)}
    columns["more"] = ["比较同意", "同意", "完全同意"] * 7
    groups = dict.fromkeys(columns, "q1")
    made = read(columns, "loyalty", groups=groups)
    assert made.data["more"].tolist() == [5, 6, 7] * 7
    assert made.items.loc["more", "scale_high"] == 7
    assert made.items.loc["more", "item"] == ""
    assert "more" not in made.log.loc[made.log["kind"] == "warned", "column"].tolist()


def test_a_scale_that_begins_with_a_weak_word_is_doubted():
    words = ["比较不同意", "一般", "比较同意", "同意", "非常同意"]  # or 3 to 7 of seven points
    made = read({"row": range(25), "x": words * 5})
    assert made.data["x"].tolist() == [1, 2, 3, 4, 5] * 5
    assert made.entry("labels_incomplete")["before"] == "1 = 比较不同意"
    full = read({"row": range(25), "x": FIVE_ZH * 5})
    assert "labels_incomplete" not in full.rules


def test_points_that_do_not_occur_are_doubted():
    made = read({"row": range(20), "x": ["一般", "满意", "非常满意", "不满意"] * 5})
    assert made.data["x"].tolist() == [3, 4, 5, 2] * 5
    assert made.entry("labels_incomplete")["before"] == "4/5"


def test_dont_know_is_missing_and_unsure_the_middle_where_there_is_no_other():
    made = read({"row": range(6), "x": [*FIVE_ZH, "不适用"]})
    assert made.data["x"].isna().tolist() == [False] * 5 + [True]
    assert made.entry("missing_word")["before"] == "不适用"
    made = read({"row": range(6), "x": [*FIVE_ZH, "说不清"]})
    assert made.data["x"].isna().sum() == 1
    words = ["非常不满意", "不满意", "说不清", "满意", "非常满意"]
    assert read({"row": range(5), "x": words}).data["x"].tolist() == [1, 2, 3, 4, 5]


def test_numbers_that_run_against_their_words():
    cells = ["1=非常同意", "2=同意", "3=一般", "4=不同意", "5=非常不同意"] * 5
    made = read({"row": range(25), "x": cells})
    assert made.data["x"].tolist() == [1, 2, 3, 4, 5] * 5
    assert made.entry("direction_check")["before"] == "1 = 非常同意"
    spec = cx.instruments.get("loyalty").rescale(1, 5)
    made = read({"loy_1": cells, "loy_2": cells, "loy_3": cells}, spec)
    assert made.data["loy_1"].tolist() == [5, 4, 3, 2, 1] * 5
    assert (made.log["rule"] == "direction").sum() == 3


def test_words_of_the_file_give_the_scale_and_name_missing_codes():
    words = {"x": dict(enumerate(["拒答", *SEVEN_ZH])) | {9.0: "不适用"}, "sex": {1: "男", 2: "女"}}
    made = read({"x": [1, 7, 9, 4, 0, 6], "sex": [1, 2, 1, 2, 1, 2]}, words=words)
    assert made.data["x"].isna().tolist() == [False, False, True, False, True, False]
    assert made.entry("code_named")["rows"] == 2
    assert made.items.loc["x", ["kind", "scale_low", "scale_high"]].tolist() == ["scale", 1, 7]
    assert made.items.loc["sex", "kind"] == "choice"
    assert made.data.attrs["words"]["sex"] == {1: "男", 2: "女"}


@given(st.sampled_from(SCALES), st.integers(0, 10))
def test_a_part_of_a_scale_never_changes_its_order(scale, drop):
    names = {-3: "非常不满意", -2: "不满意", -1: "不太满意", 0: "一般", 1: "比较满意", 2: "满意",
             3: "非常满意"}  # fmt: skip
    words = [names[level] for level in scale if abs(level) <= 3]
    words = [word for place, word in enumerate(words) if place != drop]
    found = ladder(words)
    if found is not None:
        numbers = [found.numbers[word] for word in words]
        assert numbers == sorted(numbers)
        assert len(set(numbers)) == len(words)
        assert 1 <= numbers[0] <= numbers[-1] <= found.size


@given(st.text(max_size=30))
def test_any_text_can_be_looked_at(text):
    label = taken_apart(text)
    assert label.number is None or -99 <= label.number <= 99
    grade = graded(label.words)
    assert grade is None or grade.sign in (-1, 0, 1)
