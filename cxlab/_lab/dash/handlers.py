"""The small handlers: gallery, health, pulse, the end of a visit, the kernel's socket."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from jupyter_server.auth.decorator import allow_unauthenticated
from tornado.web import HTTPError, authenticated
from tornado.websocket import WebSocketProtocol13
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from cxlab import __version__
from cxlab._core.i18n import _, use
from cxlab._lab.dash.base import Answer, Guarded
from cxlab._lab.dash.shelf import SECTIONS, Card

_MADE = 0.4  # seconds of silence on a line after which a page is made
_TOO_LARGE = 1009  # code with which a line is closed


class Gallery(Guarded):
    """The first page: what there is to open, without a kernel."""

    @authenticated
    async def get(self) -> None:
        """Show the cards; a single notebook is opened at once."""
        shelf = self.dash.shelf
        if shelf.only:
            self.redirect(self.dash.address(shelf.only) + self.same_page())
            return
        cards = await asyncio.to_thread(shelf.cards)
        lang = self.lang
        with use(lang):
            sections = [
                (name, _(heading), [card for card in cards if card.section == name])
                for name, heading in SECTIONS.items()
            ]
        self.set_header("Cache-Control", "no-cache")
        self.finish(
            self.page(
                "gallery.html",
                sections=[section for section in sections if section[2]],
                links_to={card: self._link(card, lang) for card in cards},
            )
        )

    def _link(self, card: Card, lang: str) -> str:
        """Return the address of a card; a unit's own folder tells its language."""
        twins = len(set(card.paths.values())) > 1
        return self.dash.address(card.path(lang)) + ("" if twins else f"?lang={lang}")


class Missing(Guarded):
    """Every address that leads nowhere."""

    @authenticated
    async def get(self) -> None:
        """Say so; who is not signed in is asked to first."""
        raise HTTPError(404)


class Health(Answer):
    """A word for those who watch over the server; it tells nothing about visitors."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Answer with the state of the server."""
        visitors = self.dash.visitors
        self.set_header("Cache-Control", "no-store")
        self.finish(
            {
                "status": "full" if visitors.full else "ok",
                "version": __version__,
                "kernels": visitors.count,
                "capacity": visitors.places,
            }
        )


class Robots(Answer):
    """Search engines shall not start kernels."""

    @allow_unauthenticated
    async def get(self) -> None:
        """Ask them to stay away."""
        self.set_header("Content-Type", "text/plain")
        self.finish("User-agent: *\nDisallow: /\n")


class Pulse(Answer):
    """An open page asks every few seconds whether its kernel still answers."""

    @authenticated
    async def get(self, kernel: str) -> None:
        """Answer 204 while it does, 410 with the reason when it has ended, 413 after a big file.

        A pulse that a page sent just before it closed may come in after its farewell: no fault.
        """
        visitors = self.dash.visitors
        self.set_header("Cache-Control", "no-store")
        if not await visitors.pulse(kernel):
            reason = visitors.reason(kernel)
            self.set_status(204 if reason == "closed" else 410)
            self.set_header("X-Reason", reason)
            return
        visit = visitors.get(kernel)
        if visit is not None and visit.too_large:
            visit.too_large = False
            self.set_status(413)
            return
        self.set_status(204)


class Leave(Answer):
    """A page says that it is closed."""

    @authenticated
    async def post(self, kernel: str) -> None:
        """Free its place; a kernel that is not known is nobody's."""
        await self.dash.visitors.end(kernel, "closed")
        self.set_status(204)

    def check_xsrf_cookie(self) -> None:
        """Need none: a page closes only with its kernel's secret number."""


class KernelModel(Answer):
    """What the widgets ask about their kernel before they connect; it can only be read."""

    SUPPORTED_METHODS = ("GET",)

    @authenticated
    async def get(self, kernel_id: str) -> None:
        """Answer with the kernel's state."""
        if self.dash.visitors.get(kernel_id) is None:
            raise HTTPError(404)
        model = self.kernel_manager.kernel_model(kernel_id)
        self.finish(json.dumps(model, default=str))


class Line(WebSocketProtocol13):
    """A line that remembers when it was the server that broke it."""

    def close(self, code: int | None = None, reason: str | None = None) -> None:
        """Close the line."""
        self.close_code = code or self.close_code
        super().close(code, reason)


class Socket(VoilaKernelWebsocketHandler):
    """The line between widgets and kernel; it carries widgets' messages and nothing else."""

    async def get(self, kernel_id: str) -> None:
        """Open the line to a kernel that is there."""
        if self.settings["dash"].visitors.get(kernel_id) is None:
            raise HTTPError(404)
        await super().get(kernel_id)

    def get_websocket_protocol(self) -> WebSocketProtocol13 | None:
        """Return the line."""
        made = super().get_websocket_protocol()
        return made and Line(self, False, made.params)

    def on_message(self, message: str | bytes) -> None:
        """Pass a message on; one that cannot be read is dropped."""
        try:
            super().on_message(message)
        except Exception as error:
            self.settings["dash"].journal.note("drop", status=type(error).__name__)

    def write_message(self, *args: Any, **options: Any) -> Any:
        """Send on what the kernel says; a page to which no more is said for a while is made."""
        visit = self.settings["dash"].visitors.get(self.kernel_id)
        if visit is not None and visit.turn is not None:
            visit.turn.give_after(_MADE)
        return super().write_message(*args, **options)

    def on_close(self) -> None:
        """Note when the line broke because a message was too large."""
        dash = self.settings["dash"]
        visit = dash.visitors.get(self.kernel_id)
        if visit is not None and self.close_code == _TOO_LARGE:
            visit.too_large = True
            dash.journal.note("refuse", page=visit.page, kernel=self.kernel_id, status=413)
        if self.connection is not None:
            super().on_close()

    def write_error(self, status_code: int, **_kwargs: Any) -> None:
        """Answer with the status alone."""
        self.finish(str(status_code))

    def log_exception(self, *_args: Any) -> None:
        """Leave the log to the journal."""
