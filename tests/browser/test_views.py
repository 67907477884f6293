"""The chart views as a browser draws them: places, words, keyboard, and what axe-core finds."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from charts import (
    NAMES,
    SHARES,
    all_cases,
    compared,
    counted,
    mapped,
    stacked,
    tabled,
    tiled,
    trended,
)
from playwright.sync_api import expect

from cxlab.widgets._view import kind, plain

WIDTHS = (375, 768, 1280)
LIGHT, DARK = "#ffffff", "#111111"
MOUNT = """async (views) => {
  window.sent = [];
  for (const { name, esm, rows, options } of views) {
    const el = document.createElement("div");
    el.id = name;
    document.querySelector("main").append(el);
    const [state, heard] = [{ rows, options }, {}];
    const model = {
      get: (key) => state[key],
      set: (key, value) => { state[key] = value; if (key === "event") window.sent.push(value); },
      save_changes() {},
      on: (what, act) => { heard[what] = act; },
      off: (what) => { delete heard[what]; },
    };
    const address = URL.createObjectURL(new Blob([esm], { type: "text/javascript" }));
    const module = await import(address);
    el.gone = module.default.render({ model, el });
    el.show = (changed) => { Object.assign(state, changed); heard["change:rows"](); };
  }
}"""
FAULTS = """() => {
  const out = [];
  for (const svg of document.querySelectorAll("svg")) {
    const sheet = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")].map((text) => [text.textContent,
      text.getBoundingClientRect()]);
    texts.forEach(([said, a], i) => {
      if (a.left < sheet.left - 2 || a.right > sheet.right + 2 || a.bottom > sheet.bottom + 2)
        out.push(`outside: ${said}`);
      for (const [other, b] of texts.slice(i + 1)) {
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const tall = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (wide > 2 && tall > 4) out.push(`${said} over ${other}`);
      }
    });
  }
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) out.push("the page scrolls sideways");
  return out;
}"""
PLACES = """(element) => {
  const { x, y, width, height } = element.getBBox();
  return [x + width / 2, y + height / 2, width, height];
}"""


@pytest.fixture
def mount(browser):
    """Return a function that shows views on a bare page; at the end no script must have failed."""
    faults, pages = [], []

    def mounted(cases, *, lang="en", width=960, dark=False):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        looks = {name: kind(name)._css for name in cases}
        paper, theme = (DARK, "dark") if dark else (LIGHT, "light")
        page.set_content(
            f'<!doctype html><html lang="{lang}" data-cx-theme="{theme}"><title>views</title>'
            f'<style>{looks[next(iter(looks))]}</style><body style="margin:8px;background:{paper}">'
            '<main class="cxlab"><h1 style="position:absolute;opacity:0">views</h1></main>'
        )
        shown = [
            {"name": name, "esm": kind(name)._esm, "rows": plain(rows), "options": plain(options)}
            for name, (rows, options) in cases.items()
        ]
        page.evaluate(MOUNT, shown)
        for name in cases:
            expect(page.locator(f"#{name} :is(svg > *, dl > *, tbody > *)").first).to_be_attached()
        pages.append(page)
        return page

    yield mounted
    for page in pages:
        page.close()
    assert not faults, faults


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_word_is_cut_or_covered(mount, width, lang):
    assert mount(all_cases(lang), lang=lang, width=width).evaluate(FAULTS) == []


@pytest.mark.parametrize("lines", [1, 8])
@pytest.mark.parametrize("width", WIDTHS)
def test_names_of_lines_stay_apart(mount, width, lines):
    assert mount({"trend": trended("en", lines)}, width=width).evaluate(FAULTS) == []


def test_crowded_points_are_named_by_number_below(mount):
    rows, options = mapped("en")
    label = "Friendly staff at the counter of the flagship store"
    crowd = [
        {**rows[0], "term": str(i), "label": f"{label} {i}", "x": 5 + i / 9} for i in range(14)
    ]
    page = mount({"plane": (crowd, options)}, width=375)
    assert page.evaluate(FAULTS) == []
    said = page.locator("#plane text").evaluate_all("all => all.map((each) => each.textContent)")
    whole = "".join(said).replace(" ", "")
    assert all(f"{label} {i}".replace(" ", "") in whole for i in range(14))


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_no_serious_fault(mount, dark):
    found = Axe().run(mount(all_cases("en"), dark=dark)).response["violations"]
    grave = [each for each in found if each["impact"] in ("serious", "critical")]
    assert not grave, json.dumps(grave, indent=1)[:4000]


def brightness(colour):
    """Return the relative luminance of a colour written as #rrggbb (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("dark", [False, True])
