"""Cases of answers, scales and design that reading meets: mended, named or refused, by number."""

import re

import numpy as np
import pytest
from surveys import FIVE_ZH, SEVEN_EN, SEVEN_ZH, answers, as_texts, read

import cxlab as cx
from cxlab._core.i18n import _
from cxlab.reading._items.item_map import ItemMap
from cxlab.reading._log import KINDS, RULES

CHINESE = re.compile(r"[\u4e00-\u9fff]")
LOYALTY = answers("loyalty")
RELATION = answers("relationship", n=200)
GAP = answers("servqual", n=80)
SERVQUAL = cx.instruments.get("servqual")
NPS = [0, 3, 6, 7, 8, 9, 10, 10, 9, 8] * 6


def words(columns, labels):
    return {name: [labels[value - 1] for value in values] for name, values in columns.items()}


def changed(columns, name, change):
    return columns | {name: [change(value) for value in columns[name]]}


def with_first(columns, name, *first):
    return columns | {name: [*first, *columns[name][len(first) :]]}


def alone(cells):
    return {"row": range(len(cells)), "x": cells}


FEW = {name: [min(value, 5) for value in values] for name, values in RELATION.items()}
TEN = {name: [value + 3 for value in values] for name, values in RELATION.items()}
POINTS = {name: [20.0] * 60 for name in SERVQUAL.weights.columns}
SHORT_GAP = {name: values[:60] for name, values in GAP.items()}

