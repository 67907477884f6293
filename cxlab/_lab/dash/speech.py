"""The server's words: in which language to speak to a visitor, and what to say."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from cxlab._core.i18n import LANGUAGES, N_, _, use

if TYPE_CHECKING:
    from tornado.web import RequestHandler

HTML_LANG = {"en": "en", "zh": "zh-CN"}

WORDS = {  # words that stand on a page, by the name that templates and scripts call them
    "name": N_("Customer experience lab"),
    "home": N_("All pages"),
    "skip": N_("Skip to the content"),
    "languages": N_("Language"),
    "dark": N_("Dark colours"),
    "again": N_("Load again"),
    "close": N_("Close"),
    "wait": N_("Preparing the page"),
    "step": N_("Preparing the page: step {step} of {steps}"),
    "draw": N_("Drawing the page"),
    "script": N_("This page needs JavaScript. Switch it on in your browser, then load again."),
    "ended": N_(
        "The computation behind this page has ended. What you see still stands, but buttons and "
        "sliders no longer answer."
    ),
    "idle": N_(
        "This page was not used for {minutes} minutes, so its place was given to others. Load it "
        "again to go on."
    ),
    "away": N_(
        "The server does not answer. Check your connection; this page goes on by itself when the "
        "server is back."
    ),
    "signed": N_("Your session has ended. Load again to sign in."),
    "large": N_("The file is too large to be sent: at most {mb} MB. Nothing was uploaded."),
    "fault": N_("This part of the page could not be computed."),
    "report": N_(
        "Load the page again. If it happens again, tell the operator this number: {number}"
    ),
    "trace": N_("For the author of the notebook: where it happened"),
    "question": N_("Token or password"),
    "enter": N_("Sign in"),
    "wrong": N_("That is not the right token or password. Check capital letters and spaces."),
    "lead": N_("Choose a page. Each works in your browser, without installing anything."),
    "empty": N_("There is no notebook in this folder yet. Put one in, then load again."),
    "free": N_("A place is free: loading the page …"),
    "figure": N_('Figure under "{heading}"'),
    "trying": N_("This page tries again by itself every {seconds} seconds."),
}

FAULTS = {  # status of an answer -> heading, what to do
    400: (N_("This address cannot be read"), N_("Check the spelling, or begin at the first page.")),
    403: (
        N_("This is not open to you"),
        N_("Sign in again, or ask for a link with a valid token."),
    ),
    404: (
        N_("There is no such page"),
        N_("The address may be misspelt, or the page was renamed. The first page lists them all."),
    ),
    405: (N_("This cannot be done here"), N_("Begin again at the first page.")),
    413: (N_("That is too large"), N_("Send a smaller file.")),
    414: (
        N_("This address is too long"),
        N_("Shorten it, or begin at the first page and choose the settings anew."),
    ),
    500: (
        N_("Something went wrong on the server"),
        N_("Load the page again. If it happens again, tell the operator the number below."),
    ),
    503: (
        N_("All places are taken"),
        N_("Many visitors are here just now. A place becomes free when one of them leaves."),
    ),
}


def choose(handler: RequestHandler, path: str = "") -> str:
    """Return the visitor's language: ``?lang=``, the page's folder, ``CXLAB_LANG``, the browser."""
    asked = "".join(
        each.decode("ascii", "ignore") for each in handler.request.query_arguments.get("lang", [])
    )
    folder = next((part for part in path.split("/") if part in LANGUAGES), "")
    fixed = os.environ.get("CXLAB_LANG", "")
    accepted = preferred(handler.request.headers.get("Accept-Language", ""))
    wanted = (asked.lower()[:2], folder, fixed.lower()[:2], accepted)
    return next((code for code in wanted if code in LANGUAGES), "en")


def preferred(header: str) -> str:
    """Return the first language of cxlab in an ``Accept-Language`` header, by its weights.

    Examples
    --------
    >>> preferred("fr, en;q=0.3, zh-CN;q=0.8")
    'zh'
    """
    ranked = []
    for place, part in enumerate(header[:500].split(",")):
        found = re.match(r"\s*([A-Za-z]{2})[\w-]*\s*(?:;\s*q=([\d.]{1,5}))?\s*$", part)
        if found and found[1].lower() in LANGUAGES:
            try:
                weight = float(found[2] or 1)
            except ValueError:
                weight = 0.0
            if weight > 0:
                ranked.append((-weight, place, found[1].lower()))
    return min(ranked)[2] if ranked else ""


def words(lang: str) -> dict[str, str]:
    """Return all words of a page in one language; numbers still stand as ``{name}``."""
    with use(lang):
        return {name: _(text) for name, text in WORDS.items()}


def fault(status: int, lang: str) -> Mapping[str, str]:
    """Return heading and advice for the status of an answer."""
    heading, advice = FAULTS.get(status) or FAULTS[500 if status >= 500 else 400]
    with use(lang):
        return {"heading": _(heading), "advice": _(advice)}
