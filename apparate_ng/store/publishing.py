"""Publishing: a release gets into the store, whole and unchanged, or not at all."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A release that is in the store."""

    sha256: str
    """Of the store's file: another build of the same contents has another one."""
    uploaded: bool
    """False where it was there."""


def published_sha256(store: LibraryStore, name: str, file: Path, same: SameContents) -> str | None:
    """The digest of the store's file where the store has this very release, in whichever build.

    None where it has no file of that name.

    Raises:
        OtherBytesError: the store has other contents under that name.
    """
    if store.find(name) is None:
        return None
    with tempfile.TemporaryDirectory(prefix="apparate-") as folder:
        stored = Path(folder) / _LOCAL_NAME
        store.download(name, stored)
        sha256 = sha256_of(stored)
        if sha256 == sha256_of(file) or same(stored, file):
            return sha256
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
) -> Published:
    """Put a release into the store, unless it is there.

    What was uploaded is read back and compared before anything may point at it. It is held against
    `sha256` where that is known, so that a file that changed since is refused as well.

    Raises:
        OtherBytesError: the store has other contents under that name.
        AlreadyExistsError: something is there that cannot be read as a file.
        BrokenUploadError: what arrived is not what was sent; it was removed.
        WorkspaceError: as its subclasses say.
    """
    found = _found(store, name, file, same)
    if found is not None:
        return found
    for _ in range(_ATTEMPTS):
        published = _attempt(store, name, file, same, progress, sha256)
        if published is not None:
            return published
    raise BrokenUploadError(
        "the upload broke off each time it was tried",
        where=store.uri_of(name),
        hint="run the same command again later",
    )


def _found(store: LibraryStore, name: str, file: Path, same: SameContents) -> Published | None:
    sha256 = published_sha256(store, name, file, same)
    return None if sha256 is None else Published(sha256=sha256, uploaded=False)


def _attempt(
    store: LibraryStore,
    name: str,
    file: Path,
    same: SameContents,
    progress: Progress,
    sha256: str | None,
) -> Published | None:
    """As `publish`; None where the upload was lost on its way and nothing of it is left."""
    try:
        store.create(name, file, progress)
    except AlreadyExistsError:
        # somebody was faster: theirs counts if it is the same
        found = _found(store, name, file, same)
        if found is not None:
            return found
        raise  # it is there and does not show itself: a folder, or not ours to read
    except UnconfirmedError:
        _remove_torso(store, name, file)
        found = _found(store, name, file, same)
        return None if found is None else replace(found, uploaded=True)
    sha256 = sha256 or sha256_of(file)
    _compare(store, name, sha256)
    return Published(sha256=sha256, uploaded=True)


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
