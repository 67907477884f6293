"""The page of the seven steps: its numbers, its program, edits, own tables, and what is refused."""

import re

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from shown import HAN, LATIN, asked, blocks, said, words

import cxlab as cx
from cxlab.dashboards import steps
from cxlab.frameworks import Case

NAMES = re.compile(
    r"Excel|SPSS|Stata|Parquet|Word|Python|HTML|CSV|English|Meisu|PNG|SVG|with_values|actual|sheet"
)
EDITS = (("expectation", "service", 10.0), ("importance", "service", 8.5))
OWN = """体验类型,实际体验（2a）,期望,重要性,理想,需求
治疗,8,8,9,8,
等候,5,7,6,8,增加护士
电话,6,,5,6,
"""


@pytest.fixture
def page():
    return steps(lang="en")


def direct(case):
    found = {f"step_{number}": case.step(number) for number in range(1, 8)}
    more = {"sheet": case.sheet(), "proof": case.proof(), "again": case.next_round().step(1)}
    return found | more


def same(page, expected):
    for name, result in expected.items():
        assert_frame_equal(page.answers[name].tidy(), result.tidy())


def ran(page):
    """Run the program of a page in a fresh space of names."""
    names = {}
    with cx.use(page.lang):
        exec(page.code(), names)
    return names


def test_all_seven_steps_stand_on_the_page(page):
    case = Case.load("meiyu")
    same(page, direct(case) | {"break_even": case.break_even()})
    for number in range(1, 8):
        block = blocks(page)[f"step_{number}"]
        assert f">{number} " in block.children[0].value
        finding, error = said(page, f"step_{number}")
        assert finding == page.answers[f"step_{number}"].explain()
        assert not error


def test_an_edited_cell_runs_through_all_steps(page):
    sheet = blocks(page)["sheet"].views[0]
    for serial, (column, term, value) in enumerate(EDITS, 1):
        edit = {"kind": "edit", "term": term, "column": column, "value": value}
        sheet.event = {**edit, "serial": serial}
    case = Case.load("meiyu").with_values(expectation={"service": 10}, importance={"service": 8.5})
    same(page, direct(case))
    assert page.answers["step_3"].keys == ("service",)
    cells = {row["term"]: row for row in sheet.rows}
    assert cells["service"]["expectation"] == {"value": 10.0, "small": "changed"}
    assert "small" not in cells["product"]["expectation"]
    same(page, {name: ran(page)[name] for name in direct(case)})
    page.update(numbers="given")
    same(page, direct(Case.load("meiyu")))
    sheet.event = {"kind": "edit", "term": "price", "column": "actual", "value": 1.0, "serial": 9}
    assert page.chosen["numbers"] == "changed"
    assert page.answers["step_3"].case.experiences[3].actual == 1


def test_an_emptied_cell_stays_missing(page):
    page.update(cell=(("importance", "convenience", None),))
    assert page.answers["step_3"].case.experiences[4].importance is None
    assert "may be" in said(page, "step_3")[0]
    assert "no single key experience" in said(page, "break_even")[1]


def test_a_cell_off_the_scale_is_refused_and_the_table_stays(page):
    page.update(cell=(("importance", "product", 99.0),))
    assert "importance of 'product' is 99" in said(page, "sheet")[1]
    assert "above" in said(page, "step_3")[1]  # what is wrong is said once
    assert blocks(page)["sheet"].views[0].layout.display == ""
    page.update(cell=(("importance", "product", 2.0),))
    assert page.answers["step_3"].value("product", "weighted") == "−2"


def test_the_address_holds_the_edits(page, monkeypatch):
    page.update(cell=(*EDITS, ("actual", "price", None)), drop="both", sales="10, 19")
    query = page._tie.options["query"]
    assert "cell=expectation~service~10&cell=importance~service~8.5&cell=actual~price~" in query
    again = asked(monkeypatch, steps, query)
    assert again.chosen == page.chosen
    same(again, {name: page.answers[name] for name in ("sheet", "proof", "step_7")})


@pytest.mark.parametrize(
    "cell", ["importance~product", "~~", "weighted~product~1", "importance~x~1", "actual~price~inf"]
)
def test_a_wrong_cell_in_the_address_is_named(monkeypatch, cell):
    page = asked(monkeypatch, steps, f"lang=en&cell={cell}")
    assert "The address asks for cell=" in page._line.options["error"]
    same(page, direct(Case.load("meiyu")))


