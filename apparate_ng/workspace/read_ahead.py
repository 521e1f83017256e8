"""Reading ahead: the next page is on its way while this one is looked at."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from queue import Full, Queue
from typing import Generic, TypeVar

_Item = TypeVar("_Item")
_DEPTH = 2
_LOOK_S = 0.1


@dataclass(frozen=True, slots=True)
class _Got(Generic[_Item]):
    item: _Item


@dataclass(frozen=True, slots=True)
class _End:
    error: BaseException | None


def read_ahead(source: Iterator[_Item]) -> Iterator[_Item]:
    """The items of `source`, which runs in a thread of its own, a few items ahead at most.

    An error of the source is raised where its item would have come. The thread asks for the
    next page itself, since handing over between threads would cost more than it gains. If nobody
    wants the rest, the source is stopped after the item that it is at.
    """
    queue: Queue[_Got[_Item] | _End] = Queue(_DEPTH)
    unwanted = threading.Event()
    thread = threading.Thread(
        target=_fetch, args=(source, queue, unwanted), name="read-ahead", daemon=True
    )
    thread.start()
    try:
        while isinstance(got := queue.get(), _Got):
            yield got.item
        if got.error is not None:
            raise got.error
    finally:
        unwanted.set()


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
