"""What all pages share: calls, settings, the address, faults in words, files."""

import io

import numpy as np
import openpyxl
import pandas as pd
import pytest
from shown import every

import cxlab as cx
from cxlab._core.i18n import N_
from cxlab.dashboards import Page
from cxlab.dashboards._call import Answer, Call, literal, program
from cxlab.dashboards._columns import Columns
from cxlab.dashboards._plan import Plan, Section
from cxlab.dashboards._setting import Amount, Choice, Kept, Several
from cxlab.dashboards._work import Work

NAMES = ["plain", 'a"b', "it's", "back\\slash", "line\nbreak", "客户", "=1+1", "__import__('os')"]


def survey(n=60):
    rng = np.random.default_rng(5)
    data = pd.DataFrame(rng.integers(0, 11, (n, 4)), columns=["score", "a", "b", "c"])
    return data.assign(shop=np.where(rng.random(n) < 0.5, "east", "west"))


def show(result, views, _values):
    views[0].show(result.labelled().assign(text=""), alt=result.headline())


def settings(known, values):
    chosen = values.get("items", ("a", "b"))
    return [
        Choice(name="by", start=None, options={None: "all", **known.named(known.grouping)}),
        Several(name="items", start=("a", "b"), options=known.answers()),
        *(Amount(name=f"move.{name}", start=0.0, low=-1, high=1, place="fit") for name in chosen),
    ]


def calls(_known, values):
    options = {"by": values["by"]} if values["by"] else {}
    return [
        Call("nps", "metrics.nps", [Answer("data"), "score"], options),
        Call("pairs", "nps.differences"),
        Call("fit", "drivers.regress", [Answer("data"), "score", list(values["items"])]),
    ]


def plan(**parts):
    return Plan(
        **{
            "name": "demo",
            "title": N_("Drivers of loyalty"),
            "question": N_("Which experience weighs most, where to begin, and what would follow?"),
            "kit": {"small": N_("Data"), "large": N_("Outcome")},
            "load": lambda name: survey(60 if name == "small" else 90),
            "study": Columns.of,
            "settings": settings,
            "calls": calls,
            "sections": [
                Section(name=name, heading=N_("Data"), views=["bars"], draw=show)
                for name in ("nps", "pairs", "fit")
            ],
        }
        | parts
    )


@pytest.fixture
def visit(monkeypatch):
    """Open a page as Voila does, with this query in its address."""

    def opened(query="", made=None, **given):
        monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5")
        monkeypatch.setenv("QUERY_STRING", query)
        return Page(made or plan(), **given)

    return opened


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stays_a_name_in_the_program(name):
    held = {"columns": [name, Answer("data")], name: (name,)}
    assert eval(literal(held), {"data": 7}) == {"columns": [name, 7], name: (name,)}


def test_a_call_runs_and_writes_the_same():
    data = survey()
    made = Work(data).run(calls(None, {"by": "shop", "items": ("a", "b")}))
    known = {"data": data}
    exec(program("", calls(None, {"by": "shop", "items": ("a", "b")}), lang="en"), known)
    for name in ("nps", "pairs", "fit"):
        pd.testing.assert_frame_equal(made[name].answer.tidy(), known[name].tidy())


def test_only_what_changed_is_computed_again():
    work, values = Work(survey()), {"by": None, "items": ("a", "b")}
    before = work.run(calls(None, values))
    after = work.run(calls(None, {**values, "items": ("a",)}))
    assert after["nps"].answer is before["nps"].answer
    assert after["fit"].answer is not before["fit"].answer
    again = work.run(calls(None, values))
    assert again["fit"].answer is before["fit"].answer


def test_a_failed_call_takes_those_that_need_it_along():
    broken = [
        Call("nps", "metrics.nps", [Answer("data"), "shop"]),
        Call("pairs", "nps.differences"),
    ]
    done = Work(survey()).run(broken)
    assert "shop" in str(done["nps"].error)
    assert done["pairs"].error is done["nps"].error


def test_a_fault_nobody_foresaw_becomes_words_with_a_number(caplog):
    done = Work(survey()).run([Call("odd", "metrics.nps", [], {"nonsense": 1})])
    number = str(done["odd"].error).rstrip(".").rsplit(maxsplit=1)[-1]
    assert number in caplog.text
    assert "TypeError" in caplog.text


def test_the_address_gives_back_what_it_says(visit):
    first = visit()
    first.update(by="shop", items=("a", "c"))
    first.update(**{"move.c": 0.5})
    query = first._tie.options["query"]
    assert query == "lang=en&data=small&by=shop&items=a&items=c&move.c=0.5"
    second = visit(query)
    assert second.chosen == first.chosen
    pd.testing.assert_frame_equal(second.answers["nps"].tidy(), first.answers["nps"].tidy())
    assert second._tie.options["query"] == query


@pytest.mark.parametrize(
    "query",
    [
        "by=nowhere",
        "items=zz",
        "move.a=7",
        "move.a=nan",
        "move.a=x",
        "by=<img src=x onerror=alert(1)>",
    ],
)
def test_an_address_that_cannot_be_is_named_and_the_page_stands(visit, query):
    page = visit(query)
    name = query.split("=")[0]
    assert f"{name}=" in page._line.options["error"]
    assert page.chosen == visit().chosen
    assert {"nps", "fit"} <= set(page.answers)


@pytest.mark.parametrize(
    "query", ["lang=xx", "data=../secret", "x=1", "=&&==", "a" * 20_000, "%ff%fe"]
)
def test_an_address_that_says_nothing_shows_the_start(visit, query):
    page = visit(query)
    assert page.chosen == visit().chosen
    assert page.lang == "en"


