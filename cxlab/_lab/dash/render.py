"""A notebook as a page: its kernel, its cells one by one, and words when one of them fails."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import PurePosixPath
from time import monotonic
from typing import Any

from jupyter_server.utils import ApiPath
from nbformat import from_dict
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError, authenticated
from voila.notebook_renderer import NotebookRenderer
from voila.utils import get_page_config

from cxlab._core.i18n import LANGUAGES
from cxlab._lab.dash import speech
from cxlab._lab.dash.base import Guarded
from cxlab._lab.dash.journal import uncoloured
from cxlab._lab.dash.needed import needed
from cxlab._lab.workplace import FIRST

RETRY = 15  # seconds after which a visitor who found no place tries again
_KEEP_ALIVE = 10.0  # seconds of silence after which a sign of life is sent
_AT_ONCE = 0.02  # seconds in which pieces are gathered before they are sent
_CONNECT = 6.0  # seconds in which a browser that has the page opens its line
_SPOKEN = {"DataError", "SpecError", "ModelError"}  # their messages are written for readers
_OWN = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline' blob:; img-src 'self' data: blob:; font-src 'self' data:; "
    "media-src 'self' data: blob:; connect-src 'self' data: blob:; worker-src 'self' blob:; "
    "frame-src 'self' data: blob:; object-src 'none'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'self'"
)


class Renderer(NotebookRenderer):
    """Runs a notebook cell by cell; a fault becomes words for the visitor, a number, a log line."""

    async def _jinja_cell_generator(self, nb: Any, kernel_id: str) -> AsyncIterator[Any]:
        page: NotebookPage = self.request_handler
        built = nb.metadata.get("cxlab", {}).get("source")  # by cxlab build, outputs and all
        run = needed(nb.cells) if built else set(range(len(nb.cells)))
        for index, cell in enumerate(nb.cells):
            if index not in run:
                yield cell
                continue
            cell.outputs = []
            try:
                yield await self.executor.execute_cell(cell, None, index, store_history=False)
            except Exception as error:
                yield page.failed(cell, error)
                break
        with suppress(Exception):  # the kernel may have died
            await self._cleanup_resources()


class NotebookPage(Guarded):
    """The page of one notebook; each visitor has a kernel of their own."""

    policy = _OWN

    @authenticated
    async def get(self, path: str) -> None:
        """Run the notebook and send its page piece by piece."""
        dash = self.dash
        card = await asyncio.to_thread(dash.shelf.card, path)
        if card is None:
            self._elsewhere(path)
            return
        self.shown = path
        if "prefetch" in self.request.headers.get("Sec-Purpose", ""):
            raise HTTPError(503)  # a browser that only guesses shall not take a place
        if dash.visitors.full:
            await dash.visitors.sweep()
        if dash.visitors.full:
            self._full()
            return
        began = monotonic()
        with dash.visitors.coming():
            turn = await dash.turns.take()
            try:
                renderer = await self._prepared(path, card)
                kernel = await self.kernel_manager.start_kernel(
                    kernel_name=renderer.notebook.metadata.kernelspec.name,
                    path=ApiPath(PurePosixPath(path).parent.as_posix()),
                    env=dash.surroundings(self),
                    extra_arguments=dash.arguments,
                )
            except BaseException:
                turn.give()
                raise
            self._visit = dash.visitors.add(kernel, path, turn)
        self._kernel = kernel
        await self._send(renderer)
        seconds = round(monotonic() - began, 2)
        status = 500 if self.number else 200
        self.journal.note(
            "page", page=path, kernel=kernel, seconds=seconds, status=status, error=self.number
        )

    def failed(self, cell: Any, error: Exception) -> Any:
        """Return a cell whose error is words, a number and, at home, where it happened."""
        kernel = {"page": self.shown, "kernel": self._kernel}
        faults = [each for each in cell.outputs if each.output_type == "error"]
        last = faults[-1] if faults else None
        trace = "\n".join(last.traceback) if last else ""
        self.number = self.journal.fault(trace or error, **kernel)
        spoken = last is not None and last.ename in _SPOKEN
        output: dict[str, Any] = {
            "output_type": "error",
            "ename": last.ename if last else type(error).__name__,
            "evalue": last.evalue if last else "",
            "traceback": [],
            "number": self.number,
            "spoken": uncoloured(last.evalue) if last and spoken else "",
            "trace": "" if self.dash.options.public else uncoloured(trace),
        }
        cell.outputs = [each for each in cell.outputs if each.output_type != "error"]
        cell.outputs.append(from_dict(output))
        return cell

    async def _prepared(self, path: str, card: Any) -> Renderer:
        """Return the notebook, ready to run, with the words of its page."""
        dash, configuration = self.dash, self.dash.voila_configuration
        config = get_page_config(self.base_url, self.settings, self.log, configuration)
        renderer = Renderer(
            request_handler=self,
            voila_configuration=configuration,
            traitlet_config=dash.config,
            notebook_path=path,
            template_paths=dash.template_paths,
            config_manager=self.config_manager,
            contents_manager=self.contents_manager,
            base_url=self.base_url,
            kernel_spec_manager=self.kernel_spec_manager,
            page_config=config | dash.kept(),
        )
        await renderer.initialize()
        lang = speech.choose(self, path)
        notebook = renderer.notebook
        for cell in notebook.cells:
            if cell.cell_type == "markdown":  # the gallery is the first page here
                cell.source = cell.source.replace(
                    f"](../{FIRST})", f"]({self.base_url}?lang={lang})"
                )
        notebook.metadata["page"] = {
            "lang": lang,
            "html_lang": speech.HTML_LANG[lang],
            "titles": card.title,
            "twins": len(set(card.paths.values())) > 1,
            "links": {code: self._link(card, code) for code in LANGUAGES},
            "languages": LANGUAGES,
            "words": {code: speech.words(code) for code in LANGUAGES},
            "upload_mb": dash.options.upload_mb,
            "minutes": round((dash.visitors.rest or 0) / 60),
            "home": "" if dash.shelf.only else self.base_url,
            "public": dash.options.public,
        }
        return renderer

    async def _send(self, renderer: Renderer) -> None:
        """Send the page as it comes about; a visitor who leaves early frees the place."""
        kernel = self._kernel
        pieces = renderer.generate_content_generator(kernel, self.kernel_manager.get_kernel(kernel))
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        step = asyncio.ensure_future(anext(pieces))
        try:
            while True:
                done, _waiting = await asyncio.wait({step}, timeout=_AT_ONCE)
                if not done:
                    await self.flush()
                    done, _waiting = await asyncio.wait({step}, timeout=_KEEP_ALIVE)
                if not done:
                    self.write("<!-- still at work -->\n")
                    continue
                html, _resources = step.result()
                self.write(html)
                step = asyncio.ensure_future(anext(pieces))
        except StopAsyncIteration:
            self._visit.drawn, self._visit.seen = True, monotonic()
            turn = self._visit.turn
            if turn is not None:
                turn.give_after(_CONNECT)
        except StreamClosedError:
            step.cancel()
            await self.dash.visitors.end(kernel, "left")
        except BaseException:
            step.cancel()
            await self.dash.visitors.end(kernel, "ended")
            raise

    def on_connection_close(self) -> None:
        """Free the place of a visitor who left while the page was being made."""
        kernel = getattr(self, "_kernel", None)
        if kernel and not self._visit.drawn:
            self.dash.ioloop.add_callback(self.dash.visitors.end, kernel, "left")

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Say what is wrong, also when half of the page is sent already."""
        if not self._headers_written:
            super().write_error(status_code, **kwargs)
            return
        error = kwargs.get("exc_info", (None, None, None))[1]
        self.number = self.journal.fault(error or "", page=self.shown, status=status_code)
        lang = speech.choose(self, self.shown)
        values = {**speech.fault(500, lang), "status": 500, "number": self.number}
        self.finish(self.page("broken.html", lang=lang, **values))

    def _link(self, card: Any, lang: str) -> str:
        """Return the address of this page in a language."""
        return self.dash.address(card.path(lang)) + self.same_page(lang=lang)

    def _elsewhere(self, path: str) -> None:
        """Send on to a picture or, from the kit's start page, to the gallery."""
        if path == FIRST:
            self.redirect(self.base_url + self.same_page())
        elif not path.endswith(".ipynb") and self.dash.shelf.inside(path):
            self.redirect(f"{self.base_url}voila/files/{path}")
        else:
            raise HTTPError(404)

    def _full(self) -> None:
        """Ask to wait; the page looks for a place by itself."""
        self.set_status(503)
        self.set_header("Retry-After", str(RETRY))
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Security-Policy", Guarded.policy)
        self.journal.note("full", page=self.shown, status=503)
        values = speech.fault(503, self.lang)
        title = values["heading"]
        self.finish(self.page("error.html", title=title, status=503, retry=RETRY, **values))
