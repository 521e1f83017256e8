"""What every part of the handle stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from apparate_ng.sandbox.control_calls import ControlCalls

if TYPE_CHECKING:
    from apparate_ng.sandbox.documents.json_text import JsonObject


class Talking:
    """Somebody who talks to the control endpoint of a sandbox."""

    def __init__(self, url: str) -> None:
        """The sandbox that serves at `url`."""
        self._calls = ControlCalls(url)
        self.url = url

    def _all(self, kind: str) -> list[JsonObject]:
        found: list[JsonObject] = self._calls.json("GET", f"/sandbox/state/{kind}")["documents"]
        return found

    def _one(self, kind: str, identifier: str) -> JsonObject:
        target = f"/sandbox/state/{kind}?id={quote(identifier)}"
        found: list[JsonObject] = self._calls.json("GET", target)["documents"]
        if not found:
            raise KeyError(identifier)
        return found[0]
