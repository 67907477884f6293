"""One visitor on one page: what is shown, what goes wrong, what axe-core finds.

``CXLAB_SHOTS=1`` saves pictures of the pages for somebody to look at; otherwise only a page that
does not get ready is saved.
"""

import os
import re
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import TimeoutError as TooLate

SHOTS = Path(__file__).parent / "shots"
PATIENCE = 60_000  # milliseconds until a page is ready, also on a busy machine
MANY = 4  # spots shown per rule
SOON = 15_000  # milliseconds until a page has answered
LOCALES = {"en": "en-US", "zh": "zh-CN"}
WIDTHS = (375, 768, 1280)
PANEL = ".jupyter-widgets.cxlab"

READY = """least => {
  const shown = (one) => one.getClientRects().length > 0;
  const mask = document.getElementById("loading");
  if (document.readyState !== "complete" || (mask && shown(mask))) return false;
  const panels = [...document.querySelectorAll(".jupyter-widgets.cxlab")];
  if (panels.length < least) return document.querySelector(".page-fault") ? "broken" : false;
  return panels.every((panel) => panel.querySelector(".cx-line span"))
    && [...document.querySelectorAll(".cx-block .cx-line")]
      .filter(shown).every((said) => said.firstChild)
    && [...document.querySelectorAll(".cx svg")].filter(shown).every((svg) => svg.firstChild);
}"""

# What stands out at the right of the window and cannot be scrolled to inside a box of its own.
OUTSIDE = """() => {
  const edge = document.documentElement.clientWidth + 1;
  const scrolls = (box) => box !== document.body && box !== document.documentElement
    && /auto|scroll/.test(getComputedStyle(box).overflowX)
    && box.getBoundingClientRect().right <= edge && box.scrollHeight <= box.clientHeight + 20;
  const inside = (node) => {
    for (let box = node.parentElement; box; box = box.parentElement) if (scrolls(box)) return true;
    return false;
  };
  const out = [...document.body.querySelectorAll("*")].filter((node) => {
    const { width, height, right } = node.getBoundingClientRect();
    if (width < 2 || height < 2 || right <= edge) return false;
    return getComputedStyle(node).visibility !== "hidden" && !inside(node);
  });
  const name = (node) =>
    `${node.tagName.toLowerCase()}.${[...node.classList].join(".")} ends at ${Math.round(
      node.getBoundingClientRect().right)}`;
  const wide = document.documentElement.scrollWidth > edge ? ["the page scrolls sideways"] : [];
  return [...wide, ...out.slice(0, 5).map(name)];
}"""

TALL = """() => Math.max(...[...document.querySelectorAll("html, body, .lm-Widget")]
  .map((box) => box.scrollHeight))"""


