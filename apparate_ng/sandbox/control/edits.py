"""Edits by somebody else, made between two requests of the client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from apparate_ng.sandbox.control.changes import Change, make
from apparate_ng.sandbox.control.matching import Pattern, Seen

if TYPE_CHECKING:
    from apparate_ng.sandbox.state.workspace import Workspace


class Moment(Pattern, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """When: right before or after the `nth` request that fits is served."""

    nth: int = 1
    moment: Literal["before", "after"] = "before"


class Edit(msgspec.Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """One edit that is to happen, once."""

    when: Moment
    then: Change


class Edits:
    """The edits that were asked for and have not happened."""

    def __init__(self, workspace: Workspace) -> None:
        """Edits of what is in this workspace."""
        self._workspace = workspace
        self._waiting: list[tuple[Edit, int]] = []

    def add(self, edit: Edit) -> None:
        """Ask for an edit."""
        self._waiting.append((edit, 0))

    def clear(self) -> None:
        """Forget the edits that have not happened."""
        self._waiting.clear()

    def due_for(self, seen: Seen) -> list[Edit]:
        """Count a request, and take out the edits that are to happen around it."""
        due, waiting = [], []
        for edit, count in self._waiting:
            now = count + edit.when.fits(seen)
            if now >= edit.when.nth:
                due.append(edit)
            else:
                waiting.append((edit, now))
        self._waiting = waiting
        return due

    def make(self, change: Change) -> None:
        """Make an edit."""
        make(self._workspace, change)
