"""JSON into types, from any thread.

A type's decoder is made when the type is first met. Where two threads make it at once, msgspec (0.22) ends
the process with a segmentation fault; so they are made one after the other, and kept.
"""

from __future__ import annotations

import threading
from typing import Any, TypeVar

import msgspec

_T = TypeVar("_T")
_MAKING = threading.Lock()
_DECODERS: dict[type, msgspec.json.Decoder[Any]] = {}


def decoded(content: bytes | msgspec.Raw, kind: type[_T]) -> _T:
    """The document as a value of a type.

    Raises:
        msgspec.ValidationError: it is JSON of another shape.
        msgspec.DecodeError: it is no JSON.
        UnicodeDecodeError: a string in it is no text.
        RecursionError: it is nested too deeply.
    """
    decoder = _DECODERS.get(kind) or _made(kind)
    value: _T = decoder.decode(content)
    return value


def _made(kind: type) -> msgspec.json.Decoder[Any]:
    with _MAKING:
        return _DECODERS.setdefault(kind, msgspec.json.Decoder(kind))
