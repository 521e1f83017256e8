"""The Jobs API, version 2.2: in 2.1 a job of more than 100 tasks comes without them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

import msgspec

from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.failures import BadRequestError, UnavailableError
from apparate_ng.workspace.read_ahead import read_ahead
from apparate_ng.workspace.retrying import Repeat

Json: TypeAlias = Any
_Shape = TypeVar("_Shape")
_LARGEST_PAGE = 100
_SMALLER_PAGE = 25
"""Some deployments refuse more with 400 INVALID_PARAMETER_VALUE."""
_MOST_PAGES = 20_000
"""A hundred times what the platform's limit of saved jobs can fill, even at 25 a page."""
_MOST_PAGES_OF_A_JOB = 100
"""Ten times what the platform's limit of 1,000 tasks can fill."""
_UNNAMED = "(unnamed)"
_PAGED_ARRAYS = ("tasks", "job_clusters", "environments", "parameters")
"""What `jobs/get` delivers 100 at a time."""


class _Page(msgspec.Struct):
    jobs: list[msgspec.Raw] | None = None
    next_page_token: str | None = None


class _Named(msgspec.Struct):
    name: str | None = None


class _Head(msgspec.Struct):
    job_id: int
    has_more: bool | None = None
    settings: msgspec.Raw = msgspec.Raw(b"{}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedJob:
    """A job as it stands in a page: not yet parsed, since few jobs are of interest."""

    job_id: int
    name: str
    has_more: bool
    """True where the page holds only the first 100 tasks, clusters, environments, parameters."""
    raw: bytes


class Jobs:
    """Jobs of one workspace, as raw JSON."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def listed(self) -> Iterator[ListedJob]:
        """Every job that the identity can see, newest first; pages are read ahead.

        Raises:
            UnavailableError: the server goes round in circles, or on for ever.
            WorkspaceError: a page cannot be had.
        """
        for page in read_ahead(self._pages()):
            yield from map(_listed, page.jobs or ())

    def _pages(self) -> Iterator[_Page]:
        token, size, seen = "", _LARGEST_PAGE, {""}
        for _ in range(_MOST_PAGES):
            page, size = self._page(token, size)
            yield page
            token = page.next_page_token or ""
            if not token:
                return
            if token in seen:
                break
            seen.add(token)
        raise UnavailableError("the list of jobs does not end", where="GET jobs/list")

    def _page(self, token: str, size: int) -> tuple[_Page, int]:
        query = {"expand_tasks": "true", "limit": str(size)}
        if token:
            query["page_token"] = token
        try:
            body = self._connection.read_bytes("/api/2.2/jobs/list", **query)
        except BadRequestError as error:
            if size == _SMALLER_PAGE or error.code != "INVALID_PARAMETER_VALUE":
                raise
            return self._page(token, _SMALLER_PAGE)
        return _decoded(body, _Page), size

    def read(self, job_id: int) -> Json:
        """One whole job: all pages of its arrays in one document.

        Raises:
            NotFoundError: it is gone.
            PermissionDeniedError: it is not ours to read; also said of jobs that are gone.
            WorkspaceError: as its subclasses say.
        """
        job = page = self._read_page(job_id, "")
        seen: set[str] = set()
        for _ in range(_MOST_PAGES_OF_A_JOB):
            token = page.get("next_page_token")
            if not token:
                return {key: job[key] for key in job if key not in {"next_page_token", "has_more"}}
            if token in seen:
                break
            seen.add(token)
            page = self._read_page(job_id, token)
            job = _merged(job, page)
        raise UnavailableError("the job does not end", where=f"job {job_id}")

    def _read_page(self, job_id: int, token: str) -> Json:
        query = {"job_id": str(job_id)} | ({"page_token": token} if token else {})
        document = self._connection.read("/api/2.2/jobs/get", **query)
        if not isinstance(document, dict) or document.get("job_id") != job_id:
            raise UnavailableError("the answer is not the job asked for", where=f"job {job_id}")
        return document

    def update(self, job_id: int, new_settings: Json) -> None:
        """Replace top-level settings; tasks and job clusters are merged by their keys.

        It is never repeated here: while it waited, somebody else may have changed the job.

        Raises:
            UnconfirmedError: the answer was lost; read the job to learn what happened.
            TransientFailure: it had no effect, and may be sent again after another look.
            WorkspaceError: as its subclasses say.
        """
        body = {"job_id": job_id, "new_settings": new_settings}
        self._connection.write("/api/2.2/jobs/update", body, repeat=Repeat.BY_CALLER)

    def reset(self, job_id: int, settings: Json) -> None:
        """Replace a job's settings whole: only to put back what was there.

        Raises:
            WorkspaceError: as its subclasses say.
        """
        body = {"job_id": job_id, "new_settings": settings}
        self._connection.write("/api/2.2/jobs/reset", body, repeat=Repeat.SAFE)


def _listed(raw: msgspec.Raw) -> ListedJob:
    head = _decoded(bytes(raw), _Head)
    return ListedJob(
        job_id=head.job_id,
        name=_name_in(head.settings),
        has_more=bool(head.has_more),
        raw=bytes(raw),
    )


def _name_in(settings: msgspec.Raw) -> str:
    """The job's name; an odd one must not make the whole list unreadable."""
    try:
        document = msgspec.json.decode(settings, type=_Named)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _UNNAMED
    return document.name or _UNNAMED


def parsed(job: ListedJob) -> Json:
    """The document of a listed job. Python's own parser keeps integers of any size."""
    return json.loads(job.raw)


def _merged(job: Json, page: Json) -> Json:
    settings, more = job.get("settings") or {}, page.get("settings") or {}
    grown = {
        key: [*(settings.get(key) or []), *more[key]] for key in _PAGED_ARRAYS if more.get(key)
    }
    return {**job, "settings": {**settings, **grown}}


def _decoded(body: bytes, shape: type[_Shape]) -> _Shape:
    try:
        return msgspec.json.decode(body, type=shape)
    except msgspec.DecodeError as error:
        raise UnavailableError(
            f"the list of jobs has an unknown shape: {error}", where="GET jobs/list"
        ) from error
