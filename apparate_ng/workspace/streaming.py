"""Reading a file bit by bit, and telling how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

_CHUNK = 1 << 20


def told_chunks(file: BinaryIO, progress: Callable[[int], None]) -> Iterator[bytes]:
    """The file's bytes in chunks of 1 MiB; `progress` is told how many have been taken."""
    taken = 0
    while chunk := file.read(_CHUNK):
        taken += len(chunk)
        progress(taken)
        yield chunk
