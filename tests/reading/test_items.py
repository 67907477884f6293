"""Columns matched to items, kinds and blocks, and what stays the same whatever the file."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from surveys import FIVE_ZH, SEVEN_EN, SEVEN_ZH, answers, as_texts, read

import cxlab as cx
from cxlab.instruments import available, get

COLUMNS = ["column", "source", "text", "kind", "item", "mode", "dimension", "how", "match",
           "scale_low", "scale_high", "reversed", "n", "n_missing", "block"]  # fmt: skip


def questions(spec, lang, write="{stem}{text}", modes=None):
    """Return the question of each column of an instrument, as a file's header has it."""
    out = {}
    for mode in spec.modes:
        stem = mode.stem[lang] if mode.stem else ""
        for column, (_dimension, item) in zip(mode.columns, spec._pairs(), strict=True):
            if modes is None or mode.name in modes:
                out[column] = write.format(stem=stem, text=item.text[lang])
    return out


def asked(spec, lang, **options):
    """Return a file whose header has the questions in place of names."""
    cells = answers(spec.name, low=spec.scale.low, high=spec.scale.high)
    return {text: cells[column] for column, text in questions(spec, lang, **options).items()}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", available())
def test_every_bank_is_found_by_its_questions(name, lang):
    spec = get(name)
    made = read(asked(spec, lang, write="{stem} {text}"), spec)
    assert list(made.data) == spec.columns()
    assert set(made.items["how"]) == {"text"}
    assert (made.items["match"] > 0.9).all()
    pd.testing.assert_frame_equal(
        made.data.astype("int64"),
        pd.DataFrame(answers(name, low=spec.scale.low, high=spec.scale.high)),
    )
    lines = made.log[made.log["rule"] == "matched"]
    assert sorted(lines["column"]) == sorted(spec.columns())
    assert lines["after"].str.contains("(1.00)", regex=False).all()


FORMS = [
    "{stem}—{text}",
    "{stem} [{text}]",
    "Q3、{stem}：{text}",
    "3.{stem}_{text}",
    "{text}（{stem}）",
]


@pytest.mark.parametrize("write", FORMS)
def test_platforms_write_a_matrix_in_their_own_way(write):
    spec = get("servqual")
    made = read(asked(spec, "zh", write=write), spec)
    assert list(made.data) == spec.columns()


def test_the_question_may_stand_in_labels_or_parts():
    spec = get("loyalty")
    cells = dict(zip(("q1", "q2", "q3"), answers("loyalty").values(), strict=True))
    texts = list(questions(spec, "zh", write="{text}").values())
    labels = dict(zip(cells, texts, strict=True))
    parts = {name: ("请选择您的同意程度", text) for name, text in labels.items()}
    for sheet in ({"labels": labels}, {"parts": parts}):
        made = read(cells, "loyalty", **sheet)
        assert list(made.data) == spec.columns()
        assert made.items["source"].tolist() == ["q1", "q2", "q3"]
        assert made.items["text"].str.contains("公司|这里").all()
        assert "同意" not in str(made.mapping.columns)


REWORDED = [
    ("公司使用的设备新，不落伍", "sq_p01"),
    ("员工穿戴整齐有精神", "sq_p03"),
    ("1、说好的哪天办完就能哪天办完", "sq_p05"),
    ("宣传单陈列网页清楚好看", "sq_p04"),
    ("营业时间照顾顾客的作息", "sq_p19"),
    ("Opening hours fit your day", "sq_p19"),
    ("The tools and devices used are new and fit for purpose", "sq_p01"),
    ("The staff look neat and tidy", "sq_p03"),
]


@pytest.mark.parametrize(("text", "item"), REWORDED)
def test_light_rewordings_are_found_and_logged(text, item):
    spec = get("servqual").only("perception")
    made = read({text: [1, 4, 7] * 10}, spec)
    assert list(made.data) == [item]
    line = made.entry("matched")
    assert line["before"] == text
    assert item in line["after"]
    assert 0.5 <= made.items.loc[item, "match"] < 1


OTHERS = ["对员工的总体满意度", "您会推荐这家公司吗", "顾客投诉处理及时", "价格合理", "付款方式"]
OTHERS += ["员工不懂行", "There is a long wait", "The staff are friendly", "Which branch"]


@pytest.mark.parametrize("text", OTHERS)
def test_other_questions_are_no_items(text):
    spec = get("servqual").only("perception")
    made = read({text: [1, 4, 7] * 10, "sq_p01": [4] * 29 + [5]}, spec)
    assert list(made.data) == [text, "sq_p01"]
    assert made.items.loc[text, "how"] == ""


