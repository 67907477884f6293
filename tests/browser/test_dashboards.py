"""The dashboards in a browser: settings, address, language, files in and files out."""

import io
import re
from urllib.parse import parse_qs
from xml.etree import ElementTree

import boards
import pytest
from boards import READY, agree, give, made, moved, query, refused, take, twin
from panels import SLIDER, SWITCH, move
from PIL import Image
from playwright.sync_api import expect
from visits import PATIENCE, WIDTHS, Visit, faults

import cxlab as cx

PAGES = [(lang, name) for name in READY for lang in ("en", "zh")]
SETTINGS = {  # an address for each page, other than what it begins with
    "voice": {"metric": "csat", "by": "channel"},
    "gaps": {"by": "channel", "weights": "equal"},
    "drivers": {"y": "recommend", "method": "johnson"},
    "paths": {"method": "plsc", "move.satisfaction": "4"},
    "steps": {"drop": "importance"},
    "silence": {"revenue": "20000000", "share.negative": "0.3"},
}
WRONG = {"empty.csv": b"", "wrong.csv": b"colour,shape\nred,round\nblue,square\n"}


@pytest.fixture(scope="module", params=PAGES, ids="-".join)
def board(request, browser, address):
    """A visit to a dashboard; its tests follow one another on the same page."""
    lang, name = request.param
    visit = Visit(browser, address, lang=lang)
    visit.board = name
    try:
        visit.open(boards.url(name, lang=lang), panels=1)
        yield visit
    finally:
        visit.close()


def test_it_opens_with_the_numbers_of_the_package(board):
    board.shoot()
    same = twin(board.board, query(board.page))
    assert same.lang == board.lang
    agree(board.page, same)
    expect(board.page).to_have_title(re.compile(re.escape(titled(same))))
    assert not board.page.locator(".jp-InputArea-editor").filter(visible=True).count()


def titled(same):
    with cx.use(same.lang):
        return cx._core.i18n._(same.plan.title)


def test_the_code_it_hands_out_gives_its_numbers(board, tmp_path):
    name, content = take(board.page, "py")
    assert name == f"{board.board}.py"
    given = boards.run(content.decode("utf-8"), tmp_path)
    same = twin(board.board, query(board.page))
    with cx.use(board.lang):
        assert explained(given, same) == explained(same.answers, same)


def explained(answers, same):
    """Return what the results among some answers say, for those that a page shows."""
    shown = {each.answer for each in same.plan.sections} & set(same.answers)
    return {name: answers[name].explain() for name in shown}


def test_excel_holds_every_number_in_full(board):
    name, content = take(board.page, "xlsx")
    assert name == f"{board.board}.xlsx"
    held = boards.numbers(boards.sheets(content).values())
    same = twin(board.board, query(board.page))
    shown = [same.answers[name] for name in {each.answer for each in same.plan.sections}]
    wanted = boards.numbers(answer.tidy() for answer in shown)
    assert wanted.size
    assert not boards.lacking(wanted, held)


def test_figures_open_again(board):
    name, content = take(board.page, "png", place=0)
    assert name.endswith(".png")
    picture = Image.open(io.BytesIO(content))
    assert min(picture.size) > 200
    assert len(picture.convert("L").getcolors()) > 8  # something is drawn
    name, content = take(board.page, "svg", place=0)
    assert name.endswith(".svg")
    assert ElementTree.fromstring(content).tag.endswith("svg")


def test_the_report_opens_again(board, tmp_path):
    _name, content = take(board.page, "html")
    report = tmp_path / "report.html"
    report.write_bytes(content)
    same = twin(board.board, query(board.page))
    page = board.context.new_page()
    try:
        page.goto(report.as_uri())
        expect(page.locator("h1")).to_have_text(titled(same))
        text = " ".join(page.locator("body").inner_text().split())
        for each in same.plan.sections:
            with cx.use(same.lang):
                assert " ".join(same.answers[each.answer].explain().split()) in text
        assert not page.locator("img:not([alt]), script").count()
        found = faults(page)
        assert not found, "\n".join(found)
    finally:
        page.close()


def test_word_opens_again(board):
    docx = pytest.importorskip("docx")
    _name, content = take(board.page, "docx")
    document = docx.Document(io.BytesIO(content))
    assert any(titled(twin(board.board, query(board.page))) in p.text for p in document.paragraphs)
    assert document.inline_shapes


