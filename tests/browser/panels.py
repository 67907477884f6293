"""A widget on a page: what it shows, and its controls moved by keyboard as a visitor would."""

from playwright.sync_api import expect
from visits import PANEL, SOON

SLIDER, SWITCH = "[role=slider]:not(.cx-walk)", "select, .widget-toggle-button:not(.mod-active)"
OTHERS = "input[type=checkbox], table input, .grip[tabindex], .cx-bins button, input[type=number]"
DRAWN = ".cx svg, .cx table, .cx-sorter"

# All that a panel shows, apart from its controls.
FACE = """panel => [...panel.querySelectorAll(".cx")].map((view) => view.outerHTML).join()"""


def panels(page):
    """Return the widgets of a page, from top to bottom."""
    return page.locator(PANEL).all()


def line(panel):
    """Return the finding, as the first line below the views says it."""
    return panel.locator(".cx-line span").first


def blank(panel):
    """Return whether a panel shows no view with something in it, or no finding."""
    views = panel.locator(DRAWN).filter(visible=True)
    return not views.count() or not line(panel).inner_text().strip()


def values(panel):
    """Return what the sliders now hold, from top to bottom."""
    texts = [each.get_attribute("aria-valuetext") for each in panel.locator(SLIDER).all()]
    return [float(text.split(";")[0]) for text in texts]


def chosen(panel):
    """Return the place of what is chosen in each list and each row of buttons."""
    return panel.evaluate(
        """panel => [...panel.querySelectorAll("select, .widget-toggle-buttons")].map((one) =>
             one.selectedIndex ?? [...one.querySelectorAll("button")].findIndex((button) =>
               button.classList.contains("mod-active")))"""
    )


def controls(panel):
    """Return the first slider and the first switch, or else whatever the panel can be moved by."""
    kinds = [panel.locator(kind).filter(visible=True) for kind in (SLIDER, SWITCH)]
    kinds = [kind for kind in kinds if kind.count()] or [panel.locator(OTHERS)]
    return [kind.first for kind in kinds]


def move(panel, control):
    """Move a control by one step of the keyboard, and wait until the panel shows another face."""
    before = panel.evaluate(FACE)
    control.focus()
    control.press(_key(control))
    panel.page.wait_for_function(
        f"([panel, before]) => ({FACE})(panel) !== before",
        arg=[panel.element_handle(), before],
        timeout=SOON,
    )
    expect(panel.locator(".cx-error")).to_have_count(0)


def _key(control):
    kind = control.evaluate(
        "(one) => one.getAttribute('role') === 'slider' ? 'slider'"
        " : one.tagName === 'INPUT' ? one.type : one.tagName.toLowerCase()"
    )
    if kind == "slider":
        now, most = (control.get_attribute(f"aria-value{end}") for end in ("now", "max"))
        return "ArrowLeft" if float(now) >= float(most) else "ArrowRight"
    if kind == "select":
        return "ArrowUp" if control.evaluate("(list) => list.selectedIndex") else "ArrowDown"
    return {"checkbox": "Space", "button": "Enter", "number": "ArrowUp"}.get(kind, "ArrowLeft")
