"""An editor that asks before each write whether it may still write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

from apparate_ng.deployment.change import Change
from apparate_ng.deployment.editor import Editor, Seen
from apparate_ng.discovery.places import Place

Json: TypeAlias = Any


class GuardedEditor:
    """An editor behind a guard, which raises where nothing may be written any more.

    Putting back is not guarded: what this run damaged must not stay so because somebody else
    begins.
    """

    def __init__(self, editor: Editor, guard: Callable[[], None]) -> None:
        self._editor = editor
        self._guard = guard
        self.noun = editor.noun

    def read(self, dependent_id: str) -> Seen:
        """As the editor does."""
        return self._editor.read(dependent_id)

    def places(self, content: Json) -> Iterable[Place]:
        """As the editor does."""
        return self._editor.places(content)

    def change(self, content: Json, rewrites: Sequence[tuple[Place, str]]) -> Change:
        """As the editor does."""
        return self._editor.change(content, rewrites)

    def send(self, dependent_id: str, change: Change, seen: Seen) -> None:
        """Write it, once, if that is still allowed.

        Raises:
            LeaseLostError: it is not; nothing was written.
            WorkspaceError: as the editor does, or nobody can tell whether it is.
        """
        self._guard()
        self._editor.send(dependent_id, change, seen)

    def damage(self, change: Change, after: Json) -> list[str]:
        """As the editor does."""
        return self._editor.damage(change, after)

    def was_edited_elsewhere(self, change: Change, after: Json) -> bool:
        """As the editor does."""
        return self._editor.was_edited_elsewhere(change, after)

    def restore(self, dependent_id: str, before: Json, seen: Seen) -> None:
        """As the editor does."""
        self._editor.restore(dependent_id, before, seen)
