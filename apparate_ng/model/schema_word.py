"""What a file says that it is."""

from __future__ import annotations

import re

import msgspec

_NAME = re.compile(r"apparate\.([a-z-]+)/\d+")


class _Envelope(msgspec.Struct):
    schema: str = ""


def schema_word(content: bytes) -> str | None:
    """`plan` of `apparate.plan/1`; None where it does not say, or is no document at all."""
    try:
        envelope = msgspec.json.decode(content, type=_Envelope)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    found = _NAME.fullmatch(envelope.schema)
    return found[1] if found else None
