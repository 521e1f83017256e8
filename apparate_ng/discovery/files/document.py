"""A file as a document: JSON like all the others, so that it has a fingerprint as they have."""

from __future__ import annotations

from apparate_ng.discovery.places import Json

_ONE_TO_ONE = "latin-1"
"""One character for each byte, whatever the file's own encoding."""


def file_document(path: str, content: bytes) -> Json:
    """The document of a file."""
    return {"path": path, "content": content.decode(_ONE_TO_ONE)}


def path_of(document: Json) -> str:
    """The file's path."""
    return str(document["path"])


def bytes_of(document: Json) -> bytes:
    """The file's content."""
    return str(document["content"]).encode(_ONE_TO_ONE)
