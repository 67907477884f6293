"""A kernel client that looks again: the guard against Voila pages that never finish loading.

A socket that is written to while it is waited on can swallow the wake-up (nbclient issue 312): the
reply lies there and nobody looks. This client looks again every half second.
"""

from __future__ import annotations

import time
from queue import Empty
from typing import Any

from jupyter_client.asynchronous import AsyncKernelClient
from jupyter_client.channels import AsyncZMQSocketChannel
from traitlets import Type

_LOOK_AGAIN = 0.5  # seconds


class PatientChannel(AsyncZMQSocketChannel):
    """A channel whose ``get_msg`` polls in short turns until its time is over."""

    async def get_msg(  # type: ignore[override]
        self, timeout: float | None = None
    ) -> dict[str, Any]:
        """Return the next message; ``Empty`` once ``timeout`` seconds have passed."""
        end = float("inf") if timeout is None else time.monotonic() + timeout
        while True:
            left = end - time.monotonic()
            try:
                return await super().get_msg(max(0, min(left, _LOOK_AGAIN)))
            except Empty:
                if left <= _LOOK_AGAIN:
                    raise


class PatientClient(AsyncKernelClient):
    """The kernel client that ``jupyter/voila.json`` gives to Voila."""

    shell_channel_class = Type(PatientChannel)
    iopub_channel_class = Type(PatientChannel)
