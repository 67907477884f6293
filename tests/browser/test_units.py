"""Every unit as a page, in both languages: widgets that answer, right numbers, any width."""

import json
from pathlib import Path

import pytest
from answers import KNOWN
from panels import blank, chosen, controls, line, move, panels, values
from playwright.sync_api import expect
from visits import WIDTHS, Visit, faults

import cxlab as cx

UNITS = Path(__file__).parents[2] / "course" / "units"
NAMES = sorted(path.name for path in UNITS.iterdir() if (path / "unit.md").exists())
NOTEBOOKS = UNITS.parents[1] / "notebooks"
DARK = "06_churn_cost"  # one unit per language is read in the dark


def cells(lang, name):
    """Return the code cells of a built notebook."""
    book = json.loads((NOTEBOOKS / lang / f"{name}.ipynb").read_text(encoding="utf-8"))
    return [cell for cell in book["cells"] if cell["cell_type"] == "code" and cell["source"]]


def widgets(lang, name):
    """Count the cells that end in a widget."""
    return sum(cell["source"][-1].startswith("cx.widgets.") for cell in cells(lang, name))


def figures(lang, name):
    """Count the cells that end in a figure."""
    return sum(cell["source"][-1].endswith(".plot();") for cell in cells(lang, name))


PAGES = [(lang, name) for lang in ("en", "zh") for name in NAMES]


@pytest.fixture(scope="module", params=PAGES, ids="-".join)
def unit(request, browser, address):
    """A visit to one unit; its tests follow one another on the same page."""
    lang, name = request.param
    visit = Visit(browser, address, lang=lang)
    visit.unit = name
    try:
        visit.open(f"/voila/render/{lang}/{name}.ipynb", panels=widgets(lang, name))
        yield visit
    finally:
        visit.close()


def test_it_opens_without_code_and_no_widget_is_blank(unit):
    unit.shoot()
    assert unit.page.locator("html").get_attribute("lang").startswith(unit.lang)
    assert unit.page.locator("h1").count() == 1
    expect(unit.page.locator(".jp-InputArea-editor").filter(visible=True)).to_have_count(0)
    assert unit.page.locator(".page-fault").all_inner_texts() == []
    assert len(panels(unit.page)) == widgets(unit.lang, unit.unit)
    assert not [number for number, panel in enumerate(panels(unit.page)) if blank(panel)]
    drawn = unit.page.locator(".jp-RenderedImage img, .jp-RenderedSVG svg").filter(visible=True)
    assert drawn.count() == figures(unit.lang, unit.unit)


def compare(unit):
    """Compare each finding on the page with what the package says at the same values."""
    for number, panel in enumerate(panels(unit.page)):
        known = KNOWN.get((unit.unit, number))
        if known:
            with cx.use(unit.lang):
                texts = known(values(panel), chosen(panel))
            for text in texts:
                expect(line(panel)).to_contain_text(text)


def test_widgets_say_what_the_package_says(unit):
    compare(unit)


def test_widgets_answer_to_the_keyboard(unit):
    for panel in panels(unit.page):
        for control in controls(panel):
            move(panel, control)
    compare(unit)


def test_it_fits_every_width(unit):
    wide = {width: unit.resize(width) for width in WIDTHS}
    assert not {width: out for width, out in wide.items() if out}


def test_axe_finds_nothing(unit):
    found = faults(unit.page)
    assert not found, "\n".join(found)


def test_axe_finds_nothing_in_the_dark(unit):
    if unit.unit == DARK:
        unit.page.emulate_media(color_scheme="dark")
        unit.shoot("dark")
        found = faults(unit.page)
        assert not found, "\n".join(found)


def test_nothing_went_wrong_meanwhile(unit):
    assert not unit.faults, "\n".join(unit.faults)
