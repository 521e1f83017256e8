"""Files of releases and what was learned from them, kept between runs.

Everything lies under the sha256 of what it is about, so nothing of it goes stale. Where the folder
cannot be written, nothing is kept, and all works as without it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import msgspec
import platformdirs

from apparate_ng.model.decoding import decoded
from apparate_ng.store.publishing import sha256_of

_LARGEST = 1 << 30
_T = TypeVar("_T")


class FileCache:
    """A folder of kept files and documents. Several processes may use it at once.

    Args:
        folder: by default the user's cache folder, wherever the system has it.
        largest: in bytes, of all kept files together; what was not used for longest goes first.
    """

    def __init__(self, folder: Path | None = None, largest: int = _LARGEST) -> None:
        self._given, self._largest = folder, largest

    @cached_property
    def _folder(self) -> Path:
        return self._given or platformdirs.user_cache_path("apparate-ng", appauthor=False)

    def file(self, sha256: str) -> Path | None:
        """A kept file whose bytes are still those that were kept."""
        path = self._folder / "files" / sha256
        try:
            if sha256_of(path) != sha256:
                path.unlink()
                return None
            os.utime(path)
        except OSError:
            return None
        return path

    def keep_file(self, file: Path, sha256: str) -> None:
        """Keep a copy."""
        target = self._folder / "files" / sha256
        with suppress(OSError):
            _make_private(target.parent)
            with tempfile.TemporaryDirectory(dir=target.parent, prefix=".new-") as folder:
                draft = Path(folder, "file")
                shutil.copyfile(file, draft)
                draft.replace(target)
            self._make_room()

    def document(self, kind: str, key: tuple[str, ...], shape: type[_T]) -> _T | None:
        """What was learned, or None where it was not, or is not of this shape any more."""
        try:
            return decoded(self._path(kind, key).read_bytes(), shape)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return None

    def keep_document(self, kind: str, key: tuple[str, ...], document: object) -> None:
        """Keep what was learned."""
        target = self._path(kind, key)
        with suppress(OSError):
            _make_private(target.parent)
            with tempfile.TemporaryDirectory(dir=target.parent, prefix=".new-") as folder:
                draft = Path(folder, "document")
                draft.write_bytes(msgspec.json.encode(document))
                draft.replace(target)

    def _path(self, kind: str, key: tuple[str, ...]) -> Path:
        digest = hashlib.sha256("\0".join(key).encode("utf-8", "surrogatepass")).hexdigest()
        return self._folder / kind / f"{digest}.json"

    def _make_room(self) -> None:
        files = [
            (path.stat(), path) for path in (self._folder / "files").iterdir() if path.is_file()
        ]
        total = sum(stat.st_size for stat, _ in files)
        for stat, path in sorted(files, key=lambda one: one[0].st_mtime):
            if total <= self._largest:
                return
            path.unlink(missing_ok=True)
            total -= stat.st_size


def _make_private(folder: Path) -> None:
    """What lies in it is a workspace's, and not for everybody on this machine."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
