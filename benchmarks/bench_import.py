"""Cost of `import cxlab`: milliseconds above a bare interpreter; the bar is 40."""

import statistics
import subprocess
import sys
import time

BAR = 40  # milliseconds


def seconds(code: str, *, rounds: int = 15) -> float:
    """Return the median time a fresh interpreter takes to start, run the code and end."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Print the difference to a bare interpreter, and pandas beside it."""
    bare = seconds("pass")
    own, pandas = (1000 * (seconds(f"import {name}") - bare) for name in ("cxlab", "pandas"))
    verdict = "within" if own <= BAR else "OVER"
    print(f"import cxlab: {own:.0f} ms above bare Python, {verdict} the bar of {BAR} ms")
    print(f"import pandas, to compare: {pandas:.0f} ms")


if __name__ == "__main__":
    main()
