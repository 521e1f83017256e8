"""Opaque page tokens: base64 of what the server needs to go on, numbers or a name."""

from __future__ import annotations

import base64
import binascii

from apparate_ng.sandbox.answers import ApiError, invalid


def token_of(kind: str, *numbers: int) -> str:
    """A token that stands for these numbers in answers of this kind."""
    return name_token_of(kind, ":".join(map(str, numbers)))


def name_token_of(kind: str, name: str) -> str:
    """A token that stands for a name in answers of this kind."""
    return base64.urlsafe_b64encode(f"{kind}:{name}".encode()).decode()


def numbers_of(token: str, kind: str) -> list[int]:
    """The numbers in a token of this kind.

    Raises:
        ApiError: 400, the token is none that was handed out.
    """
    try:
        return [int(number) for number in name_of(token, kind).split(":")]
    except ValueError:
        raise _refused(token) from None


def name_of(token: str, kind: str) -> str:
    """The name in a token of this kind; raises as `numbers_of` does."""
    try:
        found, _, name = base64.urlsafe_b64decode(token.encode()).decode().partition(":")
    except (binascii.Error, ValueError):
        raise _refused(token) from None
    if found != kind:
        raise _refused(token)
    return name


def _refused(token: str) -> ApiError:
    return invalid(f"Invalid page token: {token}")
