"""A release: one built artifact of a library."""

from __future__ import annotations

import msgspec

from apparate_ng.model.kinds import ArtifactKind
from apparate_ng.model.names import comparable
from apparate_ng.model.versions import AnyVersion, parse_version


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

    @property
    def comparable_name(self) -> str:
        """The name in the form in which names are compared."""
        return comparable(self.name, self.kind.ecosystem)

    def parsed_version(self) -> AnyVersion:
        """The version, in its ecosystem's order."""
        return parse_version(self.version, self.kind.ecosystem)
