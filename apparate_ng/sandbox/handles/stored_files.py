"""Volumes, and files in volumes and in DBFS: arranged and looked at past all rules."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote

from apparate_ng.sandbox.handles.talking import Talking

if TYPE_CHECKING:
    from collections.abc import Sequence


class StoredFileHandle(Talking):
    """The part of the handle for files whose contents lie on disk."""

    def add_volume(
        self, name: str, *, readers: Sequence[str] = ("*",), writers: Sequence[str] = ("*",)
    ) -> None:
        """Add a volume, `catalog.schema.volume`; users, groups or `*` may read and write it."""
        body = {"name": name, "readers": list(readers), "writers": list(writers)}
        self._calls.json("POST", "/sandbox/volumes", body)

    def add_volume_file(self, path: str, content: bytes = b"") -> None:
        """Store a file in a volume that is there, and the folders above it."""
        self._calls.content("PUT", f"/sandbox/volume-files?path={quote(path)}", content)

    def volume_file(self, path: str) -> bytes | None:
        """The bytes of a file in a volume, or None."""
        return self._content("volume-files", path)

    def add_dbfs_file(self, path: str, content: bytes = b"") -> None:
        """Store a file in DBFS, and the folders above it; `dbfs:/X` and `/X` are one."""
        self._calls.content("PUT", f"/sandbox/dbfs-files?path={quote(path)}", content)

    def dbfs_file(self, path: str) -> bytes | None:
        """The bytes of a file in DBFS, or None."""
        return self._content("dbfs-files", path)

    def _content(self, kind: str, path: str) -> bytes | None:
        status, content = self._calls.exchange("GET", f"/sandbox/{kind}?path={quote(path)}")
        if status == HTTPStatus.NOT_FOUND:
            return None
        if status != HTTPStatus.OK:
            raise ValueError(content.decode(errors="replace"))
        return content
