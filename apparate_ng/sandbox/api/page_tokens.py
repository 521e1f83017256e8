"""Opaque page tokens: base64 of what the server needs to go on."""

from __future__ import annotations

import base64
import binascii

from apparate_ng.sandbox.answers import invalid


def token_of(kind: str, *numbers: int) -> str:
    """A token that stands for these numbers in answers of this kind."""
    return base64.urlsafe_b64encode(":".join([kind, *map(str, numbers)]).encode()).decode()


def numbers_of(token: str, kind: str) -> list[int]:
    """The numbers in a token of this kind.

    Raises:
        ApiError: 400, the token is none that was handed out.
    """
    try:
        found, *numbers = base64.urlsafe_b64decode(token.encode()).decode().split(":")
        if found == kind:
            return [int(number) for number in numbers]
    except (binascii.Error, ValueError):
        pass
    raise invalid(f"Invalid page token: {token}")
