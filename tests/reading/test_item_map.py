"""The mapping: what it takes, what it refuses, and that it can be saved and used again."""

import dataclasses
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from surveys import FIVE_ZH, SEVEN_ZH, answers, read

import cxlab as cx
from cxlab.reading._items.item_map import ItemMap

names = st.text(min_size=1, max_size=12).filter(str.strip)
plain = st.one_of(st.integers(-999, 999), st.text(min_size=1, max_size=6))


@settings(max_examples=40)
@given(
    st.dictionaries(names, names, max_size=4).filter(lambda d: len(set(d.values())) == len(d)),
    st.dictionaries(names, st.dictionaries(names, st.integers(-9, 99), max_size=3), max_size=3),
    st.lists(names, max_size=3),
    st.dictionaries(names, st.lists(plain, min_size=1, max_size=3), max_size=3),
)
def test_a_mapping_survives_yaml(columns, values, turned, missing):
    own = ItemMap(columns, values=values, reversed=turned, missing=missing)
    assert ItemMap.from_yaml(own.to_yaml()) == own


def test_a_mapping_is_read_from_a_file(tmp_path):
    own = ItemMap({"问题1": "loy_1"}, values={"*": {"很好": 5}}, reversed="问题2", missing=[-99])
    place = tmp_path / "mapping.yaml"
    place.write_text(own.to_yaml(), encoding="utf-8")
    assert ItemMap.from_yaml(place) == own
    assert "很好" in own.to_yaml()
    assert own.reversed == ("问题2",)
    assert own.missing == {"*": [-99]}


def test_a_mapping_is_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        ItemMap().columns = {}


