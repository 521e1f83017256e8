"""An answer: what the server said to one request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests

_CHUNK = 1 << 20
"""Bodies are read in pieces of this size: the session's own of 10 kB cost more than they save."""
_LARGEST = 256 << 20
"""In bytes, unpacked: a page of a hundred jobs has some ten million."""


class TooLargeError(requests.RequestException):
    """A document without end, or one that was packed to fill the memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Status, headers, and the body, or the stream that it is still to be read from."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    stream: requests.Response
    document: Any = None
    """The body, decoded into the shape that the call asked for."""


def answer_of(response: requests.Response, *, leave_stream: bool) -> Answer:
    """Read the body, but leave a stream that succeeded to whoever asked for it.

    Raises:
        TooLargeError: the body is larger than any document.
        requests.RequestException: the body broke off.
    """
    is_left = leave_stream and response.ok
    return Answer(
        status=response.status_code,
        headers=response.headers,
        body=b"" if is_left else _whole(response),
        stream=response,
    )


def _whole(response: requests.Response) -> bytes:
    chunks: list[bytes] = []
    size = 0
    for chunk in response.iter_content(_CHUNK):
        chunks.append(chunk)
        size += len(chunk)
        if size > _LARGEST:
            response.close()
            raise TooLargeError
    return b"".join(chunks)
