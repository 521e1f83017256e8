"""Every request to the API, in order, so that a test can say what was sent."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEPT = 100_000


class Entry(msgspec.Struct, kw_only=True):
    """One request. `status` is null while it is served, and where the connection was dropped."""

    method: str
    path: str
    query: dict[str, str]
    body: Any
    """The JSON body, the fields of a form, or null; never the content of an uploaded form or file."""
    size: int
    """Bytes of the body."""
    identity: str | None
    time: float
    """Seconds since 1970."""
    status: int | None = None


class Journal:
    """The last 100,000 requests, oldest first."""

    def __init__(self) -> None:
        """Nothing at first."""
        self._entries: deque[Entry] = deque(maxlen=_KEPT)

    def open(self, entry: Entry) -> None:
        """A request came in."""
        self._entries.append(entry)

    def __iter__(self) -> Iterator[Entry]:
        """The requests, oldest first."""
        return iter(self._entries)

    def clear(self) -> None:
        """Forget them."""
        self._entries.clear()

    @staticmethod
    def now() -> float:
        """Seconds since 1970."""
        return time.time()
