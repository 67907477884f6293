"""Time and memory of a call, and one printed line per comparison."""

import statistics
import time
import tracemalloc
from collections.abc import Callable


def seconds(call: Callable[[], object], *, repeats: int = 5) -> float:
    """Return the median time of a call, after one call to warm up."""
    call()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def in_turn(ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, float]:
    """Return the median times of two calls made in turn, so that a busy spell hits both.

    Ours is called five times for each call of theirs.
    """
    ours(), theirs()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(5):
        for call, spent, times_over in ((ours, times[0], 5), (theirs, times[1], 1)):
            for _again in range(times_over):
                start = time.perf_counter()
                call()
                spent.append(time.perf_counter() - start)
    return statistics.median(times[0]), statistics.median(times[1])


def megabytes(call: Callable[[], object]) -> float:
    """Return the peak of memory that Python and numpy take during a call."""
    tracemalloc.start()
    call()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1e6


def compare(what: str, ours: float, peer: str, theirs: float) -> None:
    """Print our time, the peer's, and how many times faster we are."""
    print(
        f"  {what:<46} {1e3 * ours:9.1f} ms   {peer:<38} {1e3 * theirs:10.1f} ms"
        f"   {theirs / ours:8.1f} x"
    )


def bound(what: str, value: float, limit: float, unit: str) -> None:
    """Print a measured value beside the bound it must keep."""
    word = "ok" if value <= limit else "TOO MUCH"
    print(f"  {what:<46} {value:9.1f} {unit}   bound {limit:.0f} {unit}   {word}")
