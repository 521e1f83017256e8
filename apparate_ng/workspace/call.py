"""A request, as often as it has to be sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import msgspec

from apparate_ng.workspace.retrying import Repeat


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request and how it may be repeated."""

    method: str
    path: str
    repeat: Repeat
    query: Mapping[str, str] | None = None
    body: Any = None
    """To be sent as JSON."""
    content: Callable[[], tuple[Any, str]] | None = None
    """To be sent as it is: makes a fresh stream and its content type for each attempt."""
    stream: bool = False
    """True to read the answer's body bit by bit."""
    shape: type[Any] = msgspec.Raw
    """What the answer's JSON is decoded into; by default it is only looked over."""
    salvage: Callable[[bytes], Any] | None = None
    """Makes of an answer that is no JSON what can be made of it; None where that is nothing."""

    @property
    def asked_for(self) -> frozenset[str]:
        """What the request may name its object by: the values beside each other, and the path's end."""
        body = self.body if isinstance(self.body, dict) else {}
        values = [*(self.query or {}).values(), *body.values()]
        named = {str(value) for value in values if isinstance(value, (str, int))}
        return frozenset(named | {unquote(self.path.rpartition("/")[2])})
