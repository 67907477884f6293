"""Hostile visitors in a browser: nothing they bring is ever run, and every refusal is in words."""

import io

import boards
import openpyxl
import pytest
from boards import READY, agree, give, made, moved, query, refused, take, twin
from playwright.sync_api import expect
from visits import PATIENCE

EVIL = "<img src=x onerror=\"window.hit=1;alert('hit')\">"
FORMULA = '=HYPERLINK("http://evil.example","x")'
ROWS = "branch,recommend,x_price\n" + "A,9,7\nB,3,5\n" * 40

FILES = {  # name of the file -> its content; numbers are those of the list of bad inputs
    "7 empty.csv": b"",
    "8 header only.csv": b"branch,recommend,x_price\n",
    "10 nul.csv": ROWS.encode().replace(b"9,7", b"9,\0", 1),
    "12 quote.csv": (ROWS + 'A,"9,7\n').encode(),
    "13 ragged.csv": (ROWS + "A,9,7,8,8,8\n").encode(),
    "14 page.xls": b"<html><table><tr><td>1</td></tr></table></html>",
    "15 locked.xlsx": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2048),
    "16 broken.xlsx": b"PK\x03\x04" + bytes(200),
    "23 twice.csv": ROWS.replace("branch", "x_price", 1).encode(),
    "44 infinite.csv": ROWS.replace("9,7", "9,inf", 1).encode(),
    f"{EVIL.replace('/', '')}.csv": b"\0",
    "../../../etc/passwd.csv": b"",
}


def unharmed(page):
    """Assert that nothing a visitor brought has run or was fetched."""
    assert page.evaluate("() => window.hit === undefined")
    assert not page.locator("img[src=x]").count()


@pytest.fixture
def board(visit):
    """A function that opens a dashboard in English; its settings and faults as in a visit."""
    return lambda name: visit(boards.url(name, lang="en"), panels=1)


@pytest.mark.parametrize("name", READY)
def test_bad_files_are_refused_in_words(board, name):
    visited = board(name)
    page, before, same = visited.page, query(visited.page), twin(name, "lang=en")
    words = set()
    for file, content in FILES.items():
        with page.expect_file_chooser() as waiting:
            page.locator(".cx-upload label").click()
        waiting.value.set_files({"name": file, "mimeType": "text/csv", "buffer": content})
        expect(page.locator(".cx-page > * .cx-error").filter(visible=True)).to_be_visible()
        words.add(refused(page))
    assert len(words) >= 5  # each says what is wrong with this file
    assert query(page) == before
    agree(page, same)
    unharmed(page)


def evil(same):
    """Return the example table of a page with scripts and formulas in headers and values."""
    table = same.plan.example()
    for column in table.select_dtypes(exclude="number"):
        table[column] = table[column].where(table[column].isna(), EVIL + table[column].astype(str))
    texts = [(FORMULA, EVIL)[row % 2] for row in range(len(table))]
    return table.assign(**{EVIL: range(len(table)), FORMULA: texts})


@pytest.mark.parametrize("name", READY)
def test_scripts_in_headers_and_values_stay_text(board, name, tmp_path):
    visited = board(name)
    page, same = visited.page, made(name, "lang=en")
    if same.plan.example is None:
        pytest.skip("the page offers no example table")
    content, file = evil(same).to_csv(index=False).encode(), f"{EVIL.replace('/', '')}.csv"
    give(page, file, content)
    same.upload(content, file)
    agree(page, same)
    for place in range(page.locator(".cx-page select").count()):
        choose(page, page.locator(".cx-page select").nth(place))
        unharmed(page)
    for fold in page.locator(".cx-page summary").filter(visible=True).all():
        fold.click()
    visited.shoot("hostile")
    unharmed(page)
    workbook = openpyxl.load_workbook(io.BytesIO(take(page, "xlsx")[1]))
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row]
    assert cells
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert not [cell.value for cell in cells if cell.hyperlink and cell.hyperlink.target]
    report = tmp_path / "report.html"
    report.write_bytes(take(page, "html")[1])
    read = visited.context.new_page()
    read.on("dialog", visited._dialog)
    read.goto(report.as_uri())
    unharmed(read)
    read.close()


def choose(page, box):
    """Choose the hostile option of a list, where it has one."""
    names = [text for text in box.locator("option").all_inner_texts() if "onerror" in text]
    if names and box.is_visible():
        moved(page, lambda: box.select_option(label=names[0]))


def test_a_name_typed_into_a_widget_stays_text(visit):
    page = visit("/voila/render/en/01_experience_economy.ipynb", panels=1).page
    page.get_by_placeholder("type a name").fill(EVIL)
    page.get_by_role("button", name="Add").click()
    expect(page.locator(".cx-line").first).to_contain_text("onerror", timeout=PATIENCE)
    unharmed(page)


@pytest.mark.parametrize("lang", ["<script>alert(1)</script>", "../../zh", "%00"])
def test_a_hostile_language_is_english(visit, lang):
    page = visit(f"/?lang={lang}", "en").page
    expect(page.locator("html")).to_have_attribute("lang", "en")
    unharmed(page)
