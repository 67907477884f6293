"""Long work in blocks, with a bar once it takes more than two seconds."""

from __future__ import annotations

from collections.abc import Iterator

PATIENCE = 2.0  # seconds without a word


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
