"""Kinds of artifact, and the ecosystem that gives a kind its names and its order of versions."""

from __future__ import annotations

from enum import Enum


class Ecosystem(str, Enum):
    """Where a library comes from: it decides how names and versions compare."""

    PYTHON = "python"
    JVM = "jvm"


class ArtifactKind(str, Enum):
    """What kind of file a release is."""

    WHEEL = "wheel"
    EGG = "egg"
    JAR = "jar"

    @property
    def ecosystem(self) -> Ecosystem:
        """The ecosystem whose names and versions this kind uses."""
        return Ecosystem.JVM if self is ArtifactKind.JAR else Ecosystem.PYTHON

    @property
    def suffix(self) -> str:
        """The end of such a file's name, with the dot."""
        return {"wheel": ".whl", "egg": ".egg", "jar": ".jar"}[self.value]


def kind_of_file(name: str) -> ArtifactKind | None:
    """The kind that a file's name announces, or None where it is no library."""
    lowered = name.lower()
    return next((kind for kind in ArtifactKind if lowered.endswith(kind.suffix)), None)
