"""What checks beyond the version number need. It is gathered elsewhere and handed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from apparate_ng.model.compatibility.api_diff import ApiDiff
from apparate_ng.model.compatibility.artifact_facts import ArtifactFacts
from apparate_ng.model.dependents.dependent import LocatedReference
from apparate_ng.model.dependents.reference import Form
from apparate_ng.model.dependents.workspace_path import canonical_path
from apparate_ng.planning.runtimes import KnownCompute


@dataclass(frozen=True, slots=True, kw_only=True)
class NotHad:
    """A file that could not be had or read, and why, in words."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Of a release, of the files that it would take the place of, and of where they run."""

    release: ArtifactFacts | NotHad
    pinned: Mapping[str, ArtifactFacts | NotHad] = field(default_factory=dict)
    """By `pin_key`."""
    api: Mapping[str, ApiDiff] = field(default_factory=dict)
    """By the sha256 of the pinned file."""
    compute: KnownCompute = field(default_factory=KnownCompute)
    on_compute: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The names of the libraries of clusters and cluster policies, by the ids of these."""
    new_side: str | None = None
    """How `apparate diff` is told the release: its version in the store, or its file."""

    def of_pin(self, located: LocatedReference) -> ArtifactFacts | NotHad:
        """What is known of the file that stands there now."""
        return self.pinned.get(pin_key(located), NotHad(why="its file was not looked at"))


def pin_key(located: LocatedReference) -> str:
    """What tells one pinned file from another: its path, else its version."""
    reference = located.reference
    if reference.form is Form.PATH:
        return canonical_path(reference.path_in(located.text))
    return f"=={reference.version}"
