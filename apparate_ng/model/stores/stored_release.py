"""A release as it lies in a store: what its file's name says, and how old it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from apparate_ng.model.releases.file_names import read_file_name
from apparate_ng.model.releases.kinds import ArtifactKind, Ecosystem
from apparate_ng.model.releases.versions import AnyVersion, parse_version


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRelease:
    """A file of a store whose name says which library and version it is."""

    uri: str
    filename: str
    library: str
    """In the form in which names are compared."""
    kind: ArtifactKind
    version: str
    """As the file's name writes it."""
    parsed: AnyVersion
    size: int | None
    """In bytes, where the platform says it."""
    modified_at: datetime | None
    """By the server's clock, in UTC, where the platform says it."""

    @property
    def ecosystem(self) -> Ecosystem:
        """Whose order its version follows."""
        return self.kind.ecosystem


def as_release(
    filename: str, *, uri: str, size: int | None, modified_at: datetime | None
) -> StoredRelease | None:
    """The release that a stored file is, or None where its name is not that of one release.

    Notes, wheelhouses, `lib-latest.whl`, and whatever is hidden are none.
    """
    named = None if filename.startswith(".") else read_file_name(filename)
    if named is None or named.version is None or named.is_bundle or not named.name:
        return None
    parsed = parse_version(named.version, named.kind.ecosystem)
    return StoredRelease(
        uri=uri,
        filename=filename,
        library=named.name,
        kind=named.kind,
        version=named.version,
        parsed=parsed,
        size=size,
        modified_at=modified_at,
    )