def test_outside_voila_no_query_counts(visit, monkeypatch):
    visit()
    monkeypatch.setenv("SERVER_SOFTWARE", "")
    monkeypatch.setenv("QUERY_STRING", "by=shop")
    assert Page(plan()).chosen["by"] is None


def test_the_address_goes_before_what_was_given(visit):
    assert visit("by=shop", given={"by": None}).chosen["by"] == "shop"
    assert visit("", given={"by": "shop"}).chosen["by"] == "shop"


def test_settings_come_and_go_with_others():
    page = Page(plan())
    page.update(items=("a", "b", "c"))
    assert set(page.chosen) == {"by", "items", "move.a", "move.b", "move.c"}
    page.update(items=("c",))
    assert set(page.chosen) == {"by", "items", "move.c"}
    assert [each.description for each in page._blocks[2]._controls] == [""]


def test_a_control_does_what_update_does():
    page = Page(plan())
    page._controls["by"].value = "shop"
    page._controls["items"].value = ["b", "c"]
    other = Page(plan())
    other.update(by="shop", items=("b", "c"))
    assert page.chosen == other.chosen
    assert page.code() == other.code()


def test_the_other_language_keeps_numbers_and_settings():
    page = Page(plan(), lang="en")
    page.update(by="shop")
    before = page.answers["nps"].tidy()
    page._tie.event = {"kind": "language", "lang": "zh", "serial": 1}
    assert page.lang == "zh"
    assert page.chosen["by"] == "shop"
    assert page._tie.options["query"].startswith("lang=zh")
    pd.testing.assert_frame_equal(page.answers["nps"].tidy(), before)
    page._tie.event = {"kind": "language", "lang": "<script>", "serial": 2}
    assert page.lang == "zh"


def test_other_data_keep_the_settings_that_fit():
    page = Page(plan())
    page.update(by="shop")
    page._pick("large")
    assert page.answers["nps"].n == 90
    assert page.chosen["by"] == "shop"


def test_a_file_of_the_visitors(visit):
    page = visit()
    page.upload(survey(40).to_csv(index=False).encode(), "mine.csv")
    assert page.answers["nps"].n == 40
    assert 'data = cx.read("mine.csv").data' in page.code()
    assert "data=upload" in page._tie.options["query"]


@pytest.mark.parametrize("content", [b"", b"a,b\n", b"\x00\x01\x02", b"<html></html>"])
def test_a_file_that_cannot_be_read_changes_nothing(visit, content):
    page = visit()
    before = page.code()
    page.upload(content, "../../etc/passwd")
    assert page._line.options["error"]
    assert page.code() == before


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n3,4\n5,6\n"])
def test_the_button_asks_for_the_next_file_also_after_a_refusal(visit, content, monkeypatch):
    page, sent = visit(), []
    sender = next(each for each in every(page) if type(each).__name__ == "upload")
    monkeypatch.setattr(sender, "send", sent.append)
    message = {"kind": "part", "name": "own.csv", "place": 0, "count": 1}
    sender._handle_custom_msg(message, [memoryview(content)])
    assert bool(page._line.options["error"]) == (not content)
    assert sent == [{"kind": "taken"}]


def test_a_file_without_a_usable_column_changes_nothing(visit):
    page = visit()
    page.upload(b"name\nx\ny\n", "words.csv")
    assert "in numbers" in page._line.options["error"]
    assert page.answers["nps"].n == 60
    assert page.chosen["items"] == ("a", "b")


def test_parts_of_a_file_are_put_together(visit):
    page = visit()
    sender = next(each for each in every(page) if type(each).__name__ == "upload")
    content = survey(50).to_csv(index=False).encode()
    half = len(content) // 2
    for place, part in enumerate((content[:half], content[half:])):
        message = {"kind": "part", "name": "mine.csv", "place": place, "count": 2}
        sender._handle_custom_msg(message, [memoryview(part)])
    assert page.answers["nps"].n == 50


@pytest.mark.parametrize(
    "message", [{}, {"kind": "part"}, {"kind": "make", "name": "exe"}, {"kind": 3}]
)
def test_messages_that_make_no_sense_are_passed_over(visit, message):
    page = visit()
    for each in every(page):
        if type(each).__name__ in ("upload", "download"):
            each._handle_custom_msg(message, [])
    assert page.answers["nps"].n == 60


def test_files_hold_the_numbers_of_the_page(visit):
    page = visit("by=shop")
    sheets = openpyxl.load_workbook(io.BytesIO(page._file("xlsx")))
    held = {cell.value for sheet in sheets for row in sheet.iter_rows() for cell in row}
    assert set(page.answers["nps"].tidy()["estimate"]) <= held
    assert "NPS" in page._file("html")
    assert page._file("docx")[:2] == b"PK"
    known = {}
    exec(page._file("py").replace('cx.load("small")', "frame"), {"frame": survey()}, known)
    pd.testing.assert_frame_equal(known["nps"].tidy(), page.answers["nps"].tidy())


@pytest.mark.parametrize(("kind", "mark"), [("png", b"\x89PNG"), ("svg", b"<?xml")])
def test_a_figure_is_a_picture(visit, kind, mark):
    page = visit()
    assert page._figure(page.plan.sections[0], kind).startswith(mark)


def test_kept_values_refuse_what_they_do_not_write():
    kept = Kept(name="cell", start=(), reader=lambda texts: tuple(map(int, texts)), writer=list)
    assert kept.read(["1", "2"]) == (1, 2)
    with pytest.raises(cx.SpecError, match="cell="):
        kept.read(["x"])
