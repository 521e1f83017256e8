"""The scan of jobs: every one passes by, and those that name the library are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeAlias

from apparate_ng.discovery.findings import Findings, Found
from apparate_ng.discovery.job_reader import dependent_from_job
from apparate_ng.model.dependent import DependentKind, Unreadable
from apparate_ng.model.names import mentioned
from apparate_ng.model.plan import Notice
from apparate_ng.model.survey import Survey
from apparate_ng.workspace.failures import NotFoundError, WorkspaceError
from apparate_ng.workspace.jobs import Jobs, ListedJob, parsed

Progress: TypeAlias = Callable[[int], None]
"""Told how many jobs have been looked at so far."""
_READERS = 8


def survey_jobs(jobs: Jobs, library: str, progress: Progress) -> Survey:
    """Look at every job that the identity can see.

    A page is searched as text before anything of it is parsed, so that the time goes with the
    size of the workspace and the memory with what is found. Jobs of which a page holds only a
    part are read whole, a few at a time, while the pages go on.

    Raises:
        WorkspaceError: a page of the list cannot be had; without it nothing can be promised.
    """
    findings = Findings(kind=DependentKind.JOB)
    is_mentioned = mentioned(library)
    with ThreadPoolExecutor(_READERS, thread_name_prefix="read-job") as pool:
        partial: list[Future[Found]] = []
        for job in _each_once(jobs.listed()):
            findings.scanned += 1
            progress(findings.scanned)
            if job.has_more:
                partial.append(pool.submit(_read_whole, jobs, job.job_id, job.name, library))
            elif is_mentioned(job.raw):
                findings.keep(dependent_from_job(parsed(job), library))
        for whole in partial:
            findings.keep(whole.result())
    return findings.survey()


def _each_once(listed: Iterator[ListedJob]) -> Iterator[ListedJob]:
    """Jobs made while the pages are read push others onto the next page: they come twice."""
    seen: set[int] = set()
    for job in listed:
        if job.job_id not in seen:
            seen.add(job.job_id)
            yield job


def _read_whole(jobs: Jobs, job_id: int, name: str, library: str) -> Found:
    """Only what is found stays in memory, not the document."""
    try:
        return dependent_from_job(jobs.read(job_id), library)
    except NotFoundError:
        return Notice(code="vanished", text=f"job {job_id} ({name}) went away while it was read")
    except WorkspaceError as error:
        return Unreadable(kind=DependentKind.JOB, id=str(job_id), name=name, error=error.what)
