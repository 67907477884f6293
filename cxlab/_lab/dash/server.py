"""The server: Voila with handlers, a door, a cap and a log of our own."""

from __future__ import annotations

import errno
import logging
import os
import secrets
import sys
import threading
import webbrowser
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jupyter_core.utils import run_sync
from tornado.ioloop import IOLoop, PeriodicCallback
from traitlets import Instance
from voila.app import Voila

from cxlab._core.errors import SpecError
from cxlab._core.i18n import _, language
from cxlab._lab import kernels
from cxlab._lab.dash import door, files, handlers, render, speech
from cxlab._lab.dash.journal import Journal, Relay
from cxlab._lab.dash.options import SECRETS, Options
from cxlab._lab.dash.shelf import Shelf
from cxlab._lab.dash.visitors import Visitors
from cxlab._lab.kernels.handle import ONE_THREAD

_ID = r"(\w+-\w+-\w+-\w+-\w+)"
_NAMED_ID = r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)"
_WIDGETS = ["comm_open", "comm_close", "comm_msg", "comm_info_request", "kernel_info_request"]
_SWEEP = 10_000  # milliseconds between two looks for kernels that nobody needs
_PING = 120_000  # milliseconds; a browser at full load may be silent for a minute
_LINE = 2  # MB of a socket's message beside the uploaded file
_HEADERS = 32 << 10  # bytes of a request's headers
_BODY = 64 << 10  # bytes of a request's body: only forms are sent this way
_PATIENCE = {True: 120.0, False: 600.0}  # seconds, in public and at home
_REST = 1_800.0  # seconds, in public


