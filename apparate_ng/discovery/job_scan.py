"""The scan of jobs: every one passes by, and those that name the library are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeAlias

from apparate_ng.discovery.file_uses import FileUse, file_uses_of_job, may_use_files
from apparate_ng.discovery.findings import Findings, Found
from apparate_ng.discovery.job_reader import dependent_from_job
from apparate_ng.discovery.places import Json
from apparate_ng.model.dependent import DependentKind, Unreadable
from apparate_ng.model.names import mentioned
from apparate_ng.model.plan import Notice
from apparate_ng.workspace.failures import NotFoundError, WorkspaceError
from apparate_ng.workspace.jobs import Jobs, ListedJob, parsed

Progress: TypeAlias = Callable[[int], None]
"""Told how many jobs have been looked at so far."""
_Looked: TypeAlias = tuple[Found, list[FileUse]]
_READERS = 8


def scan_jobs(jobs: Jobs, library: str, progress: Progress) -> Findings:
    """Look at every job that the identity can see.

    A page is searched as text before anything of it is parsed, for the library's name and for
    files, so that the time goes with the size of the workspace and the memory with what is found. Jobs of which a page holds only a
    part are read whole, a few at a time, while the pages go on.

    Raises:
        WorkspaceError: a page of the list cannot be had; without it nothing can be promised.
    """
    findings = Findings(kind=DependentKind.JOB)
    is_mentioned = mentioned(library)
    with ThreadPoolExecutor(_READERS, thread_name_prefix="read-job") as pool:
        partial: list[Future[_Looked]] = []
        for job in _each_once(jobs.listed()):
            findings.scanned += 1
            progress(findings.scanned)
            if job.has_more:
                partial.append(pool.submit(_read_whole, jobs, job.job_id, job.name, library))
            elif is_mentioned(job.raw) or may_use_files(job.raw):
                findings.keep(*_looked(parsed(job), library))
        for whole in partial:
            findings.keep(*whole.result())
    return findings


def _each_once(listed: Iterator[ListedJob]) -> Iterator[ListedJob]:
    """Jobs made while the pages are read push others onto the next page: they come twice."""
    seen: set[int] = set()
    for job in listed:
        if job.job_id not in seen:
            seen.add(job.job_id)
            yield job


def _read_whole(jobs: Jobs, job_id: int, name: str, library: str) -> _Looked:
    """Only what is found stays in memory, not the document."""
    try:
        return _looked(jobs.read(job_id), library)
    except NotFoundError:
        text = f"job {job_id} ({name}) went away while it was read"
        return Notice(code="vanished", text=text), []
    except WorkspaceError as error:
        missing = Unreadable(kind=DependentKind.JOB, id=str(job_id), name=name, error=error.what)
        return missing, []


def _looked(job: Json, library: str) -> _Looked:
    return dependent_from_job(job, library), file_uses_of_job(job)
