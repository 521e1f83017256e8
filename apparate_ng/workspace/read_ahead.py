"""Reading ahead: the next page is on its way while this one is looked at."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from queue import Full, Queue
from typing import Generic, TypeVar

_Item = TypeVar("_Item")
_DEPTH = 2
_LOOK_S = 0.1
_HEAD_START_S = 0.002
"""For the thread, to ask for the next item: it would wait for us as long as Python lets one thread
go on (5 ms), and the server for it. Who reads is faster than the server, or the queue is not empty.
"""


@dataclass(frozen=True, slots=True)
class _Got(Generic[_Item]):
    item: _Item


@dataclass(frozen=True, slots=True)
class _End:
    error: BaseException | None


class ReadAhead(Generic[_Item]):
    """The items of `source`, which runs in a thread of its own, a few items ahead at most.

    It begins at once, whether or not anybody reads yet; each item comes once. An error of the
    source is raised where its item would have come. The thread asks for the next page itself,
    since handing over between threads would cost more than it gains. Once it is closed, the
    source is stopped after the item that it is at.
    """

    def __init__(self, source: Iterator[_Item], depth: int = _DEPTH) -> None:
        self._queue: Queue[_Got[_Item] | _End] = Queue(depth)
        self._unwanted = threading.Event()
        threading.Thread(
            target=_fetch,
            args=(source, self._queue, self._unwanted),
            name="read-ahead",
            daemon=True,
        ).start()

    def __iter__(self) -> Iterator[_Item]:
        """What has come and is to come; closed at the end, and where nobody wants the rest."""
        try:
            while isinstance(got := self._queue.get(), _Got):
                if self._queue.empty():
                    time.sleep(_HEAD_START_S)
                yield got.item
            if got.error is not None:
                raise got.error
        finally:
            self.close()

    def close(self) -> None:
        """Nobody wants the rest."""
        self._unwanted.set()


def _fetch(
    source: Iterator[_Item], queue: Queue[_Got[_Item] | _End], unwanted: threading.Event
) -> None:
    end = _End(None)
    try:
        for item in source:
            if not _put(queue, _Got(item), unwanted):
                return
    except BaseException as error:  # noqa: BLE001  raised again by whoever reads
        end = _End(error)
    _put(queue, end, unwanted)


def _put(
    queue: Queue[_Got[_Item] | _End], entry: _Got[_Item] | _End, unwanted: threading.Event
) -> bool:
    while not unwanted.is_set():
        try:
            queue.put(entry, timeout=_LOOK_S)
        except Full:
            continue
        return True
    return False