class Visit:
    """A page in a browser context of its own, with a record of everything that goes wrong."""

    def __init__(self, browser, address, *, lang="en", width=1280, dark=False):
        self.lang, self.faults, self.dialogs = lang, [], []
        self._host, self._name = urlsplit(address).netloc, "page"
        self.context = _context(browser, address, lang, dark)
        self._watched = {
            "request": self._request,
            "requestfailed": self._failed,
            "response": self._response,
        }
        for event, note in self._watched.items():
            self.context.on(event, note)
        self.page = self.context.new_page()
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.on("console", self._console)
        self.page.on("pageerror", self._error)
        self.page.on("dialog", self._dialog)

    def open(self, url, *, panels=0):
        """Go to an address below the server's and wait until its widgets are drawn."""
        self._name = re.sub(r"\W+", "_", url).strip("_") or "gallery"
        self.page.goto(url, timeout=PATIENCE, wait_until="commit")
        return self.ready(panels)

    def ready(self, panels=0):
        """Wait until no progress is shown, and so many panels with their findings are."""
        try:
            state = self.page.wait_for_function(READY, arg=panels, timeout=PATIENCE).json_value()
        except TooLate:
            state = "not ready"
        if state is not True:
            self.shoot("stuck")
            said = self.page.locator(".page-fault, #loading_text").all_text_contents()
            raise AssertionError(f"{self.page.url} is {state}: {said} {self.faults}")
        return self.page

    def shoot(self, note="", *, whole=True):
        """Save a picture of the page, from top to bottom, for somebody to look at."""
        if not (os.environ.get("CXLAB_SHOTS") or note == "stuck"):
            return
        size = self.page.viewport_size
        width = size["width"]
        if whole:
            tall = min(self.page.evaluate(TALL), 15_000)
            self.page.set_viewport_size({"width": width, "height": max(tall, size["height"])})
        SHOTS.mkdir(exist_ok=True)
        self.page.evaluate("scrollTo(0, 0)")
        name = "-".join(filter(None, [self._name, self.lang, str(width), note]))
        self.page.screenshot(path=SHOTS / f"{name}.png")
        self.page.set_viewport_size(size)

    def resize(self, width):
        """Change the width of the window, and return what does not fit into it after that."""
        self.page.set_viewport_size({"width": width, "height": 900})
        try:
            self.page.wait_for_function(f"() => !({OUTSIDE})().length", timeout=3000)
        except TooLate:
            return self.page.evaluate(OUTSIDE)
        return []

    def forgive(self, pattern):
        """Strike what was meant to go wrong from the record; it must be there."""
        met = [fault for fault in self.faults if re.search(pattern, fault)]
        assert met, f"nothing like {pattern!r} in {self.faults}"
        self.faults = [fault for fault in self.faults if fault not in met]

    def close(self):
        """End the visit; nothing of it is left for the next."""
        for event, note in self._watched.items():
            self.context.remove_listener(event, note)
        self.context.clear_cookies()
        for page in self.context.pages:
            page.evaluate("() => { try { localStorage.clear(); } catch { /* none */ } }")
            page.close()

    def _console(self, message):
        if message.type == "error":
            self.faults.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _error(self, error):
        self.faults.append(f"page error: {error.message}\n{(error.stack or '')[:600]}")

    def _dialog(self, dialog):
        self.dialogs.append(dialog.message)
        self.faults.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _request(self, request):
        where = urlsplit(request.url)
        if where.scheme not in ("data", "blob", "file") and where.netloc != self._host:
            self.faults.append(f"off host: {request.url}")

    def _failed(self, request):
        if request.failure != "net::ERR_ABORTED":  # the visitor went on to another page
            self.faults.append(f"failed: {request.url} ({request.failure})")

    def _response(self, response):
        if response.status >= 400:
            self.faults.append(f"answer {response.status}: {response.url}")


def _context(browser, address, lang, dark):
    """Return the browser's window for a kind of visitor; it keeps the scripts of the pages."""
    kind = {"base_url": address, "locale": LOCALES[lang]}
    kind |= {"color_scheme": "dark" if dark else "light", "reduced_motion": "reduce"}
    kept = vars(browser).setdefault("_cxlab_windows", {})
    if (name := tuple(kind.values())) not in kept:
        kept[name] = browser.new_context(**kind, accept_downloads=True)
        kept[name].set_default_timeout(SOON)
    return kept[name]


def faults(page, *, within=None):
    """Return the serious and critical faults axe-core finds: rule, selector, what it says."""
    if not page.evaluate("() => 'axe' in window"):
        script = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
        page.evaluate(script)
    found = page.evaluate(
        """within => axe.run(within ?? document, {resultTypes: ["violations"]})
             .then((result) => result.violations)""",
        within,
    )
    grave = [rule for rule in found if rule["impact"] in ("serious", "critical")]
    return [
        f"{rule['id']} ({rule['impact']}), {len(rule['nodes'])} of them\n"
        + "\n".join(map(_spot, rule["nodes"][:MANY]))
        for rule in grave
    ]


def _spot(spot):
    why = " ".join(spot["failureSummary"].split())[:240]
    return f"    {' '.join(map(str, spot['target']))}\n        {spot['html'][:160]}\n        {why}"