def test_an_ambiguous_question_is_not_matched_but_named():
    spec = cx.instruments.Instrument.from_columns(
        "food", {"taste": ["the soup is hot enough", "the soup is salty enough"]}, low=1, high=5
    )
    made = read({"soup is enough": [1, 2, 3], "the soup is hot enough": [2, 3, 4]}, spec)
    assert made.items.loc["soup is enough", "item"] == ""
    named = made.entry("match_unsure")["after"]
    assert "hot enough" in named
    assert "salty enough" in named


def test_two_columns_that_ask_the_same_are_both_named():
    spec = get("servqual").only("perception")
    columns = {"员工穿戴整洁、有精神(1)": [1, 2, 3], "员工穿戴整洁、有精神(2)": [3, 4, 5],
               "sq_p01": [1, 2, 3]}  # fmt: skip
    made = read(columns, spec)
    assert list(made.data) == list(columns)
    lines = made.log[made.log["rule"] == "match_unsure"]
    assert lines["column"].tolist() == list(columns)[:2]
    assert "(2)" in lines["after"].iloc[0]


def test_a_question_that_says_the_opposite_is_not_matched():
    spec = get("servqual").only("perception")
    made = read(
        {"员工不懂行，问什么都答不上来": [1, 2], "员工懂行": [2, 3], "sq_p01": [1, 2]}, spec
    )
    assert "sq_p17" not in made.data
    assert "match_unsure" in made.rules


@pytest.mark.parametrize(
    ("names", "spec"),
    [
        (["LOY_1", "loy_2", " loy_3"], "loyalty"),
        (["loy_1. I shall stay", "loy_2：再来买", "loy_3"], "loyalty"),
    ],
)
def test_names_are_found_as_people_write_them(names, spec):
    cells = dict(zip(names, answers(spec).values(), strict=True))
    made = read(cells, spec)
    assert list(made.data) == get(spec).columns()
    assert made.items["how"].tolist() == ["name"] * 3
    assert made.mapping.columns == dict(zip(names, get(spec).columns(), strict=True))


