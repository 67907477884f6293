"""Who is there: the kernels of open pages, the places left, and which kernels nobody needs."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any

from jupyter_server._tz import utcnow

if TYPE_CHECKING:
    from cxlab._lab.dash.journal import Journal
    from cxlab._lab.kernels import Turn

_PRESSED = 30.0  # seconds without a line or a pulse when others wait for a place
_FIRST = 45.0  # seconds in which a page must give its first sign of life


@dataclass
class Visit:
    """An open page and its kernel."""

    page: str
    began: float = field(default_factory=monotonic)
    seen: float = field(default_factory=monotonic)
    drawn: bool = False  # its cells have all run
    heard: bool = False  # it has pulsed: somebody looks at it
    too_large: bool = False  # it sent more than may be uploaded
    turn: Turn | None = None  # the right to be made, until it is


@dataclass
class Visitors:
    """The open pages of the server.

    Parameters
    ----------
    kernels
        The kernel manager of the server.
    journal
        Where the end of a visit is written.
    places
        Visitors that are served at once.
    patience
        Seconds after which a page that neither pulses nor is connected counts as left.
    rest
        Seconds after which a page that is open but not used loses its kernel; never when ``None``.
    """

    kernels: Any
    journal: Journal
    places: int
    patience: float
    rest: float | None = None
    _visits: dict[str, Visit] = field(default_factory=dict)
    _coming: int = 0
    _ended: dict[str, str] = field(default_factory=dict)  # kernel -> why it has ended

    @property
    def count(self) -> int:
        """Visitors that are there or just coming in."""
        return len(self._visits) + self._coming

    @property
    def full(self) -> bool:
        """Whether all places are taken."""
        return self.count >= self.places

    @contextmanager
    def coming(self) -> Iterator[None]:
        """Hold a place while a kernel starts."""
        self._coming += 1
        try:
            yield
        finally:
            self._coming -= 1

    def add(self, kernel: str, page: str, turn: Turn) -> Visit:
        """Note that a kernel belongs to a page now, which is being made."""
        self._visits[kernel] = Visit(page, turn=turn)
        return self._visits[kernel]

    def get(self, kernel: str) -> Visit | None:
        """Return the visit of a kernel, ``None`` when it has ended."""
        return self._visits.get(kernel)

    def reason(self, kernel: str) -> str:
        """Say why a kernel is no more: ``closed``, ``idle``, ``left`` or ``ended``."""
        return self._ended.get(kernel, "ended")

    async def pulse(self, kernel: str) -> bool:
        """Note that a page is open; return whether its kernel still runs."""
        visit = self._visits.get(kernel)
        if visit is None:
            return False
        visit.seen, visit.heard = monotonic(), True
        if not await self._runs(kernel):
            await self.end(kernel, "ended")
            return False
        return True

    async def end(self, kernel: str, why: str) -> None:
        """Free the place of a page at once, then end its kernel."""
        visit = self._visits.pop(kernel, None)
        if visit is None:
            return
        if visit.turn is not None:
            visit.turn.give()
        self._ended[kernel] = why
        while len(self._ended) > 1_000:
            self._ended.pop(next(iter(self._ended)))
        seconds = round(monotonic() - visit.began, 1)
        self.journal.note("leave", page=visit.page, kernel=kernel, seconds=seconds, status=why)
        with suppress(Exception):  # a kernel that has died cannot be asked to end
            await self.kernels.shutdown_kernel(kernel, now=True)

    async def sweep(self) -> None:
        """End the kernels of pages that were left, rested too long, or whose kernel has died.

        When all places are taken, a page whose line is cut is not waited for as long.
        """
        patience = min(self.patience, _PRESSED) if self.full else self.patience
        for kernel, visit in list(self._visits.items()):
            why = await self._useless(kernel, visit, patience)
            if why:
                await self.end(kernel, why)

    async def close(self) -> None:
        """End all kernels."""
        await asyncio.gather(*(self.end(kernel, "stop") for kernel in list(self._visits)))

    async def _useless(self, kernel: str, visit: Visit, patience: float) -> str:
        if not visit.drawn:
            return ""  # the page handler looks after a page that is being made
        if not await self._runs(kernel):
            return "ended"
        manager = self.kernels.get_kernel(kernel)
        connected = self.kernels._kernel_connections.get(kernel, 0) > 0
        if not connected and monotonic() - visit.seen > (
            patience if visit.heard else min(patience, _FIRST)
        ):
            return "left"
        quiet = (utcnow() - manager.last_activity).total_seconds()
        busy = manager.execution_state == "busy"
        return "idle" if self.rest and quiet > self.rest and not busy else ""

    async def _runs(self, kernel: str) -> bool:
        try:
            return bool(await self.kernels.get_kernel(kernel).is_alive())
        except Exception:  # removed in between
            return False
