"""The page on the cost of silence: its numbers, its program, own trees, and what is refused."""

import re

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from shown import HAN, LATIN, asked, blocks, said, words

import cxlab as cx
from cxlab.dashboards import silence
from cxlab.frameworks import CostTree

NAMES = re.compile(r"Excel|SPSS|Stata|Parquet|Word|Python|HTML|CSV|English|PNG|SVG|Monte Carlo")
ENDS = ("down_text", "up_text")
SECTIONS = ["cost", "tornado", "levers", "break_even", "simulation", "paradox"]
OWN = """上级,分支,占比,结果
,满意,80%,留住
,不满意,20%,
不满意,投诉,10%,有流失风险
不满意,沉默,90%,流失
"""


@pytest.fixture
def page():
    return silence(lang="en")


def direct(tree, revenue=50_000_000, currency="USD", **more):
    cost = tree.evaluate(revenue=revenue, currency=currency)
    return {
        "cost": cost,
        "tornado": cost.tornado(),
        "levers": cost.levers(),
        "simulation": cost.simulate(10_000, 1, concentration=more.get("answers", 100)),
        "paradox": cost.complaint_paradox(more.get("complaints", "negative/complain")),
    }


def same(page, expected):
    for name, result in expected.items():
        assert_frame_equal(page.answers[name].tidy(), result.tidy())


def ran(page, **names):
    """Run the program of a page in a fresh space of names."""
    with cx.use(page.lang):
        exec(page.code(), names)
    return names


def test_the_page_shows_the_tree_of_the_kit(page):
    tree = CostTree.load("silence")
    expected = direct(tree) | {"break_even": tree.evaluate().break_even(500_000)}
    same(page, expected)
    same(page, {name: ran(page)[name] for name in SECTIONS})
    for name in SECTIONS:
        assert said(page, name) == (page.answers[name].explain(), "")
        assert blocks(page)[name].views[0].rows


def test_sliders_move_shares_and_one_sibling_takes_the_rest(page):
    page._controls["share.negative/complain"].value = 0.05
    tree = CostTree.load("silence").with_share("complain", 0.05)
    same(page, direct(tree))
    page._controls["share.negative/complain/lost"].value = 0.6
    page._controls["share.negative/complain/at_risk"].value = 0.1
    tree = tree.with_share("complain/at_risk", 0.1, balance="kept")
    tree = tree.with_share("complain/lost", 0.6, balance="kept")
    same(page, direct(tree))
    same(page, {name: ran(page)[name] for name in SECTIONS})
    boxes = {row["term"]: row for row in blocks(page)["cost"].views[0].rows}
    assert boxes["negative/complain/kept"]["share"] == "30%"


def test_shares_that_leave_nothing_for_the_rest_say_so(page):
    page.update(**{"share.negative/complain/lost": 0.9})
    assert "would have to be" in said(page, "cost")[1]
    page.update(**{"share.negative/complain/at_risk": 0.05})
    assert said(page, "cost")[1] == ""
    assert page.answers["cost"].tree.node("complain/kept").share == pytest.approx(0.05)


@pytest.mark.parametrize(
    "values",
    [
        {"revenue": 1234.5},
        {"revenue": 1e12, "currency": "CNY"},
        {"currency": ""},
        {"answers": 20.0},
        {"answers": 2000.0},
        {"complaints": "positive"},
        {"complaints": "negative/silent"},
        {"complaints": "negative/complain/lost"},
    ],
)
def test_every_setting_reaches_the_numbers(page, values):
    page.update(**values)
    same(page, direct(CostTree.load("silence"), **values))
    same(page, {name: ran(page)[name] for name in SECTIONS})


def test_every_branch_may_be_what_a_programme_moves(page):
    for path in ["", *CostTree.load("silence").to_frame()["path"]]:
        page.update(moves=path, spend=20_000.0, margin=0.5)
        cost = CostTree.load("silence").evaluate()
        same(page, {"break_even": cost.break_even(20_000, path or None, margin=0.5)})


def test_the_histogram_holds_every_draw(page):
    chart = blocks(page)["simulation"].views[0]
    assert sum(row["count"] for row in chart.rows) == 10_000
    lost = page.answers["simulation"].tidy().set_index("term").loc["lost"]
    assert chart.options["interval"]["low"] == lost["conf_low"]
    assert chart.options["estimate"]["at"] == pytest.approx(4_912_600)


@pytest.mark.parametrize(("revenue", "word"), [(0.0, "above 0"), (-5.0, "above 0")])
def test_a_revenue_that_is_none_says_so(page, revenue, word):
    page.update(revenue=revenue)
    assert word in said(page, "cost")[1]
    page.update(revenue=100.0)
    assert page.answers["cost"].revenue == 100


def test_the_address_holds_what_was_changed(page, monkeypatch):
    page.update(
        **{
            "share.negative": 0.1,
            "revenue": 5e6,
            "currency": "",
            "answers": 300.0,
            "moves": "negative",
        }
    )
    again = asked(monkeypatch, silence, page._tie.options["query"])
    assert again.chosen == page.chosen
    same(again, {name: page.answers[name] for name in SECTIONS})


@pytest.mark.parametrize(
    "query",
    ["revenue=-1", "revenue=nan", "revenue=x", "share.negative=2", "currency=XXX", "complaints=x"],
)
def test_a_wrong_address_is_named(monkeypatch, query):
    page = asked(monkeypatch, silence, f"lang=en&{query}")
    assert f"The address asks for {query.partition('=')[0]}=" in page._line.options["error"]
    same(page, direct(CostTree.load("silence")))


