"""Where the files of these tests lie, what stands in them, and how each place is arranged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from apparate_ng.sandbox.handle import Sandbox

STORE = "/Workspace/Shared/libraries"
OLD = f"{STORE}/lib-1.4.2-py3-none-any.whl"
NEW = f"{STORE}/lib-1.5.0-py3-none-any.whl"
IMPORT = "/api/2.0/workspace/import"
EXPORT = "/api/2.0/workspace/export"


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """A place of the workspace where a file can be replaced, and the requests that do it."""

    name: str
    path: str
    put: Callable[[Sandbox, str, bytes], None]
    get: Callable[[Sandbox, str], bytes | None]
    write: tuple[str, str]
    """Method and path of the request."""
    read: str
    """Path of the request; the method is GET."""

    def written(self, sandbox: Sandbox) -> int:
        """How many times it was asked to write the file."""
        return len(sandbox.journal(*self.write))


def _put_in_volume(sandbox: Sandbox, path: str, content: bytes) -> None:
    sandbox.add_volume("main.libs.base")
    sandbox.add_volume_file(path, content)


_VOLUME_FILE = "/Volumes/main/libs/base/requirements.txt"
_VOLUME_REQUEST = f"/api/2.0/fs/files{_VOLUME_FILE}"
FOLDER = Home(
    name="folder",
    path="/Workspace/Shared/requirements.txt",
    put=lambda sandbox, path, content: sandbox.add_file(path, content),
    get=lambda sandbox, path: sandbox.file(path),
    write=("POST", IMPORT),
    read=EXPORT,
)
VOLUME = Home(
    name="volume",
    path=_VOLUME_FILE,
    put=_put_in_volume,
    get=lambda sandbox, path: sandbox.volume_file(path),
    write=("PUT", _VOLUME_REQUEST),
    read=_VOLUME_REQUEST,
)
