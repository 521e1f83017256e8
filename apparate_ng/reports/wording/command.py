"""What to do next, as a command."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Something to type next, and what for."""

    purpose: str
    text: str
    is_next: bool = True
    """Whether a terminal would say so, too; the others are for pages, which have the room."""
