"""A place: a string in a document, found by keys, that could name a library."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from apparate_ng.model.dependents.reference import Slot, Span

Json: TypeAlias = Any
"""A value of a JSON document as the platform sent it; nothing is assumed of its shape."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a string stands: `location` for people and plans, `path` for the document at hand."""

    location: str
    path: tuple[str | int, ...]
    slot: Slot
    text: str
    item: Span | None = None
    """Of a text that lists several, which part this place is; the whole text without it."""
    obstacle: str | None = None
    """Why whatever stands here may be reported only, in words."""
    remedy: str | None = None
    """Where somebody can change by hand what may be reported only, in words."""
    beside: tuple[str, ...] = ()
    """Keys of what stands beside the text and belongs to it (`repo`)."""


def entries(value: Json) -> Iterator[tuple[int, dict[str, Json]]]:
    """The objects of a list with their positions; nothing for whatever is no list."""
    if isinstance(value, list):
        yield from ((index, entry) for index, entry in enumerate(value) if isinstance(entry, dict))


def inner(value: Json, *keys: str) -> Json:
    """The value under nested keys, or None where the way is barred."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value