# name: (columns, instrument, words of the message that do not depend on the language)
ERRORS = {
    "34 unknown label": (with_first(words(LOYALTY, SEVEN_ZH), "loy_2", "看心情"), "loyalty",
                         ("loy_2", "看心情", "2", "ItemMap")),
    "34 unknown label, English": (with_first(words(LOYALTY, SEVEN_EN), "loy_1", "It depends"),
                                  "loyalty", ("loy_1", "It depends")),
    "34 on a scale that is no item": (alone([*FIVE_ZH * 9, *FIVE_ZH[:4], "看心情"]),
                                      None, ("'x'", "看心情", "51")),
    "35 five points among seven": (RELATION | {"rel_t1": FEW["rel_t1"]}, "relationship",
                                   ("rel_t1", "5", "7")),
    "35 ten points among seven": (RELATION | {"rel_m3": TEN["rel_m3"]}, "relationship",
                                  ("rel_m3", "10")),
    "35 words with five points": (words({k: [(v + 1) // 2 + 1 for v in vs]
                                         for k, vs in LOYALTY.items()}, FIVE_ZH), "loyalty",
                                  ("5", "7", "rescale(1, 5)")),
    "38 NPS 11": ({"row": range(60), "NPS": [11, *NPS[1:]]}, None, ("'NPS'", "11", "2")),
    "38 NPS -1": ({"row": range(60), "推荐意愿": [*NPS[:-1], -1]}, None, ("推荐意愿", "-1", "61")),
}  # fmt: skip

# name: (columns, instrument, rule, column of the log, what the frame must hold in its first row)
NAMED = {
    "32 words as answers": (words(LOYALTY, SEVEN_ZH), "loyalty", "labels", "loy_1", None),
    "32 English words": (words(LOYALTY, SEVEN_EN), "loyalty", "labels", "loy_1", None),
    "33 words and numbers": (
        as_texts(LOYALTY) | {"loy_1": [SEVEN_ZH[v - 1] if k % 2 else str(v)
                                       for k, v in enumerate(LOYALTY["loy_1"])]},
        "loyalty", "labels_mixed", "loy_1", LOYALTY["loy_1"][0]),
    "33 words at the ends only": (
        alone(["非常不满意", "2", "3", "4", "非常满意"] * 10), None, "labels_mixed",
        "x", 1),
    "36 5分": (alone(["1分", "2分", "3分", "4分", "5分"] * 10), None,
              "labels_numbered", "x", 1),
    "36 5-非常满意": (alone([f"{k}-{w}" for k, w in enumerate(FIVE_ZH, 1)] * 10),
                  None, "labels_numbered", "x", 1),
    "36 words at the ends": (alone(["1 非常不满意", "2", "3", "4", "5 非常满意"] * 10),
                             None, "labels_numbered", "x", 1),
    "37 NPS on 1-10": ({"row": range(60), "recommend": [max(1, v) for v in NPS]}, None,
                       "ten_points", "recommend", 1),
    "39 decimals": (with_first(LOYALTY, "loy_1", 3.5), "loyalty", "decimals", "loy_1", 3.5),
    "39 decimals of a question alone": (alone([3.5, *[1, 2, 3, 4, 5] * 9, 4, 4]),
                                        None, "decimals", "x", 3.5),
    "45 -1 as missing": (with_first(LOYALTY, "loy_1", -1), "loyalty", "missing_code", "loy_1", -1),
    "45 99 as missing": (with_first(LOYALTY, "loy_3", 99), "loyalty", "missing_code", "loy_3", 99),
    "47 NA as a real name": (alone(["NA", "Li", "Wang"]), None, "missing_text", "x",
                             "NA"),
    "49 TRUE, 是 and Y": (alone(["TRUE", "是", "Y", "否", "no", "0"]), None, "yes_no",
                         "x", True),
    "67 reversed item left unmarked": (changed(RELATION, "rel_m2", lambda v: 8 - v), "relationship",
                                       "reversed_unmarked", "rel_m2", None),
    "68 reversed twice": (changed(RELATION, "rel_c3", lambda v: 8 - v), "relationship",
                          "reversed_twice", "rel_c3", None),
    "69 item without spread": (changed(LOYALTY, "loy_2", lambda _v: 4), "loyalty", "constant",
                               "loy_2", 4),
    "70 one item of a scale": ({"loy_1": LOYALTY["loy_1"]}, "loyalty", "lone_item", "loy_1", None),
    "71 expectations missing": ({k: v for k, v in GAP.items() if k[3] == "p"}, "servqual",
                                "unmatched", "", None),
    "72 counts differ": ({k: v for k, v in GAP.items() if k != "sq_e22"}, "servqual", "unmatched",
                         "", None),
    "73 weights that do not sum to 100": (SHORT_GAP | with_first(POINTS, "sq_w_empathy", 30.0),
                                          "servqual", "weights", "sq_w_tangibles", None),
    "74 negative weights": (SHORT_GAP | with_first(POINTS, "sq_w_empathy", -20.0), "servqual",
                            "weights", "sq_w_tangibles", None),
    "75 weights that are missing": (SHORT_GAP | with_first(POINTS, "sq_w_empathy", None),
                                    "servqual", "weights", "sq_w_tangibles", None),
    "76 a scale without answers": (RELATION | {k: [None] * 200 for k in RELATION if "m" in k},
                                   "relationship", "scale_empty", "", None),
    "a lower scale": ({k: [min(5, v) for v in vs] for k, vs in RELATION.items()}, "relationship",
                      "scale_short", "", None),
    "off the scale": (with_first(LOYALTY, "loy_1", 8), "loyalty", "off_scale", "loy_1", 8),
}  # fmt: skip


@pytest.mark.parametrize("name", ERRORS)
def test_it_is_refused_in_words(name):
    columns, instrument, named = ERRORS[name]
    messages = {}
    for lang in ("en", "zh"):
        with cx.use(lang), pytest.raises(cx.DataError) as caught:
            read(columns, instrument)
        messages[lang] = str(caught.value)
        for word in named:
            assert word in messages[lang]
    assert CHINESE.search(messages["zh"])
    for word in CHINESE.findall(messages["en"]):
        assert any(word in str(part) for part in (*columns, *named))
    assert len(messages["en"]) > 60


@pytest.mark.parametrize("name", NAMED)
def test_it_is_read_and_named(name):
    columns, instrument, rule, where, value = NAMED[name]
    made = read(columns, instrument)
    lines = made.log[(made.log["rule"] == rule) & (made.log["column"] == where)]
    assert len(lines) >= 1, made.log
    if value is not None:
        assert made.data[where].iloc[0] == value
    for lang in ("en", "zh"):
        with cx.use(lang):
            words_ = [_(RULES[rule].words), _(KINDS[lines["kind"].iloc[0]])]
            assert all(bool(CHINESE.search(word)) == (lang == "zh") for word in words_)


@pytest.mark.parametrize("labels", [SEVEN_ZH, SEVEN_EN])
def test_32_to_36_all_ways_to_write_an_answer_give_the_same(labels):
    plain = read(LOYALTY, "loyalty").data
    ways = {
        "words": lambda v: labels[v - 1],
        "number first": lambda v: f"{v}-{labels[v - 1]}",
        "number behind": lambda v: f"{labels[v - 1]} ({v})",
        "ends": lambda v: f"{v} {labels[v - 1]}" if v in (1, 7) else str(v),
        "mixed": lambda v: labels[v - 1] if v % 2 else str(v),
        "points": lambda v: f"{v}分",
    }
    for way, write in ways.items():
        cells = {name: [write(value) for value in values] for name, values in LOYALTY.items()}
        assert read(cells, "loyalty").data.equals(plain), way


def test_45_codes_once_confirmed_are_missing_and_no_doubt_is_left():
    cells = with_first(LOYALTY, "loy_1", -99, 99, 99)
    doubted = read(cells, "loyalty")
    assert doubted.entry("missing_code")["rows"] == 3
    for missing in ([-99, 99], {"loy_1": [-99, 99]}):
        made = read(cells, "loyalty", missing=missing)
        assert "missing_code" not in made.rules
        line = made.entry("missing_given")
        assert (line["rows"], line["first"], line["before"]) == (3, 2, "-99, 99")
        assert made.data["loy_1"].isna().sum() == 3
        assert made.mapping.missing
    amounts = {"row": range(5), "spend": [20, 99, 300, 150, -99]}
    made = read(amounts, missing=[99, -99])
    assert made.data["spend"].tolist()[:4] == [20, 99, 300, 150]
    assert made.entry("missing_inside")["before"] == "99"
    made = read(amounts, missing={"spend": [99]})
    assert made.data["spend"].isna().tolist() == [False, True, False, False, False]


def test_45_words_can_be_confirmed_too():
    cells = with_first(words(LOYALTY, SEVEN_ZH), "loy_1", "看心情")
    made = read(cells, "loyalty", missing=["看心情"])
    assert made.data["loy_1"].isna().sum() == 1
    assert made.data["loy_1"].tolist()[1:] == LOYALTY["loy_1"][1:]


def test_38_a_number_outside_is_missing_once_confirmed():
    made = read({"row": range(60), "NPS": [11, *NPS[1:]]}, missing={"NPS": [11]})
    assert made.items.loc["NPS", ["kind", "scale_low", "scale_high"]].tolist() == ["scale", 0, 10]
    assert "ten_points" not in made.rules
    seven = {"row": range(70), "推荐": [1, 2, 3, 4, 5, 6, 7] * 10}
    assert read(seven).items.loc["推荐", "scale_high"] == 7


def test_35_another_scale_is_read_when_the_instrument_is_asked_on_it():
    five = {name: [(value + 1) // 2 + 1 for value in values] for name, values in LOYALTY.items()}
    spec = cx.instruments.get("loyalty").rescale(1, 5)
    made = read(words(five, FIVE_ZH), spec)
    assert made.data["loy_1"].tolist() == five["loy_1"]
    assert made.items.loc["loy_1", "scale_high"] == 5
    with pytest.raises(cx.SpecError):
        spec.rescale(5, 1)


def test_67_and_68_stay_silent_where_all_is_well():
    for seed in range(5):
        made = read(answers("relationship", n=150, seed=seed), "relationship")
        assert not made.rules & {"reversed_unmarked", "reversed_twice"}
    rng = np.random.default_rng(2)
    noise = {name: rng.integers(1, 8, 300).tolist() for name in RELATION}
    assert not read(noise, "relationship").rules & {"reversed_unmarked", "reversed_twice"}


def test_68_a_reversed_item_is_turned_once_and_only_by_the_score():
    made = read(RELATION, "relationship")
    assert made.data["rel_c3"].tolist() == RELATION["rel_c3"]
    right = cx.instruments.score(made.data, "relationship").tidy()
    twice = changed(RELATION, "rel_c3", lambda value: 8 - value)
    mended = read(twice, "relationship", mapping=ItemMap(reversed=["rel_c3"]))
    assert cx.instruments.score(mended.data, "relationship").tidy().equals(right)
    assert "reversed_twice" not in mended.rules


def refused(lang, act):
    with cx.use(lang), pytest.raises(cx.CxError) as caught:
        act()
    return str(caught.value)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_70_to_76_what_is_only_named_at_reading_is_refused_by_the_score(lang):
    score, reliability = cx.instruments.score, cx.instruments.reliability
    read_ = {name: read(NAMED[name][0], NAMED[name][1]).data
             for name in NAMED if name[:2] in ("70", "71", "72", "74", "75", "76")}  # fmt: skip
    one = read_["70 one item of a scale"]
    assert "loyalty" in refused(lang, lambda: reliability(one, {"loyalty": ["loy_1"]}))
    message = refused(lang, lambda: score(read_["71 expectations missing"], "servqual"))
    assert "only('perception')" in message
    assert "sq_e22" in refused(lang, lambda: score(read_["72 counts differ"], "servqual"))
    for name in ("74 negative weights", "75 weights that are missing"):
        assert "sq_w_tangibles" in refused(lang, lambda name=name: score(read_[name], "servqual"))
    empty = read_["76 a scale without answers"]
    assert "communication" in refused(lang, lambda: score(empty, "relationship"))


def test_69_and_73_go_on_with_a_warning():
    constant = read(*NAMED["69 item without spread"][:2]).data
    with pytest.warns(cx.CxWarning, match="loy_2"):
        cx.instruments.score(constant, "loyalty")
    points = read(*NAMED["73 weights that do not sum to 100"][:2]).data
    with pytest.warns(cx.CxWarning, match="100"):
        cx.instruments.score(points, "servqual")
