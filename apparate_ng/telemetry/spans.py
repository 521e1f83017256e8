"""Spans: what takes time says so here. Where nobody records, nothing happens and nothing is imported.

What is said of a span never holds a secret: numbers, versions, ids and words of closed sets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol, TypeAlias

Value: TypeAlias = str | int | bool
Note: TypeAlias = Callable[[str, Value], None]
"""Says more of a span while it is open."""
Place: TypeAlias = object
"""A span that others can be put under, also from other threads."""


class Recorder(Protocol):
    """Who writes down spans."""

    def span(
        self, name: str, attributes: Mapping[str, Value], under: Place | None
    ) -> AbstractContextManager[Note]:
        """A span that lasts as long as the context is open, under `under` or the current one."""

    def place(self) -> Place:
        """The current span."""


class _Present:
    """Who records in this process, if anybody does."""

    recorder: Recorder | None = None


def record_with(recorder: Recorder | None) -> None:
    """Have spans written down from now on; None has nobody write them down."""
    _Present.recorder = recorder


@contextmanager
def span(name: str, under: Place | None = None, **attributes: Value) -> Iterator[Note]:
    """Something that takes time, for as long as the context is open."""
    recorder = _Present.recorder
    if recorder is None:
        yield _unheard
        return
    with recorder.span(name, attributes, under) as note:
        yield note


def place() -> Place | None:
    """The current span, for threads that work for it."""
    return None if _Present.recorder is None else _Present.recorder.place()


def _unheard(key: str, value: Value) -> None:
    """Nobody records."""
    del key, value
