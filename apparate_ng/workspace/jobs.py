"""The Jobs API, version 2.2: in 2.1 a job of more than 100 tasks comes without them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

import msgspec

from apparate_ng.model.decoding import decoded
from apparate_ng.workspace.connection import Connection
from apparate_ng.workspace.failures import BadRequestError, UnavailableError
from apparate_ng.workspace.raw_members import NotCutError, raw_elements, raw_fields
from apparate_ng.workspace.read_ahead import ReadAhead
from apparate_ng.workspace.retrying import Repeat
from apparate_ng.workspace.shapes import entries_of, token_of

Json: TypeAlias = Any
_LARGEST_PAGE = 100
_SMALLER_PAGE = 25
"""Some deployments refuse more with 400 INVALID_PARAMETER_VALUE."""
_MOST_PAGES = 20_000
"""A hundred times what the platform's limit of saved jobs can fill, even at 25 a page."""
_PAGES_BEFORE_ANYBODY_READS = 12
"""As many as come, from a quick server, while the rest of the program is loaded."""
_MOST_PAGES_OF_A_JOB = 100
"""Ten times what the platform's limit of 1,000 tasks can fill."""
_UNNAMED = "(unnamed)"
_NESTED = "nested too deeply"
_PAGED_ARRAYS = ("tasks", "job_clusters", "environments", "parameters")
"""What `jobs/get` delivers 100 at a time."""


class _Page(msgspec.Struct):
    jobs: list[msgspec.Raw] | None = None
    next_page_token: str | None = None


class _Head(msgspec.Struct):
    job_id: int
    has_more: bool | None = None


class _NamedSettings(msgspec.Struct):
    name: str | None = None


class _Named(msgspec.Struct):
    settings: _NamedSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedJob:
    """A job as it stands in a page: not yet parsed, since few jobs are of interest."""

    job_id: int
    has_more: bool
    """True where the page holds only the first 100 tasks, clusters, environments, parameters."""
    raw: bytes
    problem: str | None = None
    """Why its document cannot be read, in words."""

    @property
    def name(self) -> str:
        """The job's name, read when it is asked for; an odd one is no reason to stop."""
        try:
            job = decoded(self.raw, _Named)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return _UNNAMED
        return job.settings.name or _UNNAMED


class Jobs:
    """Jobs of one workspace, as raw JSON."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._begun: ReadAhead[_Page] | None = None

    @contextmanager
    def listing_begun(self) -> Iterator[None]:
        """Ask for the first pages now, while whoever will read the list gets ready for it."""
        self._begun = begun = ReadAhead(self._pages(), _PAGES_BEFORE_ANYBODY_READS)
        try:
            yield
        finally:
            self._begun = None
            begun.close()

    def listed(self) -> Iterator[ListedJob]:
        """Every job that the identity can see, newest first; pages are read ahead.

        Raises:
            UnavailableError: the server goes round in circles, or on for ever.
            WorkspaceError: a page cannot be had.
        """
        pages, self._begun = self._begun or ReadAhead(self._pages()), None
        for page in pages:
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
            path = "/api/2.2/jobs/list"
            return self._connection.read_as(_Page, path, query=query, salvage=_salvaged), size
        except BadRequestError as error:
            if size == _SMALLER_PAGE or error.code != "INVALID_PARAMETER_VALUE":
                raise
            return self._page(token, _SMALLER_PAGE)

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
            token = token_of(page, f"job {job_id}")
            if not token:
                return {key: job[key] for key in job if key not in {"next_page_token", "has_more"}}
            if token in seen:
                break
            seen.add(token)
            page = self._read_page(job_id, token)
            job = _merged(job, page, f"job {job_id}")
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


def _salvaged(text: bytes) -> _Page | None:
    """A page that is no proper JSON, cut into its jobs; None where it is not even that."""
    try:
        fields = raw_fields(text)
        jobs = fields.pop("jobs", b"null")
        listed = None if jobs == b"null" else [msgspec.Raw(one) for one in raw_elements(jobs)]
        token = msgspec.json.decode(fields.get("next_page_token", b"null"), type=str | None)
    except (NotCutError, msgspec.DecodeError, UnicodeDecodeError):
        return None
    return _Page(jobs=listed, next_page_token=token)


def _listed(raw: msgspec.Raw) -> ListedJob:
    text = bytes(raw)
    try:
        if not text.isascii():
            text.decode()
        head = decoded(text, _Head)
    except msgspec.ValidationError as error:
        raise UnavailableError(
            f"the list of jobs has an unknown shape: {error}", where="GET jobs/list"
        ) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return _unsound(text, error)
    return ListedJob(job_id=head.job_id, has_more=bool(head.has_more), raw=text)


def _unsound(text: bytes, error: Exception) -> ListedJob:
    """A job of which only the id can be read."""
    try:
        job_id = msgspec.json.decode(raw_fields(text).get("job_id", b""), type=int)
    except (NotCutError, msgspec.DecodeError) as unknown:
        raise UnavailableError(
            "the list of jobs has an unknown shape", where="GET jobs/list"
        ) from unknown
    problem = f"its document is no proper JSON: {_words(error)}"
    return ListedJob(job_id=job_id, has_more=False, raw=text, problem=problem)


def _words(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return _NESTED
    return "it is no UTF-8" if isinstance(error, UnicodeDecodeError) else str(error)


def parsed(job: ListedJob) -> Json:
    """The document of a listed job. Python's own parser keeps integers of any size.

    Raises:
        UnavailableError: it is no proper JSON, or more than can be read.
    """
    where = f"job {job.job_id}"
    if job.problem is not None:
        raise UnavailableError(job.problem, where=where)
    try:
        return json.loads(job.raw)
    except RecursionError as error:
        raise UnavailableError(f"its document is {_NESTED}", where=where) from error
    except ValueError as error:
        what = "its document has a number of thousands of digits"
        raise UnavailableError(what, where=where) from error


def _merged(job: Json, page: Json, where: str) -> Json:
    settings, more = _settings_of(job, where), _settings_of(page, where)
    grown = {
        key: [*entries_of(settings, key, where), *entries_of(more, key, where)]
        for key in _PAGED_ARRAYS
        if more.get(key)
    }
    return {**job, "settings": {**settings, **grown}}


def _settings_of(page: Json, where: str) -> Json:
    settings = page.get("settings") or {}
    if not isinstance(settings, dict):
        raise UnavailableError("the job's settings have an unknown shape", where=where)
    return settings
