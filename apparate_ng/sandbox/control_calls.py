"""Calls of a sandbox's control endpoint, over HTTP like every other client."""

from __future__ import annotations

import http.client
import json
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from apparate_ng.sandbox.documents.json_text import JsonObject

_PATIENCE = 60.0


class ControlCalls:
    """The control endpoint of one sandbox. Each call has its own connection, so threads may share it."""

    def __init__(self, url: str) -> None:
        """The sandbox that serves at `url`."""
        self._place = urlsplit(url).netloc

    def json(self, method: str, target: str, body: object = None) -> JsonObject:
        """Send JSON, and give the JSON object that is answered.

        Raises:
            ValueError: the sandbox refuses the call; the message is its own.
        """
        text = b"" if body is None else json.dumps(body).encode()
        answer: JsonObject = json.loads(self.content(method, target, text))
        return answer

    def content(self, method: str, target: str, body: bytes = b"") -> bytes:
        """Send bytes, and give the bytes that are answered; raises as `json` does."""
        status, content = self.exchange(method, target, body)
        if status != http.HTTPStatus.OK:
            raise ValueError(f"{method} {target}: {status} {content.decode(errors='replace')}")
        return content

    def exchange(self, method: str, target: str, body: bytes = b"") -> tuple[int, bytes]:
        """Send bytes, and give the status and bytes of whatever is answered."""
        connection = http.client.HTTPConnection(self._place, timeout=_PATIENCE)
        try:
            connection.request(method, target, body or None)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()
