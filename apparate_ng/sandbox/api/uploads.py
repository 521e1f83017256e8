"""The two forms of `workspace/import`: a multipart form, and JSON with base64."""

from __future__ import annotations

import base64
import binascii
from contextvars import ContextVar
from dataclasses import dataclass

from aiohttp import BodyPartReader, web

from apparate_ng.sandbox.answers import ApiError, invalid, malformed
from apparate_ng.sandbox.documents.json_text import JsonObject
from apparate_ng.sandbox.reading import MAX_BODY, flag, json_object, text_in

FORM: ContextVar[JsonObject] = ContextVar("form")
"""The fields of the form that is being read, for the journal."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Upload:
    """What is to be stored where."""

    path: str
    content: bytes
    format: str
    language: str | None
    overwrite: bool


async def json_upload(request: web.Request) -> Upload:
    """An upload in JSON.

    Raises:
        ApiError: 400, larger than 10 MB, or no base64.
    """
    if len(await request.read()) > MAX_BODY:
        message = "The content is larger than 10 MB."
        raise ApiError(400, "MAX_NOTEBOOK_SIZE_EXCEEDED", message)
    body = await json_object(request)
    try:
        content = base64.b64decode(text_in(body, "content"), validate=True)
    except binascii.Error:
        raise invalid("The content is no base64.") from None
    return _upload(body, content)


async def multipart_upload(request: web.Request) -> Upload:
    """An upload as form, read as it comes; its size has no limit here."""
    fields: JsonObject = {}
    content: bytes | None = None
    FORM.set(fields)
    try:
        reader = await request.multipart()
        while (part := await reader.next()) is not None:
            if not isinstance(part, BodyPartReader):
                raise malformed("Nested multipart is not served.")
            if part.name == "content":
                content = bytes(await part.read(decode=True))
            elif part.name:
                fields[part.name] = await part.text()
    except ValueError as error:
        raise malformed(f"Invalid multipart body: {error}") from None
    if content is None:
        raise invalid("Missing required field: content")
    return _upload(fields, content)


def _upload(fields: JsonObject, content: bytes) -> Upload:
    return Upload(
        path=text_in(fields, "path"),
        content=content,
        format=str(fields.get("format") or "SOURCE"),
        language=fields.get("language"),
        overwrite=flag(fields.get("overwrite")),
    )