@pytest.mark.parametrize("code", ["utf-8", "gb18030"])
def test_an_own_tree(page, code, tmp_path, monkeypatch):
    page.upload(OWN.encode(code), "own.csv")
    assert not page._line.options["error"]
    tree = CostTree.from_dict(
        {
            "branches": [
                {"name": "满意", "share": 0.8, "outcome": "kept"},
                {
                    "name": "不满意",
                    "share": 0.2,
                    "branches": [
                        {"name": "投诉", "share": 0.1, "outcome": "at_risk"},
                        {"name": "沉默", "share": 0.9, "outcome": "lost"},
                    ],
                },
            ]
        }
    )
    page.update(revenue=1000.0, currency="CNY")
    expected = direct(tree, 1000, "CNY", complaints="不满意/投诉")
    same(page, {name: expected[name] for name in SECTIONS if name in expected})
    assert "names no levers" in said(page, "levers")[0]
    (tmp_path / "own.csv").write_bytes(OWN.encode(code))
    monkeypatch.chdir(tmp_path)
    names = ran(page)
    same(page, {name: names[name] for name in ("cost", "tornado", "break_even", "paradox")})
    assert names["cost"].title == page.answers["cost"].title == "Own tree"
    page.speak("zh")
    assert not [word for word in words(page) if LATIN.search(NAMES.sub("", word))]


def test_a_tree_of_thirds_stays_as_given(page):
    tree = CostTree.from_dict(
        {"branches": [{"name": f"b{k}", "share": 1 / 3, "outcome": "lost"} for k in range(3)]}
    )
    page = silence(tree, lang="en", revenue=300, currency="GBP")
    assert "with_share" not in page.code()
    same(page, {"cost": tree.evaluate(revenue=300, currency="GBP")})
    same(page, {"cost": ran(page, data=tree)["cost"]})
    page.update(currency="")
    assert page.answers["cost"].currency == ""


@pytest.mark.parametrize("kind", ["tree", "frame"])
def test_own_data_from_python(kind):
    tree = CostTree.load("silence")
    given = tree if kind == "tree" else tree.to_frame()
    page = silence(given, lang="en", revenue=1000, currency="HKD")
    same(page, {"cost": tree.evaluate(revenue=1000, currency="HKD")})
    same(page, {"cost": ran(page, data=given)["cost"]})


@pytest.mark.parametrize(
    ("content", "match"),
    [
        (b"", "The file is empty"),
        (b"a,b\n1,2\n3,4\n", "no use for the column 'a'"),
        (b"branch,outcome\nx,kept\ny,lost\n", "no column 'share'"),
        (b"branch,share,outcome\nx,22,kept\ny,78,lost\n", "write 22% as 0.22"),
        (b"branch,share,outcome\nx,0.5,kept\ny,0.6,lost\n", "add up to 1.1"),
        (b"branch,share,outcome\nx,,kept\ny,,lost\n", "share"),
        (b"branch,share,outcome\nx,0.5,kept\ny,0.5,gone\n", "outcome (y)"),
    ],
)
def test_a_bad_tree_says_why_and_changes_nothing(page, content, match):
    page.upload(content, "own.csv")
    assert match in page._line.options["error"]
    same(page, direct(CostTree.load("silence")))


def test_a_single_branch_leaves_a_page_that_speaks():
    table = pd.DataFrame({"branch": ["all"], "share": [1], "outcome": ["lost"]})
    page = silence(table, lang="en", revenue=10)
    assert page.answers["cost"].lost == 10
    assert "two branches" in said(page, "tornado")[1]
    assert "only branch" in said(page, "break_even")[1]


def test_hostile_names_are_only_names():
    names = ['a"b', "it's", "<img src=x onerror=alert(1)>", "=1+1", "{0}", "a b&c=d", "客户"]
    table = pd.DataFrame({"branch": names, "share": 1 / 7, "outcome": "lost"})
    page = silence(table, lang="en", revenue=7)
    page.update(**{f"share.{names[2]}": 0.2, "moves": names[0], "complaints": names[3]})
    same(page, {"cost": ran(page, data=table)["cost"], "paradox": ran(page, data=table)["paradox"]})
    assert not any("<img" in each.value for each in page.children if hasattr(each, "value"))


def test_the_language_changes_the_words_and_not_the_numbers(page):
    page.update(**{"share.negative/complain": 0.05})
    english = words(page)
    before = {name: page.answers[name].tidy() for name in SECTIONS}
    page.speak("zh")
    for name in SECTIONS:
        assert_frame_equal(page.answers[name].tidy(), before[name])
    chinese = words(page)
    assert sum(bool(HAN.search(word)) for word in chinese) > 60
    assert not [word for word in chinese if LATIN.search(NAMES.sub("", word))]
    assert not [word for word in english if HAN.search(word)]
    swings = [row[side] for row in blocks(page)["tornado"].views[0].rows for side in ENDS]
    assert all(re.fullmatch(r"[\d.]+%：[+−]?[\d,]+", text) for text in swings)


def test_the_example_table_is_read_back(page):
    content = page.plan.example().to_csv(index=False).encode()
    page.upload(content, "example.csv")
    page.update(revenue=50_000_000.0, currency="USD")
    same(page, {"cost": CostTree.load("silence").evaluate()})


def test_the_report_holds_every_section(page):
    html = page.document().html()
    for section in page.plan.sections:
        assert section.heading in html
        assert page._figure(section, "svg").lstrip()[:5] in (b"<?xml", b"<svg ")


@pytest.mark.parametrize(
    ("given", "match"),
    [
        ({"data": [1]}, "must be a pandas DataFrame"),
        ({"revenue": "much"}, "revenue"),
        ({"currency": 5}, "currency must be text"),
    ],
)
def test_bad_arguments_are_refused(given, match):
    with pytest.raises(cx.CxError, match=match):
        silence(**given)
