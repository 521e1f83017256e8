"""Pools of threads that read several things at once, and stop when nobody wants them any more."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager


@contextmanager
def workers(number: int, name: str) -> Iterator[ThreadPoolExecutor]:
    """A pool of so many threads; at the end of the context all that was asked of it is done.

    Unless the context ends with an error, Ctrl-C included: then what has not begun never does, and
    only what is under way is waited for. Waiting for work that was called off raises
    `CancelledError`, asking for more `RuntimeError`.
    """
    with ThreadPoolExecutor(number, thread_name_prefix=name) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
