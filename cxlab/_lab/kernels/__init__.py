"""Kernels of Voila's pages, forked from a warm parent that has imported what pages need."""

from __future__ import annotations

from contextlib import suppress

from cxlab._lab.kernels.turns import Turn, Turns


def warm() -> None:
    """Start the warm parent, where there can be one, and do not wait until it is ready.

    A server calls this before it listens; otherwise the first visitor's kernel does.
    """
    from cxlab._lab.kernels.handle import Unavailable, current

    with suppress(Unavailable):  # the provisioner logs it
        current()


__all__ = ["Turn", "Turns", "warm"]
