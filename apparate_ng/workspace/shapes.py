"""What answers must look like before anything is taken from them."""

from __future__ import annotations

from typing import Any, TypeAlias

from apparate_ng.workspace.failures import UnavailableError

Json: TypeAlias = Any


def object_of(document: Json, where: str) -> Json:
    """The document, which is an object.

    Raises:
        UnavailableError: it is something else.
    """
    if not isinstance(document, dict):
        raise UnavailableError("the answer has an unknown shape", where=where)
    return document


def entries_of(document: Json, key: str, where: str) -> list[Json]:
    """The objects in a document's array; none where it has no such array.

    Raises:
        UnavailableError: there is something else.
    """
    found = object_of(document, where).get(key)
    if found is None:
        return []
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise UnavailableError(f"the answer's {key} have an unknown shape", where=where)
    return found


def token_of(document: Json, where: str) -> str:
    """What the next page is asked for with; empty after the last one.

    Raises:
        UnavailableError: it is no text.
    """
    token = object_of(document, where).get("next_page_token") or ""
    if not isinstance(token, str):
        raise UnavailableError("the answer's next_page_token has an unknown shape", where=where)
    return token
