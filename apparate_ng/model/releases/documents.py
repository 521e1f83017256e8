"""What `build` and `upload` say of a release."""

from __future__ import annotations

import msgspec

from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.model.releases.release import Release

BUILD_SCHEMA = "apparate.build/1"
UPLOAD_SCHEMA = "apparate.upload/1"


class Built(msgspec.Struct, frozen=True, kw_only=True):
    """A release that was built just now."""

    schema: str = BUILD_SCHEMA
    name: str
    """As the artifact's own metadata writes it."""
    version: str
    kind: ArtifactKind
    filename: str
    file: str
    """Where it is on this machine."""
    sha256: str
    size: int
    """In bytes."""

    @classmethod
    def of(cls, release: Release, file: str) -> Built:
        """The release that the local file is."""
        return cls(
            name=release.name,
            version=release.version,
            kind=release.kind,
            filename=release.filename,
            file=file,
            sha256=release.sha256,
            size=release.size,
        )


class Uploaded(msgspec.Struct, frozen=True, kw_only=True):
    """A release that is in the store now."""

    schema: str = UPLOAD_SCHEMA
    name: str
    """As the artifact's own metadata writes it."""
    version: str
    kind: ArtifactKind
    filename: str
    sha256: str
    """Of the local file."""
    size: int
    """In bytes."""
    uri: str
    """Where it stands in the store."""
    uploaded: bool
    """False where it was there before."""

    @classmethod
    def of(cls, release: Release, *, uploaded: bool) -> Uploaded:
        """The release, and whether it was sent just now."""
        return cls(
            name=release.name,
            version=release.version,
            kind=release.kind,
            filename=release.filename,
            sha256=release.sha256,
            size=release.size,
            uri=release.uri,
            uploaded=uploaded,
        )
