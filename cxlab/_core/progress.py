"""Long work in blocks, with a bar once it takes more than two seconds."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE = 2.0  # seconds without a word
STEP = 0.25  # seconds between two looks at the clock


def blocks(total: int, size: int, what: str) -> Iterator[slice]:
    """Yield slices of at most ``size`` that cover ``range(total)``.

    Past two seconds a bar counts ``what`` (words in the language in use): in a notebook as a
    widget, elsewhere on standard error. It goes when the work is done.
    """
    if total <= size:
        yield slice(0, total)
        return
    from tqdm.auto import tqdm

    with tqdm(total=total, desc=what, delay=PATIENCE, leave=False) as bar:
        for start in range(0, total, size):
            stop = min(start + size, total)
            yield slice(start, stop)
            bar.update(stop - start)


@contextmanager
def counted(total: int, size: int, what: str) -> Iterator[Callable[[int], None]]:
    """Give a function to be told how far of ``total`` the work is.

    Past two seconds a bar shows it, as with :func:`blocks`; work of at most ``size`` has none.
    """
    if total <= size:
        yield lambda place: None
        return
    from tqdm.auto import tqdm

    bar = tqdm(total=total, desc=what, delay=PATIENCE, leave=False, unit_scale=True, unit="")
    with bar:
        yield lambda place: bar.update(min(place, total) - bar.n)


def waiting(most: float, what: str) -> Iterator[float]:
    """Yield the seconds to wait for another process, ``most`` in all, until it is ready.

    Past two seconds a line shows ``what`` and the time.
    """
    start = time.monotonic()
    yield min(PATIENCE, most)
    from tqdm.auto import tqdm

    with tqdm(desc=what, leave=False, bar_format="{desc} {elapsed}", mininterval=0) as bar:
        bar.start_t = time.time() - PATIENCE  # a bar that is switched off has none
        while (left := most - (time.monotonic() - start)) > 0:
            bar.update()
            yield min(STEP, left)
