"""The port: what a place must be able to do to be a library store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeAlias

from apparate_ng.store.control_files import ControlFiles

Progress: TypeAlias = Callable[[int], None]
"""Told how many bytes have been sent or received so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file in the store."""

    name: str
    uri: str
    size: int | None
    """In bytes, where the platform says it."""
    modified_at: datetime | None = None
    """By the server's clock, in UTC, where the platform says it."""


class LibraryStore(Protocol):
    """A folder of releases."""

    @property
    def uri(self) -> str:
        """The folder, as people write it."""

    @property
    def control(self) -> ControlFiles:
        """The program's own files in it: leases, records."""

    def uri_of(self, name: str) -> str:
        """Where a file of this name stands, or would stand."""

    def exists(self) -> bool:
        """Whether the folder is there, and ours to read; the first upload makes it."""

    def files(self) -> list[StoredFile]:
        """All files of the folder itself; none where the folder is not there yet."""

    def find(self, name: str) -> StoredFile | None:
        """One file, or None."""

    def create(self, name: str, file: Path, progress: Progress) -> None:
        """Upload a new file, and the folder where it is missing.

        Raises:
            AlreadyExistsError: there is one of that name; it is left as it is.
            UnconfirmedError: the answer was lost.
        """

    def download(self, name: str, target: Path) -> None:
        """Write the stored bytes to a local file."""

    def sha256(self, name: str) -> str:
        """The digest of the stored bytes, as they come: nothing is kept of them."""

    def remove(self, name: str) -> None:
        """Delete one file."""
