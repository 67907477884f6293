"""One thread for the arithmetic of small matrices: several only get into each other's way."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def one_thread(verb: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Keep BLAS to one thread while a verb works.

    On a busy machine a fit of small matrices took fifty times as long with two threads as with one.
    """

    @functools.wraps(verb)
    def alone(*args: Asked.args, **options: Asked.kwargs) -> Answer:
        from threadpoolctl import threadpool_limits

        with threadpool_limits(1, user_api="blas"):
            return verb(*args, **options)

    return alone
