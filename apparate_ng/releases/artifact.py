"""A built file becomes a release; name and version come from the metadata inside."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from packaging.version import InvalidVersion

from apparate_ng.model.kinds import ArtifactKind, kind_of_file
from apparate_ng.model.names import comparable
from apparate_ng.model.release import Release
from apparate_ng.model.versions import parse_version
from apparate_ng.releases.failures import ArtifactError
from apparate_ng.releases.metadata_of_eggs import egg_says
from apparate_ng.releases.metadata_of_jars import jar_says
from apparate_ng.releases.metadata_of_wheels import wheel_says
from apparate_ng.releases.sayings import Said

_CHUNK = 1 << 20
_READERS = {
    ArtifactKind.WHEEL: wheel_says,
    ArtifactKind.EGG: egg_says,
    ArtifactKind.JAR: jar_says,
}


def read_release(file: Path, *, store_uri_for: Callable[[str], str]) -> Release:
    """The release that a wheel, egg or jar is.

    Raises:
        ArtifactError: it is none, or its name and its metadata disagree.
    """
    kind = kind_of_file(file.name)
    if kind is None:
        raise ArtifactError("this is no library", where=str(file), hint="name a .whl, .egg or .jar")
    inside, outside = _READERS[kind](file)
    said = _agreed(file, kind, inside, outside)
    return Release(
        name=said.name,
        version=said.version,
        kind=kind,
        filename=file.name,
        sha256=_sha256(file),
        size=file.stat().st_size,
        uri=store_uri_for(file.name),
    )


def _agreed(file: Path, kind: ArtifactKind, inside: Said, outside: Said) -> Said:
    ecosystem = kind.ecosystem
    try:
        same_version = parse_version(inside.version, ecosystem) == parse_version(
            outside.version, ecosystem
        )
    except InvalidVersion as error:
        raise ArtifactError(f"its version cannot be read: {error}", where=str(file)) from error
    if not same_version or comparable(inside.name, ecosystem) != comparable(
        outside.name, ecosystem
    ):
        raise ArtifactError(
            f"the file's name says {outside}, and its metadata say {inside}",
            where=str(file),
            hint="build it again; do not rename built files",
        )
    return inside


def _sha256(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
