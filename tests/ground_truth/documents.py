"""What is put into a workspace: documents and files, with what is known of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A job, pipeline, cluster policy or cluster."""

    kind: str
    id: str
    content: dict[str, Any]
    """What the platform is given, with references as objects in it."""
    hold: str | None = None
    """Why it may not have the release."""
    host: Host | None = None
    """Of a cluster or policy, who runs there."""


@dataclass(slots=True, kw_only=True)
class Host:
    """A cluster or cluster policy; who runs on it is added while those are made."""

    kind: str
    id: str
    holds: list[str | None] = field(default_factory=list)
    """Of the jobs and pipelines on it."""

    def use(self, hold: str | None) -> str:
        """Somebody runs on it, and names it by this id."""
        self.holds.append(hold)
        return self.id


@dataclass(slots=True, kw_only=True)
class File:
    """A requirements file or a base environment; who uses it is added while those are made."""

    path: str
    pieces: Sequence[Any]
    """Text, and references as objects in it."""
    start: bytes = b""
    """A byte order mark, or nothing."""
    holds: list[str | None] = field(default_factory=list)
    """Of its users, also of those through other files."""
    includes: Sequence[File] = ()

    def use(self, hold: str | None) -> None:
        """Somebody uses it, and all that it includes."""
        self.holds.append(hold)
        for each in self.includes:
            each.use(hold)
