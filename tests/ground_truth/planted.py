"""A reference that is put into a document, as an object in the place of its text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any


class State(str, Enum):
    """How what is written stands to the release, whoever holds it."""

    OLDER = "older"
    """One version, from which the default policy takes the step."""
    BREAKING = "breaking"
    """One version, from which the step is breaking."""
    SAME = "same"
    NEWER = "newer"
    """One version or a range, all of it past the release."""
    IN_RANGE = "in range"
    FLOATING = "floating"
    UNVERSIONED = "unversioned"
    REPORT_ONLY = "report only"


class Origin(str, Enum):
    """Where what is written would be fetched from."""

    STORE = "store"
    OUTSIDE = "outside"
    INDEX = "index"


class Library(str, Enum):
    """Two libraries whose names differ only by the Scala suffix: each is a near-miss of the other."""

    PYTHON = "sales-features"
    JAR = "sales-features_2.12"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """One way of writing a reference, with what is to become of it."""

    text: str
    """The whole entry."""
    after: str | None
    """The whole entry once it was moved to the release; None where it never can be."""
    state: State
    origin: Origin = Origin.STORE
    is_egg: bool = False
    library: Library = Library.PYTHON

    def inside(self, before: str, behind: str) -> Spelling:
        """The same with more text around it, in one entry."""
        after = None if self.after is None else before + self.after + behind
        return replace(self, text=before + self.text + behind, after=after)

    def told_as(self, state: State) -> Spelling:
        """The same in a place that gives it another standing."""
        return replace(self, state=state)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A reference in its place."""

    location: str
    """As the contract says that it is printed."""
    spelling: Spelling
    as_written: str | None = None
    """Where the entry is told otherwise than it stands: over several lines."""


def planted_in(document: Any) -> Iterator[Planted]:  # noqa: ANN401  JSON with references in it
    """All references of a document, in order."""
    if isinstance(document, Planted):
        yield document
    elif isinstance(document, dict):
        for value in document.values():
            yield from planted_in(value)
    elif isinstance(document, list):
        for value in document:
            yield from planted_in(value)


def written(document: Any, text_of: Callable[[Planted], str]) -> Any:  # noqa: ANN401  the same
    """The document as the platform has it: every reference replaced by its text."""
    if isinstance(document, Planted):
        return text_of(document)
    if isinstance(document, dict):
        return {key: written(value, text_of) for key, value in document.items()}
    if isinstance(document, list):
        return [written(value, text_of) for value in document]
    return document


def text_before(planted: Planted) -> str:
    """What stands there at first."""
    return planted.spelling.text if planted.as_written is None else planted.as_written
