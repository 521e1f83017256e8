"""Publishing: a release gets into the store, whole and unchanged, or not at all."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from apparate_ng.errors import ApparateError
from apparate_ng.store.port import LibraryStore, Progress
from apparate_ng.workspace.failures import AlreadyExistsError, UnconfirmedError

SameContents: TypeAlias = Callable[[Path, Path], bool]
"""Whether two artifacts hold the same, even where their bytes differ."""
_ATTEMPTS = 3
_LOCAL_NAME = "stored"
"""Of a download: never a name that somebody else chose."""
_CHUNK = 1 << 20


class OtherBytesError(ApparateError):
    """The store has this version with other contents, and a release is immutable."""


class BrokenUploadError(ApparateError):
    """What was read back is not what was sent."""


def is_published(store: LibraryStore, name: str, file: Path, same: SameContents) -> bool:
    """True where the store has this very release, False where it has no file of that name.

    Raises:
        OtherBytesError: the store has other contents under that name.
    """
    if store.find(name) is None:
        return False
    with tempfile.TemporaryDirectory(prefix="apparate-") as folder:
        stored = Path(folder) / _LOCAL_NAME
        store.download(name, stored)
        if sha256_of(stored) == sha256_of(file) or same(stored, file):
            return True
    raise OtherBytesError(
        "the store has this version with other contents, and a release never changes",
        where=store.uri_of(name),
        hint="raise the version",
    )


def publish(
    store: LibraryStore,
    name: str,
    file: Path,
    same: SameContents,
    progress: Progress,
    sha256: str | None = None,
) -> bool:
    """Put a release into the store; True if it was uploaded, False if it was there.

    What was uploaded is read back and compared before anything may point at it. It is held against
    `sha256` where that is known, so that a file that changed since is refused as well.

    Raises:
        OtherBytesError: the store has other contents under that name.
        AlreadyExistsError: something is there that cannot be read as a file.
        BrokenUploadError: what arrived is not what was sent; it was removed.
        WorkspaceError: as its subclasses say.
    """
    if is_published(store, name, file, same):
        return False
    for _ in range(_ATTEMPTS):
        uploaded = _attempt(store, name, file, same, progress, sha256)
        if uploaded is not None:
            return uploaded
    raise BrokenUploadError(
        "the upload broke off each time it was tried",
        where=store.uri_of(name),
        hint="run the same command again later",
    )


def _attempt(
    store: LibraryStore,
    name: str,
    file: Path,
    same: SameContents,
    progress: Progress,
    sha256: str | None,
) -> bool | None:
    """As `publish`; None where the upload was lost on its way and nothing of it is left."""
    try:
        store.create(name, file, progress)
    except AlreadyExistsError:
        # somebody was faster: theirs counts if it is the same
        if is_published(store, name, file, same):
            return False
        raise  # it is there and does not show itself: a folder, or not ours to read
    except UnconfirmedError:
        _remove_torso(store, name, file)
        return is_published(store, name, file, same) or None
    _compare(store, name, sha256 or sha256_of(file))
    return True


def _remove_torso(store: LibraryStore, name: str, file: Path) -> None:
    """Remove what an upload that broke off left behind. Only that: all else may be others'."""
    if store.find(name) is None:
        return
    with tempfile.TemporaryDirectory(prefix="apparate-") as folder:
        stored = Path(folder) / _LOCAL_NAME
        store.download(name, stored)
        size = stored.stat().st_size
        is_torso = size < file.stat().st_size and sha256_of(stored) == sha256_of(file, size)
    if is_torso:
        store.remove(name)


def _compare(store: LibraryStore, name: str, sha256: str) -> None:
    if store.sha256(name) == sha256:
        return
    store.remove(name)
    raise BrokenUploadError(
        "what the store gives back is not what was sent; the file was removed",
        where=store.uri_of(name),
        hint="run the same command again",
    )


def sha256_of(file: Path, size: int | None = None) -> str:
    """The digest of a file, or of its first `size` bytes."""
    digest, left = hashlib.sha256(), size if size is not None else file.stat().st_size
    with file.open("rb") as stream:
        while left > 0 and (chunk := stream.read(min(_CHUNK, left))):
            digest.update(chunk)
            left -= len(chunk)
    return digest.hexdigest()
