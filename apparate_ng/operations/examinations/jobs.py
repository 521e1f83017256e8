"""How many jobs are visible, and how many of them this identity may change."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from apparate_ng.model.diagnosis import Check
from apparate_ng.operations.examinations.case import Case, SignedIn, fine, signed_in, warned
from apparate_ng.workspace.job_permissions import may_manage
from apparate_ng.workspace.jobs import Jobs, ListedJob

NAME = "jobs"
_MOST = 1_000
"""Ten pages: more are not counted, since nobody waits for a doctor."""
_LONGEST_S = 10.0
_SAMPLE = 20
"""Requests for permissions; there is no call that answers for several jobs."""
_AT_ONCE = 5
_NAMED = 3
_GRANT = "grant this identity CAN MANAGE on the jobs that it is to change"


def examine(case: Case) -> Check:
    """Count the jobs, and look at the permissions of some of them, spread over all.

    Raises:
        WorkspaceError: they cannot be listed.
    """
    here = signed_in(case)
    jobs, complete = _visible(here.workspace.jobs, time.monotonic)
    counted = f"{len(jobs):,}{'' if complete else ' or more'} visible"
    if not jobs:
        return warned(NAME, "none is visible", "grant this identity CAN VIEW or CAN MANAGE on jobs")
    if here.me.is_admin:
        return fine(NAME, f"{counted}, all manageable by an admin")
    sample = _spread(jobs)
    refused = _not_manageable(here, sample)
    which = "all" if len(sample) == len(jobs) and complete else f"{len(sample)} looked at"
    if not refused:
        return fine(NAME, f"{counted}, {which} manageable")
    names = ", ".join(job.name for job in refused[:_NAMED])
    more = "" if len(refused) <= _NAMED else ", …"
    manageable = len(sample) - len(refused)
    text = f"{counted}; of {len(sample)} looked at, {manageable} manageable; not: {names}{more}"
    return warned(NAME, text, _GRANT)


def _visible(jobs: Jobs, seconds: Callable[[], float]) -> tuple[list[ListedJob], bool]:
    found: list[ListedJob] = []
    until = seconds() + _LONGEST_S
    for job in jobs.listed():
        if len(found) >= _MOST or seconds() > until:
            return found, False
        found.append(job)
    return found, True


def _spread(jobs: Sequence[ListedJob]) -> list[ListedJob]:
    """So many, from the newest to the oldest, at even distances."""
    if len(jobs) <= _SAMPLE:
        return list(jobs)
    return [jobs[number * len(jobs) // _SAMPLE] for number in range(_SAMPLE)]


def _not_manageable(here: SignedIn, sample: Sequence[ListedJob]) -> list[ListedJob]:
    connection = here.workspace.connection
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="permissions") as pool:
        allowed = pool.map(lambda job: may_manage(connection, job.job_id, here.me), sample)
        return [job for job, may in zip(sample, allowed, strict=True) if not may]