def test_words_stand_out_from_what_they_stand_on(mount, dark):
    page = mount({"stack": stacked("en")}, dark=dark)
    used = """(root) => Object.fromEntries(
      ["ink", "muted", "paper", "pale", "on", "blue", "orange", "sand", "violet"].map((name) =>
        [name, getComputedStyle(root).getPropertyValue(`--cx-${name}`).trim()]))"""
    colours = page.locator(".cx").first.evaluate(used) | {"deep": "#161d24"}
    assert 'const DEEP = "#161d24"' in kind("stack")._esm
    pairs = [(text, under) for text in ("ink", "muted") for under in ("paper", "pale")]
    pairs += [("on", "blue"), ("on", "violet"), ("deep", "orange"), ("deep", "sand")]
    for pair in pairs:
        low, high = sorted(brightness(colours[name]) for name in pair)
        assert (high + 0.05) / (low + 0.05) >= 4.5, pair


def test_charts_carry_their_finding_and_their_numbers(mount):
    page = mount(all_cases("en"))
    expect(page.locator("#stack svg")).to_have_attribute("role", "img")
    said = page.locator("#stack svg").get_attribute("aria-label")
    assert said.startswith("Nobody leads · Central detractors (0–6) 40%, passives (7–8) 35%")
    assert "−15.0 (−27.0 … −3.0) n = 694" in said
    ends = page.locator("#trend svg").get_attribute("aria-label")
    assert ends.split(" · ") == [
        "It rises",
        "Central 11.0 n = 40",
        "Causeway Bay flagship store 20.0 n = 40",
        "Sha Tin 29.0 n = 40",
    ]
    assert "median 10.5 million" in page.locator("#histogram svg").get_attribute("aria-label")
    assert "Branch Web − Central +12.0" in page.locator("#forest svg").get_attribute("aria-label")


def test_stacked_parts_are_as_wide_as_their_shares(mount):
    page = mount({"stack": stacked("en")}, width=1280)
    papers = page.locator("#stack rect[fill='var(--cx-paper)']").evaluate_all(
        "all => all.map((rect) => +rect.getAttribute('width'))"
    )
    parts = papers[3:]  # the first three belong to the key
    whole = sum(parts[:3])
    wanted = [share for shares in SHARES for share in shares]
    assert [part / whole for part in parts] == pytest.approx(wanted)
    dots = page.locator("#stack circle")
    assert dots.count() == 4
    middles = [dots.nth(i).evaluate(PLACES)[0] for i in range(4)]
    scores = [100 * (high - low) for low, _, high in SHARES]
    slope = (middles[3] - middles[2]) / (scores[3] - scores[2])
    assert middles[0] - middles[2] == pytest.approx(slope * (scores[0] - scores[2]), abs=0.5)
    fills = [dots.nth(i).get_attribute("fill") for i in range(4)]
    assert fills == ["var(--cx-blue)"] * 3 + ["var(--cx-paper)"]


def test_a_missing_period_breaks_the_line(mount):
    page = mount({"trend": trended("en")})
    lines = page.locator("#trend path[stroke-linejoin=round]")
    shapes = lines.evaluate_all(
        "all => all.map((path) => path.getAttribute('d').split('M').length)"
    )
    assert [shape - 1 for shape in shapes] == [2, 1, 1]


def test_few_lines_have_bands_and_many_only_in_focus(mount):
    bands = "#trend path[fill-opacity]"
    assert mount({"trend": trended("en", 3)}).locator(bands).count() == 4  # one line is in two
    page = mount({"trend": trended("en", 8)})
    assert page.locator(bands).count() == 0
    page.keyboard.press("Tab")
    expect(page.locator(bands)).to_have_count(1)


def test_keys_walk_from_point_to_point(mount):
    page = mount({"trend": trended("en")})
    page.keyboard.press("Tab")
    point, tip = page.get_by_role("slider"), page.locator("#trend .cx-tip")
    expect(tip).to_be_visible()
    wanted = "2026-12; Sha Tin  29.0  n = 40; Causeway Bay flagship store  20.0  n = 40; "
    expect(point).to_have_attribute("aria-valuetext", wanted + "Central  11.0  n = 40")
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    expect(point).to_have_attribute("aria-valuenow", "6")
    assert "Central" not in tip.inner_text()  # this period is missing there
    strong = tip.locator("b").last
    before = strong.inner_text()
    page.keyboard.press("ArrowDown")
    expect(strong).not_to_have_text(before)
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()


def test_the_pointer_finds_the_nearest_point(mount):
    page = mount({"plane": mapped("en")})
    page.locator("#plane .sheet circle").nth(3).hover(force=True)
    expect(page.locator("#plane .cx-tip")).to_have_text("Web8; 0.11")
    page.mouse.move(1, 1)
    expect(page.locator("#plane .cx-tip")).to_be_hidden()