def test_it_fits_every_width(board):
    wide = {width: board.resize(width) for width in WIDTHS}
    board.page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    board.shoot()
    board.page.set_viewport_size({"width": WIDTHS[-1], "height": 900})
    assert not {width: out for width, out in wide.items() if out}


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing(board, dark):
    if dark:
        board.page.locator(".page-theme").click()
        board.shoot("dark")
    found = faults(board.page)
    assert not found, "\n".join(found)
    if dark:
        board.page.locator(".page-theme").click()


def test_every_kind_of_setting_moves_numbers_and_address(board):
    page = board.page
    held = page.locator(".cx-page")
    kinds = [held.locator(kind).filter(visible=True) for kind in (SLIDER, SWITCH)]
    for kind in [kind for kind in kinds if kind.count()]:
        control = kind.last
        now = moved(page, lambda control=control: move(held, control))
        agree(page, twin(board.board, now))


def test_a_reload_shows_the_same(board):
    before = query(board.page)
    board.page.reload(timeout=PATIENCE)
    board.ready(panels=1)
    assert parse_qs(query(board.page)) == parse_qs(before)
    agree(board.page, twin(board.board, before))


def test_the_language_changes_in_place_and_keeps_the_settings(board):
    before = parse_qs(query(board.page))
    other = {"en": "zh", "zh": "en"}[board.lang]
    mark = board.page.evaluate("window.mark = Math.random()")
    now = moved(board.page, board.page.locator(f"[data-lang={other}]").click)
    assert parse_qs(now) == {**before, "lang": [other]}
    agree(board.page, twin(board.board, now))
    html = {"en": "en", "zh": "zh-CN"}[other]
    expect(board.page.locator("html")).to_have_attribute("lang", html)
    assert board.page.evaluate("window.mark") == mark  # the page was not loaded again
    moved(board.page, board.page.locator(f"[data-lang={board.lang}]").click)


def test_a_file_that_cannot_be_used_is_told_and_changes_nothing(board):
    page, before = board.page, query(board.page)
    hint = page.locator(".cx-upload [role=status]").first.inner_text()
    said = []
    for name, content in WRONG.items():
        give(page, name, content)
        expect(page.locator(".cx-page > * .cx-error").filter(visible=True).first).not_to_have_text(
            said[-1] if said else ""
        )
        said.append(refused(page))
        expect(page.locator(".cx-upload [role=status]").first).to_have_text(hint)  # not "reading"
    assert all(said)
    assert query(page) == before
    agree(page, twin(board.board, before))


def test_nothing_went_wrong_meanwhile(board):
    assert not board.faults, "\n".join(board.faults)


# ---- addresses and files -------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in READY if name in SETTINGS])
def test_an_address_sets_the_page(visit, name):
    asked = SETTINGS[name]
    page = visit(boards.url(name, lang="en", **asked), panels=1).page
    now = parse_qs(query(page))
    assert {key: now[key][-1] for key in asked} == asked
    agree(page, twin(name, query(page)))
    assert boards.said(twin(name, query(page))) != boards.said(twin(name, "lang=en"))


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", READY)
def test_an_address_that_makes_no_sense_is_told(visit, name, lang):
    first = twin(name, f"lang={lang}").settings[0].name
    page = visit(boards.url(name, lang=lang, **{first: "<b>no</b>"}), lang, panels=1).page
    assert "<b>no</b>" in refused(page)
    agree(page, twin(name, f"lang={lang}"))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("name", READY)
def test_a_file_of_the_visitors_own(visit, name, kind, tmp_path):
    visited = visit(boards.url(name, lang="en"), panels=1)
    page = visited.page
    same = made(name, "lang=en")
    if same.plan.example is None:
        pytest.skip("the page offers no example table")
    _name, table = take(page, "csv")
    content = table if kind == "csv" else boards.workbook(boards.pd.read_csv(io.BytesIO(table)))
    file = f"own.{kind}"
    now = moved(page, lambda: give(page, file, content))
    assert parse_qs(now)["data"] == ["upload"]
    same.upload(content, file)
    agree(page, same)
    visited.shoot(kind)
    (tmp_path / file).write_bytes(content)
    given = boards.run(take(page, "py")[1].decode("utf-8"), tmp_path)
    with cx.use("en"):
        assert explained(given, same) == explained(same.answers, same)
    page.reload(timeout=PATIENCE)  # a file is not kept
    visited.ready(panels=1)
    assert "not kept" in refused(page)
