"""Turns: only a few pages are made at a time, first come first served.

Twenty pages made side by side are all ready at the end, and some starve. In turns half of them are
ready at half of that time, for the same work.
"""

from __future__ import annotations

import asyncio
import os


class Turns:
    """A queue of pages, of which a few are made at a time.

    Parameters
    ----------
    places
        Pages that are made at a time; one more than there are cores when ``None``.
    longest
        Seconds after which a page gives its turn on, ready or not.
    """

    def __init__(self, places: int | None = None, *, longest: float = 30.0) -> None:
        self._free = asyncio.Semaphore(places or (os.cpu_count() or 1) + 1)
        self._longest = longest

    async def take(self) -> Turn:
        """Wait for a turn."""
        await self._free.acquire()
        return Turn(self._free, self._longest)


class Turn:
    """The right to be made; it can be given on once."""

    def __init__(self, free: asyncio.Semaphore, longest: float) -> None:
        self._free: asyncio.Semaphore | None = free
        self._loop = asyncio.get_running_loop()
        self._last = self._loop.call_later(longest, self.give)
        self._soon = self._last

    def give(self) -> None:
        """Give the turn on now."""
        free, self._free = self._free, None
        self._last.cancel()
        self._soon.cancel()
        if free is not None:
            free.release()

    def give_after(self, seconds: float) -> None:
        """Give the turn on after some quiet: counted anew at each call."""
        if self._free is not None:
            if self._soon is not self._last:
                self._soon.cancel()
            self._soon = self._loop.call_later(seconds, self.give)