class Dash(Voila):
    """The server of ``cxlab dash``."""

    options = Instance(Options, ())
    port: int

    def initialize(self, argv: Any = None) -> None:
        """Read the settings; what must not be open in public is closed whatever they say."""
        super().initialize(argv)
        chosen = self.options
        self.base_url, self.ip = chosen.prefix, chosen.host
        self.voila_configuration.allow_template_override = "NO"
        self.voila_configuration.allow_theme_override = "NO"
        self.voila_configuration.show_tracebacks = (
            True  # of the executor; pages never show them raw
        )
        self.identity_provider_class = door.Door
        if os.name == "posix":  # kernels listen on files of this user, not on ports of the machine
            self.config.KernelManager.transport = "ipc"
        self.journal = Journal(chosen.log, plain=not chosen.public)
        self._quiet()
        only = Path(self.notebook_path).name if self.notebook_path else None
        self.shelf = Shelf(Path(self.root_dir), only)

    def init_settings(self) -> dict[str, Any]:
        """Return the settings of the web server."""
        settings = super().init_settings()
        chosen = self.options
        self.kernel_manager.allowed_message_types = _WIDGETS
        self.turns = kernels.Turns()
        self.visitors = Visitors(
            kernels=self.kernel_manager,
            journal=self.journal,
            places=chosen.places,
            patience=_PATIENCE[chosen.public],
            rest=_REST if chosen.public else None,
        )
        self.identity_provider.cookie_name = "cxlab-visit"
        self.identity_provider.cookie_options = {"samesite": "Lax"}
        self._keys()
        self.version = files.version(self.labextensions_path)
        return settings | {
            "dash": self,
            "default_handler_class": handlers.Missing,
            "websocket_max_message_size": (chosen.upload_mb + _LINE) << 20,
            "compress_response": True,
            "log_function": lambda _handler: None,
            "ws_ping_interval": _PING,
            "ws_ping_timeout": _PING,
        }

    def init_handlers(self) -> list[Any]:
        """Return what answers to which address; whatever is not here is not there."""
        static, extensions = {"paths": self.static_paths}, {"paths": self.labextensions_path}
        table = [
            (r"", handlers.Gallery),
            (r"login", door.LoginHandler),
            (r"health", handlers.Health),
            (r"robots\.txt", handlers.Robots),
            (rf"pulse/{_ID}", handlers.Pulse),
            (r"voila/render/(.+)", render.NotebookPage),
            (r"voila/files/(.+)", files.Pictures, {"path": self.root_dir}),
            (r"voila/templates/cxlab/static/(.+)", files.Kept, static),
            (rf"voila/kept/{self.version}/static/(.+)", files.Kept, static),
            (rf"voila/kept/{self.version}/labextensions/(.+)", files.Kept, extensions),
            (rf"voila/api/shutdown/{_ID}", handlers.Leave),
            (rf"api/kernels/{_NAMED_ID}", handlers.KernelModel),
            (rf"api/kernels/{_NAMED_ID}/channels", handlers.Socket),
        ]
        return [(self.base_url + path, *rest) for path, *rest in table]

    def kept(self) -> dict[str, str]:
        """Return the addresses of scripts, which change with their content."""
        place = f"{self.base_url}voila/kept/{self.version}"
        return {
            "fullStaticUrl": f"{place}/static",
            "fullLabextensionsUrl": f"{place}/labextensions",
        }

    def address(self, name: str) -> str:
        """Return the address of a notebook's page."""
        return f"{self.base_url}voila/render/{quote(name)}"

    def surroundings(self, handler: Any) -> dict[str, str]:
        """Return the environment of a page's kernel: the request, the language, one thread each."""
        own = {name: value for name, value in os.environ.items() if name not in SECRETS}
        host, _colon, port = handler.request.host.rpartition(":")
        return {
            **own,
            **ONE_THREAD,
            "CXLAB_LANG": speech.choose(handler, handler.shown),
            "CXLAB_UPLOAD_MB": str(self.options.upload_mb),
            "QUERY_STRING": handler.same_page().removeprefix("?"),
            "SCRIPT_NAME": handler.request.path,
            "PATH_INFO": "",
            "SERVER_NAME": host or handler.request.host,
            "SERVER_PORT": port if host else "",
            "SERVER_PROTOCOL": handler.request.version,
            "SERVER_SOFTWARE": "voila/cxlab",
            "VOILA_BASE_URL": self.base_url,
            "VOILA_SERVER_URL": self.server_url,
            "VOILA_PREHEAT": "False",
        }

    @property
    def arguments(self) -> list[str]:
        """Arguments of kernels: one that comes too late to find its server leaves no sockets."""
        lost = f"{self.connection_dir}/lost"
        return [f"--IPKernelApp.ip={lost}"] if os.name == "posix" else []

    def listen(self) -> None:
        """Serve until a signal comes; in public the port that was asked for or none."""
        kernels.warm()
        self._bind()
        self.ioloop = IOLoop.current()
        sweeper = PeriodicCallback(self.visitors.sweep, _SWEEP)
        sweeper.start()
        self._greet()
        if self.open_browser:
            threading.Thread(target=webbrowser.open, args=[self._entrance()], daemon=True).start()
        try:
            self.ioloop.start()
        except KeyboardInterrupt:
            pass
        finally:
            sweeper.stop()
            self.stop()

    def stop(self) -> None:
        """End all kernels and the log."""
        run_sync(self.visitors.close)()
        super().stop()
        self.journal.note("stop")
        self.journal.close()

    def _bind(self) -> None:
        first = self.port
        for port in range(first, first + (1 if self.options.public else 50)):
            try:
                self.app.listen(
                    port,
                    self.ip,
                    xheaders=True,
                    max_header_size=_HEADERS,
                    max_body_size=_BODY,
                )
            except OSError as error:
                if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                    raise
                continue
            self.port = port
            return
        raise SpecError(
            _("Port {port} is taken or not allowed. Name another one with --port.").format(
                port=self.port
            )
        )

    def _keys(self) -> None:
        """Lock the door in public: with what the operator gave, else with a token of our own."""
        chosen, keys = self.options, self.identity_provider
        token = chosen.token if chosen.token is not None else os.environ.get("CXLAB_TOKEN")
        password = chosen.password or os.environ.get("CXLAB_PASSWORD", "")
        keys.hashed = door.hashed(password) if password else ""
        self.made_token = chosen.public and token is None and not password
        keys.token = secrets.token_urlsafe(24) if self.made_token else token or ""

    def _entrance(self) -> str:
        host = f"[{self.ip}]" if ":" in self.ip else self.ip
        token = self.identity_provider.token
        return f"http://{host}:{self.port}{self.base_url}" + (f"?token={token}" if token else "")

    def _greet(self) -> None:
        """Tell the operator where the pages are; a token only when it was made here."""
        stream = sys.stdout if self.options.public else sys.stderr
        place = self._entrance() if self.made_token else self._entrance().partition("?")[0]
        lines = [_("The pages are running at: {place}").format(place=place)]
        if self.options.public and not self.identity_provider.auth_enabled:
            lines.append(_("No token is asked for: everybody who gets here may come in."))
        stream.write("\n".join([*lines, ""]))
        stream.flush()
        self.journal.note("start", capacity=self.visitors.places, lang=language())

    def _quiet(self) -> None:
        """Send what libraries log through our own log, warnings and worse."""
        relay = Relay(self.journal)
        for name in (None, "tornado", self.log.name, "traitlets"):
            logger = logging.getLogger(name)
            logger.handlers = [relay] if name is None else []
            logger.propagate = True
            logger.setLevel(logging.WARNING)


def serve(notebooks: Path, argv: list[str], options: Options) -> None:
    """Run the server until it is stopped."""
    Dash.launch_instance([str(notebooks), *argv], options=options)