@pytest.mark.parametrize(
    ("drop", "cells"),
    [
        ("expectation", "expectation"),
        ("importance", "importance"),
        ("both", ["expectation", "importance"]),
    ],
)
def test_the_proof_without_its_assumptions(page, drop, cells):
    page.update(drop=drop)
    same(page, {"proof": Case.load("meiyu").proof(drop=cells)})
    same(page, {"proof": ran(page)["proof"]})


@pytest.mark.parametrize(
    ("typed", "decision"),
    [("10, 21，33", "go_on"), ("10 19", "stop"), ("10; - ; >31", "go_on"), ("10、＞19", "stop")],
)
def test_sales_are_typed_in(page, typed, decision):
    page.update(sales=typed)
    assert page.answers["step_7"].tidy()["decision"].iloc[-1] == decision
    same(page, {"step_7": ran(page)["step_7"]})


def test_sales_that_are_none_stop_step_7_alone(page):
    page.update(sales="10, many")
    assert "sales (2)" in said(page, "step_7")[1]
    assert not said(page, "step_6")[1]
    page.update(sales="")
    assert "No sales" in said(page, "step_7")[0]


@pytest.mark.parametrize("code", ["utf-8", "gb18030"])
def test_an_own_table_goes_through_the_case(page, code, tmp_path, monkeypatch):
    page.upload(OWN.encode(code), "own.csv")
    table = pd.DataFrame(
        {
            "actual": [8, 5, 6],
            "expectation": [8, 7, None],
            "importance": [9, 6, 5],
            "ideal": [8, 8, 6],
            "requirement": [None, "增加护士", None],
        },
        index=["治疗", "等候", "电话"],
    )
    case = Case.from_frame(table)
    expected = direct(case)
    same(page, {name: expected[name] for name in ("sheet", "step_2", "step_4", "step_5", "proof")})
    assert said(page, "step_5")[0].endswith("Requirement: 增加护士 (等候).")
    assert "nothing entered yet" in said(page, "step_1")[0]
    (tmp_path / "own.csv").write_bytes(OWN.encode(code))
    monkeypatch.chdir(tmp_path)
    names = ran(page)
    same(page, {name: names[name] for name in ("sheet", "step_5", "proof")})
    assert names["sheet"].title == page.answers["sheet"].title == "Own company"
    page.speak("zh")
    assert not [word for word in words(page) if LATIN.search(NAMES.sub("", word))]


def test_a_narrower_scale_narrows_the_bounds(page):
    page.upload(b"term,actual,expectation,importance\na,3,4,5\nb,2,,5\n", "own.csv")
    for name, (low, high) in {"0-10": (0, 10), "1-7": (1, 7), "1-5": (1, 5)}.items():
        page.update(scale=name)
        row = page.answers["step_2"].tidy().iloc[1]
        assert (row["low"], row["high"]) == (2 - high, 2 - low)


def test_edits_do_not_follow_to_other_data(page):
    page.update(cell=EDITS, sales="10, 30")
    page.upload(b"term,actual,expectation,importance\nservice,5,6,7\nfood,5,5,5\n", "own.csv")
    assert page.answers["sheet"].tidy()["expectation"].tolist() == [6, 5]
    assert (page.chosen["cell"], page.chosen["sales"]) == ((), "")


@pytest.mark.parametrize("kind", [Case, pd.DataFrame])
def test_own_data_from_python(kind):
    case = Case.from_dict({**Case.load("meiyu").to_dict(), "scale": [0, 20]})
    table = case.sheet().tidy()[["term", "actual", "expectation", "importance", "ideal"]]
    given = case if kind is Case else table
    page = steps(given, lang="en")
    names = {"data": given}
    exec(page.code(), names)
    same(page, {name: names[name] for name in ("sheet", "step_4", "again")})
    assert page.answers["sheet"].case.scale == ((0, 20) if kind is Case else (0, 10))


