"""A release that is in the store already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cmp_to_key
from pathlib import Path

from apparate_ng.errors import ApparateError, StaleError
from apparate_ng.model.releases.file_names import NamedFile, read_file_name
from apparate_ng.model.releases.kinds import ArtifactKind, Ecosystem
from apparate_ng.model.releases.names import comparable
from apparate_ng.model.releases.release import Release
from apparate_ng.model.releases.versions import AnyVersion, is_older, parse_version, version_or_none
from apparate_ng.releases.artifact import read_release
from apparate_ng.releases.temporary import temporary_folder
from apparate_ng.store.port import LibraryStore

_PREFERENCE = (ArtifactKind.WHEEL, ArtifactKind.JAR, ArtifactKind.EGG)


class NotInStoreError(ApparateError):
    """The store has no such release."""


def versions_in_store(store: LibraryStore, library: str) -> list[str]:
    """Every version of the library that the store has a file of."""
    named = (read_file_name(stored.name) for stored in store.files())
    return [
        one.version
        for one in named
        if one is not None and one.version is not None and _is_of(one, library)
    ]


def versions_by_library(store: LibraryStore) -> dict[tuple[str, Ecosystem], list[str]]:
    """Every version of every library that the store has a file of, from one listing."""
    found: defaultdict[tuple[str, Ecosystem], list[str]] = defaultdict(list)
    for stored in store.files():
        one = read_file_name(stored.name)
        if one is not None and one.version is not None:
            found[one.name, one.kind.ecosystem].append(one.version)
    return dict(found)


def stored_release(store: LibraryStore, library: str, version: str | None) -> Release:
    """The release of this version, or the newest final one; read from the file itself.

    Raises:
        NotInStoreError: there is none.
        ApparateError: the file is no proper library.
    """
    with temporary_folder() as folder:
        file = stored_file(store, library, version, Path(folder))
        return read_release(file, store_uri_for=store.uri_of)


def stored_file(store: LibraryStore, library: str, version: str | None, folder: Path) -> Path:
    """That release's file, fetched into `folder`.

    Raises:
        NotInStoreError: there is none.
    """
    name = _file_of(store, library, version)
    file = folder / name
    store.download(name, file)
    return file


def holds_release(store: LibraryStore, release: Release) -> bool:
    """True where the store has the very file that dependents were moved to; False where none.

    Raises:
        StaleError: another file stands there in its place.
        WorkspaceError: the store cannot be read.
    """
    if store.find(release.filename) is None:
        return False
    if store.sha256(release.filename) != release.sha256_in_store:
        raise StaleError(
            "the release in the store has other contents than what was deployed; nothing was"
            " written",
            where=release.uri,
            hint="put the file back that was deployed, or deploy a new version",
        )
    return True


def _file_of(store: LibraryStore, library: str, version: str | None) -> str:
    named = [(stored.name, read_file_name(stored.name)) for stored in store.files()]
    ours = [(name, one) for name, one in named if one is not None and _is_of(one, library)]
    known = [(name, one, _parsed(one)) for name, one in ours]
    if version is None:
        wanted = _newest_final((name, one, at) for name, one, at in known if at is not None)
    else:
        wanted = [
            (name, one) for name, one, at in known if at is not None and _is(one, at, version)
        ]
    if not wanted:
        raise _not_there(store, library, version)
    return min(wanted, key=lambda found: (_PREFERENCE.index(found[1].kind), found[0]))[0]


def _is_of(one: NamedFile, library: str) -> bool:
    return one.name == comparable(library, one.kind.ecosystem)


def _parsed(one: NamedFile) -> AnyVersion | None:
    return None if one.version is None else parse_version(one.version, one.kind.ecosystem)


def _is(one: NamedFile, at: AnyVersion, version: str) -> bool:
    return at == version_or_none(version, one.kind.ecosystem)


def _newest_final(
    known: Iterable[tuple[str, NamedFile, AnyVersion]],
) -> list[tuple[str, NamedFile]]:
    finals = [found for found in known if not found[2].is_prerelease]
    if not finals:
        return []
    kind = min((found[1].kind for found in finals), key=_PREFERENCE.index)
    rivals = [found for found in finals if found[1].kind.ecosystem is kind.ecosystem]
    newest = max((at for _, _, at in rivals), key=cmp_to_key(_order))
    return [(name, one) for name, one, at in rivals if at == newest]


def _order(left: AnyVersion, right: AnyVersion) -> int:
    return -1 if is_older(left, right) else int(is_older(right, left))


def _not_there(store: LibraryStore, library: str, version: str | None) -> NotInStoreError:
    there = ", ".join(versions_in_store(store, library))
    what = (
        f"the store has no release {library} {version}"
        if version
        else (f"the store has no final release of {library}")
    )
    hint = f"there are: {there}" if there else "upload one: apparate upload"
    return NotInStoreError(what, where=store.uri, hint=hint)
