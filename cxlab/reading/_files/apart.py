"""Run a reader in a process of its own, so that a hostile file ends that one only."""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from cxlab._core.i18n import _
from cxlab._core.progress import waiting
from cxlab.reading._files.limits import Limits

MEMORY = 1_200_000_000  # bytes of addresses that the process may take, its libraries included
GROWTH = 20  # times the size of the file that it may take beyond
PATIENCE = 60  # seconds, and one more for each megabyte of the file
ALONE = {
    name: "1"
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "ARROW_IO_THREADS")
}


def apart(reader: str, content: bytes, options: dict[str, Any], limits: Limits) -> dict[str, Any]:
    """Return what a reader beside this file answers, or ``{"error": …}``.

    The error is what the reader says, or ``time``, ``memory`` or ``damaged`` if it did not live
    to say it.
    """
    memory = MEMORY + GROWTH * len(content)
    told = {"rows": limits.rows, "columns": limits.columns, "memory": memory, **options}
    told["reader"] = reader
    path = Path(__file__).with_name("child.py")
    process = subprocess.Popen(
        [sys.executable, "-P", str(path), json.dumps(told)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **ALONE, "ARROW_DEFAULT_MEMORY_POOL": "system"},
    )
    pipe, process.stdin = process.stdin, None
    feeder = threading.Thread(target=_feed, args=(pipe, content), daemon=True)
    feeder.start()
    with process:
        try:
            for seconds in waiting(PATIENCE + len(content) / 1e6, _("Reading the file")):
                with contextlib.suppress(subprocess.TimeoutExpired):
                    out, said = process.communicate(timeout=seconds)
                    break
            else:
                return {"error": "time"}
        finally:
            process.kill()
            feeder.join()
    if process.returncode:
        said = said[-2_000:].lower()
        return {"error": "memory" if b"memory" in said or b"bad_alloc" in said else "damaged"}
    answer: dict[str, Any] = pickle.loads(out)
    return answer


def _feed(pipe: Any, content: bytes) -> None:
    with contextlib.suppress(OSError), pipe:  # the process may have ended before it read all
        pipe.write(content)
