"""The first page and what stands around every page: links, language, colours, faults in words."""

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import books
import dash
import pytest
from playwright.sync_api import expect
from visits import PATIENCE, WIDTHS, Visit, faults

ROOT = Path(__file__).parents[2]
UNIT = "04_triangle_law"
CARDS = ".page-cards a"
TITLES = {"en": "Customer experience lab", "zh": "客户体验"}


def shelf(lang):
    """Return the notebooks that the gallery of a language should show."""
    folder = ROOT / "notebooks"
    found = [*(folder / lang).glob("*.ipynb"), *(folder / "dashboards").glob("*.ipynb")]
    return {path.relative_to(folder).as_posix() for path in found}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_gallery_leads_to_every_page(visit, lang):
    page = visit(f"/?lang={lang}", lang).page
    links = page.locator(CARDS).evaluate_all("links => links.map((link) => link.href)")
    paths = {unquote(urlsplit(link).path).removeprefix("/voila/render/") for link in links}
    assert paths == shelf(lang)
    assert not [text for text in page.locator(CARDS).all_inner_texts() if not text.strip()]


def test_the_browser_chooses_the_language_and_the_switch_changes_it(visit):
    page = visit("/", "zh").page
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    assert all(text.startswith("/voila/render/zh/") for text in unit_links(page))
    page.locator("[data-lang=en]").press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert "lang=en" in page.url
    assert all(text.startswith("/voila/render/en/") for text in unit_links(page))


def unit_links(page):
    links = page.locator(f".page-units{CARDS[len('.page-cards') :]}")
    expect(links.first).to_be_visible()
    return links.evaluate_all("links => links.map((link) => new URL(link.href).pathname)")


def test_a_unit_leads_to_its_twin_and_home(visit):
    visited = visit(f"/voila/render/en/{UNIT}.ipynb", panels=3)
    page = visited.page
    page.locator("[data-lang=zh]").click()
    page.wait_for_url(f"**/zh/{UNIT}.ipynb*", timeout=PATIENCE)
    visited.ready(panels=3)
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.locator(".page-home").click()
    expect(page.locator(CARDS).first).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_the_colours_follow_machine_switch_and_address(visit):
    page = visit("/", dark=True).page
    look = page.locator("html")
    expect(look).to_have_attribute("data-cx-theme", "dark")
    switch = page.locator(".page-theme")
    expect(switch).to_have_attribute("aria-pressed", "true")
    switch.press("Enter")
    expect(look).to_have_attribute("data-cx-theme", "light")
    page.goto("/")  # the choice is kept
    expect(look).to_have_attribute("data-cx-theme", "light")
    page.goto("/?theme=dark")
    expect(look).to_have_attribute("data-cx-theme", "dark")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_gallery_fits_and_axe_finds_nothing(visit, lang, dark):
    visited = visit(f"/?lang={lang}", lang, dark=dark)
    wide = {width: visited.resize(width) for width in WIDTHS}
    assert not {width: out for width, out in wide.items() if out}
    found = faults(visited.page)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "url", ["/nowhere", "/voila/render/none.ipynb", "/voila/render/%2e%2e/%2e%2e/README.md"]
)
@pytest.mark.parametrize(("lang", "words"), [("en", "There is no such page"), ("zh", "页")])
def test_an_unknown_address_is_answered_in_words(visit, url, lang, words):
    visited = visit(f"{url}?lang={lang}", lang)
    visited.forgive("404")
    page = visited.page
    expect(page.locator("h1")).to_contain_text(words)
    found = faults(page)
    assert not found, "\n".join(found)
    page.locator(".page-actions a").first.click()
    expect(page.locator(CARDS).first).to_be_visible()


LATE = """async (source) => {
  let clock = 0;
  const before = [Date.now, window.setTimeout];
  const manager = eval(`({_models: {}, ${source}})`);
  Date.now = () => clock;
  window.setTimeout = (then) => {  // the widget comes while the last sleep lasts
    clock += 100;
    if (clock === 2000) manager._models.it = "here";
    queueMicrotask(then);
  };
  try { return await manager.get_model("it"); }
  finally { [Date.now, window.setTimeout] = before; }
}"""


def test_a_widget_that_comes_in_the_last_moment_is_found(visit):
    scripts = []
    visited = visit("/")
    visited.page.on("response", lambda answer: scripts.append(answer))
    visited.page.goto(f"/voila/render/en/{UNIT}.ipynb", wait_until="load", timeout=PATIENCE)
    visited.ready(panels=3)
    texts = [each.text() for each in scripts if "jupyterlab-manager/static" in each.url]
    waits = [re.search(r"async get_model\(.*?\}return \w\}", text) for text in texts]
    (waits,) = [found[0] for found in waits if found and "<2e3" in found[0]]
    assert visited.page.evaluate(LATE, waits) == "here"


# ---- pages of the tests' own --------------------------------------------------------------------


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """The address of a server on pages that end and break."""
    home = tmp_path_factory.mktemp("own")
    books.write(home / "pages" / "ends.ipynb", books.ENDING, books.COUNTING)
    books.write(home / "pages" / "breaks.ipynb", books.COUNTING, "1 / 0")
    books.write(home / "pages" / "says.ipynb", 'import cxlab as cx\ncx.load("nothing")')
    with dash.serve(home, str(home / "pages")) as address:
        yield address


@pytest.fixture
def look(browser, own):
    """A function that opens one of these pages; what goes wrong there is looked at by the test."""
    visits = []

    def opened(name, lang="en"):
        visits.append(Visit(browser, own, lang=lang))
        visits[-1].open(f"/voila/render/{name}.ipynb?lang={lang}")
        return visits[-1]

    yield opened
    for each in visits:
        each.shoot()
        each.close()


@pytest.mark.parametrize(("lang", "words"), [("en", "has ended"), ("zh", "计算")])
def test_a_kernel_that_dies_is_told_and_a_reload_works(look, lang, words):
    visited = look("ends", lang)
    page = visited.page
    page.get_by_role("button", name="End").click()
    notice = page.locator("#page-notice")
    expect(notice).to_contain_text(words, timeout=PATIENCE)
    visited.shoot("ended")
    found = faults(page, within="#page-notice")
    assert not found, "\n".join(found)
    notice.locator("a, button").first.click()
    slider = page.locator("[role=slider]")
    expect(slider).to_be_visible(timeout=PATIENCE)
    expect(notice).not_to_contain_text(words)
    slider.press("ArrowRight")
    expect(page.locator(".widget-readout")).to_have_text("4")


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "could not be computed"), ("zh", "没有计算成功")]
)
def test_a_cell_that_fails_is_told_in_words_with_a_number(look, lang, words):
    page = look("breaks", lang).page
    fault = page.locator(".page-fault")
    expect(fault).to_contain_text(words)
    assert any(letter.isdigit() for letter in fault.inner_text())
    expect(page.locator("[role=slider]")).to_be_visible()  # the rest of the page stands


def test_an_error_of_the_package_speaks_for_itself(look):
    page = look("says").page
    expect(page.locator("#rendered_cells")).to_contain_text("meiyu")  # the names that there are
