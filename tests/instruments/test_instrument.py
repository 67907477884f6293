"""Item banks and instruments of one's own."""

import pytest
import yaml

import cxlab as cx
from cxlab.instruments import Instrument, available, get

SIZES = {
    "servqual": {
        "tangibles": 4,
        "reliability": 5,
        "responsiveness": 4,
        "assurance": 4,
        "empathy": 5,
    },
    "perceived_value": {"functional": 3, "emotional": 3, "social": 3, "price": 3},
    "realms": {"entertainment": 3, "education": 3, "escapism": 3, "esthetics": 3},
    "relationship": {"trust": 3, "commitment": 3, "communication": 3},
    "experience_types": dict.fromkeys(
        ["product", "service", "relationship", "price", "convenience", "brand"], 1
    ),
    "loyalty": {"loyalty": 3},
}


def entry(name="servqual"):
    """Return a bank as plain mappings, to be spoilt."""
    return yaml.safe_load(get(name).to_yaml())


def read(spoilt):
    return Instrument.from_yaml(yaml.safe_dump(spoilt, sort_keys=False))


def test_the_six_banks_have_their_dimensions_in_order():
    assert available() == sorted(SIZES)
    for name, sizes in SIZES.items():
        found = {d.name: len(d.items) for d in get(name).dimensions}
        assert list(found.items()) == list(sizes.items())


def test_the_banks_read_the_columns_of_the_course_data():
    data = cx.load("meiyu")
    for name in available():
        bank = get(name)
        weights = bank.weights.columns if bank.weights else ()
        assert set([*bank.columns(), *weights]) <= set(data.columns)
        assert data[bank.columns()].stack().dropna().between(bank.scale.low, bank.scale.high).all()


@pytest.mark.parametrize("name", sorted(SIZES))
def test_every_text_stands_in_both_languages_and_once(name):
    bank = get(name)
    texts = [item.text for dimension in bank.dimensions for item in dimension.items]
    for code in ("en", "zh"):
        assert len({text[code] for text in texts}) == len(texts)
        assert all(text[code].strip() for text in [*texts, bank.title, bank.about])
    assert bank.sources
    assert all(cx._core.references.cite(key) for key in bank.sources)


def test_items_are_shown_in_the_language_in_use():
    bank = get("relationship")
    assert bank.items().loc[0, "text"] == "This company keeps its word."
    assert bank.items().loc[bank.items()["reversed"], "item"].tolist() == ["rel_c3"]
    with cx.use("zh"):
        assert bank.items().loc[0, ["label", "text"]].tolist() == ["信任", "这家公司说话算数。"]
        assert repr(bank) == "关系质量 · 9题 · 3个维度 · 1–7分 · 回答"
        assert "反向题" in bank._repr_html_()


def test_stem_and_hint_belong_to_the_item_table():
    types = get("experience_types").items("importance")
    assert types.loc[4, "text"] == "How important to you is: convenience"
    assert "during and after the purchase" in types.loc[4, "covers"]
    assert "covers" not in get("loyalty").items()


@pytest.mark.parametrize("name", sorted(SIZES))
def test_yaml_round_trip(name, tmp_path):
    bank = get(name)
    path = tmp_path / "own.yaml"
    path.write_text(bank.to_yaml(), encoding="utf-8")
    assert Instrument.from_yaml(path) == bank
    assert read(entry(name)) == bank
    renamed = bank.rename({"mine": bank.columns()[0]})
    assert Instrument.from_yaml(renamed.to_yaml()) == renamed


def test_rename_maps_own_columns_and_leaves_the_bank_alone():
    mine = get("servqual").rename({"Q1": "sq_p01", "points_t": "sq_w_tangibles"})
    assert mine.columns("perception")[:2] == ["Q1", "sq_p02"]
    assert mine.scales("perception")["tangibles"][0] == "Q1"
    assert mine.weights.columns[0] == "points_t"
    assert get("servqual").columns("perception")[0] == "sq_p01"


def test_only_keeps_one_mode():
    servperf = get("servqual").only("perception")
    assert servperf.columns() == get("servqual").columns("perception")
    assert servperf.pair is None


def test_an_own_instrument_needs_no_yaml():
    own = Instrument.from_columns(
        "food", {"taste": ["t1", "t2"], "look": ["l1", "l2"]}, low=1, high=5, reversed=["l2"]
    )
    assert own.reversed == [False, False, False, True]
    assert Instrument.from_yaml(own.to_yaml()) == own
    pairs = Instrument.from_columns(
        "food", {"taste": ["t1"]}, low=1, high=5, expectation={"taste": ["e1"]}
    )
    assert pairs.columns("expectation") == ["e1"]


