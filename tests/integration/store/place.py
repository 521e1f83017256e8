"""The kinds of places where releases live, as a test sees them: their requests, and what is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from apparate_ng.sandbox.handle import Sandbox

_FILES, _FOLDERS = "/api/2.0/fs/files/*", "/api/2.0/fs/directories/*"
Endpoint = tuple[str, str]
"""A method and a path, as `Sandbox.fault` takes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One kind of store."""

    uri: str
    look: Endpoint
    """Asked whether a file is there."""
    steps: tuple[Endpoint, ...]
    """What an upload takes, in order; the last one puts the file into its place."""
    fetch: Endpoint
    """Reads the file back."""
    delete: Endpoint
    write: Callable[[Sandbox, str, bytes], None]
    read: Callable[[Sandbox, str], bytes | None]

    def put(self, sandbox: Sandbox, name: str, content: bytes) -> None:
        """Somebody else's file."""
        self.write(sandbox, f"{self.uri}/{name}", content)

    def stored(self, sandbox: Sandbox, name: str) -> bytes | None:
        """The bytes of a file, or None."""
        return self.read(sandbox, f"{self.uri}/{name}")


WORKSPACE = Place(
    uri="/Workspace/Shared/libraries",
    look=("GET", "/api/2.0/workspace/get-status"),
    steps=(("POST", "/api/2.0/workspace/import"),),
    fetch=("GET", "/api/2.0/workspace/export"),
    delete=("POST", "/api/2.0/workspace/delete"),
    write=Sandbox.add_file,
    read=Sandbox.file,
)
VOLUME = Place(
    uri="/Volumes/main/libs/wheels/python",
    look=("HEAD", _FILES),
    steps=(("HEAD", _FOLDERS), ("PUT", _FILES)),
    fetch=("GET", _FILES),
    delete=("DELETE", _FILES),
    write=Sandbox.add_volume_file,
    read=Sandbox.volume_file,
)
DBFS = Place(
    uri="dbfs:/FileStore/libraries",
    look=("GET", "/api/2.0/dbfs/get-status"),
    steps=(
        ("POST", "/api/2.0/dbfs/create"),
        ("POST", "/api/2.0/dbfs/add-block"),
        ("POST", "/api/2.0/dbfs/close"),
        ("POST", "/api/2.0/dbfs/move"),
    ),
    fetch=("GET", "/api/2.0/dbfs/read"),
    delete=("POST", "/api/2.0/dbfs/delete"),
    write=Sandbox.add_dbfs_file,
    read=Sandbox.dbfs_file,
)
PLACES = {"workspace": WORKSPACE, "volume": VOLUME, "dbfs": DBFS}


def count(sandbox: Sandbox, endpoint: Endpoint, *, status: int | None = None) -> int:
    """How often it was asked; with a status, how often it answered with that."""
    method, path = endpoint
    return len(
        [
            entry
            for entry in sandbox.journal(method)
            if entry["path"].startswith(path.rstrip("*")) and status in {None, entry["status"]}
        ]
    )
