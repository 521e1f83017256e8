"""A reference: a string that names a library, and what it says about the version."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from urllib.parse import unquote

from apparate_ng.model.releases.kinds import ArtifactKind, Ecosystem


class Form(str, Enum):
    """How a reference is written."""

    PATH = "path"
    REQUIREMENT = "requirement"
    URL = "url"
    """The address of something that is no library file, as a repository of sources."""
    COORDINATES = "coordinates"
    SCRIPT = "script"
    """The name of a script that installs it."""
    IMAGE = "image"
    """The name and tag of a container image."""


class Slot(str, Enum):
    """What kind of place a string stands in; it decides how the string is read."""

    WHL = "whl"
    EGG = "egg"
    JAR = "jar"
    PYPI = "pypi"
    MAVEN = "maven"
    DEPENDENCY = "dependency"
    JAVA_DEPENDENCY = "java_dependency"
    FILE = "file"
    SCRIPT = "script"
    IMAGE = "image"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The part of a string that a rewrite replaces: from `start`, up to but without `end`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The part itself."""
        return text[self.start : self.end]

    def replaced(self, text: str, replacement: str) -> str:
        """`text` with this part replaced and every other character kept."""
        return text[: self.start] + replacement + text[self.end :]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What one string says.

    Exactly one of these holds: it has a `version` (it is a pin), it has a `specifier` (it
    floats), it has an `obstacle` (it may be reported, never rewritten), or none of them (it
    names no version).
    """

    name: str
    """In the form in which names are compared."""
    ecosystem: Ecosystem
    form: Form
    span: Span
    """The path, or the version inside a requirement or coordinates."""
    kind: ArtifactKind | None = None
    """Of a path, what kind of file it names."""
    version: str | None = None
    """The exact version, readable by its ecosystem's rules."""
    specifier: str | None = None
    """A range or wildcard, as written."""
    obstacle: str | None = None
    """Why this reference must not be rewritten, in words."""
    remedy: str | None = None
    """Of one with an obstacle, where somebody can change it by hand, in words."""
    beside: tuple[str, ...] = ()
    """Keys of what stands beside the text and belongs to it, as a requirement's own index does."""

    def is_behind_file_scheme(self, text: str) -> bool:
        """True where the path is the end of a URL, `file:///…`."""
        return text[: self.span.start].endswith(("file:", "file://"))

    def path_in(self, text: str) -> str:
        """Of a path, the path that `text` names: behind `file:` it may be percent-encoded."""
        path = self.span.of(text)
        return unquote(path) if self.is_behind_file_scheme(text) else path
