"""Turns: only a few pages are made at a time, so that the first visitor waits for few others.

Twenty pages made side by side are all ready at the end; one after the other, half of them are ready
at half of the time, and none starves.
"""

from __future__ import annotations

import asyncio
import os

LONGEST = 30.0  # seconds after which a page gives its turn on, ready or not


class Turns:
    """A queue of pages, of which a few are made at a time.

    Parameters
    ----------
    places
        Pages that are made at a time; one more than there are cores when ``None``.
    longest
        Seconds that one page may take before the next begins all the same.
    """

    def __init__(self, places: int | None = None, *, longest: float = LONGEST) -> None:
        self._free = asyncio.Semaphore(places or (os.cpu_count() or 1) + 1)
        self._longest = longest

    async def take(self) -> Turn:
        """Wait for a turn, first come first served."""
        await self._free.acquire()
        turn = Turn(self._free)
        turn.give(within=self._longest)
        return turn


class Turn:
    """The right to be made; it is given on once."""

    def __init__(self, free: asyncio.Semaphore) -> None:
        self._free: asyncio.Semaphore | None = free
        self._end = float("inf")
        self._timer: asyncio.TimerHandle | None = None

    @property
    def held(self) -> bool:
        """Whether it is not given on yet."""
        return self._free is not None

    def give(self, *, within: float = 0.0) -> None:
        """Give it on after some seconds, counted anew at each call, but never past the longest."""
        if self._free is None:
            return
        loop = asyncio.get_running_loop()
        at = loop.time() + within
        self._end = min(self._end, at) if self._timer is None else self._end
        if self._timer is not None:
            self._timer.cancel()
        self._timer = loop.call_at(min(at, self._end), self._pass)

    def _pass(self) -> None:
        free, self._free = self._free, None
        if free is not None:
            free.release()
