"""What all handlers share: safe headers, the visitor's language, pages of words for every fault."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from jupyter_server.base.handlers import JupyterHandler
from tornado.web import HTTPError
from voila.utils import create_include_assets_functions

from cxlab._core.i18n import LANGUAGES
from cxlab._lab.dash import speech

if TYPE_CHECKING:
    from cxlab._lab.dash.journal import Journal
    from cxlab._lab.dash.server import Dash

LONGEST = 8_192  # characters of an address
STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Server": "cxlab",
}


class Headers:
    """A handler whose answers carry the headers that keep a page to itself."""

    policy = STRICT

    def set_default_headers(self) -> None:
        """Set the headers before anything else is known of the answer."""
        for name, value in _HEADERS.items():
            self.set_header(name, value)  # type: ignore[attr-defined]
        self.set_header("Content-Security-Policy", self.policy)  # type: ignore[attr-defined]


class Guarded(Headers, JupyterHandler):
    """A handler that knows the server, the visitor's language, and an answer to every fault."""

    number: str | None = None  # under which the operator finds the fault in the log
    shown = ""  # the notebook, as far as it is one of the shelf's

    @property
    def dash(self) -> Dash:
        """The server."""
        dash: Dash = self.settings["dash"]
        return dash

    @property
    def journal(self) -> Journal:
        """The server's log."""
        return self.dash.journal

    @property
    def lang(self) -> str:
        """The language the visitor is spoken to."""
        return speech.choose(self, self.request.path)

    async def prepare(self) -> None:  # type: ignore[override]
        """Refuse what is too long; take a token out of the address once it has opened the door."""
        if len(self.request.uri or "") > LONGEST:
            self.current_user = self._jupyter_current_user = None
            raise HTTPError(414)
        await super().prepare()
        if not self._finished and self._has_token() and self.request.method == "GET":
            self.redirect(self._without_token())

    def get_login_url(self) -> str:
        """Return the address of the door, which leads back here; it says when a token was wrong."""
        wrong = {"wrong": "1"} if self._has_token() else {}
        query = urlencode({"next": self._without_token(), "lang": self.lang, **wrong})
        return f"{self.base_url}login?{query}"

    def page(self, name: str, **values: Any) -> str:
        """Return a page made of a template, in the visitor's language."""
        lang = values.setdefault("lang", self.lang)
        template = self.settings["voila_jinja2_env"].get_template(name)
        links = {code: self.same_page(lang=code) for code in LANGUAGES}
        return template.render(
            {
                "base_url": self.base_url,
                "html_lang": speech.HTML_LANG[lang],
                "words": speech.words(lang),
                "languages": LANGUAGES,
                "links": links,
                "same_page": self.same_page(lang=lang),
                "title": speech.words(lang)["name"],
                "xsrf": self.xsrf_form_html() if name == "login.html" else "",
                "single": bool(self.dash.shelf.only),
                **create_include_assets_functions("cxlab", self.base_url),
                **values,
            }
        )

    def same_page(self, **changed: str) -> str:
        """Return the address of this page with another query."""
        pairs = dict(parse_qsl(self.request.query, keep_blank_values=True))
        pairs.pop("token", None)
        return "?" + urlencode({**pairs, **changed})

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Say in words what is wrong and what to do; the operator finds the rest in the log."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        if status_code >= 500 and error is not None and not isinstance(error, HTTPError):
            self.number = self.journal.fault(error, page=self.shown or None, status=status_code)
        elif status_code != 404:
            self.number = None
            self.journal.note("refuse", page=self.shown or None, status=status_code)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Security-Policy", STRICT)
        lang = self.lang
        values = {**speech.fault(status_code, lang), "status": status_code, "number": self.number}
        self.finish(self.page("error.html", lang=lang, title=values["heading"], **values))

    def log_exception(self, *_args: Any) -> None:
        """Leave the log to ``write_error``."""

    def _has_token(self) -> bool:
        return "token" in self.request.query_arguments

    def _without_token(self) -> str:
        parts = urlsplit(self.request.uri or "/")
        pairs = [pair for pair in parse_qsl(parts.query, True) if pair[0] != "token"]
        return parts.path + (f"?{urlencode(pairs)}" if pairs else "")


class Answer(Guarded):
    """A handler for scripts: its faults are a status and a word, not a page."""

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answer with the status alone."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        if status_code >= 500 and error is not None:
            self.number = self.journal.fault(error, status=status_code)
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps({"status": status_code, "error": self.number}))

    def get_login_url(self) -> str:
        """Refuse a script that is not signed in, instead of sending it to the door."""
        raise HTTPError(403)