def test_focus_outlives_a_new_drawing(mount):
    page = mount({"trend": trended("en")})
    page.keyboard.press("Tab")
    page.locator("#trend").evaluate("(el, rows) => el.show({ rows })", trended("en", 2)[0])
    said = "2026-12; Causeway Bay flagship store  20.0  n = 40; Central  11.0  n = 40"
    expect(page.get_by_role("slider")).to_have_attribute("aria-valuetext", said)
    expect(page.get_by_role("slider")).to_be_focused()


def test_points_lie_in_their_fields_and_unsure_ones_are_hollow(mount):
    page = mount({"plane": mapped("en")})
    lines = page.locator("#plane .back line")
    across, up = lines.nth(0).evaluate(PLACES)[0], lines.nth(1).evaluate(PLACES)[1]
    dots = page.locator("#plane .sheet > g")
    moves = dots.evaluate_all(
        "all => all.map((g) => g.style.transform.match(/[-\\d.]+/g).map(Number))"
    )
    assert [(x > across, y < up) for x, y in moves] == [
        (False, True),
        (True, True),
        (False, False),
        (True, False),
    ]
    fills = dots.locator("circle").evaluate_all("all => all.map((c) => c.getAttribute('fill'))")
    assert [fill == "var(--cx-paper)" for fill in fills] == [False, True, False, False]


def test_draws_outside_the_interval_are_pale(mount):
    page = mount({"histogram": counted("en")})
    depth = page.locator("#histogram rect[fill-opacity]").evaluate_all(
        "all => all.map((rect) => rect.getAttribute('fill-opacity') === '1')"
    )
    assert depth == [4 <= low < 17 for low in range(20)]


def test_key_figures_are_a_list_of_terms(mount):
    page = mount({"tiles": tiled("en")})
    assert page.locator("#tiles dt").all_inner_texts() == ["NPS", NAMES["en"][1]]
    first = page.locator("#tiles .cx-tile").first.locator("dd").all_inner_texts()
    assert first[:2] == ["−7.0", "n = 2,000"]
    assert first[2].split("\n")[-1] == "+3.1 unclear"


def test_a_dot_stands_on_its_side_of_zero(mount):
    page = mount({"forest": compared("en")})
    zero = page.locator("#forest line[stroke='var(--cx-ink)']").evaluate(PLACES)[0]
    marks = page.locator("#forest svg > :is(circle, path[stroke-width='2'])")
    sides = [marks.nth(i).evaluate(PLACES)[0] > zero for i in range(6)]
    assert sides == [False, True, True] * 2


def test_cells_carry_bounds_and_signs_and_can_be_edited(mount):
    page = mount({"table": tabled("en")})
    cells = page.locator("#table tbody td:last-child")
    looks = [(cells.nth(i).get_attribute("class") or "").split() for i in range(4)]
    assert looks == [["cx-down"], [], ["cx-up"], ["cx-level"]]
    expect(cells.nth(1)).to_have_text("?−5 … 5")
    page.get_by_label("Sha Tin: 2a Actual experience").fill("7")
    page.wait_for_function("window.sent.length")
    sent = page.evaluate("window.sent")
    assert [(s["term"], s["column"], s["value"]) for s in sent] == [("Sha Tin", "actual", 7)]


CONTROLS = """<div class="widget-slider"><label class="widget-label">Price</label>
<div class="noUi-handle" role="slider" tabindex="0"></div>
<div class="widget-readout" contenteditable="true">5</div></div>
<div class="widget-toggle-buttons"><label class="widget-label">Method</label>
<div><button class="mod-active">LMG</button><button>Johnson</button></div></div>"""


def test_controls_are_named_and_keep_their_names(mount):
    page = mount({"tiles": tiled("en")})
    page.locator("main").evaluate(
        "(main, text) => main.insertAdjacentHTML('beforeend', text)", CONTROLS
    )
    expect(page.get_by_role("slider", name="Price")).to_be_attached()
    expect(page.get_by_role("textbox", name="Price")).to_be_visible()
    group = page.get_by_role("group", name="Method")
    expect(group.get_by_role("button", name="LMG", pressed=True)).to_be_visible()
    group.get_by_role("button", name="Johnson").evaluate("(b) => b.classList.add('mod-active')")
    expect(group.get_by_role("button", name="Johnson", pressed=True)).to_be_visible()
    page.locator(".widget-slider label").evaluate("(label) => { label.textContent = '价格'; }")
    expect(page.get_by_role("slider", name="价格")).to_be_attached()
