"""Run every ``bench_*.py`` of this folder, or those named on the command line."""

import importlib
import os
import sys
from pathlib import Path

for pool in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(pool, "1")  # small matrices: one thread is faster, and runs compare


def main() -> None:
    """Run the benchmarks and print a line per comparison."""
    names = [path.stem for path in sorted(Path(__file__).parent.glob("bench_*.py"))]
    wanted = [f"bench_{word.removeprefix('bench_')}" for word in sys.argv[1:]] or names
    unknown = [name for name in wanted if name not in names]
    if unknown:
        sys.exit(f"No benchmark is called {', '.join(unknown)}. There are: {', '.join(names)}.")
    for name in wanted:
        print(f"\n{name}")
        importlib.import_module(f"benchmarks.{name}").main()


if __name__ == "__main__":
    main()