def spoil_scale(spec):
    spec["scale"] = {"low": 7, "high": 1}


def spoil_id(spec):
    spec["dimensions"][0]["items"][1]["id"] = "01"


def spoil_dimension(spec):
    spec["dimensions"][1]["name"] = "tangibles"


def spoil_mode(spec):
    spec["modes"]["feeling"] = spec["modes"].pop("expectation")


def spoil_pair(spec):
    spec["pair"] = ["perception", "experience"]


def spoil_count(spec):
    spec["modes"]["expectation"]["columns"] = [f"e{i}" for i in range(21)]


def spoil_weights(spec):
    spec["weights"] = {"columns": ["w1", "w2"]}


def spoil_text(spec):
    del spec["dimensions"][0]["items"][0]["zh"]


def spoil_empty(spec):
    spec["dimensions"][0]["items"] = []


SPOILT = [
    (spoil_scale, "from 7 to 1", "从7到1"),
    (spoil_id, "'01' stands more than once", "'01'出现了不止一次"),
    (spoil_dimension, "'tangibles' stands more than once", "'tangibles'出现了不止一次"),
    (spoil_mode, "mode = 'feeling' is not known", "mode = 'feeling'无法识别"),
    (spoil_pair, "mode = 'experience' is not known", "mode = 'experience'无法识别"),
    (spoil_count, "has 21 columns, but there are 22 items", "有21列，题目却有22道"),
    (spoil_weights, "2 weight columns for 5 dimensions", "权重列却有2列"),
    (spoil_text, "lacks 'zh'", "缺少'zh'"),
    (spoil_empty, "a dimension without items", "有一个维度没有题目"),
]


@pytest.mark.parametrize(("spoil", "english", "chinese"), SPOILT)
def test_an_unsound_instrument_is_refused(spoil, english, chinese):
    spec = entry()
    spoil(spec)
    for lang, words in (("en", english), ("zh", chinese)):
        with cx.use(lang), pytest.raises(cx.SpecError, match=words):
            read(spec)


def test_a_part_that_is_missing_is_named():
    with pytest.raises(cx.SpecError, match="lacks 'scale', 'modes', 'dimensions'"):
        read({"name": "x", "title": "x"})
    with pytest.raises(cx.SpecError, match="The instrument lacks 'name'"):
        Instrument.from_yaml("- a\n- b\n")


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "2 perception items but 1 expectation"), ("zh", "却有1道期望题")]
)
def test_pairs_must_match_in_every_dimension(lang, words):
    with cx.use(lang), pytest.raises(cx.SpecError, match=words):
        Instrument.from_columns(
            "x",
            {"a": ["p1", "p2"], "b": ["p3"]},
            low=1,
            high=5,
            expectation={"a": ["e1"], "b": ["e2", "e3"]},
        )


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "Did you mean 'servqual'"), ("zh", "是不是想写'servqual'")]
)
def test_a_misspelt_bank_gets_the_closest_name(lang, words):
    with cx.use(lang), pytest.raises(cx.SpecError, match=words):
        get("serqual")


def test_rename_refuses_what_the_bank_does_not_have():
    with pytest.raises(cx.SpecError, match=r"no column 'sq_p1'. Did you mean"):
        get("servqual").rename({"Q1": "sq_p1"})
    with pytest.raises(cx.SpecError, match="'sq_p01' stands more than once"):
        get("servqual").rename({"Q1": "sq_p01", "Q2": "sq_p01"})
    with pytest.raises(cx.SpecError, match="reversed = 'c' is not known"):
        Instrument.from_columns("x", {"a": ["a1", "a2"]}, low=1, high=5, reversed=["c"])


@pytest.mark.parametrize("wrong", [["a", None], {1: 2}, float("inf"), 10**400])
@pytest.mark.parametrize(
    "path",
    ["modes", "modes answer", "scale anchors", "scale high", "pair", "dimensions", "weights"],
)
def test_a_bank_of_wrong_shape_is_refused_in_words(path, wrong):
    bank = yaml.safe_load(get("loyalty").to_yaml())
    *outer, last = path.split()
    place = bank[outer[0]] if outer else bank
    place[last] = wrong
    with pytest.raises(cx.CxError, match=r"loyalty|lacks|columns|mode"):
        Instrument.from_yaml(yaml.safe_dump(bank))
