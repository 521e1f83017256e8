"""The scan of jobs: every one passes by, and those that name the library are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import TypeAlias

from apparate_ng.discovery.places import Json
from apparate_ng.discovery.readers.job import dependent_from_job
from apparate_ng.discovery.scans.findings import Findings, Found
from apparate_ng.discovery.uses.files import FileUse, file_uses_of_job, may_use_files
from apparate_ng.discovery.uses.hosts import FindHosts, Hosts, HostUse
from apparate_ng.discovery.uses.job_hosts import host_uses_of_job, on_hosts
from apparate_ng.discovery.uses.scripts import ScriptUse, may_run_scripts, script_uses_of_job
from apparate_ng.model.dependents.dependent import DependentKind, Unreadable
from apparate_ng.model.plans.plan import Notice
from apparate_ng.model.releases.names import mentioned
from apparate_ng.workspace.failures import NotFoundError, WorkspaceError
from apparate_ng.workspace.jobs import Jobs, ListedJob, parsed
from apparate_ng.workspace.pools import workers

Progress: TypeAlias = Callable[[int], None]
"""Told how many jobs have been looked at so far."""
_Looked: TypeAlias = tuple[Found, list[FileUse], list[ScriptUse], list[HostUse]]
_READERS = 8
_NESTED = "its document is nested too deeply"


def scan_jobs(
    jobs: Jobs,
    library: str | None,
    progress: Progress,
    *,
    deep: bool = False,
    hosts: FindHosts = Hosts,
) -> Findings:
    """Look at every job that the identity can see.

    A page is searched as text before anything of it is parsed, for the library's name and for
    files, so that the time goes with the size of the workspace and the memory with what is found. Jobs of which a page holds only a
    part are read whole, a few at a time, while the pages go on. Without a `library` every job is
    parsed, since nearly each names one; only the references stay. With `deep`, the scripts and
    notebooks that jobs run are noted, too. Who runs on one of `hosts` is found on the way.

    Raises:
        WorkspaceError: a page of the list cannot be had; without it nothing can be promised.
    """
    findings = Findings(kind=DependentKind.JOB)
    is_mentioned = _any if library is None else mentioned(library)
    with workers(_READERS, "read-job") as pool:
        partial: list[Future[_Looked]] = []
        for job in _each_once(jobs.listed()):
            findings.scanned += 1
            progress(findings.scanned)
            if job.has_more:
                partial.append(pool.submit(_read_whole, jobs, job, library, hosts, deep=deep))
            elif (
                is_mentioned(job.raw)
                or may_use_files(job.raw)
                or (deep and may_run_scripts(job.raw))
                or hosts().may_hold(job.raw)
            ):
                findings.keep(*_read_listed(job, library, hosts, deep=deep))
        for whole in partial:
            findings.keep(*whole.result())
    return findings


def _any(raw: bytes) -> bool:
    """No sieve: a list of the keys that can hold a reference would be a second truth."""
    del raw
    return True


def _each_once(listed: Iterator[ListedJob]) -> Iterator[ListedJob]:
    """Jobs made while the pages are read push others onto the next page: they come twice."""
    seen: set[int] = set()
    for job in listed:
        if job.job_id not in seen:
            seen.add(job.job_id)
            yield job


def _read_listed(job: ListedJob, library: str | None, hosts: FindHosts, *, deep: bool) -> _Looked:
    """A job that cannot be read is said, and keeps nobody from the others."""
    try:
        return _looked(parsed(job), library, hosts(), deep=deep)
    except WorkspaceError as error:
        return _unreadable(job, error.what)
    except RecursionError:
        return _unreadable(job, _NESTED)


def _read_whole(
    jobs: Jobs, job: ListedJob, library: str | None, hosts: FindHosts, *, deep: bool
) -> _Looked:
    """Only what is found stays in memory, not the document."""
    job_id, name = job.job_id, job.name
    try:
        return _looked(jobs.read(job_id), library, hosts(), deep=deep)
    except NotFoundError:
        text = f"job {job_id} ({name}) went away while it was read"
        return Notice(code="vanished", text=text), [], [], []
    except WorkspaceError as error:
        return _unreadable(job, error.what)
    except RecursionError:
        return _unreadable(job, _NESTED)


def _unreadable(job: ListedJob, problem: str) -> _Looked:
    missing = Unreadable(kind=DependentKind.JOB, id=str(job.job_id), name=job.name, error=problem)
    return missing, [], [], []


def _looked(job: Json, library: str | None, hosts: Hosts, *, deep: bool) -> _Looked:
    scripts = script_uses_of_job(job) if deep else []
    dependent = on_hosts(dependent_from_job(job, library), job, hosts)
    return dependent, file_uses_of_job(job), scripts, host_uses_of_job(job, hosts)
