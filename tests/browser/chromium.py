"""Find a Chromium, install one where that is possible, and start it."""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
PLAYWRIGHT = [sys.executable, "-m", "playwright", "install", "chromium"]
DEBIAN = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
PACKAGES = ["chromium", "fonts-noto-cjk"]
PATIENCE = 300  # seconds for one attempt to install
MISSING = "NO BROWSER: the pages were not tested. Install one: {line}"


def launch(playwright):
    """Start a Chromium; returns None where there is none and none can be installed."""
    path = _found(playwright) or (_install() and _found(playwright))
    return playwright.chromium.launch(executable_path=path, args=FLAGS) if path else None


def advice():
    """Return in one line that the tests did not run, and what to type so that they do."""
    line = "python -m playwright install chromium"
    if shutil.which("apt-get"):
        line += f"   or   apt-get install {' '.join(PACKAGES)}"
    return MISSING.format(line=line)


def _found(playwright):
    own = playwright.chromium.executable_path
    return next(filter(None, map(shutil.which, NAMES)), own if Path(own).exists() else None)


@cache
def _install():
    """Try to install a browser; both tools hold a lock, so two workers may try at once."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    debian = [
        [*DEBIAN, "update"],
        [*DEBIAN, "install", "-y", "--no-install-recommends", *PACKAGES],
    ]
    if os.environ.get("CI") and root and shutil.which("apt-get"):
        return all(map(_run, debian)) or _run(PLAYWRIGHT)
    return _run(PLAYWRIGHT)


def _run(line):
    try:
        done = subprocess.run(line, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
