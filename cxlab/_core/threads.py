"""One thread for the arithmetic of small matrices: several only get into each other's way."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


@functools.lru_cache(maxsize=1)
def _pools(_modules: int) -> Any:
    """Return the libraries with threads; looked for again once more modules are loaded."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def one_thread(verb: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Keep BLAS to one thread while a verb works.

    On a busy machine a fit of small matrices took fifty times as long with two threads as with one.
    """

    @functools.wraps(verb)
    def alone(*args: Asked.args, **options: Asked.kwargs) -> Answer:
        with _pools(len(sys.modules)).limit(limits=1, user_api="blas"):
            return verb(*args, **options)

    return alone
