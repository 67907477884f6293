"""Read a file in a process of its own, which hostile bytes may end, or run out of memory or time.

Run as a program: options as JSON in the first argument, the file on standard input, the answer
pickled on standard output. ``reader`` names the program beside this one whose ``read`` is called.
Nothing of cxlab is imported, so that the process starts at once.
"""

import contextlib
import json
import pickle
import runpy
import sys
from pathlib import Path
from typing import Any


def main() -> None:
    """Read the file from standard input within the memory that the options allow."""
    options = json.loads(sys.argv[1])
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (options["memory"], options["memory"]))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answer: dict[str, Any]
    try:
        read = runpy.run_path(str(Path(__file__).with_name(options["reader"])))["read"]
        answer = read(sys.stdin.buffer.read(), options)
    except MemoryError:
        answer = {"error": "memory"}
    except Exception as error:
        reason = str(error).lower()
        words = {"alloc": "memory", "memory": "memory", "convert string": "encoding"}
        found = [code for word, code in words.items() if word in reason]
        answer = {"error": found[0] if found else "damaged"}
    pickle.dump(answer, sys.stdout.buffer, protocol=5)


if __name__ == "__main__":
    main()
