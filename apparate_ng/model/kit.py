"""What became of the files of a CI kit that was to be written into a project."""

from __future__ import annotations

from enum import Enum

import msgspec

KIT_SCHEMA = "apparate.init/1"


class FileOutcome(str, Enum):
    """What became of one file."""

    WRITTEN = "written"
    REPLACED = "replaced"
    """Something else stood there."""
    KEPT = "kept"
    """Something else stands there still."""
    UNCHANGED = "unchanged"
    """It stood there already."""


class KitFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file of a kit, or the one that the settings stand in."""

    path: str
    outcome: FileOutcome


class WrittenKit(msgspec.Struct, frozen=True, kw_only=True):
    """A kit, as far as it stands in the project now."""

    schema: str = KIT_SCHEMA
    kit: str
    files: tuple[KitFile, ...]
    to_do: tuple[str, ...]
    """What is left for people, in order."""