@pytest.mark.parametrize(
    ("content", "match"),
    [
        (b"", "The file is empty"),
        (b"term,actual,expectation\n", "header"),
        (b"a,b\n1,2\n3,4\n", "no use for the column 'a'. Choose one of: term, actual"),
        (b"term,actual\nx,1\ny,2\n", "no column 'expectation'. It may also be called expected"),
        (b"term,actual,expectation\nx,1,a\ny,2,3\n", "'expectation' must hold numbers"),
        (b"term,actual,expected,2b\nx,1,2,2\ny,1,2,2\n", "both mean 'expectation'"),
        (b"term,actual,expectation\nx,1,2\nx,3,4\n", "names 'x' twice"),
        (b"term,actual,expectation\nx,88,2\ny,1,2\n", "actual of 'x' is 88"),
        (
            b"term,actual,expectation\n" + b"".join(b"t%d,1,2\n" % k for k in range(201)),
            "201 rows, and at most 200",
        ),
    ],
)
def test_a_bad_table_says_why_and_changes_nothing(page, content, match):
    page.upload(content, "own.csv")
    assert match in page._line.options["error"]
    same(page, direct(Case.load("meiyu")))


def test_a_table_without_numbers_is_all_bounds(page):
    page.upload(b"term,actual,expectation\nx,,\ny,,\n", "own.csv")
    assert page._line.options["error"] or "may be" in said(page, "step_3")[0]


def test_hostile_names_are_only_names(page):
    names = ['a"b', "it's", "<img src=x onerror=alert(1)>", "=1+1", "~", "a~b", "__import__('os')"]
    table = pd.DataFrame({"actual": 5, "expectation": 7, "importance": 8}, index=names)
    page = steps(table, lang="en")
    edits = tuple(("importance", name, 6.0) for name in names)
    page.update(cell=edits)
    held = {"data": table}
    exec(page.code(), held)
    same(page, {"sheet": held["sheet"]})
    assert set(page.answers["sheet"].tidy()["importance"]) == {6}
    setting = next(each for each in page.settings if each.name == "cell")
    assert setting.read(setting.write(edits)) == edits
    assert "<img" not in blocks(page)["step_2"]._line.options.get("error", "")


def test_the_language_changes_the_words_and_not_the_numbers(page):
    page.update(cell=EDITS)
    before = {name: result.tidy() for name, result in direct(page.answers["sheet"].case).items()}
    english = words(page)
    page.speak("zh")
    for name in before:
        numbers = page.answers[name].tidy().select_dtypes("number")
        assert_frame_equal(numbers, before[name].select_dtypes("number"))
    chinese = words(page)
    assert sum(bool(HAN.search(word)) for word in chinese) > 60
    assert not [word for word in chinese if LATIN.search(NAMES.sub("", word))]
    assert not [word for word in english if HAN.search(word.replace("中文", ""))]


def test_the_example_table_is_read_back(page):
    table = page.plan.example()
    content = table.to_csv(index=False).encode()
    page.upload(content, "example.csv")
    assert not page._line.options["error"]
    known = Case.load("meiyu").sheet().tidy()
    assert page.answers["sheet"].tidy()["ideal"].tolist() == known["ideal"].tolist()


def test_the_report_holds_every_step(page):
    document = page.document()
    html = document.html()
    for section in page.plan.sections:
        assert section.heading in html
    assert document.excel()[:2] == b"PK"


def test_bad_data_from_python_are_refused():
    with pytest.raises(cx.DataError, match="must be a pandas DataFrame, not list"):
        steps([1, 2])


@pytest.mark.parametrize(
    "event",
    [
        *({"kind": "edit"}, {"kind": "edit", "term": "price"}, {"kind": [], "term": "price"}),
        {"kind": "edit", "term": "price", "column": "actual", "value": 1.0, "self": 1},
    ],
)
def test_an_edit_with_other_parts_is_passed_over(page, event):
    before = page.code()
    blocks(page)["sheet"].views[0].event = {**event, "serial": 1}
    assert page.code() == before
    assert page._line.options["error"] == ""


@pytest.mark.parametrize(
    ("term", "column", "value"),
    [
        *(("nobody", "actual", 1.0), ("price", "x=1)\nimport os#", 1.0), ([], {}, None)),
        *(("price", "actual", "many"), ("price", "actual", float("nan"))),
    ],
)
def test_an_edit_of_no_cell_is_refused(page, term, column, value):
    before = page.code()
    event = {"kind": "edit", "term": term, "column": column, "value": value, "serial": 1}
    blocks(page)["sheet"].views[0].event = event
    assert page.code() == before
    assert "cell" in page._line.options["error"]
    page.update(drop="both")
    assert page.chosen["cell"] == ()
