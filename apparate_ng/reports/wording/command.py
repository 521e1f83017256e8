"""What to do next, as a command."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Something to type next, and what for."""

    purpose: str
    text: str
    is_next: bool = True
    """Whether a terminal would say so, too; the others are for pages, which have the room."""
    is_further: bool = False
    """Whether it is typed besides the one before it, and not in its place."""


def next_lines(commands: Iterable[Command]) -> str | None:
    """What a terminal says of them: lines are in place of each other, paragraphs are further ones."""
    told = [one for one in commands if one.is_next]
    parts = (("\n\n" if one.is_further else "\n") + one.text for one in told)
    return "".join(parts).strip("\n") or None
