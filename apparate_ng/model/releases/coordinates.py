"""Maven coordinates: `group:artifact:version`, also with packaging and classifier."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PART = r"[^:,\s]+"
_BOUNDS = r"[\[(][^:\[\]()]*[\])]"
_RANGE = rf"{_BOUNDS}(?:\s*,\s*{_BOUNDS})*"
_COORDINATES = re.compile(
    rf"\s*(?P<group>{_PART}):(?P<artifact>{_PART}):(?:{_PART}:){{0,2}}"
    rf"(?P<version>{_RANGE}|(?![\[(]){_PART})\s*"
)
_BEFORE_VERSION = re.compile(rf"(?P<group>[^:,\s='\"]+):{_PART}:(?:{_PART}:){{0,2}}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Coordinates:
    """One artifact in a Maven repository."""

    group: str
    artifact: str
    version: str
    """As written: a version, a word such as `LATEST`, or a range."""
    start: int
    """Where the version begins in the text."""

    @property
    def is_range(self) -> bool:
        """True where the version is one range or several."""
        return self.version.startswith(("[", "("))


def read_artifact(text: str) -> Coordinates | None:
    """The one artifact that the whole text names; None for several, and for what names none.

    Commas stand between several, and inside of ranges, which may hold blanks, too.
    """
    match = _COORDINATES.fullmatch(text)
    if match is None:
        return None
    return Coordinates(
        group=match["group"],
        artifact=match["artifact"],
        version=match["version"],
        start=match.start("version"),
    )


def group_before(text: str, start: int) -> str | None:
    """The group of the coordinates whose version begins at `start`, wherever they stand."""
    match = _BEFORE_VERSION.search(text[:start])
    return None if match is None else match["group"]
