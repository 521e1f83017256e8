"""The answer that sends a content from disk, a block at a time."""

from __future__ import annotations

from email.utils import formatdate
from typing import TYPE_CHECKING, BinaryIO

from aiohttp import web

from apparate_ng.sandbox.answers import ApiError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aiohttp.abc import AbstractStreamWriter
    from aiohttp.web import BaseRequest

    from apparate_ng.sandbox.state.blobs import Blobs
    from apparate_ng.sandbox.state.file_tree import TreeEntry

BLOCK = 1024 * 1024
"""Bytes that are read and sent at a time."""


def headers_of(entry: TreeEntry) -> dict[str, str]:
    """What `GET` and `HEAD` tell of a file."""
    return {
        "Content-Type": "application/octet-stream",
        "Content-Length": str(entry.size),
        "Last-Modified": formatdate(entry.modified_at / 1000, usegmt=True),
        "Accept-Ranges": "bytes",
    }


class StoredContent(web.StreamResponse):
    """A file, or the range of it that was asked for.

    The content is opened at once, so that what is replaced or deleted meanwhile is still sent
    whole. Who does not send the answer closes it.
    """

    def __init__(self, request: web.Request, blobs: Blobs, entry: TreeEntry) -> None:
        """The answer to a request for a file.

        Raises:
            ApiError: 416, there is no such range.
        """
        start, stop = _range(request, entry.size)
        headers = {**headers_of(entry), "Content-Length": str(stop - start)}
        partial = "Range" in request.headers
        if partial:
            headers["Content-Range"] = f"bytes {start}-{stop - 1}/{entry.size}"
        super().__init__(status=206 if partial else 200, headers=headers)
        self._first, self._left = start, stop - start
        self._file: BinaryIO = blobs.file(str(entry.blob)).open("rb")

    async def prepare(self, request: BaseRequest) -> AbstractStreamWriter | None:
        """Send it."""
        try:
            writer = await super().prepare(request)
            for block in self.blocks(self._left):
                await self.write(block)
        finally:
            self.close()
        return writer

    @property
    def size(self) -> int:
        """Bytes that are to be sent."""
        return self._left

    def blocks(self, size: int) -> Iterator[bytes]:
        """The first `size` bytes of what is to be sent."""
        self._file.seek(self._first)
        while size > 0 and (block := self._file.read(min(BLOCK, size))):
            size -= len(block)
            yield block

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def _range(request: web.Request, size: int) -> tuple[int, int]:
    try:
        start, stop, _ = request.http_range.indices(size)
    except ValueError:
        raise ApiError(416, "OUT_OF_RANGE", "Invalid Range header.") from None
    if start >= stop and "Range" in request.headers:
        raise ApiError(416, "OUT_OF_RANGE", "The range is not satisfiable.")
    return start, stop
