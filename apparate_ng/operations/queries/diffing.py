"""Diff: what a release did to the API of the one before it."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from apparate_ng.compatibility.wheels import compare_wheels
from apparate_ng.errors import ApparateError
from apparate_ng.model.compatibility.api_diff import ApiDiff
from apparate_ng.model.releases.kinds import Ecosystem
from apparate_ng.model.releases.steps import ZeroMajor
from apparate_ng.model.releases.versions import version_or_none
from apparate_ng.operations.observer import Observer
from apparate_ng.operations.releases.artifact import is_built_file
from apparate_ng.operations.releases.stored import stored_file
from apparate_ng.releases.building import build_wheel
from apparate_ng.releases.project import find_project
from apparate_ng.store.port import LibraryStore


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredVersion:
    """A release in the store."""

    library: str
    version: str


DiffSide: TypeAlias = Path | StoredVersion
"""A wheel, a project folder that becomes one, or a release in the store."""


def side_of(given: str, library: str | None) -> DiffSide:
    """What was meant: with a library's name a version in its store, else a file or a folder.

    Raises:
        ApparateError: it is nothing of these.
    """
    if library is not None and version_or_none(given, Ecosystem.PYTHON) is not None:
        return StoredVersion(library=library, version=given)
    path = Path(given)
    if path.is_dir() or is_built_file(path):
        return path
    raise ApparateError(
        "this is no wheel and no project folder",
        where=given,
        hint="to compare versions that are in the store, add --library NAME",
    )


def diff_releases(
    old: DiffSide,
    new: DiffSide,
    *,
    store: LibraryStore | None,
    allow: Sequence[str],
    zero_major: ZeroMajor,
    observer: Observer,
) -> ApiDiff:
    """Compare two releases; `store` is where those are that are versions.

    Raises:
        ApparateError: one of them is not there, cannot be built, or is no wheel.
    """
    with tempfile.TemporaryDirectory(prefix="apparate-") as name:
        before = _file(old, _folder(name, "old"), store, observer)
        after = _file(new, _folder(name, "new"), store, observer)
        return compare_wheels(before, after, allow, zero_major=zero_major)


def _folder(parent: str, name: str) -> Path:
    """Each side has its own: two builds of one version have one file name."""
    folder = Path(parent, name)
    folder.mkdir()
    return folder


def _file(side: DiffSide, folder: Path, store: LibraryStore | None, observer: Observer) -> Path:
    if isinstance(side, StoredVersion):
        if store is None:
            raise ApparateError("a version needs a store", where=side.version)
        return stored_file(store, side.library, side.version, folder)
    if is_built_file(side):
        return side
    return build_wheel(find_project(side), folder, verbose=observer.building)
