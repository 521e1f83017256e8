"""Each once: what several threads ask for is looked up a single time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock
from typing import Generic, TypeVar

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Once(Generic[_Key, _Value]):
    """Values by key. Whoever asks second waits for the first; an error is raised to both."""

    def __init__(self, look_up: Callable[[_Key], _Value]) -> None:
        self._look_up = look_up
        self._lock = Lock()
        self._found: dict[_Key, Future[_Value]] = {}

    def of(self, key: _Key) -> _Value:
        """The value of this key."""
        with self._lock:
            is_first = key not in self._found
            future = self._found.setdefault(key, Future())
        if is_first:
            try:
                future.set_result(self._look_up(key))
            except BaseException as error:  # noqa: BLE001  raised again by whoever asks
                future.set_exception(error)
        return future.result()
