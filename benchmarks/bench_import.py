"""Cost of `import cxlab`: milliseconds above a bare interpreter; the bar is 40."""

import subprocess
import sys

from benchmarks._clock import seconds

BAR = 40  # milliseconds


def start(code: str) -> float:
    """Return the milliseconds a fresh interpreter takes to start, run the code and end."""
    line = [sys.executable, "-c", code]
    return 1e3 * seconds(lambda: subprocess.run(line, check=True), repeats=15)


def main() -> None:
    """Print the difference to a bare interpreter, and pandas beside it."""
    bare = start("pass")
    own, pandas = (start(f"import {name}") - bare for name in ("cxlab", "pandas"))
    verdict = "within" if own <= BAR else "OVER"
    print(f"  import cxlab: {own:.0f} ms above bare Python, {verdict} the bar of {BAR} ms")
    print(f"  import pandas, to compare: {pandas:.0f} ms")
