"""JSON as the server reads and writes it: nothing lost, nothing added."""

from __future__ import annotations

import json
from typing import Any, NoReturn, TypeAlias

JsonObject: TypeAlias = dict[str, Any]
"""A JSON object, as decoded."""


def to_text(value: object) -> str:
    """The compact text of a JSON value; integers of any size and every letter stay as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def from_text(text: str | bytes) -> object:
    """The value of a JSON text.

    Raises:
        ValueError: the text is no JSON, holds `NaN` or `Infinity`, or half a surrogate pair.
    """
    value: object = json.loads(text, parse_constant=_refuse)
    to_text(value).encode()
    return value


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")
