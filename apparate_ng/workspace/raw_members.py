"""The members of JSON text, cut out without being read: for text of which a part is no proper JSON.

One job's document may hold what no parser takes (half a surrogate pair, bytes that are no UTF-8,
nesting without end), and the jobs beside it are as good as ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|[\[\]{},:]', re.DOTALL)
"""A string that nothing closes goes on to the end, else each quote in it would be tried as one."""
_OPENING, _CLOSING = (b"[", b"{"), (b"]", b"}")


class NotCutError(ValueError):
    """The text is no array, or no object, or its brackets do not match."""


def raw_fields(text: bytes) -> dict[str, bytes]:
    """The values of an object, as they stand there; of a key that comes twice, the last one.

    Raises:
        NotCutError: it is none.
    """
    if not text.startswith(b"{"):
        raise NotCutError
    fields: dict[str, bytes] = {}
    for member in _members(text):
        key = _TOKEN.match(member)
        if key is None or not member[key.end() :].lstrip().startswith(b":"):
            raise NotCutError
        name = key[0][1:-1].decode("utf-8", "replace")
        fields[name] = member[key.end() :].lstrip()[1:].strip()
    return fields


def raw_elements(text: bytes) -> list[bytes]:
    """The elements of an array, as they stand there.

    Raises:
        NotCutError: it is none.
    """
    if not text.startswith(b"["):
        raise NotCutError
    return list(_members(text))


def _members(text: bytes) -> Iterator[bytes]:
    start, depth, end = 1, 0, None
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark in _CLOSING:
            depth -= 1
        at_end = depth == 0 and mark in _CLOSING
        if at_end or (depth == 1 and mark == b","):
            member = text[start : token.start()].strip()
            if member or not at_end:
                yield member
            start = token.end()
        if at_end:
            end = token.end()
            break
        if mark in _OPENING:
            depth += 1
    if end is None or text[end:].strip():
        raise NotCutError
