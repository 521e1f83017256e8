"""What a request says: its JSON body and its query, checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from apparate_ng.sandbox.answers import ApiError, invalid, malformed
from apparate_ng.sandbox.documents.json_text import JsonObject, from_text

if TYPE_CHECKING:
    from aiohttp import web

MAX_BODY = 10 * 1024 * 1024
"""Bytes of a JSON request (documented: 10 MB; with which status it is refused is not known)."""


async def json_object(request: web.Request) -> JsonObject:
    """The JSON object in the body; an empty body is an empty object.

    Raises:
        ApiError: 400 `MALFORMED_REQUEST` where the body is something else, 413 above 10 MB.
    """
    body = await request.read()
    if len(body) > MAX_BODY:
        raise ApiError(413, "MAX_REQUEST_SIZE_EXCEEDED", "The request is larger than 10 MB.")
    try:
        value = from_text(body) if body.strip() else {}
    except (ValueError, RecursionError) as error:
        raise malformed(f"Invalid JSON given in the body of the request: {error}") from None
    if not isinstance(value, dict):
        raise malformed("Invalid JSON given in the body of the request - expected a map")
    return value


def object_in(body: JsonObject, name: str) -> JsonObject:
    """A field that holds an object; a missing one, or null, is empty."""
    value = body.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise malformed(f"Field '{name}' must be an object.")
    return value


def text_in(body: JsonObject, name: str) -> str:
    """A field that must hold text."""
    value = body.get(name)
    if not isinstance(value, str):
        raise invalid(f"Missing required field: {name}")
    return value


def integer(value: object, name: str) -> int:
    """An integer, as JSON number or as digits (identifiers come in both forms)."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.removeprefix("-").isdecimal():
        return int(value)
    raise invalid(
        f"Missing required field: {name}" if value is None else f"Invalid {name}: {value}"
    )


def flag(value: object) -> bool:
    """A boolean as JSON (`true`) or as the text of a query or form (`true`, `True`)."""
    return value is True or str(value).lower() == "true"
