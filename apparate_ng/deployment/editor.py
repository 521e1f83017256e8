"""The port: how dependents of one kind are read, written, verified and put back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from apparate_ng.deployment.change import Change
from apparate_ng.discovery.places import Place

Json: TypeAlias = Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A document as it was just read."""

    content: Json
    """What is compared with the plan's fingerprint."""
    stamp: Any = None
    """What the platform wants beside the content: to notice that somebody else was faster, say."""


class Editor(Protocol):
    """Dependents of one kind, in one workspace."""

    noun: str
    """What people call such a dependent."""

    def read(self, dependent_id: str) -> Seen:
        """One whole document.

        Raises:
            NotFoundError: it is gone.
            WorkspaceError: as its subclasses say.
        """

    def places(self, content: Json) -> Iterable[Place]:
        """Every place where a version can stand."""

    def change(self, content: Json, rewrites: Sequence[tuple[Place, str]]) -> Change:
        """What to send to have these places rewritten."""

    def send(self, dependent_id: str, change: Change, seen: Seen) -> None:
        """Write it, once.

        Raises:
            ConflictError: somebody else was faster; nothing was written.
            UnconfirmedError: the answer was lost.
            TransientFailure: it had no effect, and may be sent again after another look.
            WorkspaceError: as its subclasses say.
        """

    def damage(self, change: Change, after: Json) -> list[str]:
        """What is not as it must be after the write, in words; empty where all is well."""

    def was_edited_elsewhere(self, change: Change, after: Json) -> bool:
        """True where something differs that was not sent: somebody else's edit, which stays."""

    def restore(self, dependent_id: str, before: Json, seen: Seen) -> None:
        """Put back the whole document as it was.

        Raises:
            WorkspaceError: as its subclasses say.
        """
