"""A server of the tests' own: `cxlab dash` as a visitor's machine would run it."""

import os
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from urllib.error import HTTPError
from urllib.request import urlopen

import matplotlib

ROOT = Path(__file__).parents[2]
OWN = {"MPLBACKEND", "PYTHONWARNINGS", "CXLAB_LANG"}  # the tests' settings, not a visitor's
PATIENCE = 90  # seconds until it answers, also on a busy machine


@contextmanager
def serve(home, *options):
    """Run `cxlab dash` with a home of its own until the block ends; gives its address."""
    home.mkdir(parents=True, exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    env = {name: value for name, value in os.environ.items() if name not in OWN}
    env |= {"HOME": str(home), "CXLAB_HOME": str(home / ".cxlab"), "OMP_NUM_THREADS": "1"}
    env["MPLCONFIGDIR"] = matplotlib.get_cachedir()  # the list of fonts takes seconds to make
    line = [sys.executable, "-m", "cxlab.cli", "dash", "--port", port, "--no-browser", *options]
    said = home / "dash.log"
    with (
        said.open("w", encoding="utf-8") as log,
        subprocess.Popen(line, cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT) as server,
    ):
        try:
            address = f"http://127.0.0.1:{port}"
            _await(address, server, said)
            yield address
        finally:
            _stop(server)


def _await(address, server, said):
    end = monotonic() + PATIENCE
    while monotonic() < end:
        with suppress(OSError):
            try:
                urlopen(address, timeout=10).close()
            except HTTPError as answer:  # a login page or a full house is an answer too
                answer.close()
            return
        with suppress(subprocess.TimeoutExpired):
            server.wait(0.1)
            break
    raise AssertionError(f"cxlab dash does not answer:\n{said.read_text(encoding='utf-8')}")


def _stop(server):
    server.terminate()
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()
