"""The server's end of the warm parent: asks for kernels, and knows which of them have ended."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from cxlab._core.i18n import _

_POOLS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
ONE_THREAD = dict.fromkeys(_POOLS, "1")  # small matrices are quicker, and a fork needs one thread


class Unavailable(Exception):
    """No kernel can be forked; the reason in words."""


class Parent:
    """A warm parent, and what it has said so far."""

    def __init__(self) -> None:
        self.env = {**os.environ, **ONE_THREAD}
        self.ready = self.gone = False
        self.turn = ThreadPoolExecutor(1, "cxlab-kernels")  # for ``fork``, which waits
        self._lock = threading.Lock()
        self._socket, theirs = socket.socketpair()
        self._unread = b""
        self._new: list[Kernel] = []
        self._running: dict[int, Kernel] = {}
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "cxlab._lab.kernels.nursery", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env=self.env,
                start_new_session=True,  # Ctrl-C is the server's
            )

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid

    def fork(self, argv: Sequence[str], cwd: str | None, env: Mapping[str, str]) -> Kernel:
        """Return a new kernel; waits until the parent is warm.

        Raises
        ------
        Unavailable
            The parent ended before it forked.
        """
        request = json.dumps({"argv": list(argv), "cwd": cwd, "env": dict(env)}).encode() + b"\n"
        with self._lock:
            while not (self.ready or self.gone):
                self._listen()
            with suppress(OSError):
                self._socket.sendall(request)
            while not (self._new or self.gone):
                self._listen()
            if not self._new:
                raise Unavailable(_("the warm parent of the kernels has ended."))
            return self._new.pop()

    def look(self) -> None:
        """Take in what the parent has said since the last look."""
        with self._lock:
            self._listen(block=False)

    def close(self) -> None:
        """End the parent and its kernels."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._process.wait()
        self.look()
        self.turn.shutdown()
        self._socket.close()

    def _listen(self, *, block: bool = True) -> None:
        """Read what has come; wait for it when ``block``."""
        try:
            piece = self._socket.recv(1 << 16, 0 if block else socket.MSG_DONTWAIT)
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        *lines, self._unread = (self._unread + piece).split(b"\n")
        for line in lines:
            self._note(**json.loads(line))
        if not piece:
            self.gone = True
            for kernel in self._running.values():
                kernel.code = -signal.SIGKILL
            self._process.poll()

    def _note(self, *, ready: int = 0, forked: int = 0, ended: int = 0, code: int = 0) -> None:
        self.ready = self.ready or bool(ready)
        if forked:
            self._running[forked] = kernel = Kernel(self, forked)
            self._new.append(kernel)
        if ended in self._running:
            self._running.pop(ended).code = code


class Kernel:
    """A forked kernel, with what a provisioner uses of ``subprocess.Popen``."""

    stdin = stdout = stderr = None

    def __init__(self, parent: Parent, pid: int) -> None:
        self.pid = pid
        self.code: int | None = None
        self._parent = parent

    def poll(self) -> int | None:
        """Return the exit code; ``None`` while the kernel runs."""
        if self.code is None:
            self._parent.look()
        return self.code

    def wait(self) -> int:
        """Wait until the kernel has ended, and return its exit code."""
        while (code := self.poll()) is None:
            time.sleep(0.02)
        return code

    def send_signal(self, signum: int) -> None:
        """Signal the kernel, if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, signum)

    def kill(self) -> None:
        """End the kernel at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)


_parent: Parent | None = None


def current() -> Parent:
    """Return this server's warm parent: a new one where there is none, or the last has ended.

    Raises
    ------
    Unavailable
        There can be none: the system does not fork well, or warming up failed.
    """
    global _parent
    if not sys.platform.startswith("linux"):
        raise Unavailable(_("kernels are forked on Linux only."))
    if _parent is not None:
        _parent.look()
        if _parent.gone and not _parent.ready:
            raise Unavailable(_("the warm parent of the kernels could not start (see above)."))
    if _parent is None or _parent.gone:
        _parent = Parent()
    return _parent