@pytest.mark.parametrize(
    ("build", "match"),
    [
        (lambda: ItemMap(["Q1"]), "mapping of names"),
        (lambda: ItemMap({"Q1": "a", "Q2": "a"}), "'a'"),
        (lambda: ItemMap({"Q1": ["a"]}), "not a column name"),
        (lambda: ItemMap({"": "a"}), "not a column name"),
        (lambda: ItemMap({"Q1": None}), "not a column name"),
        (lambda: ItemMap(values={"Q1": {"good": "five"}}), "finite number"),
        (lambda: ItemMap(values={"Q1": {"good": float("nan")}}), "finite number"),
        (lambda: ItemMap(values={"Q1": 5}), "mapping of names"),
        (lambda: ItemMap(reversed={"Q1"}), "set has no order"),
        (lambda: ItemMap(missing=[True]), "number or text"),
        (lambda: ItemMap(missing={"Q1": [None]}), "number or text"),
        (lambda: ItemMap.from_yaml("columns: {a: b}\nvalue: {}\n"), "'value'"),
        (lambda: ItemMap.from_yaml("- a\n- b\n"), "mapping of names"),
        (lambda: ItemMap.from_yaml("a: [b\n"), "YAML"),
        (lambda: ItemMap.from_yaml("nowhere.yaml"), "nowhere"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nonsense_is_refused(build, match, lang):
    with cx.use(lang), pytest.raises(cx.SpecError) as caught:
        build()
    if lang == "en":
        assert match in str(caught.value)
    else:
        assert re.search(r"[\u4e00-\u9fff]", str(caught.value))


def test_a_mapping_names_columns_with_or_without_an_instrument():
    cells = answers("loyalty")
    own = {"A": cells["loy_1"], "B": cells["loy_2"], "C": cells["loy_3"], "D": cells["loy_1"]}
    wanted = {"A": "loy_1", "B": "loy_2", "C": "loy_3", "D": "again"}
    made = read(own, "loyalty", mapping=ItemMap(wanted))
    assert list(made.data) == ["loy_1", "loy_2", "loy_3", "again"]
    assert made.items["how"].tolist() == ["mapping"] * 4
    assert made.items["item"].tolist() == ["loy_1", "loy_2", "loy_3", ""]
    assert (made.log["rule"] == "mapped").sum() == 4
    assert list(read(own, mapping=ItemMap({"A": "first"})).data) == ["first", "B", "C", "D"]


def test_the_mapping_used_reads_the_next_file_alike():
    columns = {
        "这家公司说话算数": SEVEN_ZH * 4,
        "员工跟我说的，后来都属实": SEVEN_ZH * 4,
        "它讲的话我听得明白": SEVEN_ZH * 4,
    }
    first = read(columns, "relationship", missing={"它讲的话我听得明白": ["一般"]})
    assert first.items["how"].tolist() == ["text"] * 3
    again = read(columns, "relationship", mapping=ItemMap.from_yaml(first.mapping.to_yaml()))
    assert again.items["how"].tolist() == ["mapping"] * 3
    assert again.data.equals(first.data)
    assert again.mapping == first.mapping


def test_values_of_the_mapping_come_first():
    own = ItemMap(values={"x": {"看情况": 3, "好极了": 5}, "y": {1: 5, 5: 1}})
    words = ["非常不满意", "不满意", "看情况", "满意", "好极了"]
    made = read({"x": words, "y": [1, 2, 3, 4, 5]}, mapping=own)
    assert made.data["x"].tolist() == [1, 2, 3, 4, 5]
    assert made.data["y"].tolist() == [5, 2, 3, 4, 1]


def test_columns_turned_already_are_turned_back_once():
    cells = answers("relationship")
    turned = cells | {"rel_c3": [8 - value for value in cells["rel_c3"]]}
    raw, back = (
        read(columns, "relationship", mapping=mapping)
        for columns, mapping in ((cells, None), (turned, ItemMap(reversed=["rel_c3"])))
    )
    assert back.data["rel_c3"].tolist() == cells["rel_c3"] == raw.data["rel_c3"].tolist()
    assert back.items.loc["rel_c3", "reversed"]
    assert back.entry("turned_back")["column"] == "rel_c3"
    scores = [cx.instruments.score(made.data, "relationship").tidy() for made in (raw, back)]
    assert scores[0].equals(scores[1])
    with pytest.raises(cx.DataError, match="ends of its scale"):
        read({"x": [15, 20, 31]}, mapping=ItemMap(reversed=["x"]))
    made = read({"row": range(5), "x": FIVE_ZH}, mapping=ItemMap(reversed=["x"]))
    assert made.data["x"].tolist() == [5, 4, 3, 2, 1]


@pytest.mark.parametrize(
    "mapping",
    [ItemMap({"Q9": "loy_1"}), ItemMap(reversed=["Q9"]), ItemMap(values={"Q9": {"a": 1}}),
     ItemMap(missing={"Q9": [1]})],
)  # fmt: skip
@pytest.mark.parametrize("instrument", [None, "loyalty"])
def test_columns_that_the_file_has_not(mapping, instrument):
    with pytest.raises(cx.DataError, match="'Q9'"):
        read(answers("loyalty"), instrument, mapping=mapping)


def test_two_columns_for_one_name():
    cells = answers("loyalty") | {"Q1": list(range(60))}
    with pytest.raises(cx.DataError, match="another column"):
        read(cells, mapping=ItemMap({"Q1": "loy_1"}))


def test_a_mapping_kept_from_another_month_may_name_columns_that_are_no_more():
    kept = ItemMap({"Q1": "one", "Q9": "nine"})
    survey = cx.read(b"Q1,Q2\n1,2\n3,4\n", mapping=kept)
    assert list(survey.data) == ["one", "Q2"]
    absent = survey.log[survey.log["rule"] == "mapping_absent"]
    assert absent[["kind", "before"]].to_numpy().tolist() == [["warned", "Q9"]]
    with cx.use("en"), pytest.raises(cx.DataError, match="'Q9', which is not in the file"):
        cx.read(b"Q1,Q2\n1,2\n3,4\n", mapping={"Q9": "nine"})


@pytest.mark.parametrize(
    "words",
    [
        [
            "definitely will not",
            "probably will not",
            "not sure",
            "probably will",
            "definitely will",
        ],
        ["肯定不会", "可能不会", "说不准", "可能会", "肯定会"],
    ],
)
def test_words_of_purchase_intent_are_five_points(words):
    lines = "\n".join(f"{row},{word}" for row, word in enumerate(words * 4))
    assert cx.read(f"no,again\n{lines}\n".encode()).data["again"].tolist()[:5] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("name", ["1、所在校区", "q1"])
def test_a_mapping_may_name_columns_as_the_file_or_as_the_log_does(name):
    file = cx.simulate.export(cx.simulate.company(n=40).data, "wenjuanxing")
    survey = cx.read(file.content, mapping={name: "campus"})
    assert "q1" not in survey.data
    assert survey.items.set_index("column").loc["campus", "source"] == "1、所在校区"


def test_a_mapping_is_written_to_a_file(tmp_path):
    own = ItemMap({"问题1": "loy_1"}, missing=[-99])
    assert own.to_yaml(tmp_path / "own.yaml") == own.to_yaml()
    assert ItemMap.from_yaml(tmp_path / "own.yaml") == own
    for wrong in ("own.txt", "no/such/folder.yaml", 3):
        with pytest.raises(cx.SpecError):
            own.to_yaml(wrong if wrong == 3 else tmp_path / wrong)


def test_an_item_that_the_instrument_has_not_is_doubted():
    cells = {"A": list(range(1, 8)), "B": list(range(1, 8)), "loy_3": list(range(1, 8))}
    made = read(cells, "loyalty", mapping=ItemMap({"A": "loy_1", "B": "loy_9"}))
    doubt = made.entry("mapped_unknown")
    assert (doubt["kind"], doubt["column"], doubt["before"]) == ("warned", "loy_9", "loy_9")
    assert doubt["after"] in cx.instruments.get("loyalty").columns()
    fine = read(cells, "loyalty", mapping=ItemMap({"A": "loy_1", "B": "remark"}))
    assert "mapped_unknown" not in fine.rules
