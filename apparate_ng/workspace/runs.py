"""Runs of jobs that have not ended: queued, pending, running, waiting for a retry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.failures import UnavailableError
from apparate_ng.workspace.shapes import entries_of, token_of

Json: TypeAlias = Any
_LIST, _GET = "/api/2.2/jobs/runs/list", "/api/2.2/jobs/runs/get"
_PAGE = "25"
"""The largest that the platform allows here (documented)."""
_MOST_PAGES = 10_000
_PAGED_ARRAYS = ("tasks", "job_clusters", "job_parameters")
_OF_PAGES = frozenset({"next_page_token", "has_more"})


class Runs:
    """Runs of one workspace, as raw JSON."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def active(self) -> Iterator[Json]:
        """Every run that has not ended and that the identity can see, once, newest first.

        Runs of jobs and one-off runs. Of one with more than 100 tasks `has_more` is true, and
        only the first 100 are here: `read` has them all.

        Raises:
            UnavailableError: the list has an unknown shape, goes round in circles, or on for ever.
            WorkspaceError: a page cannot be had.
        """
        token, tokens, seen = "", {""}, set[int]()
        for _ in range(_MOST_PAGES):
            page = self._page(token)
            for run in page.get("runs") or ():
                if _id_of(run) not in seen:
                    seen.add(_id_of(run))
                    yield run
            token = token_of(page, f"GET {_LIST}")
            if not token:
                return
            if token in tokens:
                break
            tokens.add(token)
        raise UnavailableError("the list of runs does not end", where=f"GET {_LIST}")

    def _page(self, token: str) -> Json:
        query = {"active_only": "true", "expand_tasks": "true", "limit": _PAGE}
        page = self._connection.read(_LIST, **query, **({"page_token": token} if token else {}))
        runs = page.get("runs") if isinstance(page, dict) else 0
        if not (runs is None or (isinstance(runs, list) and all(map(_has_id, runs)))):
            raise UnavailableError("the list of runs has an unknown shape", where=f"GET {_LIST}")
        return page

    def read(self, run_id: int) -> Json:
        """One whole run: all pages of its arrays in one document.

        Raises:
            NotFoundError: it is gone.
            WorkspaceError: as its subclasses say.
        """
        run = page = self._read_page(run_id, "")
        seen: set[str] = set()
        for _ in range(_MOST_PAGES):
            token = token_of(page, f"run {run_id}")
            if not token:
                return {key: run[key] for key in run if key not in _OF_PAGES}
            if token in seen:
                break
            seen.add(token)
            page = self._read_page(run_id, token)
            run = {**run, **_grown(run, page, f"run {run_id}")}
        raise UnavailableError("the run does not end", where=f"run {run_id}")

    def _read_page(self, run_id: int, token: str) -> Json:
        query = {"run_id": str(run_id)} | ({"page_token": token} if token else {})
        document = self._connection.read(_GET, **query)
        if not _has_id(document) or document["run_id"] != run_id:
            raise UnavailableError("the answer is not the run asked for", where=f"run {run_id}")
        return document


def _grown(run: Json, page: Json, where: str) -> Json:
    return {
        key: [*entries_of(run, key, where), *entries_of(page, key, where)]
        for key in _PAGED_ARRAYS
        if page.get(key)
    }


def _has_id(run: Json) -> bool:
    return isinstance(run, dict) and isinstance(run.get("run_id"), int)


def _id_of(run: Json) -> int:
    return int(run["run_id"])
