"""Run a notebook in a kernel of this environment, and keep what is the same on every run."""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cxlab._core.i18n import _
from cxlab.teach._unit import Cell, Unit, fault

PATIENCE = 300  # seconds for one cell
WIDGET = "application/vnd.jupyter.widget-view+json"
_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]+")
_PLACE = re.compile(r"\S*ipykernel_\d+[/\\]\d+\.py:")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_LINE = re.compile(r"Cell In\[\d+\], line (\d+)")


def run(notebook: Any, folder: Path, unit: Unit, sources: Sequence[Cell | None]) -> None:
    """Execute a notebook in place; ``sources`` are the unit's cells behind its cells.

    The kernel works in ``folder``, as a reader's does, so that the language is found there.

    Raises
    ------
    SpecError
        A cell fails; the message names file, line and error.
    """
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    at: list[int] = [0]
    manager = AsyncKernelManager(
        kernel_name="python3", kernel_spec_manager=KernelSpecManager(kernel_dirs=[])
    )
    client = NotebookClient(
        notebook,
        km=manager,
        timeout=PATIENCE,
        record_timing=False,
        store_widget_state=False,
        shutdown_kernel="immediate",
        extra_arguments=["--IPKernelApp.log_level=40"],
        resources={"metadata": {"path": str(folder)}},
        on_cell_start=lambda cell, cell_index: at.__setitem__(0, cell_index),
    )
    with tempfile.TemporaryDirectory() as home:
        try:
            environment = _surroundings(unit, home)
            asyncio.run(client.async_execute(env=environment, cleanup_kc=True))
        except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
            cell = sources[at[0]]
            raise fault(unit.source, *_failed(cell.line if cell else 1, error)) from error
    for cell, source in zip(notebook.cells, sources, strict=True):
        if cell.cell_type == "code":
            cell.outputs = [_kept(output, unit, source) for output in _joined(cell.outputs)]


def _surroundings(unit: Unit, home: str) -> dict[str, str]:
    """Return the kernel's environment: the folder decides the language, nothing is recorded."""
    own = {name: value for name, value in os.environ.items() if name not in _HIDDEN}
    return own | {
        "CXLAB_COURSE": str(unit.folder.parents[1]),
        "CXLAB_HOME": home,
        "OMP_NUM_THREADS": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }


_HIDDEN = {"CXLAB_LANG", "JPY_SESSION_NAME", "MPLBACKEND"}


def _failed(start: int, error: Exception) -> tuple[int, str]:
    """Return the line and the message of a cell that failed."""
    name = getattr(error, "ename", "")
    if not name:
        problem = _COLOUR.sub("", str(error)).strip().splitlines()[0]
        return start, _("this cell did not come to an end: {problem}").format(problem=problem)
    # The first frame in a cell is the one that the traceback's own text names first.
    match = _LINE.search(_COLOUR.sub("", getattr(error, "traceback", "")))
    within = int(match[1]) if match else 1
    return start + within - 1, _("this cell fails in its line {line}: {problem}").format(
        line=within, problem=f"{name}: {getattr(error, 'evalue', '')}"
    )


def _joined(outputs: Sequence[Any]) -> list[Any]:
    """Put pieces of one stream together: how they are cut depends on the clock."""
    out: list[Any] = []
    for output in outputs:
        stream = output.output_type == "stream"
        if stream and out and out[-1].get("name") == output.name:
            out[-1].text += output.text
        else:
            out.append(output)
    return out


def _kept(output: Any, unit: Unit, source: Cell | None) -> Any:
    """Return an output without addresses, paths of the kernel and live widgets."""
    if output.output_type == "stream":
        output.text = _PLACE.sub("", _ADDRESS.sub("at 0x…", output.text))
    elif output.output_type == "error":
        output.traceback = [f"{output.ename}: {output.evalue}"]
    else:
        live = output.data.pop(WIDGET, None)
        if live and not any(kind.startswith("image/") for kind in output.data):
            raise fault(
                unit.source,
                source.line if source else 1,
                _("this widget has no static picture for readers without a kernel."),
            )
        for kind in ("text/plain", "text/html"):
            if kind in output.data:
                output.data[kind] = _ADDRESS.sub("at 0x…", output.data[kind])
    return output
