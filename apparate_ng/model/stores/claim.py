"""A claim: somebody needs a release, or may need it, so that it must not go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from apparate_ng.model.dependents.reference import Form, Reference
from apparate_ng.model.releases.kinds import Ecosystem
from apparate_ng.model.stores.prune import Claiming, KeepReason


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedPath:
    """The file at a path, however it is spelled; also a glob or a path with variables."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedVersions:
    """Releases of a library by version: one, a range, or without either any."""

    library: str
    """In the form in which names are compared."""
    ecosystem: Ecosystem
    version: str | None = None
    specifier: str | None = None


Claimed: TypeAlias = ClaimedPath | ClaimedVersions


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What is claimed, by whom, and why that counts."""

    by: Claiming
    what: Claimed
    reason: KeepReason


def claimed_by(text: str, reference: Reference) -> Claimed:
    """What the reference that `text` holds claims."""
    if reference.form is Form.PATH:
        return ClaimedPath(path=reference.span.of(text))
    return ClaimedVersions(
        library=reference.name,
        ecosystem=reference.ecosystem,
        version=reference.version,
        specifier=reference.specifier,
    )
