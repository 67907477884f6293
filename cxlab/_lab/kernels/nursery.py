"""The warm parent of the kernels: imports once what pages need, then forks one kernel per request.

``python -m cxlab._lab.kernels.nursery FD`` speaks lines of JSON over the inherited socket ``FD``:

==========================================  ==================================================
the server                                  the parent
==========================================  ==================================================
..                                          ``{"ready": PID}`` once it is warm
``{"argv": […], "cwd": "…", "env": {…}}``   ``{"forked": PID}``, the kernel's
..                                          ``{"ended": PID, "code": N}``, of a kernel
==========================================  ==================================================

It has one thread and no socket of ZeroMQ, so that a fork copies nothing that is in use. It ends
when the server does (the socket closes), and its kernels end with it.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import importlib
import json
import os
import pkgutil
import select
import signal
import socket
import sys
import threading
import time
import traceback
import types
import warnings
from contextlib import suppress
from typing import Any, NoReturn

from cxlab._core.i18n import LANGUAGES

INLINE = "module://matplotlib_inline.backend_inline"  # what a kernel draws with
LIBRARIES = (
    "ipykernel.kernelapp",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "psutil",
    "tornado.platform.asyncio",
    "ipywidgets",
    "anywidget",
    "numpy",
    "pandas",
    "scipy.linalg",
    "scipy.optimize",
    "scipy.special",
    "scipy.stats",
    "formulaic",
    "statsmodels.api",
    "statsmodels.formula.api",
    "seaborn",
)
THREADED = ("polars", "pyarrow")  # pandas and statsmodels import them; their threads end a fork
OUTSIDE = ("._lab", "._kit")  # folders of cxlab that no page imports
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)
_HEARS = "--ext=ipywidgets"  # it was imported without a kernel, so none knows what browsers ask it


def main() -> None:
    """Warm up, then fork a kernel whenever the server asks, until the server is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    channel = socket.socket(fileno=int(sys.argv[1]))
    warm_up()
    if threads := len(os.listdir("/proc/self/task")) - 1:
        sys.exit(f"cxlab: no kernels are forked, for an import left {threads} threads running")
    gc.collect()
    gc.freeze()
    Nursery(channel).serve()


def warm_up() -> None:
    """Import what pages need, and read what their first call would read."""
    os.environ.setdefault("MPLBACKEND", INLINE)
    gc.disable()  # nothing here is garbage
    _without_debugger()
    for name in THREADED:
        sys.modules[name] = None  # type: ignore[assignment]  # "import" fails
    for name in LIBRARIES:
        _load(name)
    for room in _rooms():
        for file in pkgutil.iter_modules(getattr(_load(room), "__path__", ()), f"{room}."):
            _load(file.name)
    _rehearse()
    for name in THREADED:
        del sys.modules[name]  # a page of one's own may still ask for it
    gc.enable()


def _load(name: str) -> types.ModuleType | None:
    try:
        return importlib.import_module(name)
    except Exception:  # the page that needs it will say so; kernels can be forked all the same
        traceback.print_exc()
        return None


def _rehearse() -> None:
    """Build a page in each language, which fills the caches of words, data and libraries."""
    import ipywidgets
    from ipykernel import ipkernel

    import cxlab as cx

    try:
        for lang in LANGUAGES:
            with cx.use(lang), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                cx.dashboards.drivers()
    except Exception:
        traceback.print_exc()  # as above
    ipywidgets.Widget.close_all()
    ipkernel._comm_manager = None  # it has learnt that there is no kernel


def _without_debugger() -> None:
    """Have ipykernel find no debugpy: no visitor debugs, and it takes half of a kernel's start."""
    sys.modules["debugpy"] = None  # type: ignore[assignment]  # "import" fails
    with suppress(ImportError):
        importlib.import_module("ipykernel.debugger")
    del sys.modules["debugpy"]


def _rooms() -> list[str]:
    """Return the names of cxlab's chapters."""
    import cxlab

    rooms = pkgutil.iter_modules(cxlab.__path__, "cxlab.")
    return [room.name for room in rooms if room.ispkg and not room.name.endswith(OUTSIDE)]


class Nursery:
    """Forks kernels for the server at the other end of a socket."""

    def __init__(self, channel: socket.socket) -> None:
        self.pid = os.getpid()
        self._channel = channel
        self._awake, self._bell = socket.socketpair()  # rung by the end of a kernel
        self._libc = ctypes.CDLL(None)

    def serve(self) -> None:
        """Fork and report until the server closes its end."""
        self._awake.setblocking(False)
        self._bell.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._bell.fileno(), warn_on_full_buffer=False)
        self._say(ready=self.pid)
        unread = b""
        while True:
            ready, _, _ = select.select([self._channel, self._awake], [], [])
            if self._awake in ready:
                self._awake.recv(4096)
                self._report()
            if self._channel in ready:
                if not (piece := self._channel.recv(1 << 16)):
                    return
                *requests, unread = (unread + piece).split(b"\n")
                for request in requests:
                    self._fork(**json.loads(request))

    def _fork(self, argv: list[str], cwd: str | None, env: dict[str, str]) -> None:
        if pid := os.fork():
            self._say(forked=pid)
            return
        try:
            self._leave()
            _settle(cwd, env)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        _run(argv)

    def _leave(self) -> None:
        """Cut the ties of a new child: its own session and signals, and an end with its parent."""
        os.setsid()
        self._libc.prctl(_DIE_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != self.pid:  # it died before the line above
            os._exit(1)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # SIGINT stays ignored between cells
        for end in (self._channel, self._awake, self._bell):
            end.close()

    def _report(self) -> None:
        with suppress(ChildProcessError):
            while (found := os.waitpid(-1, os.WNOHANG))[0]:
                self._say(ended=found[0], code=os.waitstatus_to_exitcode(found[1]))

    def _say(self, **message: int) -> None:
        with suppress(OSError):  # the server is gone: the next read tells
            self._channel.sendall(json.dumps(message).encode() + b"\n")


def _settle(cwd: str | None, env: dict[str, str]) -> None:
    """Give a child the surroundings of a process started on its own."""
    import matplotlib as mpl
    import numpy as np

    os.environ.clear()
    os.environ.update(env, JPY_PARENT_PID=str(os.getppid()))
    time.tzset()
    if cwd:
        os.chdir(cwd)
    sys.modules["__main__"] = types.ModuleType("__main__")
    np.random.seed()  # noqa: NPY002  # the generator that a reader's code may still use
    mpl.rcParams["backend"] = env.get("MPLBACKEND") or INLINE


def _run(argv: list[str]) -> NoReturn:
    """Be an ordinary kernel of IPython until it ends, then leave without unwinding the parent."""
    from ipykernel.kernelapp import IPKernelApp

    code: Any = 1
    try:
        sys.argv = argv
        IPKernelApp.launch_instance([*argv[1:], _HEARS], parent_handle=os.getppid())
        code = 0
    except SystemExit as end:
        code = end.code
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
    finally:
        threading._shutdown()  # type: ignore[attr-defined]  # as multiprocessing ends its forks
        atexit._run_exitfuncs()
        os._exit(code if isinstance(code, int) else int(code is not None))


if __name__ == "__main__":
    sys.path.pop(0)  # the server's folder, which "-m" puts there; a kernel adds its own
    main()
