"""Does a claim cover a release? In doubt it does: what is deleted does not come back."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from urllib.parse import unquote

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import Version

from apparate_ng.model.dependents.workspace_path import canonical_path
from apparate_ng.model.releases.file_names import is_variable
from apparate_ng.model.releases.kinds import ArtifactKind, Ecosystem
from apparate_ng.model.releases.versions import version_or_none
from apparate_ng.model.stores.claim import Claimed, ClaimedPath, ClaimedVersions
from apparate_ng.model.stores.stored_release import StoredRelease

_SUBSTITUTION = re.compile(r"\{\{.*?\}\}|\$\{.*?\}|\{\{.*|\$\{.*")
"""What the platform replaces when a run starts; one that is not closed may become anything."""
_PLACES = ("/Workspace/", "/Volumes/", "dbfs:/")
_OF_THE_ROOT = re.compile(r"\s*(/(?!dbfs/).*)", re.DOTALL)
"""A path without a scheme: where Spark reads it, its root is that of DBFS."""
_MOUNTS = "dbfs:/mnt/"
"""Cloud storage under a second name: a file of a volume may be seen here, too."""


def covers(claimed: Claimed, release: StoredRelease) -> bool:
    """True where the claim is for this release, or may be."""
    if isinstance(claimed, ClaimedPath):
        return covers_path(claimed, release)
    return covers_version(claimed, release)


def covers_path(claimed: ClaimedPath, release: StoredRelease) -> bool:
    """True where the path leads to the file, or may."""
    return names_exactly(claimed, release) or any(
        _may_lead_to(reading, release) for reading in _readings(claimed.path)
    )


def _readings(path: str) -> Iterator[str]:
    yield _plain(path)
    bare = _OF_THE_ROOT.fullmatch(path)
    if bare:
        yield _plain(f"dbfs:{bare[1]}")


def names_exactly(claimed: Claimed, release: StoredRelease) -> bool:
    """True where a path is that of the file, in any spelling."""
    return isinstance(claimed, ClaimedPath) and _plain(claimed.path) == _plain(release.uri)


@cache
def _plain(path: str) -> str:
    """One spelling for each place; `%2B` and `+` are one."""
    return canonical_path(unquote(path.strip()))


def _may_lead_to(path: str, release: StoredRelease) -> bool:
    known = path.startswith(_PLACES) and not path.startswith(_MOUNTS)
    wanted, there = path, _plain(release.uri)
    if not known:  # cloud storage, mounts, relative paths: only the file's name can be compared
        wanted, there = posixpath.basename(path), posixpath.basename(there)
    if not is_variable(path):
        return wanted == there
    return fnmatchcase(there, _SUBSTITUTION.sub("*", wanted)) or _opens(wanted, there)


def _opens(wanted: str, there: str) -> bool:
    """A substitution may bring folders of its own, so what stands before it decides, too."""
    before = _SUBSTITUTION.split(wanted, maxsplit=1)[0]
    return before != wanted and there.startswith(before)


def covers_version(claimed: ClaimedVersions, release: StoredRelease) -> bool:
    """True where the library is the same, and the version is the one, or one of those, that are meant.

    Ranges take prereleases, too, and Maven's ranges are not read: any version may be meant.
    """
    if (claimed.library, claimed.ecosystem) != (release.library, release.ecosystem):
        return _may_be_called(claimed, release)
    if not isinstance(release.parsed, Version):
        return claimed.version is None or _same(claimed.version, release)
    if claimed.version is not None:
        return _same(claimed.version, release) or _within(f"=={claimed.version}", release.parsed)
    return claimed.specifier is None or _within(claimed.specifier, release.parsed)


def _may_be_called(claimed: ClaimedVersions, release: StoredRelease) -> bool:
    """A jar of a longer name may yet be one of this: `lib-1.4.2-spark-3.4`."""
    if release.kind is not ArtifactKind.JAR or claimed.ecosystem is not Ecosystem.JVM:
        return False
    start = f"{claimed.library}-"
    rest = release.filename.removeprefix(start)
    return (
        rest != release.filename and rest[0].isdecimal() and rest.startswith(claimed.version or "")
    )


def _same(version: str, release: StoredRelease) -> bool:
    return version_or_none(version, release.ecosystem) in {None, release.parsed}


def _within(specifier: str, version: Version) -> bool:
    """A range that cannot be read takes everything."""
    try:
        return SpecifierSet(specifier).contains(version, prereleases=True)
    except InvalidSpecifier:
        return True
