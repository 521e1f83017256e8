"""Reading a file bit by bit, and telling how far it is."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import BinaryIO

_BLOCK = 1 << 20
_CHUNK = 1 << 16
"""What a body is sent in: from 128 kB on, the system hands out new memory for each chunk."""


def told_chunks(
    file: BinaryIO, progress: Callable[[int], None], size: int = _BLOCK
) -> Iterator[bytes]:
    """The file's bytes in chunks of `size`; `progress` is told how many have been taken."""
    taken = 0
    while chunk := file.read(size):
        taken += len(chunk)
        progress(taken)
        yield chunk


class ToldStream:
    """A file as the body of a request: its length is known beforehand, its bytes come in chunks.

    Args:
        file: from its beginning, each time the stream is gone through.
        progress: told how many bytes have been taken.
    """

    def __init__(self, file: BinaryIO, progress: Callable[[int], None]) -> None:
        self._file = file
        self._progress = progress
        self._size = file.seek(0, os.SEEK_END)

    def __len__(self) -> int:
        """Bytes in the file."""
        return self._size

    def __iter__(self) -> Iterator[bytes]:
        """All of them, in order."""
        self._file.seek(0)
        return told_chunks(self._file, self._progress, _CHUNK)
