"""Checks beyond the version number: may this task run that file?"""

from __future__ import annotations

from enum import Enum

import msgspec


class CheckName(str, Enum):
    """What was looked at, in the order in which it counts."""

    PYTHON = "python"
    """The file's Python against that of the runtime."""
    PLATFORM = "platform"
    """The file's platform against that of the runtime."""
    ENTRY_POINT = "entry-point"
    """What the task calls is in the file."""
    API = "api"
    """Nothing that was there is gone, unless the step says so."""


class CheckOutcome(str, Enum):
    """What came of it."""

    PASSED = "passed"
    FAILED = "failed"
    UNCHECKED = "unchecked"
    """It could not be told."""


class Check(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One check of one pin."""

    name: CheckName
    outcome: CheckOutcome
    text: str
    hint: str | None = None


class RequirementsChange(msgspec.Struct, frozen=True, kw_only=True):
    """How the release's own requirements differ from those of a pinned version, as written."""

    from_version: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[tuple[str, str], ...] = ()
    """Before and after."""

    @property
    def is_none(self) -> bool:
        """True where nothing differs."""
        return not (self.added or self.removed or self.changed)
