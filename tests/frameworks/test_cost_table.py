"""Cost trees as tables: both ways of writing them, round trips, and what is refused."""

import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from pandas.testing import assert_frame_equal

import cxlab as cx
from cxlab.frameworks import CostTree

sys.path.insert(0, str(Path(__file__).parent))
from cost_trees import trees


def table(**columns):
    return pd.DataFrame(columns)


def small(**columns):
    return table(
        **{
            "branch": ["happy", "angry"],
            "share": [0.9, 0.1],
            "outcome": ["kept", "lost"],
            **columns,
        }
    )


@settings(max_examples=60, deadline=None)
@given(trees)
def test_a_tree_comes_back_from_its_table(tree):
    again = CostTree.from_frame(tree.to_frame())
    assert again.branches == tree.branches
    assert_frame_equal(again.to_frame(), tree.to_frame())


@settings(max_examples=40, deadline=None)
@given(trees)
def test_branch_and_parent_say_the_same_as_paths(tree):
    paths = tree.to_frame()
    split = paths["path"].str.rpartition("/")
    other = paths.drop(columns="path").assign(branch=split[2], parent=split[0])
    assert CostTree.from_frame(other).branches == tree.branches


def test_the_rows_may_stand_in_any_order():
    tree = CostTree.load("silence")
    rows = tree.to_frame().iloc[::-1]
    assert CostTree.from_frame(rows).rates() == pytest.approx(tree.rates(), rel=1e-12)
    split = rows["path"].str.rpartition("/")
    rows = rows.drop(columns="path").assign(branch=split[2], parent=split[0])
    assert CostTree.from_frame(rows).rates() == pytest.approx(tree.rates(), rel=1e-12)


def test_labels_come_in_the_language_in_use():
    tree = CostTree.load("silence")
    with cx.use("zh"):
        rows = tree.to_frame()
    assert rows["label"].tolist()[:3] == ["正面体验", "负面体验", "投诉"]
    assert CostTree.from_frame(rows).evaluate(revenue=1).label("negative/complain") == (
        "负面体验 › 投诉"
    )


def test_chinese_headings_and_outcomes_are_understood():
    rows = table(
        上级=[None, None, "不满意", "不满意"],
        分支=["满意", "不满意", "投诉", "沉默"],
        占比=[0.8, 0.2, 0.1, 0.9],
        结果=["留住", None, "有流失风险", "流失"],
    )
    tree = CostTree.from_frame(rows, revenue=100, currency="CNY", title="店")
    cost = tree.evaluate()
    assert (cost.kept, cost.at_risk, cost.lost) == pytest.approx((80, 2, 18))
    assert (cost.currency, cost.title) == ("CNY", "店")


@pytest.mark.parametrize("words", CostTree.headings().items(), ids=lambda item: item[0])
def test_every_heading_is_understood(words):
    name, others = words
    full = CostTree.load("silence").to_frame()
    split = full["path"].str.rpartition("/")
    rows = full if name == "path" else full.assign(branch=split[2], parent=split[0])
    rows = rows if name == "path" else rows.drop(columns="path")
    for other in others:
        for written in (other, f" {other.upper()} (x)"):
            read = CostTree.from_frame(rows.rename(columns={name: written}))
            assert_frame_equal(read.to_frame(), full)


def test_a_parent_is_told_by_its_path_where_its_name_is_not_enough():
    rows = table(
        branch=["a", "b", "x", "x", "deep", "deep"],
        parent=["", "", "a", "b", "a/x", "b/x"],
        share=[0.5, 0.5, 1, 1, 1, 1],
        outcome=["", "", "", "", "lost", "kept"],
    )
    assert CostTree.from_frame(rows).rates() == {"lost": 0.5, "at_risk": 0, "kept": 0.5}
    with pytest.raises(cx.DataError, match=r"'x' \(above row 5\) fits 2 branches.* 'a/x'"):
        CostTree.from_frame(rows.replace({"parent": {"a/x": "x"}}))


@pytest.mark.parametrize(
    ("rows", "match"),
    [
        (table(a=[1]), "no use for the column 'a'. Choose one of: path, parent, branch"),
        (table(share=[1.0]), "no column 'branch'. It may also be called name"),
        (table(branch=["x"], outcome=["kept"]), "no column 'share'. It may also be called part"),
        (small(share=[0.9, None]), r"'angry' has no share \(row 2\)"),
        (small(share=["0.9", "much"]), "'share' must hold numbers"),
        (small(branch=["happy", None]), "Row 2 of the table names no branch"),
        (small(branch=["happy", "happy"]), r"'happy'.* stands twice \(row 2\)"),
        (small(parent=[None, "sad"]), r"no branch .*sad.* above row 2"),
        (small(parent=["angry", "happy"]), r"'happy' \(row 1\) lies above itself"),
        (small(parent=["happy", None]), "no branch 'happy' above row 1"),
        (small(path=["a", "b"]), "a path and a column 'branch'"),
        (table(path=["a/b"], share=[1], outcome=["lost"]), r"no branch .*a.* above row 1"),
        (table(path=["a", "a"], share=[0.5, 0.5], outcome=["lost"] * 2), "stands twice"),
        (table(branch=["x"] * 201, share=0.0), "201 rows, and at most 200"),
        ([1], "must be a pandas DataFrame"),
    ],
)
def test_a_bad_table_is_refused(rows, match):
    with pytest.raises(cx.DataError, match=match):
        CostTree.from_frame(rows)


@pytest.mark.parametrize(
    ("rows", "match"),
    [
        (small(share=[0.9, 0.2]), "add up to 1.1, not to 1"),
        (small(share=[90, 10]), "write 90% as 0.9"),
        (small(outcome=["kept", ""]), r"outcome \(angry\) = '' is not known"),
        (small(outcome=["kept", "gone"]), "Choose one of: lost, at_risk, kept"),
        (small(branch=["happy", "a/b"]), "cannot name a branch"),
        (
            table(branch=["a", "b"], parent=["", "a"], share=[1, 1], outcome=["lost", "lost"]),
            "'a' has both branches and an outcome",
        ),
        (
            table(path=["/".join("a" * k) for k in range(1, 23)], share=1.0),
            "lies deeper than 20 levels",
        ),
    ],
)
def test_a_table_that_is_no_tree_is_refused(rows, match):
    with pytest.raises(cx.SpecError, match=match):
        CostTree.from_frame(rows)


def test_refusals_are_written_in_chinese():
    with cx.use("zh"), pytest.raises(cx.DataError, match="第2行"):
        CostTree.from_frame(small(share=[0.9, None]))


def test_the_table_given_is_not_changed():
    rows = small()
    before = rows.copy()
    CostTree.from_frame(rows)
    assert_frame_equal(rows, before)