def test_ids_are_found_where_a_whole_dimension_is_called_by_them():
    cells = {name.removeprefix("rel_"): values for name, values in answers("relationship").items()}
    made = read(cells, "relationship")
    assert list(made.data) == get("relationship").columns()
    cells.pop("t1")
    with_gap = read(cells, "relationship")
    assert "rel_t2" not in with_gap.data
    assert "rel_c1" in with_gap.data


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_modes_are_told_by_words_around_the_items(lang):
    spec = get("servqual")
    words = {"zh": {"perception": "实际感受", "expectation": "期望"},
             "en": {"perception": "Perceived", "expectation": "Expected"}}[lang]  # fmt: skip
    cells = answers("servqual")
    columns, groups = {}, {}
    for mode, short in (("expectation", "A"), ("perception", "B")):
        for place, column in enumerate(spec.columns(mode)):
            columns[f"{short}{place}"] = cells[column]
            groups[f"{short}{place}"] = words[mode]
    labels = {name: list(questions(spec, lang, "{text}", ["perception"]).values())[int(name[1:])]
              for name in columns}  # fmt: skip
    made = read(columns, spec, labels=labels, groups=groups)
    assert set(made.data) == set(spec.columns())
    assert made.data["sq_e01"].tolist() == cells["sq_e01"]
    only_one = {name: word for name, word in groups.items() if name[0] == "A"}
    made = read(columns, spec, labels=labels, groups=only_one)
    assert made.data["sq_p22"].tolist() == cells["sq_p22"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_blocks_that_nothing_tells_apart_are_refused(lang):
    spec = get("servqual")
    texts = list(questions(spec, "zh", "{text}", ["perception"]).values())
    cells = list(answers("servqual").values())
    columns = {f"q{place}": cells[place] for place in range(44)}
    labels = {f"q{place}": texts[place % 22] for place in range(44)}
    with cx.use(lang), pytest.raises(cx.DataError, match=r"only\('perception'\)"):
        read(columns, spec, labels=labels)
    one = {name: columns[name] for name in list(columns)[:22]}
    assert set(read(one, spec.only("perception"), labels=labels).data) == set(
        spec.columns("perception")
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_that_matches_is_an_error(lang):
    with cx.use(lang), pytest.raises(cx.DataError, match="loy_1"):
        read({"门店": ["A", "B"], "年龄": [30, 40]}, "loyalty")


def test_items_without_a_column_are_stated():
    made = read({"loy_1": [5, 6, 7]}, "loyalty")
    line = made.entry("unmatched")
    assert "2/3" in line["before"]
    assert "loy_2" in line["after"]


def test_importance_points_are_found_by_the_dimension():
    spec = get("servqual")
    points = {f"请把100分分给各维度—{d.label['zh']}": [20] * 30 for d in spec.dimensions}
    made = read(answers("servqual", n=30) | points, spec)
    assert set(spec.weights.columns) <= set(made.data)
    assert cx.instruments.score(made.data, spec).table["weight"].notna().any()


def test_the_frame_of_items():
    rng = np.random.default_rng(3)
    n = 60
    grid = {f"Q5_{k}": rng.integers(1, 6, n).tolist() for k in range(1, 5)}
    cells = {
        "编号": [f"R{k:03}" for k in range(n)],
        "提交时间": [f"2024-04-{1 + k % 28:02} 09:30:00" for k in range(n)],
        "用时": rng.integers(60, 900, n).tolist(),
        "性别": ["男", "女"] * 30,
        "会员": ["是", "否"] * 30,
        **grid,
        "推荐": rng.integers(0, 11, n).tolist(),
        "年龄": rng.integers(18, 80, n).tolist(),
        "花费": rng.normal(300, 50, n).round(2).tolist(),
        "意见": [f"第{k}条意见，写得比较长一些，说了很多话" for k in range(n)],
        "渠道_电话": [0, 1] * 30,
    }
    made = read(cells, kinds={"渠道_电话": "multiple"}, groups={"渠道_电话": "渠道"})
    assert list(made.items.columns) == COLUMNS
    assert made.items["kind"].tolist() == [
        "id", "date", "duration", "choice", "yes_no", "scale", "scale", "scale", "scale", "scale",
        "number", "number", "text", "multiple"]  # fmt: skip
    block = made.items.loc[list(grid)]
    assert set(block["block"]) == {"Q5_1"}
    assert set(block["scale_low"]) == {1}
    assert set(block["scale_high"]) == {5}
    assert made.items.loc["推荐", ["scale_low", "scale_high"]].tolist() == [0, 10]
    assert made.items.loc["渠道_电话", "block"] == "渠道"
    assert made.items["n"].tolist() == [n] * len(cells)
    assert made.items["n_missing"].sum() == 0
    assert list(made.data) == made.items["column"].tolist()


def test_blocks_end_where_the_scale_changes():
    rng = np.random.default_rng(5)
    draw = {5: [1, 2, 3, 4, 5], 7: [1, 2, 3, 4, 5, 6, 7]}
    cells = {f"题{k}x": (draw[5 if k < 4 else 7] * 12)[:35] for k in range(8)}
    cells |= {"题9x": rng.integers(1, 5, 35).tolist(), "题a": draw[7] * 5}
    made = read(cells)
    assert made.items["scale_high"].tolist() == [5] * 4 + [7] * 6
    assert made.items["block"].nunique() == 2


def test_the_instruments_answers_and_words_on_the_frame():
    spec = get("loyalty")
    cells = {name: [SEVEN_ZH[value - 1] for value in values]
             for name, values in answers("loyalty").items()}  # fmt: skip
    made = read(cells, spec)
    assert made.data.attrs["words"]["loy_1"][7] == "完全同意"
    assert made.data.attrs["labels"]["loy_1"] == spec.labels()["loy_1"]
    told = made.items.loc["loy_1", ["kind", "scale_low", "scale_high", "mode", "dimension"]]
    assert told.tolist() == ["scale", 1, 7, "answer", "loyalty"]
    assert set(made.items["block"]) == {"loyalty answer"}
    numbers = read(answers("loyalty"), spec)
    pd.testing.assert_frame_equal(made.data, numbers.data)


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(9)), st.booleans(), st.booleans())
def test_order_and_wording_of_the_answers_change_nothing(order, english, numbered):
    cells = answers("relationship")
    names = list(cells)
    words = SEVEN_EN if english else SEVEN_ZH
    turned = {
        names[place]: [
            f"{value} {words[value - 1]}" if numbered else words[value - 1]
            for value in cells[names[place]]
        ]
        for place in order
    }
    made = read(turned, "relationship")
    assert {name: made.data[name].tolist() for name in names} == cells
    assert made.items["item"].tolist() == list(turned)


def test_a_clean_file_leaves_an_empty_log():
    made = read(as_texts(answers("relationship")), "relationship")
    assert len(made.log) == 0
    assert str(made.data.dtypes.unique()[0]) == "Int64"
    assert read({"a": ["x", "y"], "b": [1, 2]}).log.empty


def test_answers_of_the_questionnaire_and_others_share_no_words():
    cells = answers("loyalty") | {"总体": FIVE_ZH * 12}
    made = read(cells, "loyalty")
    assert made.data["总体"].tolist() == [1, 2, 3, 4, 5] * 12
    assert made.items.loc["总体", "scale_high"] == 5
    assert made.items.loc["loy_1", "scale_high"] == 7
