"""A release: one built artifact of a library."""

from __future__ import annotations

import msgspec

from apparate_ng.model.releases.kinds import ArtifactKind
from apparate_ng.model.releases.names import comparable
from apparate_ng.model.releases.versions import AnyVersion, parse_version


class Release(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One built artifact. `uri` is where it stands in the library store, or will stand."""

    name: str
    """As the artifact's own metadata writes it."""
    version: str
    kind: ArtifactKind
    filename: str
    sha256: str
    """Lower-case hexadecimal, of the whole file."""
    size: int
    """In bytes."""
    uri: str
    file: str | None = None
    """The artifact beside a saved plan, relative to the plan's folder."""
    group: str | None = None
    """Of a jar, Maven's group, where the jar tells it."""
    stored_sha256: str | None = None
    """Of the file in the store, where that is another build of the same contents."""

    @property
    def comparable_name(self) -> str:
        """The name in the form in which names are compared."""
        return comparable(self.name, self.kind.ecosystem)

    @property
    def sha256_in_store(self) -> str:
        """Of the very file that dependents are moved to."""
        return self.stored_sha256 or self.sha256

    def as_stored(self, sha256: str) -> Release:
        """The same release, whose file in the store has this digest."""
        other = None if sha256 == self.sha256 else sha256
        return msgspec.structs.replace(self, stored_sha256=other)

    def parsed_version(self) -> AnyVersion:
        """The version, in its ecosystem's order."""
        return parse_version(self.version, self.kind.ecosystem)
