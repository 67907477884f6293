"""Starts kernels as forks of the warm parent, and as ordinary processes where that cannot be."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

from cxlab._core.i18n import _, listing
from cxlab._lab.kernels.handle import ONE_THREAD, Kernel, Unavailable, current

_OPTIONS = ["--HistoryManager.enabled=False"]  # what visitors run is written nowhere
_CARRIED = {"env", "cwd", "kernel_id"}  # what a request for a fork can say


class NurseryProvisioner(LocalProvisioner):
    """The provisioner that ``jupyter/voila.json`` gives to Voila."""

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Prepare a kernel that does its arithmetic in one thread."""
        kwargs["env"] = {**ONE_THREAD, **kwargs.get("env", os.environ)}
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel, or start an ordinary one and log why."""
        if argv := _arguments(cmd):
            cmd = [*cmd, *_OPTIONS]
            try:
                kernel = await self._fork([*argv, *_OPTIONS], kwargs)
            except Unavailable as reason:
                self.log.warning(_("An ordinary kernel is started: {reason}").format(reason=reason))
            else:
                self.process = kernel  # type: ignore[assignment]  # it has the methods of a Popen
                self.pid = self.pgid = kernel.pid
                self.cwd = kwargs.get("cwd") or os.getcwd()
                return self.connection_info
        return await super().launch_kernel(cmd, **kwargs)

    async def _fork(self, argv: list[str], kwargs: dict[str, Any]) -> Kernel:
        parent = current()
        if more := set(kwargs) - _CARRIED:
            raise Unavailable(
                _("{options} cannot be passed to a fork.").format(options=listing(more))
            )
        if _of_python(kwargs["env"]) != _of_python(parent.env):
            raise Unavailable(_("it has settings of Python (PYTHON…) of its own."))
        order = (argv, kwargs.get("cwd"), kwargs["env"])
        coming = asyncio.wrap_future(parent.turn.submit(parent.fork, *order))
        try:
            return await asyncio.shield(coming)  # others are served while the parent warms up
        except asyncio.CancelledError:
            coming.add_done_callback(_unwanted)
            raise


def _unwanted(coming: asyncio.Future[Kernel]) -> None:
    if not coming.exception():
        coming.result().kill()


def _arguments(cmd: list[str]) -> list[str]:
    """Return what follows ``python -m`` where the command starts a kernel of this Python."""
    start = 2 if cmd[1:2] == ["-Xfrozen_modules=off"] else 1
    ours = cmd[0] == sys.executable and cmd[start : start + 2] == ["-m", "ipykernel_launcher"]
    return cmd[start + 1 :] if ours else []


def _of_python(env: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in env.items() if name.startswith("PYTHON")}
