"""The Pipelines API: the list has no specs, so each pipeline is read by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import quote

import msgspec

from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.failures import AlreadyExistsError, ConflictError, UnavailableError
from apparate_ng.workspace.retrying import Repeat

Json: TypeAlias = Any
_API = "/api/2.0/pipelines"
_PAGE = "100"
_MOST_PAGES = 10_000
_BESIDE_SPEC = ("run_as", "parameters")
"""What a write takes beside the spec; the platform refuses one that leaves out a `run_as` that was set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPipeline:
    """A pipeline as the list names it."""

    pipeline_id: str
    name: str


class _Status(msgspec.Struct):
    pipeline_id: str
    name: str | None = None


class _Page(msgspec.Struct):
    statuses: list[_Status] | None = None
    next_page_token: str | None = None


class Pipelines:
    """Pipelines of one workspace, as raw JSON."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def listed(self) -> Iterator[ListedPipeline]:
        """Every pipeline that the identity can see, once.

        Raises:
            UnavailableError: the server goes round in circles, or on for ever.
            WorkspaceError: a page cannot be had.
        """
        seen: set[str] = set()
        for status in self._statuses():
            if status.pipeline_id not in seen:
                seen.add(status.pipeline_id)
                yield ListedPipeline(pipeline_id=status.pipeline_id, name=status.name or "")

    def _statuses(self) -> Iterator[_Status]:
        token, seen = "", {""}
        for _ in range(_MOST_PAGES):
            page = self._page(token)
            yield from page.statuses or ()
            token = page.next_page_token or ""
            if not token:
                return
            if token in seen:
                break
            seen.add(token)
        raise UnavailableError("the list of pipelines does not end", where=f"GET {_API}")

    def _page(self, token: str) -> _Page:
        query = {"max_results": _PAGE} | ({"page_token": token} if token else {})
        return self._connection.read_as(_Page, _API, query=query)

    def read(self, pipeline_id: str) -> Json:
        """One whole pipeline, with its `spec` and when it was `last_modified`.

        Raises:
            NotFoundError: it is gone.
            PermissionDeniedError: it is not ours to read.
            WorkspaceError: as its subclasses say.
        """
        document = self._connection.read(f"{_API}/{quote(pipeline_id, safe='')}")
        if not isinstance(document, dict) or document.get("pipeline_id") != pipeline_id:
            raise UnavailableError(
                "the answer is not the pipeline asked for", where=f"pipeline {pipeline_id}"
            )
        return document

    def replace(self, pipeline: Json, spec: Json, *, repeat: Repeat) -> None:
        """Replace the whole spec of a pipeline, if nobody has changed it since it was read.

        Raises:
            ConflictError: somebody has; nothing was written, or only by an attempt before this.
            UnconfirmedError: the answer was lost; read the pipeline to learn what happened.
            TransientFailure: it had no effect, and repeating it was left to the caller.
            WorkspaceError: as its subclasses say.
        """
        beside = {key: pipeline[key] for key in _BESIDE_SPEC if pipeline.get(key) is not None}
        if pipeline.get("last_modified") is not None:
            beside["expected_last_modified"] = pipeline["last_modified"]
        target = f"{_API}/{quote(pipeline['pipeline_id'], safe='')}"
        try:
            self._connection.write(target, {**spec, **beside}, repeat=repeat, method="PUT")
        except AlreadyExistsError as error:  # what a 409 means elsewhere
            raise ConflictError(error.what, where=error.where) from error
