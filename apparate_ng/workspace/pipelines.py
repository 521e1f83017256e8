"""The Pipelines API: the list has no specs, so each pipeline is read by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.failures import AlreadyExistsError, ConflictError, UnavailableError
from apparate_ng.workspace.retrying import Repeat

Json: TypeAlias = Any
_API = "/api/2.0/pipelines"
_PAGE = "100"
_MOST_PAGES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPipeline:
    """A pipeline as the list names it."""

    pipeline_id: str
    name: str


class Pipelines:
    """Pipelines of one workspace, as raw JSON."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def listed(self) -> Iterator[ListedPipeline]:
        """Every pipeline that the identity can see.

        Raises:
            WorkspaceError: a page cannot be had.
        """
        token = ""
        for _ in range(_MOST_PAGES):
            query = {"max_results": _PAGE} | ({"page_token": token} if token else {})
            page = self._connection.read(_API, **query)
            for status in page.get("statuses") or ():
                yield ListedPipeline(
                    pipeline_id=str(status.get("pipeline_id")), name=str(status.get("name") or "")
                )
            token = page.get("next_page_token") or ""
            if not token:
                return
        raise UnavailableError("the list of pipelines does not end", where=f"GET {_API}")

    def read(self, pipeline_id: str) -> Json:
        """One whole pipeline, with its `spec` and when it was `last_modified`.

        Raises:
            NotFoundError: it is gone.
            PermissionDeniedError: it is not ours to read.
            WorkspaceError: as its subclasses say.
        """
        document = self._connection.read(f"{_API}/{pipeline_id}")
        if not isinstance(document, dict) or document.get("pipeline_id") != pipeline_id:
            raise UnavailableError(
                "the answer is not the pipeline asked for", where=f"pipeline {pipeline_id}"
            )
        return document

    def replace(self, pipeline_id: str, spec: Json, expected_last_modified: int | None) -> None:
        """Replace the whole spec, if nobody has changed it since.

        Raises:
            ConflictError: somebody has; nothing was written.
            UnconfirmedError: the answer was lost; read the pipeline to learn what happened.
            WorkspaceError: as its subclasses say.
        """
        condition = (
            {}
            if expected_last_modified is None
            else {"expected_last_modified": expected_last_modified}
        )
        try:
            self._connection.write(
                f"{_API}/{pipeline_id}",
                {**spec, **condition},
                repeat=Repeat.ONLY_IF_REFUSED,
                method="PUT",
            )
        except AlreadyExistsError as error:  # what a 409 means elsewhere
            raise ConflictError(error.what, where=error.where) from error
