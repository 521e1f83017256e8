"""A built file becomes a release; name and version come from the metadata inside."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from packaging.utils import InvalidName, canonicalize_name
from packaging.version import InvalidVersion

from apparate_ng.model.releases.kinds import ArtifactKind, Ecosystem, kind_of_file
from apparate_ng.model.releases.names import comparable
from apparate_ng.model.releases.release import Release
from apparate_ng.model.releases.versions import parse_version
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
    """The release that a wheel, egg or jar is; `store_uri_for` turns its file name into its uri.

    Raises:
        ArtifactError: it is none, or its name and its metadata disagree.
    """
    kind = kind_of_file(file.name)
    if kind is None:
        raise ArtifactError(
            "this is no library",
            where=str(file),
            hint="name a project folder, or a built .whl, .egg or .jar",
        )
    inside, outside = _READERS[kind](file)
    _refuse_disagreement(file, kind.ecosystem, inside, outside)
    digest, size = _sha256(file)
    return Release(
        name=inside.name,
        version=inside.version,
        kind=kind,
        filename=file.name,
        sha256=digest,
        size=size,
        uri=store_uri_for(file.name),
        group=inside.group,
    )


def _refuse_disagreement(file: Path, ecosystem: Ecosystem, inside: Said, outside: Said) -> None:
    if _identity(file, ecosystem, inside) == _identity(file, ecosystem, outside):
        return
    raise ArtifactError(
        f"the file's name says {outside}, and its metadata say {inside}",
        where=str(file),
        hint="build it again; do not rename built files",
    )


def _identity(file: Path, ecosystem: Ecosystem, said: Said) -> tuple[str, object]:
    try:
        if ecosystem is Ecosystem.PYTHON:
            canonicalize_name(said.name, validate=True)
        return comparable(said.name, ecosystem), parse_version(said.version, ecosystem)
    except InvalidName as error:
        raise ArtifactError(
            f"its name cannot be read: {said.name!r} is none", where=str(file)
        ) from error
    except InvalidVersion as error:
        raise ArtifactError(
            f"its version cannot be read: {said.version!r} is none", where=str(file)
        ) from error


def _sha256(file: Path) -> tuple[str, int]:
    """The digest and the size of the same bytes."""
    digest, size = hashlib.sha256(), 0
    try:
        with file.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
                size += len(chunk)
    except OSError as error:
        raise ArtifactError(
            f"the file cannot be read: {error.strerror}", where=str(file)
        ) from error
    return digest.hexdigest(), size
